"""A unit whose file a body above sets outside the review owes that file no more, and nobody is reminded of it; taken in
again, it owes it as before. What it hands in itself, in either way, it owes no more either."""

from __future__ import annotations

import json
from datetime import date

import frappe
from frappe.utils import add_days, getdate

from bontot.approval.acts import api
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as, sequence_of
from bontot.obligation import ledger, reminders, urging
from bontot.obligation.errors import NothingOverdueError
from bontot.obligation.testing import create_test_duty, leave_only
from bontot.organization.testing import create_test_seat

REASON = "Đang sắp xếp, sáp nhập"


class OwedFile(ApprovalTestCase):
	"""The year's file of a cell, owed by the only duty that speaks."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.duty = create_test_duty(
			"ho_so_nam_thu",
			frequency="Yearly",
			fulfilled_by="Evaluation",
			meeting_kind=None,
			period_kind="Year",
			only_under_province=0,
		)
		leave_only(self.duty)
		frappe.db.set_value(
			"Obligation", {"state": "Due"}, "state", "Exempt"
		)  # what the site holds is silent
		self.decider = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		frozen = json.loads(frappe.db.get_value("Review Period", self.period, "frozen_framework"))
		frozen["settings"]["outside_reasons"] = REASON
		values = {"frozen_framework": json.dumps(frozen, ensure_ascii=False)}
		frappe.db.set_value("Review Period", self.period, values)
		frappe.clear_document_cache("Review Period", self.period)
		self.due_on = getdate(frappe.db.get_value("Review Period", self.period, "self_assessment_due_on"))
		ledger.rebuild(self.due_on, [self.tree.cell_a])

	def owed(self) -> tuple[str, str | None]:
		where = {
			"organization": self.tree.cell_a,
			"duty": self.duty.name,
			"span_label": str(self.due_on.year),
		}
		return frappe.db.get_value("Obligation", where, ("state", "exempt_reason"))

	def reminded(self) -> set[str]:
		"""Return who is to be told today, the day it is due, of what the unit owes."""
		return {
			due.recipient
			for due in reminders.due_reminders(self.due_on)
			if due.organization == self.tree.cell_a
		}


class TestOutside(OwedFile):
	def set_outside(self) -> None:
		with self.set_user(self.decider):
			api.set_outside("Evaluation", self.file, sequence_of(self.file), REASON)

	def take_in(self) -> None:
		with self.set_user(self.decider):
			api.take_in("Evaluation", self.file, sequence_of(self.file), "Đã sắp xếp xong")

	def test_at_once_with_the_reason_and_as_the_night_finds_it(self):
		self.assertEqual(self.owed(), ("Due", None))
		self.set_outside()
		self.assertEqual(self.owed(), ("Exempt", REASON))
		self.assertEqual(ledger.rebuild(self.due_on, [self.tree.cell_a]), 0)
		self.take_in()
		self.assertEqual(self.owed(), ("Due", None))
		self.assertEqual(ledger.rebuild(self.due_on, [self.tree.cell_a]), 0)

	def test_nobody_is_reminded(self):
		self.assertEqual(self.reminded(), {self.users.secretary})
		self.set_outside()
		self.assertEqual(self.reminded(), set())
		self.take_in()
		self.assertEqual(self.reminded(), {self.users.secretary})

	def test_nobody_is_urged(self):
		year = {"organization": self.tree.cell_a, "duty": self.duty.name, "span_label": str(self.due_on.year)}
		frappe.db.set_value(
			"Obligation", {"name": ("!=", frappe.db.get_value("Obligation", year))}, "state", "Exempt"
		)

		def urge() -> dict[str, int]:
			frappe.db.set_value("Obligation", year, "due_on", date(self.due_on.year, 1, 2))
			with self.set_user(self.users.grassroots):
				return urging.start(self.tree.cell_a)

		self.assertEqual(urge()["organizations"], 1)
		self.set_outside()
		with self.assertRefused(NothingOverdueError):
			urge()


class TestHandedIn(OwedFile):
	"""Tests that what an organisation has sent, or ended by its own word, it owes no more; what it took back, it owes again."""

	def found_again(self) -> None:
		self.assertEqual(ledger.rebuild(self.due_on, [self.tree.cell_a]), 0)

	def test_one_that_declares_itself_not_reached_owes_nothing(self) -> None:
		with self.freeze_time(f"{self.due_on} 09:00"):
			act_as(self.users.secretary, "declare_not_reached", self.file, "Thiếu sinh hoạt chuyên đề")
		self.assertEqual(self.owed()[0], "Done")
		self.found_again()
		self.assertEqual(self.reminded(), set())
		act_as(self.users.secretary, "recall", self.file)
		self.assertEqual(self.owed()[0], "Due")
		self.found_again()
		with self.freeze_time(f"{add_days(self.due_on, 1)} 09:00"):
			act_as(self.users.secretary, "declare_not_reached", self.file, "Thiếu sinh hoạt chuyên đề")
		self.assertEqual(self.owed()[0], "Done Late")
		self.found_again()

	def test_one_that_was_recalled_is_owed_again(self) -> None:
		act_as(self.users.secretary, "send", self.file)
		self.assertEqual(self.owed()[0], "Done")
		act_as(self.users.secretary, "recall", self.file)
		self.assertEqual(self.owed()[0], "Due")
		self.found_again()
		self.assertEqual(self.reminded(), {self.users.secretary})

	def test_one_that_came_back_was_sent(self) -> None:
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "return_document", self.file, {"dk_1": "Cần ghi rõ hơn"})
		self.assertEqual(self.owed()[0], "Done")
		self.found_again()
