"""Deadlines of an opened period that are changed: whose files follow, whose do not."""

from datetime import date
from unittest.mock import patch

import frappe

from bontot.evaluation.computing import due_dates
from bontot.evaluation.period import opening
from bontot.evaluation.testing import create_test_open_period, create_test_period
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.outbox.testing import run_now
from bontot.tests.case import BontotTestCase

LEVEL, OTHERS = date(2026, 12, 8), date(2026, 12, 15)


class TestDueDates(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		self.officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.level = frappe.db.get_value("Party Organization", self.tree.cell_a, "level")
		self.values = {
			"self_assessment_due_on": OTHERS,
			"deadlines": [{"level": self.level, "due_on": LEVEL}],
		}

	def days(self) -> list[date]:
		places = (self.tree.cell_a, self.tree.cell_b, self.tree.grassroots)
		names = [f"{place}-{self.period}" for place in places]
		return [frappe.db.get_value("Evaluation", name, "self_assessment_due_on") for name in names]

	def open(self) -> None:
		self.period = create_test_open_period(self.tree.province, officer=self.officer, **self.values).name

	def change(self, level: str, others: str) -> list[str]:
		"""As the officer does it in the form; returns the tasks that it asked for."""
		where = {"handler": due_dates.HANDLER, "reference_name": self.period}
		before = frappe.get_all("Outbox Task", where, pluck="name")
		with self.set_user(self.officer):
			period = frappe.get_doc("Review Period", self.period)
			period.deadlines[0].due_on = level
			period.self_assessment_due_on = others
			period.save()
		frappe.clear_messages()
		return [name for name in frappe.get_all("Outbox Task", where, pluck="name") if name not in before]

	def test_unsent_files_follow_and_a_sent_one_keeps_its_day(self):
		self.open()
		self.assertEqual(self.days(), [LEVEL, LEVEL, OTHERS])
		frappe.db.set_value("Evaluation", f"{self.tree.cell_b}-{self.period}", "state", "Under Appraisal")
		[task] = self.change("2026-12-12", "2026-12-18")
		self.assertEqual(self.days(), [LEVEL, LEVEL, OTHERS])
		run_now(task)
		self.assertEqual(self.days(), [date(2026, 12, 12), LEVEL, date(2026, 12, 18)])
		self.assertEqual(due_dates.follow(frappe.get_doc("Review Period", self.period)), 0)

	def test_nothing_is_asked_for_where_no_deadline_changes(self):
		self.open()
		self.assertEqual(self.change(str(LEVEL), str(OTHERS)), [])

	def test_a_draft_has_no_files_to_tell(self):
		self.period = create_test_period(self.tree.province, **self.values).name
		self.assertEqual(self.change("2026-12-12", "2026-12-18"), [])

	def test_a_closed_period_stays_as_it_is(self):
		self.open()
		[task] = self.change("2026-12-12", "2026-12-18")
		frappe.db.set_value("Review Period", self.period, "state", "Closed")
		run_now(task)
		self.assertEqual(self.days(), [LEVEL, LEVEL, OTHERS])

	def test_a_change_while_files_are_made_is_not_lost(self):
		set_open = opening.set_open

		def change_and_open(name: str, total: int) -> None:
			frappe.db.set_value("Review Period", name, "self_assessment_due_on", "2026-12-18")
			set_open(name, total)

		with patch.object(opening, "set_open", change_and_open):
			self.open()
		self.assertEqual(self.days(), [LEVEL, LEVEL, date(2026, 12, 18)])
