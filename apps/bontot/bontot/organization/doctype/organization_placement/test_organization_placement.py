import frappe

from bontot.organization.errors import OnlyReorganizationWritesError
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.organization.tree import dated
from bontot.reorganization.testing import reorganize
from bontot.tests.case import BontotTestCase


class TestOrganizationPlacement(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.doc = reorganize(self.tree.province, "2023-07-01", [
			{"act": "Move", "organization": self.tree.cell_a, "target": self.tree.other_grassroots},
		])  # fmt: skip
		self.name = f"{self.doc.name}-{self.tree.cell_a}"

	def test_nobody_writes_history_by_hand(self):
		placement = frappe.get_doc(dated.PLACEMENT, self.name)
		placement.organization_name = "Khác"
		with self.assertRefused(OnlyReorganizationWritesError):
			placement.save()
		with self.assertRefused(OnlyReorganizationWritesError):
			placement.delete()
		with self.assertRefused(OnlyReorganizationWritesError):
			frappe.get_doc(doctype=dated.PLACEMENT, organization=self.tree.cell_b).insert()

	def test_the_past_is_read_where_the_organization_stands_today(self):
		readers = {
			"new parent": (create_test_seat(self.tree.other_grassroots, "bi_thu_dang_uy").user, True),
			"old parent": (create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user, False),
			"itself": (create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user, True),
			"neighbour": (create_test_seat(self.tree.other_cell, "bi_thu_chi_bo").user, False),
		}
		for who, (user, visible) in readers.items():
			with self.subTest(who), self.set_user(user):
				listed = frappe.get_list(dated.PLACEMENT, {"name": self.name})
				readable = frappe.get_doc(dated.PLACEMENT, self.name).has_permission("read")
				self.assertEqual([bool(listed), readable], [visible, visible])
