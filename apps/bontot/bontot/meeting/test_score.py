"""The score on the record: from the roll, the papers and the meeting before; what people correct; who may."""

from types import SimpleNamespace

import frappe
from frappe.exceptions import FrappeTypeError

from bontot.criteria import scales
from bontot.criteria.registry import Context
from bontot.criteria.testing import create_test_scale
from bontot.meeting import api, criteria, kinds, score, score_words, wording
from bontot.meeting.errors import (
	PartChangedError,
	ScorePointsError,
	ScoreReasonError,
	UnknownPartError,
)
from bontot.meeting.test_api import ApiTestCase
from bontot.meeting.testing import create_test_meeting
from bontot.organization.errors import TargetNotReadableError

JUDGED = [
	{"item_key": "dieu_hanh", "points": 9, "reason": ""},
	{"item_key": "nguyen_tac", "points": 5, "reason": ""},
]


class ScoreTestCase(ApiTestCase):
	def setUp(self) -> None:
		frappe.local.lang = "vi"
		super().setUp()

	def set_up_data(self) -> None:
		super().set_up_data()
		self.last = self.meeting("2026-02-03", tasks=[{"task": "Thu đảng phí", "due_on": "2026-03-01"}])

	def tearDown(self) -> None:
		frappe.local.lang = "en"
		super().tearDown()

	def meeting(self, day: str = "2026-03-03", **fields):
		values = {
			"start_time": "19:00",
			"end_time": "20:35",
			"agenda": [{"topic": "Thời sự", "is_done": 1}],
			"papers": [{"title": "Dự thảo", "sent_at": "2026-01-30 08:00:00"}],
			"proceedings": "Kết luận.",
			"minutes_text": None,
			"minutes_composed": 1,
			"speaker_count": 2,
		}
		return create_test_meeting(self.tree.cell_a, kinds.REGULAR, day, **{**values, **fields})

	def points(self, doc) -> dict[str, float | None]:
		return {row.item_key: row.points if row.has_points else None for row in doc.score}

	def why(self, doc) -> dict[str, str]:
		return {row.item_key: row.why for row in doc.score}

	def done(self, doc) -> None:
		"""The task of the last meeting, ticked on the page of this one."""
		with self.set_user(self.secretary):
			shown = api.get_meeting(doc.name)
			[task] = shown["parts"]["last_tasks"]["values"]
			revision = shown["parts"]["last_tasks"]["revision"]
			api.save_part(doc.name, "last_tasks", [{"name": task["name"], "done": True}], revision, "k")
		doc.reload()


