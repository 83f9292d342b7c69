"""Frozen figures: written by the closing of a period alone."""

import frappe

from bontot.synthesis.errors import FiguresFrozenError
from bontot.synthesis.testing import FrozenTestCase


class TestFrozenFigure(FrozenTestCase):
	def test_nobody_writes_changes_or_deletes_one(self) -> None:
		self.close()
		kept = frappe.get_doc("Frozen Figure", self.file)
		self.assertEqual(
			(kept.evaluation, kept.organization, kept.state), (self.file, self.tree.cell_a, "Recognized")
		)
		kept.state = "Draft"
		for change in (kept.save, kept.delete, frappe.copy_doc(kept).insert):
			with self.subTest(change.__name__), self.assertRefused(FiguresFrozenError):
				change()
		self.assertEqual(frappe.db.get_value("Frozen Figure", self.file, "state"), "Recognized")

	def test_it_is_read_where_the_organization_stands_today(self) -> None:
		self.close()
		for who, sees in (("secretary", True), ("body", True), ("neighbour", False)):
			with self.subTest(who), self.set_user(getattr(self.users, who)):
				self.assertEqual(bool(frappe.get_list("Frozen Figure", {"name": self.file})), sees)
