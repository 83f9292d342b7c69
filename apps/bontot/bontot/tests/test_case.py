import frappe

from bontot.organization.testing import create_test_tree
from bontot.tests.case import BontotTestCase


class TestData(BontotTestCase):
	"""In the order of their numbers: each spoils what all begin with, and finds it as it was made."""

	times = 0

	def set_up_data(self) -> None:
		super().set_up_data()
		type(self).times += 1
		self.tree = create_test_tree()
		self.name_made = frappe.db.get_value("Party Organization", self.tree.cell_a, "organization_name")

	def spoil(self) -> None:
		cell = frappe.get_doc("Party Organization", self.tree.cell_a)
		cached = frappe.get_cached_value("Party Organization", cell.name, "organization_name")
		self.assertEqual((cell.organization_name, cached), (self.name_made,) * 2)
		cell.organization_name = "Chi bộ Khác"
		cell.save()
		frappe.get_cached_value("Party Organization", cell.name, "organization_name")
		self.tree.cell_a = "elsewhere"

	def test_1_what_a_test_changes(self) -> None:
		self.spoil()
		self.assertEqual(self.times, 1)

	def test_2_is_not_met_by_the_next(self) -> None:
		self.spoil()
		self.assertEqual(self.times, 1)

	def test_3_nor_what_took_all_back(self) -> None:
		cell = self.tree.cell_a
		self.spoil()
		frappe.db.rollback()
		self.assertFalse(frappe.db.exists("Party Organization", cell))

	def test_4_then_it_is_made_anew(self) -> None:
		self.spoil()
		self.assertEqual(self.times, 2)
