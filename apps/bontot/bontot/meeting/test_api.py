"""Tests of what the page does, as the people who do it."""

import frappe
from frappe.utils import add_days, nowdate

from bontot.meeting import api, kinds
from bontot.meeting.doctype.meeting.test_meeting import PDF, create_test_file
from bontot.meeting.errors import (
	AbsenceReasonError,
	FutureMeetingError,
	MinutesFileError,
	NothingToMinuteError,
	NotPlannedError,
	NotRecordedError,
	PartChangedError,
	UnknownPartError,
	VotesError,
)
from bontot.meeting.testing import create_test_meeting
from bontot.organization.errors import NoSeatError, TargetNotReadableError
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase

DAY = frappe.utils.getdate("2026-03-03")


class ApiTestCase(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.members = [
			create_test_member(self.tree.cell_a, full_name=name) for name in ("Bàn Văn An", "Lò Văn Yên")
		]
		self.secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.neighbour = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		self.above = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user

	def begin(self, kind: str = kinds.REGULAR, day=DAY) -> dict:
		with self.set_user(self.secretary):
			return api.new_meeting(self.tree.cell_a, kind, day)

	def save(self, shown: dict, part: str, values, key: str = "", keyed=None) -> dict:
		revision = shown["parts"][part]["revision"]
		with self.set_user(self.secretary):
			answer = api.save_part(
				shown["name"], part, values, revision, key or frappe.generate_hash(), keyed
			)
		shown["parts"][part] = {"values": answer["values"], "revision": answer["revision"]}
		return answer


class TestBeginning(ApiTestCase):
	def test_the_roll_is_full_and_the_agenda_stands(self) -> None:
		shown = self.begin()
		roll = [(row["member_name"], row["attendance"]) for row in shown["parts"]["attendance"]["values"]]
		self.assertEqual(roll, [("Bàn Văn An", "Present"), ("Lò Văn Yên", "Present")])
		self.assertGreaterEqual(len(shown["parts"]["agenda"]["values"]), 3)
		self.assertEqual((shown["status"], shown["may"]["write"]), ("Planned", True))

	def test_it_takes_over_from_the_last_meeting_of_the_kind(self) -> None:
		an, yen = (member.name for member in self.members)
		create_test_meeting(
			self.tree.cell_a,
			meeting_date="2026-02-03",
			chair=an,
			secretary=yen,
			place="Nhà văn hóa",
			tasks=[{"task": "Sửa đường", "assigned_to": yen}, {"task": "Thu phí", "done_on": "2026-02-20"}],
		)
		shown = self.begin()
		prepare = shown["parts"]["prepare"]["values"]
		self.assertEqual((prepare["chair"], prepare["secretary"], prepare["place"]), (an, yen, "Nhà văn hóa"))
		self.assertIn("Sửa đường", shown["parts"]["agenda"]["values"][0]["topic"])
		tasks = [(task["task"], task["who"], task["done"]) for task in shown["parts"]["last_tasks"]["values"]]
		self.assertEqual(tasks, [("Sửa đường", "Lò Văn Yên", False), ("Thu phí", "", True)])

	def test_whoever_leads_the_cell_takes_the_chair_also_at_its_first_meeting(self) -> None:
		an, yen = (member.name for member in self.members)
		seat = {"organization": self.tree.cell_a, "position": "bi_thu_chi_bo"}
		frappe.db.set_value("Seat", seat, "member", yen)
		deputy = create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo").name
		frappe.db.set_value("Seat", deputy, "member", an)
		first = self.begin()["parts"]["prepare"]["values"]
		self.assertEqual((first["chair"], first["secretary"]), (yen, None))
		create_test_meeting(self.tree.cell_a, meeting_date="2026-04-03", chair=an, secretary=an)
		later = self.begin(day=frappe.utils.getdate("2026-05-03"))["parts"]["prepare"]["values"]
		self.assertEqual((later["chair"], later["secretary"]), (yen, an))

	def test_a_second_tap_opens_the_first_record(self) -> None:
		for kind in (kinds.REGULAR, kinds.THEMATIC):
			self.assertEqual(self.begin(kind)["name"], self.begin(kind)["name"])
		self.assertEqual(self.begin(day=frappe.utils.getdate("2026-03-28"))["name"], self.begin()["name"])

	def test_only_a_seat_of_the_very_organisation(self) -> None:
		for user in (self.neighbour, self.above):
			with self.set_user(user), self.assertRefused(NoSeatError):
				api.new_meeting(self.tree.cell_a, kinds.REGULAR, DAY)

	def test_no_organisation_holds_no_meeting(self) -> None:
		for user, error in (("Administrator", frappe.DoesNotExistError), (self.secretary, NoSeatError)):
			for nowhere in ("", "TC9999999"):
				with self.subTest(user, nowhere=nowhere), self.set_user(user), self.assertRefused(error):
					api.new_meeting(nowhere, kinds.REGULAR, DAY)

	def test_a_planned_meeting_stands_in_the_calendar(self) -> None:
		day = frappe.utils.getdate(add_days(nowdate(), 5))
		with self.set_user(self.secretary):
			shown = api.plan_meeting(self.tree.cell_a, kinds.THEMATIC, day, "19:30", "Nhà văn hóa", "Học tập")
		prepare = shown["parts"]["prepare"]["values"]
		self.assertEqual(
			(shown["status"], prepare["planned_time"], prepare["topic"]), ("Planned", "19:30:00", "Học tập")
		)
		self.save(shown, "prepare", {"place": "Trường học"})
		with self.assertRefused(FutureMeetingError):
			self.save(shown, "times", {"start_time": "19:30"})

	def test_a_committee_is_offered_its_preparing_meeting(self) -> None:
		standing = create_test_meeting(self.tree.grassroots, kinds.STANDING_COMMITTEE, "2026-02-25")
		create_test_meeting(self.tree.commune, kinds.STANDING_COMMITTEE, "2026-02-26")
		with self.set_user(self.above):
			shown = api.new_meeting(self.tree.grassroots, kinds.PARTY_COMMITTEE, DAY)
		self.assertEqual([one["name"] for one in shown["preparing"]], [standing.name])
		self.assertEqual(shown["parts"]["prepare"]["values"]["prepared_by_meeting"], standing.name)

	def test_start_lists_own_organisations_only(self) -> None:
		with self.set_user(self.secretary):
			found = api.start()["organizations"]
			self.assertEqual([one["name"] for one in found], [self.tree.cell_a])
			self.assertEqual([one["value"] for one in found[0]["kinds"]], list(kinds.CELL_KINDS))
			self.assertEqual(api.start(self.tree.cell_b)["organizations"], [])


class TestSaving(ApiTestCase):
	def test_an_evening_from_roll_to_minutes(self) -> None:
		shown = self.begin()
		self.save(shown, "times", {"start_time": "19:30"})
		rows = shown["parts"]["attendance"]["values"]
		rows[1].update({"attendance": "Excused", "reason": "Ốm"})
		answer = self.save(shown, "attendance", rows)
		self.assertEqual((answer["status"], answer["figures"]["attendance_percent"]), ("Held", 50.0))
		self.save(
			shown,
			"tasks",
			[{"task": "Sửa đường", "assigned_to": self.members[0].name, "due_on": "2026-03-30"}],
		)
		self.save(shown, "proceedings", {"proceedings": "Kết luận của chi bộ"})
		self.save(shown, "votes", {"votes_for": 1})
		with self.set_user(self.secretary):
			done = api.finish(shown["name"])
		self.assertEqual((done["status"], done["minutes"]["composed"]), ("Minuted", True))
		for text in ("1 (Lò Văn Yên: Ốm)", "Sửa đường", "Kết luận của chi bộ"):
			self.assertIn(text, done["minutes"]["text"])

	def test_the_same_save_twice_is_one(self) -> None:
		shown = self.begin()
		stale = dict(shown["parts"]["agenda"])
		first = self.save(shown, "agenda", [{"topic": "Một"}], key="K1")
		shown["parts"]["agenda"] = stale  # the answer was lost on the way
		again = self.save(shown, "agenda", [{"topic": "Một"}], key="K1")
		self.assertEqual((again["revision"], again["values"]), (first["revision"], first["values"]))

	def test_a_part_changed_elsewhere_is_not_overwritten(self) -> None:
		shown = self.begin()
		stale = dict(shown["parts"]["proceedings"])
		self.save(shown, "proceedings", {"proceedings": "Bản thứ nhất"})
		shown["parts"]["proceedings"] = stale
		with self.assertRefused(PartChangedError):
			self.save(shown, "proceedings", {"proceedings": "Bản thứ hai"})
		self.assertEqual(frappe.db.get_value("Meeting", shown["name"], "proceedings"), "Bản thứ nhất")

	def test_who_saved_the_part_meanwhile_is_named_whatever_was_saved_after_it(self) -> None:
		shown = self.begin()
		deputy = create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo").user
		for user, told in ((deputy, frappe.utils.get_fullname(deputy)), (self.secretary, "another device")):
			stale = dict(shown["parts"]["proceedings"])
			with self.set_user(user):
				values, key = {"proceedings": f"Của {user}"}, frappe.generate_hash()
				api.save_part(shown["name"], "proceedings", values, stale["revision"], key)
			self.save(shown, "votes", {"votes_for": None})
			with self.assertRefused(PartChangedError):
				self.save(shown, "proceedings", {"proceedings": "Bản khác"})
			standing = frappe.local.response.pop("standing")
			self.assertIn(told, standing["who_saved"])
			shown["parts"]["proceedings"]["revision"] = standing["revision"]

	def test_two_windows_on_different_parts_do_not_meet(self) -> None:
		one, other = self.begin(), self.begin()
		self.save(one, "proceedings", {"proceedings": "Diễn biến"})
		self.save(other, "times", {"start_time": "08:00", "end_time": "09:30"})
		self.save(one, "votes", {"votes_for": 2})
		doc = frappe.get_doc("Meeting", one["name"])
		self.assertEqual((doc.proceedings, doc.votes_for, str(doc.start_time)), ("Diễn biến", 2, "8:00:00"))

	def test_revisions_hold_at_the_next_visit(self) -> None:
		shown = self.begin()
		self.save(shown, "times", {"start_time": "08:00"})
		self.save(shown, "papers", [{"title": "Dự thảo", "sent_at": "2026-03-01 07:00"}])
		with self.set_user(self.secretary):
			later = api.get_meeting(shown["name"])
		for part in ("times", "papers", "prepare", "attendance"):
			self.assertEqual(later["parts"][part]["revision"], shown["parts"][part]["revision"], part)

	def test_rows_keep_their_identity(self) -> None:
		shown = self.begin()
		self.save(shown, "tasks", [{"task": "Một"}, {"task": "Hai"}])
		rows = shown["parts"]["tasks"]["values"]
		answer = self.save(shown, "tasks", [rows[1]])
		self.assertEqual(answer["values"], [rows[1]])

	def test_a_row_of_another_meeting_is_not_taken_over(self) -> None:
		other = create_test_meeting(self.tree.cell_b, tasks=[{"task": "Của chi bộ khác"}])
		shown = self.begin()
		self.save(shown, "tasks", [{"name": other.tasks[0].name, "task": "Của tôi"}])
		other.reload()
		self.assertEqual(other.tasks[0].task, "Của chi bộ khác")
		self.assertNotEqual(shown["parts"]["tasks"]["values"][0]["name"], other.tasks[0].name)

	def test_fields_outside_the_part_are_left_alone(self) -> None:
		shown = self.begin()
		self.save(
			shown, "proceedings", {"proceedings": "A", "minutes_text": "B", "status": "Minuted", "owner": "C"}
		)
		doc = frappe.get_doc("Meeting", shown["name"])
		self.assertEqual((doc.minutes_text, doc.status, doc.owner), (None, "Planned", self.secretary))

	def test_an_unknown_part_is_refused(self) -> None:
		shown = self.begin()
		shown["parts"]["owner"] = {"revision": ""}
		with self.assertRefused(UnknownPartError):
			self.save(shown, "owner", {"owner": "x"})
		with self.assertRefused(UnknownPartError):
			self.save(shown, "agenda", {"topic": "x"})

	def test_neighbours_and_superiors_do_not_write(self) -> None:
		shown = self.begin()
		revision = shown["parts"]["proceedings"]["revision"]
		for user, error in ((self.neighbour, TargetNotReadableError), (self.above, frappe.PermissionError)):
			with self.set_user(user):
				for act in (
					lambda: api.save_part(shown["name"], "proceedings", {"proceedings": "x"}, revision, "K"),
					lambda: api.finish(shown["name"]),
					lambda: api.remove_minutes_file(shown["name"]),
				):
					with self.assertRefused(error):
						act()
		with self.set_user(self.neighbour), self.assertRefused(frappe.PermissionError):
			api.get_meeting(shown["name"])
		with self.set_user(self.above):
			self.assertFalse(api.get_meeting(shown["name"])["may"]["write"])

	def test_ticking_off_last_months_tasks(self) -> None:
		last = create_test_meeting(self.tree.cell_a, meeting_date="2026-02-03", tasks=[{"task": "Sửa đường"}])
		shown = self.begin()
		task = shown["parts"]["last_tasks"]["values"][0]
		self.save(shown, "last_tasks", [{"name": task["name"], "done": True}])
		last.reload()
		self.assertEqual(last.tasks[0].done_on, DAY)
		self.save(shown, "last_tasks", [{"name": task["name"], "done": False}])
		last.reload()
		self.assertIsNone(last.tasks[0].done_on)
		foreign = create_test_meeting(self.tree.cell_b, meeting_date="2026-02-03", tasks=[{"task": "Khác"}])
		with self.assertRefused(UnknownPartError):
			self.save(shown, "last_tasks", [{"name": foreign.tasks[0].name, "done": True}])

	def test_typed_fields_are_counted_once_each(self) -> None:
		shown = self.begin()
		self.save(shown, "proceedings", {"proceedings": "a"}, keyed=["proceedings"])
		self.save(shown, "proceedings", {"proceedings": "ab"}, keyed=["proceedings"])
		self.save(shown, "prepare", {"place": "x"}, keyed=["place"])
		self.assertEqual(api.get_meeting(shown["name"])["keyed_fields"], 2)
		with self.set_user(self.secretary):
			self.assertIsNone(api.get_meeting(shown["name"])["keyed_fields"])


class TestFinishing(ApiTestCase):
	def test_nothing_to_minute_and_nobody_there(self) -> None:
		shown = self.begin()
		with self.set_user(self.secretary), self.assertRefused(NothingToMinuteError):
			api.finish(shown["name"])
		self.save(shown, "attendance", [])
		with self.set_user(self.secretary), self.assertRefused(NotRecordedError):
			api.finish(shown["name"])

	def test_who_was_absent_with_reason_has_one(self) -> None:
		shown = self.begin()
		self.save(shown, "proceedings", {"proceedings": "Kết luận"})
		rows = shown["parts"]["attendance"]["values"]
		rows[1].update({"attendance": "Excused", "reason": " "})
		self.save(shown, "attendance", rows)
		with self.set_user(self.secretary), self.assertRefused(AbsenceReasonError):
			api.finish(shown["name"])
		self.save(shown, "attendance", [rows[0], {**rows[1], "reason": "Ốm"}])
		with self.set_user(self.secretary):
			self.assertEqual(api.finish(shown["name"])["status"], "Minuted")

	def test_who_does_not_count_needs_no_reason(self) -> None:
		create_test_member(self.tree.cell_a, full_name="Vi Văn Miễn", state="Exempt")
		shown = self.begin()
		self.save(shown, "proceedings", {"proceedings": "Kết luận"})
		with self.set_user(self.secretary):
			self.assertEqual(api.finish(shown["name"])["status"], "Minuted")

	def test_the_roll_is_kept_though_the_votes_do_not_fit_it_until_it_is_finished(self) -> None:
		shown = self.begin()
		self.save(shown, "proceedings", {"proceedings": "Kết luận"})
		self.save(shown, "votes", {"votes_for": 2})
		rows = shown["parts"]["attendance"]["values"]
		rows[1].update({"attendance": "Excused", "reason": "Ốm"})
		self.assertEqual(self.save(shown, "attendance", rows)["figures"]["present_count"], 1)
		with self.set_user(self.secretary), self.assertRefused(VotesError):
			api.finish(shown["name"])
		with self.assertRefused(VotesError):
			self.save(shown, "votes", {"votes_for": 1, "votes_against": 1})
		self.save(shown, "votes", {"votes_for": 1})
		with self.set_user(self.secretary):
			self.assertEqual(api.finish(shown["name"])["status"], "Minuted")

	def test_a_file_makes_it_minuted(self) -> None:
		shown = self.begin()
		with self.set_user(self.secretary):
			file = create_test_file(PDF)
			done = api.add_minutes_file(shown["name"], file.file_url)
			self.assertEqual(done["status"], "Minuted")
			file.reload()
			self.assertEqual((file.attached_to_doctype, file.attached_to_name), ("Meeting", shown["name"]))
			self.assertEqual(api.remove_minutes_file(shown["name"])["status"], "Planned")

	def test_somebody_elses_file_is_not_taken(self) -> None:
		shown = self.begin()
		with self.set_user(self.neighbour):
			file = create_test_file(PDF + b"neighbour")
		with self.set_user(self.secretary), self.assertRefused(MinutesFileError):
			api.add_minutes_file(shown["name"], file.file_url)

	def test_members_are_found_without_diacritics_in_the_own_cell_only(self) -> None:
		create_test_member(self.tree.cell_b, full_name="Đặng Văn Đoàn")
		mine = create_test_member(self.tree.cell_a, full_name="Đặng Thị Đào")
		shown = self.begin()
		self.save(shown, "attendance", [])
		with self.set_user(self.secretary):
			found = api.find_members(shown["name"], "dang")
		self.assertEqual([row["name"] for row in found], [mine.name])


class TestRemoving(ApiTestCase):
	def planned(self) -> str:
		with self.set_user(self.secretary):
			day = frappe.utils.getdate(add_days(nowdate(), 5))
			return api.plan_meeting(self.tree.cell_a, kinds.THEMATIC, day)["name"]

	def test_what_was_planned_by_mistake_leaves_the_calendar(self) -> None:
		name = self.planned()
		with self.set_user(self.secretary):
			self.assertTrue(api.get_meeting(name)["may"]["remove"])
			api.remove_planned(name)
		self.assertFalse(frappe.db.exists("Meeting", name))

	def test_what_was_held_stays(self) -> None:
		for minuted in (False, True):
			doc = create_test_meeting(self.tree.cell_a, kinds.THEMATIC, minuted=minuted)
			with self.set_user(self.secretary), self.assertRefused(NotPlannedError):
				api.remove_planned(doc.name)

	def test_others_remove_nothing(self) -> None:
		name = self.planned()
		with self.set_user(self.above):
			self.assertFalse(api.get_meeting(name)["may"]["remove"])
			with self.assertRefused(frappe.PermissionError):
				api.remove_planned(name)
		with self.set_user(self.neighbour), self.assertRefused(TargetNotReadableError):
			api.remove_planned(name)
		self.assertTrue(frappe.db.exists("Meeting", name))
