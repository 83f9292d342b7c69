from datetime import date, timedelta
from unittest.mock import patch

import frappe

from bontot.obligation import jobs, ledger, reminders
from bontot.obligation.test_ledger import create_bare_meeting
from bontot.obligation.testing import create_test_duty, leave_only
from bontot.organization.testing import (
	create_test_delegation,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.outbox.task import Task
from bontot.tests.case import BontotTestCase

BEFORE_ANY = date(2026, 6, 22)  # due on 30 June, the first stage is 23 June


class TestReminders(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		leave_only(create_test_duty())
		frappe.db.set_value(
			"Obligation", {"state": "Due"}, "state", "Exempt"
		)  # what the site holds already is silent
		self.secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.appraiser = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user
		for month in range(1, 6):
			for cell in ("cell_a", "cell_b", "commune_cell", "agency_cell", "other_cell"):
				create_bare_meeting(getattr(self.tree, cell), f"2026-{month:02}-05")

	def run_day(self, day: date) -> int:
		ledger.rebuild(day)
		return reminders.remind(day)

	def stages_of(self, user: str) -> list[tuple[str, int]]:
		filters = {"recipient": user, "obligation": ("like", "%2026-06")}
		return [
			(row.stage, row.offset_days)
			for row in frappe.get_all(
				"Obligation Reminder", filters, ["stage", "offset_days"], order_by="creation, stage"
			)
		]

	def test_each_stage_once_however_often_the_day_runs(self):
		day = BEFORE_ANY
		while day <= date(2026, 7, 10):
			self.run_day(day)
			self.run_day(day)
			day += timedelta(days=1)
		self.assertEqual(
			self.stages_of(self.secretary),
			[("Before", -5), ("Before", -1), ("On", 0), ("After", 1), ("After", 5)],
		)
		self.assertEqual(
			self.stages_of(self.appraiser), [("Escalation", 3)] * len(self.stages_of(self.appraiser))
		)
		self.assertEqual(len(self.stages_of(self.appraiser)), 2)  # its two cells, once each

	def test_whoever_stands_in_is_reminded_too(self):
		seat = frappe.db.get_value("Seat", {"user": self.secretary})
		deputy, day = create_test_user(), date(2026, 6, 23)
		with self.freeze_time(day):
			create_test_delegation(seat, deputy, day, day)
		self.run_day(day)
		self.assertEqual(self.stages_of(deputy), [("Before", -5)])
		self.assertEqual(self.stages_of(self.secretary), [("Before", -5)])
		self.run_day(date(2026, 6, 29))
		self.assertEqual(self.stages_of(deputy), [("Before", -5)])  # given back meanwhile

	def test_a_week_asleep_gives_the_newest_stage_alone(self):
		self.run_day(date(2026, 7, 2))
		self.assertEqual(self.stages_of(self.secretary), [("After", 1)])

	def test_what_is_done_is_not_reminded(self):
		create_bare_meeting(self.tree.cell_a, "2026-06-05")
		self.run_day(date(2026, 6, 30))
		self.assertEqual(self.stages_of(self.secretary), [])

	def test_an_ended_seat_hears_nothing(self):
		frappe.db.set_value("Seat", {"user": self.secretary}, "to_date", "2026-06-29")
		self.run_day(date(2026, 6, 30))
		self.assertEqual(self.stages_of(self.secretary), [])

	def test_one_notification_a_person_a_day(self):
		"""The secretary of two cells reads one message that names both."""
		create_test_seat(self.tree.cell_b, "bi_thu_chi_bo", user=self.secretary)
		self.run_day(date(2026, 6, 30))
		notes = frappe.get_all(
			"Notification Log", {"for_user": self.secretary}, ["name", "subject", "email_content"]
		)
		self.assertEqual(len(notes), 1)
		self.assertEqual(notes[0].email_content.count("<li>"), 2)
		self.assertIn("Chi bộ Văn phòng", notes[0].email_content)
		self.assertIn("30/06/2026", notes[0].subject)

	def test_the_task_says_the_same_twice(self):
		task = Task("thu", "obligation.daily", "Administrator", {"today": "2026-06-30"})
		jobs.settle_and_remind(task)
		given = frappe.db.count("Obligation Reminder")
		self.assertGreater(given, 0)
		jobs.settle_and_remind(task)
		self.assertEqual(frappe.db.count("Obligation Reminder"), given)

	def test_a_killed_run_keeps_what_it_committed_and_goes_on(self):
		"""Everything in one transaction would outlast the claim of a task, and a second driver would begin anew forever."""
		day = date(2026, 6, 30)
		create_test_seat(self.tree.cell_b, "bi_thu_chi_bo")
		ledger.rebuild(day)
		people = len(reminders.by_recipient(reminders.due_reminders(day)))
		self.assertGreater(people, 1)

		class Killed(BaseException):
			pass

		def commit_and_die() -> None:
			raise Killed

		with patch.object(reminders, "PEOPLE_A_COMMIT", 1):
			with self.assertRaises(Killed):
				reminders.remind(day, after_some=commit_and_die)
			self.assertEqual(len(reminders.by_recipient(reminders.due_reminders(day))), people - 1)
			steps = []
			reminders.remind(day, after_some=lambda: steps.append(1))
		self.assertEqual(len(steps), people - 1)

	def test_the_job_keeps_its_claim_while_it_settles(self):
		task = Task("thu", "obligation.daily", "Administrator", {"today": "2026-06-30"})
		with patch.object(Task, "progress") as progress:
			jobs.settle_and_remind(task)
		spans = len(ledger.spans_to_show("Monthly", date(2026, 6, 30)))
		self.assertGreaterEqual(progress.call_count, spans + 2)
