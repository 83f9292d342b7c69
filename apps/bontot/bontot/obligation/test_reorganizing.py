"""Tests that who has ended owes nothing whose day comes after; a ledger that is rebuilt says the same again."""

from datetime import date
from unittest.mock import patch

import frappe

from bontot.obligation import ledger, reorganizing
from bontot.obligation.testing import create_test_duty, leave_only
from bontot.organization.testing import create_test_tree
from bontot.outbox.testing import run_now
from bontot.reorganization import preview, service
from bontot.reorganization.testing import create_test_reorganization
from bontot.tests.case import BontotTestCase

TODAY = date(2026, 6, 10)


class TestReorganizing(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.duty = create_test_duty()
		leave_only(self.duty)
		ledger.rebuild(TODAY)
		acts = [{"act": "Merge", "organization": self.tree.cell_a, "target": self.tree.cell_b}]
		self.doc = create_test_reorganization(self.tree.province, "2026-04-15", acts)

	def setUp(self) -> None:
		self.enterContext(patch.object(reorganizing, "getdate", lambda *given: TODAY))
		super().setUp()

	def states(self, organization: str) -> dict[str, str]:
		where = {"duty": self.duty.name, "organization": organization}
		return dict(frappe.get_all("Obligation", where, ["span_label", "state"], as_list=True))

	def test_duties_after_the_end_are_exempt_as_counted_beforehand(self):
		said = preview.describe(self.doc)["lines"]
		promised = next(line["count"] for line in said if "dut" in line["what"].lower())
		run_now(service.enter(self.doc.name)["task"])
		states = self.states(self.tree.cell_a)
		exempt = [label for label, state in states.items() if state == "Exempt"]
		self.assertEqual(sorted(exempt), ["2026-04", "2026-05", "2026-06", "2026-07"])
		self.assertEqual(len(exempt), promised)
		self.assertEqual(states["2026-03"], "Due")  # it lived then, and owed it
		self.assertEqual(set(self.states(self.tree.cell_b).values()), {"Due"})
		reason = frappe.db.get_value(
			"Obligation", f"{self.tree.cell_a}-{self.duty.name}-2026-05", "exempt_reason"
		)
		self.assertEqual(reason, "Kết thúc hoạt động sau ngày 14/04/2026")
		self.assertEqual(ledger.rebuild(TODAY), 0, "the next night said something else")

	def test_undo_leaves_them_owed_again(self):
		before = self.states(self.tree.cell_a)
		run_now(service.enter(self.doc.name)["task"])
		run_now(service.start_undo(self.doc.name)["task"])
		self.assertEqual(self.states(self.tree.cell_a), before)


class TestAnotherKind(BontotTestCase):
	"""A cell that becomes a grassroots organisation on 15 April."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.cell = self.tree.agency_cell
		self.of_cells = create_test_duty()
		self.of_others = create_test_duty(
			"hop_thu", meeting_kind="Party Committee", kinds=[{"kind": "dang_bo_co_so"}]
		)
		for name in frappe.get_all(
			"Duty", {"name": ("not in", (self.of_cells.name, self.of_others.name))}, pluck="name"
		):
			frappe.db.set_value("Duty", name, "disabled", 1)
		ledger.rebuild(TODAY)
		act = {"act": "Change Kind", "organization": self.cell, "new_kind": "dang_bo_co_so"}
		self.doc = create_test_reorganization(self.tree.province, "2026-04-15", [act])

	def setUp(self) -> None:
		self.enterContext(patch.object(reorganizing, "getdate", lambda *given: TODAY))
		super().setUp()

	def owed(self, duty) -> list[str]:
		where = {"duty": duty.name, "organization": self.cell, "state": "Due"}
		return sorted(frappe.get_all("Obligation", where, pluck="span_label"))

	def test_it_owes_each_month_what_it_was_from_end_to_end(self):
		before = self.owed(self.of_cells)
		said = {line["what"]: line["count"] for line in preview.describe(self.doc)["lines"]}
		run_now(service.enter(self.doc.name)["task"])
		self.assertEqual(self.owed(self.of_cells), ["2025-12", "2026-01", "2026-02", "2026-03"])
		# April was lived through wholly as neither, and no criterion asks for a meeting in it.
		self.assertEqual(self.owed(self.of_others), ["2026-05", "2026-06", "2026-07"])
		fewer = len(before) - len(self.owed(self.of_cells))
		self.assertEqual(said["Open duties of organizations of another kind"], fewer)
		self.assertEqual(ledger.rebuild(TODAY), 0, "the next night said something else")
		run_now(service.start_undo(self.doc.name)["task"])
		self.assertEqual((self.owed(self.of_cells), self.owed(self.of_others)), (before, []))
		self.assertEqual(ledger.rebuild(TODAY), 0)
