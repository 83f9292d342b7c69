"""Targets of a split organisation go into the registers of those that take them on."""

import frappe
from frappe.utils import getdate, nowdate

from bontot.evaluation.period import handing_over
from bontot.evaluation.testing import create_test_target
from bontot.organization import tree
from bontot.organization.testing import create_test_tree
from bontot.outbox.testing import run_now
from bontot.reorganization import preview, service, undo_checks
from bontot.reorganization.testing import create_test_reorganization, reorganize
from bontot.tests.case import BontotTestCase

FIELDS = ["target", "year", "planned", "result", "percent"]


class TestHandingOver(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.target = create_test_target(self.tree.cell_a, 40)
		past = create_test_target(self.tree.cell_a, target="Việc năm cũ", year=getdate().year - 1)
		self.acts = [
			{"act": "Split", "organization": self.tree.cell_a, "new_name": f"Chi bộ {n}"} for n in "12"
		]
		rows = preview.share_rows(create_test_reorganization(self.tree.province, nowdate(), self.acts))
		self.offered = [row for row in rows if row["share_of"] == handing_over.TARGET]
		self.assertNotIn(past.name, {row["record"] for row in self.offered})
		self.before = self.registers()
		shares = [row | {"goes_to_new": "Chi bộ 2"} for row in self.offered]
		draft = create_test_reorganization(self.tree.province, nowdate(), self.acts, shares)
		lines = {line["what"]: line["count"] for line in preview.describe(draft)["lines"]}
		self.assertEqual(lines["Yearly targets handed to new organizations"], 1)
		self.doc = reorganize(self.tree.province, nowdate(), self.acts, shares)

	def registers(self) -> list:
		return frappe.get_all(handing_over.TARGET, fields=["*"], order_by="name")

	def taken(self, cell: str) -> list:
		organization = frappe.db.get_value(tree.DOCTYPE, {"organization_name": cell})
		return frappe.get_all(handing_over.TARGET, {"organization": organization}, ["name", *FIELDS])

	def test_the_new_register_has_it_without_a_result(self):
		(taken,) = self.taken("Chi bộ 2")
		self.assertEqual(
			(taken.target, taken.year, taken.planned), ("Thu ngân sách", getdate().year, "120 triệu đồng")
		)
		self.assertFalse(taken.result or taken.percent)
		self.assertEqual(self.taken("Chi bộ 1"), [])
		old = frappe.db.get_value(handing_over.TARGET, self.target.name, ["organization", "percent"])
		self.assertEqual(old, (self.tree.cell_a, 40))

	def test_an_undo_takes_it_away_again(self):
		self.assertEqual(undo_checks.of(self.doc), [])
		run_now(service.start_undo(self.doc.name)["task"])
		self.assertEqual(self.registers(), self.before)

	def test_no_undo_once_somebody_wrote_in_it(self):
		(taken,) = self.taken("Chi bộ 2")
		target = frappe.get_doc(handing_over.TARGET, taken.name)
		target.update({"result": "100 triệu đồng", "percent": 83})
		target.save()
		self.assertEqual(len(undo_checks.of(self.doc)), 1)
