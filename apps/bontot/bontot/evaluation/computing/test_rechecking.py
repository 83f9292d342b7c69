from unittest import TestCase
from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate, nowdate

from bontot.criteria.registry import Finding
from bontot.evaluation.answers import service
from bontot.evaluation.computing import computed, rechecking, reference_figures
from bontot.evaluation.period import closing
from bontot.evaluation.testing import (
	create_test_conclusion,
	create_test_evaluation,
	create_test_open_period,
	create_test_rating,
	create_test_remark,
	create_test_target,
)
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.outbox.testing import run_now
from bontot.tests.case import BontotTestCase

LAST_YEAR = getdate(nowdate()).year - 1


class TestFall(TestCase):
	def test_what_falls(self):
		cases = (
			# own, records then, records now
			(("", "Met", "Not Met"), True),
			(("Met", "Met", "Not Met"), True),
			(("Met", "Not Met", "Not Met"), False),  # declared against the records, with a reason: as it was
			(("Not Met", "Met", "Not Met"), False),  # did not count as met
			(("", "Not Met", "Not Met"), False),
			(("", "Met", "Met"), False),
			(("", "Met", "Awaiting Rating"), False),
			(("", "Awaiting Rating", "Not Met"), True),
			(("Met", "Awaiting Rating", "Not Met"), True),
			(("", "Not Yet Due", "Not Met"), True),
			(("", "Awaiting Rating", "Met"), False),
			(("", "Not Yet Due", "Awaiting Rating"), False),
		)
		for given, wanted in cases:
			with self.subTest(given):
				self.assertEqual(rechecking.has_fallen(*given), wanted)


def against(*names: str, asks_reason: bool = True) -> Finding:
	rows = [
		{"doctype": "Disciplinary Conclusion", "name": name, "label": "", "ok": False, "note": ""}
		for name in names
	]
	return Finding("Not Met", "", rows, asks_reason=asks_reason)


def kept(finding: Finding) -> dict:
	return {"rows": finding.rows, "leaning": finding.result, "asks_reason": finding.asks_reason}


class TestFigures(TestCase):
	def test_what_turns(self):
		clean, open_still = Finding("Met", ""), Finding("Not Yet Due", "")
		cases = (
			# own, figures then, figures now
			(("Met", kept(clean), against("a")), True),
			(("Met", {}, against("a")), True),
			(("Met", kept(against("a")), against("a")), False),  # answered with a reason when it was sent
			(("Met", kept(against("a")), against("a", "b")), True),
			(("Met", kept(against("a", "b")), against("b")), False),  # one of them was revoked
			(("Not Met", kept(clean), against("a")), False),
			(("", kept(clean), against("a")), False),
			(("Met", kept(clean), against("a", asks_reason=False)), True),  # leaned to met, leans against
			(("Met", kept(open_still), against("a", asks_reason=False)), False),
			(("Met", {}, against("a", asks_reason=False)), False),
			(("Met", kept(clean), clean), False),
			(("Met", kept(against("a")), clean), False),
		)
		for given, wanted in cases:
			with self.subTest(given):
				self.assertEqual(rechecking.figures_turned(*given), wanted)


