import frappe

from bontot.organization.errors import OnlyReorganizationWritesError
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.reorganization.testing import reorganize
from bontot.tests.case import BontotTestCase


class TestOrganizationSuccession(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		reorganize(self.tree.province, "2023-07-01", [
			{"act": "Merge", "organization": self.tree.cell_b, "target": self.tree.cell_a},
		])  # fmt: skip
		self.name = frappe.db.get_value("Organization Succession", {"predecessor": self.tree.cell_b})

	def test_a_merger_says_who_came_out_of_whom(self):
		row = frappe.get_doc("Organization Succession", self.name)
		self.assertEqual(
			(row.organization, row.relation, str(row.on_date)), (self.tree.cell_a, "Merged", "2023-07-01")
		)

	def test_nobody_writes_it_by_hand(self):
		row = frappe.get_doc("Organization Succession", self.name)
		row.relation = "Split"
		with self.assertRefused(OnlyReorganizationWritesError):
			row.save()
		with self.assertRefused(OnlyReorganizationWritesError):
			row.delete()

	def test_a_neighbour_does_not_read_it(self):
		with self.set_user(create_test_seat(self.tree.other_cell, "bi_thu_chi_bo").user):
			self.assertEqual(frappe.get_list("Organization Succession"), [])
