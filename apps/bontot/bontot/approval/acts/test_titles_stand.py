"""A title stands on what is decided and due: what it is refused for, what it rested on, what comes later."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import getdate, nowdate

from bontot.approval.acts import after_decision, recognitions, unmet
from bontot.approval.core.errors import AwaitingRatingError, ResolutionRowError, UnmetCriteriaError
from bontot.approval.papers import api as papers_api
from bontot.approval.papers import explaining, title_register
from bontot.approval.queue import waiting
from bontot.approval.resolutions import deciding
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import (
	act_as,
	allow_later_rating,
	create_test_file,
	create_test_resolution,
	rate,
	rate_members,
	sequence_of,
)
from bontot.evaluation.computing import rechecking
from bontot.evaluation.testing import create_test_conclusion, create_test_rating
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_seat
from bontot.outbox.testing import run_now

REASON = "Cấp có thẩm quyền xếp loại sau ngày 15/12"


class TitleTestCase(ApprovalTestCase):
	"""The file of tree.cell_b, whose year nobody has rated; everything else of it is met. It waits for the province."""

	rated = False

	def set_up_data(self) -> None:
		super().set_up_data()
		self.cell = self.tree.cell_b
		self.author = create_test_seat(self.cell, "bi_thu_chi_bo").user
		self.sent = create_test_file(self.cell, self.period, rated=self.rated)
		self.climb(self.sent)

	def climb(self, name: str) -> None:
		act_as(self.author, "send", name)
		for level in ("grassroots", "body"):
			act_as(getattr(self.users, level), "agree", name)

	def resolution(self, name: str | None = None, **row: object):
		with self.set_user(self.users.clerk):
			doc = create_test_resolution(self.tree.province, {name or self.sent: "Recognize"})
			doc.items[0].reason = ""
			doc.items[0].update(row)
			return doc.insert()

	def submit(self, name: str | None = None, **row: object):
		doc = self.resolution(name, **row)
		with self.set_user(self.users.clerk):
			doc.submit()
		return doc

	def recognize(self, name: str | None = None, **row: object):
		return self.apply(self.submit(name, **row))

	def apply(self, resolution):
		run_now(frappe.db.get_value("Outbox Task", {"reference_name": resolution.name}))
		return frappe.get_doc("Resolution", resolution.name)

	def tasks(self) -> list[dict]:
		return [row for row in recognitions.doubted(self.users.clerk) if row.name == self.sent]


class TestWaitingForRatings(TitleTestCase):
	def test_what_is_not_rated_is_refused_whatever_is_confirmed(self):
		for row in ({}, {"before_rating": 1, "reason": REASON}):
			with self.subTest(row), self.assertRefused(AwaitingRatingError):
				self.submit(**row)
		[named] = frappe.local.response["unmet"]
		self.assertEqual((named["bar"], len(named["waiting"])), ("waiting", 2))

	def test_once_it_is_rated_it_is_recognized_on_what_was_decided(self):
		rate(self.cell)
		self.recognize()
		doc = self.doc(self.sent)
		self.assertEqual((doc.state, doc.outcome, doc.pending_count), ("Recognized", "Met", 0))
		self.assertEqual(doc.met_count, doc.item_count)
		shown = explaining.of_file(doc)
		self.assertIn(f"{getdate():%d/%m/%Y}", shown["rested_on"])
		self.assertFalse([item for group in shown["groups"] for item in group["items"] if item["to_change"]])

	def test_rated_low_it_is_never_recognized(self):
		rate_members(self.cell)
		create_test_rating(self.cell, getdate().year, grade="Duly Completed")
		with self.assertRefused(UnmetCriteriaError):
			self.submit(despite_unmet=1, before_rating=1, reason=REASON)

	def test_the_refusal_names_what_is_not_met_and_not_what_only_waits(self):
		create_test_rating(self.cell, getdate().year, grade="Duly Completed")
		with self.assertRefused(UnmetCriteriaError) as caught:
			self.submit()
		[found] = frappe.local.response["unmet"]
		self.assertTrue(found["unmet"] and found["waiting"], found)
		said = str(caught.exception)
		self.assertTrue(all(text in said for text in found["unmet"]), said)
		self.assertFalse([text for text in found["waiting"] if text in said], said)

	def test_where_the_province_lets_it_a_body_confirms_by_name_and_reason_and_all_say_so(self):
		allow_later_rating(self.period)
		for row in ({}, {"before_rating": 1}, {"reason": REASON}):
			with self.subTest(row), self.assertRefused(UnmetCriteriaError):
				self.submit(**row)
		resolution = self.recognize(before_rating=1, reason=REASON)
		doc = self.doc(self.sent)
		self.assertEqual((doc.state, doc.pending_count), ("Recognized", 2))
		words = frappe._("Recognized before the rating", "vi")
		with self.set_user(self.author):
			shown = papers_api.get_explanation(self.sent)
			self.assertIn(frappe._("Recognized before the rating"), shown["rested_on"])
			self.assertIn(REASON, shown["said"])
		for doctype, name, paper in (
			("Evaluation", self.sent, "Result Notice"),
			("Evaluation", self.sent, "Result Explained"),
			("Resolution", resolution.name, "Decision"),
		):
			self.assertIn(words, frappe.get_print(doctype, name, paper, no_letterhead=1), paper)
		[title] = title_register.of_organization(self.cell)
		self.assertIn("rating", title["standing"])

	def test_what_waits_for_anything_but_a_rating_is_not_let_through_by_that(self):
		allow_later_rating(self.period)
		where = {"parent": self.sent, "criterion_key": "dk_3"}
		frappe.db.set_value("Evaluation Item", where, {"self_result": "", "computed_result": ""})
		with self.assertRefused(AwaitingRatingError):
			self.submit(before_rating=1, reason=REASON)


class TestWhatComesLater(TitleTestCase):
	rated = True

	def test_a_discipline_before_the_decision_is_confirmed_and_then_known(self):
		create_test_conclusion(self.cell)
		self.assertIn(frappe._("newer records stand against it"), self.flags())
		with self.assertRefused(UnmetCriteriaError):
			self.submit()
		self.recognize(despite_unmet=1, reason="Đã xem xét kết luận kỷ luật")
		self.assertEqual(self.doc(self.sent).state, "Recognized")
		rechecking.recheck([self.sent])
		self.assertEqual(self.tasks(), [])  # whoever decided has seen it

	def flags(self) -> list[str]:
		[row] = waiting.candidates(self.tree.province, self.period)
		return row.doubts

	def test_a_rating_that_is_lowered_after_it_was_sent_is_a_doubt_in_the_queue(self):
		self.assertEqual(
			[row.review_suggested for row in waiting.candidates(self.tree.province, self.period)], [0]
		)
		self.assertEqual(waiting.page(self.users.clerk, waiting.Filters(newer=True))["total"], 0)
		self.lower()
		[row] = waiting.candidates(self.tree.province, self.period)
		self.assertIn(frappe._("newer records stand against it"), row.doubts)
		self.assertEqual((row.clean, row.singly), (False, True))
		newer = waiting.Filters(newer=True)
		self.assertEqual(waiting.page(self.users.clerk, newer)["rows"][0].name, self.sent)
		with self.assertRefused(UnmetCriteriaError):
			self.submit()

	def lower(self) -> None:
		where = {"organization": self.cell, "subject": "Organization"}
		frappe.db.set_value("Annual Rating", where, "grade", "Not Completed")
		rechecking.on_ratings_change([self.cell])

	def test_what_turns_between_writing_and_deciding_fails_alone(self):
		resolution = self.submit()
		self.lower()
		resolution = self.apply(resolution)
		self.assertEqual((resolution.state, resolution.items[0].result), ("Partly Applied", "Failed"))
		self.assertEqual(self.doc(self.sent).state, "Under Appraisal")

	def test_after_it_withdrawal_is_proposed_to_who_decided_with_a_date(self):
		for act in (self.lower, lambda: create_test_conclusion(self.cell)):
			frappe.db.savepoint("once")
			self.recognize()
			self.assertEqual(self.tasks(), [])
			act()
			[row] = self.tasks()
			self.assertEqual(row.review_suggested_on, getdate(nowdate()))
			self.assertTrue(row.review_reason)
			self.assertEqual(recognitions.doubted(self.author), [])
			frappe.db.rollback(save_point="once")

	def test_a_withdrawn_title_says_so_itself_and_may_be_reopened(self):
		self.recognize()
		with self.set_user(self.users.clerk):
			after_decision.withdraw(
				"Evaluation", self.sent, sequence_of(self.sent), "Xếp loại thay đổi", "09-QĐ/TU", getdate()
			)
		self.assertEqual(self.doc(self.sent).state, "Withdrawn")
		self.assertIn("09-QĐ/TU", explaining.of_file(self.doc(self.sent))["verdict"])
		rechecking.recheck(rechecking.files(organization=self.cell))
		self.assertEqual(self.tasks(), [])
		with self.set_user(self.users.clerk):
			after_decision.reopen("Evaluation", self.sent, sequence_of(self.sent), "Xem lại")
		self.assertEqual(self.doc(self.sent).state, "Under Appraisal")


class TestDecember(ApprovalTestCase):
	"""The report is due before 30 December, the last meeting of the year may come after: facts of the plan (IV.2(4))."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.year = getdate().year
		self.cell = self.tree.cell_b
		self.author = create_test_seat(self.cell, "bi_thu_chi_bo").user
		rate_members(self.cell)
		create_test_rating(self.cell, self.year, grade="Well Completed")
		for month in range(1, 12):
			self.meeting("Cell Regular", month, 3)
		for month in (2, 5, 8, 11):
			self.meeting("Cell Thematic", month, 20)

	def meeting(self, kind: str, month: int, day: int) -> str:
		on = date(self.year, month, day)
		with self.freeze_time(f"{on} 21:00:00.123456"):
			name = create_test_meeting(self.cell, kind, on, topic="Chuyên đề").name
		frappe.db.set_value("Meeting", name, {"quality_points": 95, "quality_grade": "Good"})
		return name

	def test_any_day_before_the_report_a_title_is_given_on_what_was_due_until_then(self):
		for day in range(1, 30, 4):
			on = date(self.year, 12, day)
			frappe.db.savepoint("day")
			with self.subTest(on), self.freeze_time(f"{on} 10:00:00.123456"):
				self.assertEqual(self.decided_on(on).state, "Recognized")
			frappe.db.rollback(save_point="day")

	def sent(self) -> str:
		file = create_test_file(self.cell, self.period, rated=False)
		for item in frappe.get_all("Evaluation Item", {"parent": file, "criterion_key": ("like", "sh_%")}):
			frappe.db.set_value("Evaluation Item", item.name, "self_result", "")  # as the records say
		act_as(self.author, "send", file)
		for level in ("grassroots", "body"):
			act_as(getattr(self.users, level), "agree", file)
		return file

	def decided_on(self, on: date):
		file = self.sent()
		self.assertEqual(unmet.pass_statuses([file])[file].bar, "")
		with self.set_user(self.users.clerk):
			resolution = create_test_resolution(self.tree.province, {file: "Recognize"}, resolution_date=on)
			resolution.insert().submit()
		run_now(frappe.db.get_value("Outbox Task", {"reference_name": resolution.name}))
		doc = self.doc(file)
		self.assertEqual((doc.outcome, doc.pending_count), ("Met", 0))
		self.assertIn(f"{on:%d/%m/%Y}", explaining.of_file(doc)["rested_on"])
		return doc

	def test_december_that_passes_without_its_meeting_proposes_withdrawal(self):
		on = date(self.year, 12, 10)
		with self.freeze_time(f"{on} 10:00:00.123456"):
			file = self.decided_on(on).name
		for after, wanted in ((date(self.year, 12, 31), 0), (date(self.year + 1, 1, 4), 1)):
			with self.subTest(after), self.freeze_time(f"{after} 03:00:00.123456"):
				rechecking.recheck([file])
				self.assertEqual(frappe.db.get_value("Evaluation", file, "review_suggested") or 0, wanted)

	def test_what_lacked_before_is_refused_on_any_of_these_days(self):
		march = frappe.db.get_value("Meeting", {"organization": self.cell, "for_month": f"{self.year}-03-01"})
		frappe.delete_doc("Meeting", march)
		with self.freeze_time(f"{self.year}-12-10 10:00:00.123456"):
			file = self.sent()
			self.assertEqual(unmet.pass_statuses([file])[file].bar, "unmet")
			with self.set_user(self.users.clerk), self.assertRefused(UnmetCriteriaError):
				create_test_resolution(self.tree.province, {file: "Recognize"}).insert().submit()


class TestResolutionRowAtTheLastMoment(TitleTestCase):
	def test_control_the_act_itself_asks_again(self):
		"""Whatever was said when it was submitted."""
		doc = frappe.get_doc("Evaluation", self.sent)
		row = frappe._dict(decision="Recognize", despite_unmet=1, before_rating=1, reason=REASON)
		with self.assertRefused(ResolutionRowError):
			deciding.refuse_unsaid(doc, row)