class TestRecheck(BontotTestCase):
	"""A cell that held every meeting of last year and was recognised."""

	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		days = {"starts_on": "01-01", "ends_on": "12-31"}
		days |= {"self_assessment_due_on": "12-20", "report_due_on": "12-29"}
		values = {field: f"{LAST_YEAR}-{day}" for field, day in days.items()}
		self.period = create_test_open_period(self.tree.province, year=LAST_YEAR, **values)
		self.meetings = [
			create_test_meeting(self.tree.cell_a, meeting_date=f"{LAST_YEAR}-{month:02}-03")
			for month in range(1, 13)
		]
		for month in (2, 5, 8, 11):
			create_test_meeting(
				self.tree.cell_a, "Cell Thematic", f"{LAST_YEAR}-{month:02}-20", topic="Chuyên đề"
			)
		self.file = create_test_evaluation(self.tree.cell_a, self.period.name).name
		doc = frappe.get_doc("Evaluation", self.file)
		computed.refresh([doc], getdate())
		self.assertEqual(self.item("sh_cb_1").computed_result, "Met")
		frappe.db.set_value("Evaluation", self.file, "state", "Recognized")

	def item(self, key: str):
		return frappe.get_doc("Evaluation Item", {"parent": self.file, "criterion_key": key})

	def suggested(self) -> bool:
		return bool(frappe.db.get_value("Evaluation", self.file, "review_suggested"))

	def test_a_fall_only_suggests_a_review_and_its_mending_takes_that_back(self):
		before = frappe.get_doc("Evaluation", self.file)
		self.assertFalse(self.suggested())
		frappe.get_doc("Meeting", self.meetings[4].name).delete()
		self.assertTrue(self.suggested())
		after = frappe.get_doc("Evaluation", self.file)
		self.assertIn(self.item("sh_cb_1").short_text, after.review_reason)
		ours = ("modified", "items", *rechecking.SUGGESTION)
		self.assertEqual(
			{field: value for field, value in after.as_dict().items() if field not in ours},
			{field: value for field, value in before.as_dict().items() if field not in ours},
		)
		self.assertEqual(self.item("sh_cb_1").computed_result, "Met")
		create_test_meeting(self.tree.cell_a, meeting_date=f"{LAST_YEAR}-05-04")
		self.assertFalse(self.suggested())

	def test_a_rating_that_was_missing_and_turns_out_low(self):
		self.assertEqual(self.item("nvct_2").computed_result, "Awaiting Rating")
		for grade, wanted in (("Not Completed", True), ("Well Completed", False)):
			rating = create_test_rating(self.tree.cell_a, LAST_YEAR, grade=grade)
			rechecking.on_ratings_change([self.tree.cell_a])
			with self.subTest(grade):
				self.assertEqual(self.suggested(), wanted)
			frappe.db.delete("Annual Rating", {"name": rating.name})

	def test_also_in_a_closed_period(self):
		officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		with self.set_user(officer):
			closing.close(self.period.name)
		frappe.get_doc("Meeting", self.meetings[4].name).delete()
		self.assertTrue(self.suggested())

	def test_closing_looks_at_every_recognized_file(self):
		with patch.object(rechecking, "on_record_change", lambda *_args: None):
			frappe.db.delete("Meeting", {"name": self.meetings[4].name})
		officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		with self.set_user(officer):
			closing.close(self.period.name)
		task = frappe.db.get_value("Outbox Task", {"handler": rechecking.HANDLER})
		self.assertFalse(self.suggested())
		run_now(task)
		self.assertTrue(self.suggested())
		with patch.object(frappe.local, "lang", "vi"):  # the officer's, in whose words the task wrote
			self.assertEqual(rechecking.recheck([self.file]), 0)

	def test_a_record_of_another_year_is_no_reason_to_look(self):
		with patch.object(rechecking, "recheck", side_effect=lambda names: looked.append(names)):
			for values, wanted in (
				({"meeting_date": nowdate()}, []),
				({"meeting_date": f"{LAST_YEAR}-06-20"}, [self.file]),
			):
				looked = []
				meeting = create_test_meeting(self.tree.cell_a, "Cell Thematic", topic="Chuyên đề", **values)
				with self.subTest(values):
					self.assertEqual(looked[-1], wanted)
			looked = []
			meeting.meeting_date = nowdate()
			meeting.save()  # it leaves last year's
			self.assertEqual(looked, [[self.file]])

	def test_years_of_a_record(self):
		meeting = frappe.get_doc("Meeting", self.meetings[11].name)  # December's
		self.assertEqual(rechecking.years_of(meeting), {LAST_YEAR})
		meeting.append("tasks", {"task": "Rà soát", "due_on": f"{LAST_YEAR + 1}-01-15"})
		self.assertEqual(rechecking.years_of(meeting), {LAST_YEAR, LAST_YEAR + 1})
		frappe.db.set_value("Meeting", self.meetings[0].name, "prepared_by_meeting", meeting.name)
		frappe.db.set_value("Meeting", self.meetings[0].name, "meeting_date", f"{LAST_YEAR + 2}-01-03")
		self.assertEqual(rechecking.years_of(meeting), {LAST_YEAR, LAST_YEAR + 1, LAST_YEAR + 2})
		target = frappe.get_doc(doctype="Yearly Target", year=LAST_YEAR)
		self.assertEqual(rechecking.years_of(target), {LAST_YEAR})

	def test_files_that_somebody_decides_or_has_decided_also_while_their_period_runs(self):
		mine = {"organization": self.tree.cell_a}
		frappe.db.set_value("Review Period", self.period.name, "ends_on", add_days(nowdate(), 1))
		for state, wanted in (
			("Recognized", [self.file]),
			("Under Appraisal", [self.file]),
			("Not Recognized", []),
			("Withdrawn", []),
			("Draft", []),
		):
			frappe.db.set_value("Evaluation", self.file, "state", state)
			with self.subTest(state):
				self.assertEqual(rechecking.files(**mine), wanted)

	def test_once_a_day_time_alone_is_looked_at(self):
		rechecking.recheck_periods()
		self.assertTrue(
			frappe.db.exists(
				"Outbox Task", {"task_key": f"{rechecking.HANDLER}:{self.period.name}:{nowdate()}"}
			)
		)