class TestFromTheRecord(ScoreTestCase):
	def test_what_the_record_knows_has_its_points_and_says_why(self) -> None:
		doc = self.meeting()
		self.assertEqual(
			self.points(doc),
			{
				"thoi_luong": 5,
				"ty_le_du": 4,
				"khong_vang_lien_tiep": 1,
				"chuan_bi": 10,
				"noi_dung": 25,
				"dieu_hanh": None,
				"phat_bieu": 5,
				"nguyen_tac": None,
				"ket_qua_ky_truoc": 10,
				"ket_thuc": 5,
			},
		)
		why = self.why(doc)
		self.assertEqual(why["thoi_luong"], "95 phút, yêu cầu ít nhất 90")
		self.assertEqual(why["ty_le_du"], "có mặt 2/2")
		self.assertEqual(why["ket_qua_ky_truoc"], "nhiệm vụ kỳ trước giao làm xong 0/1 (0,0 %)")
		self.assertEqual((doc.quality_points, doc.quality_grade), (65, None))

	def test_it_follows_the_record(self) -> None:
		doc = self.meeting()
		self.done(doc)
		self.assertEqual(self.points(doc)["ket_qua_ky_truoc"], 30)
		doc.attendance[0].update({"attendance": "Unexcused"})
		doc.end_time = "20:00"
		doc.save()
		found = self.points(doc)
		self.assertEqual((found["ty_le_du"], found["thoi_luong"]), (1, None))
		self.assertIn("vắng không lý do: 1", self.why(doc)["ty_le_du"])

	def test_a_task_that_is_not_due_yet_is_not_lacking(self) -> None:
		frappe.db.set_value("Resolution Task", self.last.tasks[0].name, "due_on", "2026-03-04")
		self.assertIsNone(self.points(self.meeting())["ket_qua_ky_truoc"])

	def test_the_fourth_excuse_in_a_row_costs_a_point(self) -> None:
		member = self.members[0].name

		def roll(second: str) -> list[dict]:
			rows = [{"member": member, "attendance": "Excused", "reason": "Ốm"}]
			return [*rows, {"member": self.members[1].name, "attendance": second}]

		found = [
			self.points(self.meeting(f"2026-{month:02}-03", attendance=roll("Present")))[
				"khong_vang_lien_tiep"
			]
			for month in (3, 4, 5, 6)
		]
		self.assertEqual(found, [1, 1, 1, 0])
		back = self.meeting("2026-07-03")
		self.assertEqual(self.points(back)["khong_vang_lien_tiep"], 1)

	def test_a_thematic_meeting_the_same_day_asks_for_two_hours_together(self) -> None:
		create_test_meeting(
			self.tree.cell_a, kinds.THEMATIC, "2026-03-03", start_time="20:35", end_time="20:50"
		)
		doc = self.meeting()
		self.assertIsNone(self.points(doc)["thoi_luong"])
		self.assertIn("110 phút, ít hơn 120", self.why(doc)["thoi_luong"])

	def test_only_regular_meetings_that_took_place_are_scored(self) -> None:
		for doc in (
			create_test_meeting(self.tree.cell_a, kinds.THEMATIC, "2026-03-20"),
			create_test_meeting(self.tree.cell_a, meeting_date="2026-05-03", held=False),
			create_test_meeting(self.tree.cell_a, meeting_date="2018-10-27"),  # before the oldest scale
		):
			with self.subTest(doc.title):
				self.assertEqual((doc.score, doc.quality_grade, score.shown(doc)), ([], None, None))

	def test_a_meeting_stays_with_the_scale_it_was_scored_on(self) -> None:
		doc = self.meeting()
		first = doc.quality_scale
		later = create_test_scale(valid_from="2026-01-01").submit()
		doc.reload()
		self.assertEqual(doc.save().quality_scale, first)
		self.assertEqual(self.meeting("2026-04-03").quality_scale, later.name)


class TestGradeExplained(ScoreTestCase):
	WHY = "Chưa xếp Tốt vì mục “Tỷ lệ đảng viên dự họp” chưa đủ điểm tối đa."

	def short(self):
		"""Good by its points, kept down by one who stayed away without reason."""
		doc = self.meeting()
		self.done(doc)
		with self.set_user(self.secretary):
			shown = api.get_meeting(doc.name)
		self.save(shown, "score", JUDGED)
		doc.reload()
		doc.attendance[0].attendance = "Unexcused"
		return doc.save()

	def test_the_total_says_what_keeps_it_from_the_next_grade(self) -> None:
		doc = self.short()
		found = score.shown(doc)
		self.assertEqual((found["points"], found["grade"], found["shortfall"]), (96, "Fair", self.WHY))
		doc.attendance[0].attendance = "Present"
		self.assertEqual(score.shown(doc.save())["shortfall"], "")

	def test_why_of_the_criterion_says_the_same(self) -> None:
		doc = self.short()
		day = frappe.utils.getdate
		settings = {"good_meeting_share_percent": "80"}
		context = Context(
			self.tree.cell_a,
			"Cell",
			"Year",
			day("2026-03-01"),
			day("2026-03-31"),
			day("2026-04-20"),
			settings,
		)
		[row] = criteria.compute("meeting_quality", context).rows
		self.assertEqual((row["label"], row["ok"]), (f"Sinh hoạt thường lệ tháng {doc.day:%m/%Y}", False))
		self.assertEqual(row["note"], f"96 điểm, khá. {self.WHY}")

	def test_points_that_are_lacking_are_counted(self) -> None:
		scale = score.scale_of(self.meeting())
		short = scales.shortfall(scale, "Fair", 86.5, ["Kết luận"])
		self.assertEqual(
			score_words.shortfall_words(short),
			"Chưa xếp Tốt vì còn thiếu 3,5 điểm và mục “Kết luận” chưa đủ điểm tối đa.",
		)

	def test_each_row_carries_its_scale(self) -> None:
		found = {row["item_key"]: row["scale"] for row in score.shown(self.meeting())["rows"]}
		self.assertEqual(
			found["ty_le_du"],
			"từ 90 %: 4 · từ 75 %: 3 · từ 65 %: 2 · dưới 65 % hoặc có người vắng không lý do: 1",
		)
		self.assertEqual(found["phat_bieu"], "từ 50 %: 5 · từ 40 %: 4 · từ 30 %: 3 · dưới 30 %: 2")
		self.assertEqual(found["khong_vang_lien_tiep"], "đạt: 1 · chưa đạt: 0")
		self.assertEqual(found["thoi_luong"], "đủ: 5 · chưa đủ: chi bộ tự chấm")
		self.assertEqual(found["dieu_hanh"], "")


