from unittest import TestCase
from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate, nowdate

from bontot.evaluation import closing, computed, rechecking
from bontot.evaluation.testing import create_test_evaluation, create_test_open_period
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_seat, create_test_tree
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
			(("", "Awaiting Rating", "Not Met"), False),
		)
		for given, wanted in cases:
			with self.subTest(given):
				self.assertEqual(rechecking.has_fallen(*given), wanted)


class TestRecheck(BontotTestCase):
	"""A cell that held every meeting of last year and was recognised."""

	def setUp(self):
		super().setUp()
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

	def test_only_recognized_files_of_periods_that_are_over(self):
		self.assertEqual(rechecking.recognized_files(organization=self.tree.cell_a), [self.file])
		frappe.db.set_value("Review Period", self.period.name, "ends_on", add_days(nowdate(), 1))
		self.assertEqual(rechecking.recognized_files(organization=self.tree.cell_a), [])
		frappe.db.set_value("Review Period", self.period.name, "ends_on", add_days(nowdate(), -1))
		frappe.db.set_value("Evaluation", self.file, "state", "Not Recognized")
		self.assertEqual(rechecking.recognized_files(organization=self.tree.cell_a), [])