class TestRecheckOfJudged(BontotTestCase):
	"""A cell and the grassroots organisation above it, recognised for last year with every judged criterion met."""

	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		self.period = create_test_open_period(self.tree.province, year=LAST_YEAR)
		self.target = create_test_target(self.tree.cell_a, 100, year=LAST_YEAR)
		self.member = create_test_member(self.tree.cell_a, full_name="Hoàng Văn Kín").name
		self.files = {place: self.recognized(getattr(self.tree, place)) for place in ("cell_a", "grassroots")}
		self.files["cell_b"] = self.recognized(self.tree.cell_b)

	def recognized(self, organization: str) -> str:
		doc = service.lock(create_test_evaluation(organization, self.period.name).name)
		for item in doc.items:
			item.self_result = "Met"
		computed.fill(doc)
		reference_figures.fill(doc)
		doc.state = "Recognized"
		service.save(doc)
		return doc.name

	def suggested(self) -> set[str]:
		return {
			place
			for place, name in self.files.items()
			if frappe.db.get_value("Evaluation", name, "review_suggested")
		}

	def reason(self, place: str) -> str:
		return frappe.db.get_value("Evaluation", self.files[place], "review_reason")

	def conclusion(self, **values):
		values = {"member": self.member, "concluded_on": f"{LAST_YEAR}-10-05"} | values
		return create_test_conclusion(self.tree.cell_a, **values)

	def test_a_conclusion_of_the_year_entered_later_raises_the_branch_above_too(self):
		doc = self.conclusion()
		self.assertEqual(self.suggested(), {"cell_a", "grassroots"})
		doc.revoked_on = nowdate()
		doc.save()
		self.assertEqual(self.suggested(), set())

	def test_its_deletion_takes_the_suggestion_back(self):
		doc = self.conclusion()
		doc.delete()
		self.assertEqual(self.suggested(), set())

	def test_the_reason_tells_numbers_and_names_nobody(self):
		doc = self.conclusion(violation="Vi phạm quy định về khai báo")
		for place in ("cell_a", "grassroots"):
			reason = self.reason(place)
			self.assertIn(
				reference_figures.information(frappe.get_doc("Evaluation", self.files[place]))[
					"dk_2"
				].summary,
				reason,
			)
			for secret in ("Hoàng Văn Kín", doc.name, doc.document_number, "Vi phạm"):
				self.assertNotIn(secret, reason)

	def test_one_of_another_year_raises_nothing(self):
		self.conclusion(concluded_on=nowdate())
		self.assertEqual(self.suggested(), set())

	def test_what_was_known_when_it_was_sent_raises_nothing_and_a_further_one_does(self):
		with patch.object(rechecking, "recheck", lambda _files: 0):
			self.conclusion()
		for place in ("cell_a", "grassroots"):
			doc = service.lock(self.files[place])
			reference_figures.fill(doc)
			service.save(doc)
		rechecking.recheck(self.files.values())
		self.assertEqual(self.suggested(), set())
		self.conclusion()
		self.assertEqual(self.suggested(), {"cell_a", "grassroots"})

	def test_a_remark_that_asks_for_a_reminder(self):
		doc = create_test_remark(self.tree.cell_a, self.member, year=LAST_YEAR, verdict="Reminder Needed")
		self.assertEqual(self.suggested(), {"cell_a", "grassroots"})
		doc.delete()
		self.assertEqual(self.suggested(), set())

	def test_a_target_that_was_not_reached_after_all(self):
		self.target.percent = 60
		self.target.save()
		self.assertEqual(self.suggested(), {"cell_a"})
		self.target.percent = 100
		self.target.save()
		self.assertEqual(self.suggested(), set())
		create_test_target(self.tree.cell_a, 10, year=LAST_YEAR, target="Trồng rừng").delete()
		self.assertEqual(self.suggested(), set())