class TestYearsWithoutPoints(ScoreTestCase):
	"""A meeting of 2022 takes the scale of its time: grades only, which the cell chooses."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.doc = self.meeting("2022-05-03")

	def shown(self) -> dict:
		with self.set_user(self.secretary):
			return api.get_meeting(self.doc.name)

	def test_the_scale_of_its_time_with_its_grades(self) -> None:
		self.assertEqual((self.doc.quality_scale, self.doc.quality_grade), ("01-HD-BTCTU-2021-1", None))
		found = self.shown()["score"]
		self.assertEqual((found["rows"], found["total"], found["grade"]), ([], 0, ""))
		self.assertEqual([one["label"] for one in found["grades"]], ["Tốt", "Khá", "Trung bình", "Kém"])
		self.assertEqual(score.shown(self.meeting("2026-04-03"))["grades"], [], "later ones are scored")

	def test_the_cell_gives_the_grade_and_takes_it_back(self) -> None:
		answer = self.save(self.shown(), "level", {"given_grade": "Good"})["score"]
		self.assertEqual((answer["grade"], answer["grade_words"]), ("Good", "Tốt"))
		self.doc.reload()
		self.assertEqual((self.doc.quality_grade, self.doc.quality_points), ("Good", 0))
		self.assertIn("Xếp loại: tốt", self.doc.minutes_text)
		self.assertNotIn("0/0", self.doc.minutes_text)
		self.assertEqual(wording.score_words(SimpleNamespace(points=0, grade="Good")), "tốt")
		self.save(self.shown(), "level", {"given_grade": None})
		self.doc.reload()
		self.assertIsNone(self.doc.quality_grade)

	def test_a_graded_one_stays_with_its_scale_and_an_ungraded_one_takes_a_later(self) -> None:
		graded = self.meeting("2022-06-03", given_grade="Fair")
		grades = [row.as_dict() | {"at_least": 0} for row in create_test_scale().grades]
		later = create_test_scale(
			groups=[], items=[], steps=[], grades=grades, without_points=1, valid_from="2022-01-01"
		).submit()
		self.assertEqual(graded.save().quality_scale, "01-HD-BTCTU-2021-1")
		self.doc.reload()
		self.assertEqual(self.doc.save().quality_scale, later.name)

	def test_no_points_are_given_there_and_no_grade_elsewhere(self) -> None:
		with self.assertRefused(UnknownPartError):
			self.save(self.shown(), "score", JUDGED)
		with self.assertRefused(frappe.ValidationError):
			self.save(self.shown(), "level", {"given_grade": "Excellent"})
		scored = self.meeting("2026-04-03", given_grade="Good")
		self.assertEqual((scored.given_grade, scored.quality_grade), (None, None))


class TestByHand(ScoreTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.doc = self.meeting()
		self.done(self.doc)

	def shown(self) -> dict:
		with self.set_user(self.secretary):
			return api.get_meeting(self.doc.name)

	def give(self, values: list, shown: dict | None = None) -> dict:
		return self.save(shown or self.shown(), "score", values)

	def test_two_judgements_make_the_score_whole(self) -> None:
		self.assertEqual(self.shown()["score"]["open"], 2)
		answer = self.give(JUDGED)["score"]
		self.assertEqual(
			(answer["points"], answer["total"], answer["open"], answer["grade_words"]), (99, 100, 0, "Tốt")
		)
		self.doc.reload()
		self.assertEqual((self.doc.quality_points, self.doc.quality_grade), (99, "Good"))
		self.assertIn("Tổng: 99/100 điểm; xếp loại: tốt", self.doc.minutes_text)

	def test_what_was_judged_last_time_is_offered(self) -> None:
		self.give(JUDGED)
		later = self.meeting("2026-04-03")
		rows = {row["item_key"]: row for row in score.shown(later)["rows"]}
		self.assertEqual((rows["dieu_hanh"]["suggested"], rows["dieu_hanh"]["has_points"]), (9, 0))
		self.assertIsNone(rows["thoi_luong"]["suggested"])

	def test_correcting_the_record_needs_a_reason_and_is_kept_beside_it(self) -> None:
		with self.assertRefused(ScoreReasonError):
			self.give([*JUDGED, {"item_key": "chuan_bi", "points": 6, "reason": ""}])
		self.give([*JUDGED, {"item_key": "chuan_bi", "points": 6, "reason": "Tài liệu gửi thiếu"}])
		self.doc.reload()
		row = next(row for row in self.doc.score if row.item_key == "chuan_bi")
		self.assertEqual((row.points, row.record_points, row.is_given), (6, 10, 1))
		self.assertEqual((self.doc.quality_points, self.doc.quality_grade), (95, "Good"))
		self.give(JUDGED)
		self.doc.reload()
		self.assertEqual(self.points(self.doc)["chuan_bi"], 10)

	def test_points_beyond_the_item_and_items_that_are_none_are_refused(self) -> None:
		for values, error in (
			([{"item_key": "dieu_hanh", "points": 11}], ScorePointsError),
			([{"item_key": "dieu_hanh", "points": -1}], ScorePointsError),
			([{"item_key": "khac", "points": 1}], UnknownPartError),
			([{"item_key": "dieu_hanh", "points": "nhiều"}], UnknownPartError),
			(["dieu_hanh"], FrappeTypeError),
		):
			with self.subTest(values), self.assertRefused(error):
				self.give(values)

	def test_a_change_of_the_roll_does_not_contest_the_points_under_the_pen(self) -> None:
		shown = self.shown()
		roll = list(shown["parts"]["attendance"]["values"])
		roll[0] = roll[0] | {"attendance": "Unexcused"}
		self.save(shown, "attendance", roll)
		self.assertEqual(self.give(JUDGED, shown)["score"]["open"], 0)
		with self.assertRefused(PartChangedError):
			self.give([], self.stale())

	def stale(self) -> dict:
		shown = self.shown()
		shown["parts"]["score"]["revision"] = "0" * 16
		return shown

	def test_nobody_but_the_cell_scores_itself(self) -> None:
		shown = self.shown()
		for user, refused in ((self.neighbour, TargetNotReadableError), (self.above, frappe.PermissionError)):
			with self.subTest(user), self.set_user(user), self.assertRefused(refused):
				api.save_part(self.doc.name, "score", JUDGED, shown["parts"]["score"]["revision"], "k")

	def test_rows_a_client_makes_up_are_made_again(self) -> None:
		doc = frappe.get_doc("Meeting", self.doc.name)
		doc.append("score", {"item_key": "khac", "points": 100, "has_points": 1})
		doc.score[0].update({"points": 1, "most_points": 1000, "why": "x"})
		doc.update({"quality_points": 100, "quality_grade": "Good"})
		doc.save()
		self.assertEqual((len(doc.score), doc.score[0].most_points, doc.quality_grade), (10, 5, None))

	def test_points_given_before_the_record_knew_neither_count_nor_stop_it(self) -> None:
		shown = self.shown()
		self.save(shown, "speakers", {"speaker_count": 0})
		self.save(shown, "score", [*JUDGED, {"item_key": "phat_bieu", "points": 3}])
		answer = self.save(shown, "speakers", {"speaker_count": 2})
		row = next(one for one in answer["score"]["rows"] if one["item_key"] == "phat_bieu")
		self.assertEqual((row["points"], row["given_points"]), (5, 3))
		self.save(shown, "score", JUDGED)  # the part was not changed by anybody else

	def test_speakers_are_noted_on_the_page(self) -> None:
		shown = self.shown()
		answer = self.save(shown, "speakers", {"speaker_count": 0})
		row = next(one for one in answer["score"]["rows"] if one["item_key"] == "phat_bieu")
		self.assertEqual((row["has_points"], row["why"]), (0, "ghi số người phát biểu"))
