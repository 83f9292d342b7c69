from bontot.obligation.errors import DutyDatesError, DutySourceError, ReminderOffsetsError
from bontot.obligation.setup import duties, install
from bontot.obligation.testing import create_test_duty
from bontot.tests.case import BontotTestCase


class TestDuty(BontotTestCase):
	def test_refuses_what_could_never_work(self):
		for values, error in (
			({"valid_to": "2019-12-31"}, DutyDatesError),
			({"due_day": 32}, DutyDatesError),
			({"due_day": -1}, DutyDatesError),
			({"meeting_kind": ""}, DutySourceError),
			({"fulfilled_by": "Evaluation", "period_kind": ""}, DutySourceError),
			({"remind_before_days": "năm"}, ReminderOffsetsError),
			({"remind_after_days": "0"}, ReminderOffsetsError),
		):
			with self.subTest(values=values), self.assertRefused(error):
				create_test_duty(**values)
		create_test_duty()

	def test_shipped_duties_are_not_written_over(self):
		import frappe

		code = duties()[0]["code"]
		frappe.db.set_value("Duty", code, "due_day", 25)
		install()
		self.assertEqual(frappe.db.get_value("Duty", code, "due_day"), 25)
		self.assertEqual(
			frappe.db.count("Duty", {"code": ("in", [row["code"] for row in duties()])}), len(duties())
		)
