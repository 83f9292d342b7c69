import frappe

from bontot.organization.errors import KindInUseError
from bontot.organization.setup import install
from bontot.organization.testing import create_test_organization, create_test_seat
from bontot.organization.tree import kinds
from bontot.tests.case import BontotTestCase


class TestOrganizationKind(BontotTestCase):
	def test_shipped_kinds_say_who_earns_which_title(self):
		titles = dict(frappe.get_all("Organization Kind", fields=["name", "title_kind"], as_list=True))
		self.assertEqual(titles["chi_bo_truc_thuoc"], "Cell")
		self.assertEqual(titles["chi_bo_co_so"], "Cell")
		self.assertEqual(titles["dang_bo_co_so"], "Grassroots Organization")
		for kind in ("tinh", "truc_thuoc_tinh", "dang_bo_bo_phan", "to_dang"):
			self.assertFalse(titles[kind], kind)

	def test_what_organizations_carry_is_not_changed_in_the_kind_alone(self):
		create_test_organization("tinh")
		changes = {"level": "chi_bo", "is_grassroots": 1, "is_upper": 1}
		for code, used in (("tinh", True), ("moi", False)):
			if not used:  # the control: nothing stands on a new kind yet
				frappe.get_doc(doctype=kinds.KIND, code=code, kind_name="Loại mới", level="tinh").insert()
			for field, value in changes.items():
				kind = frappe.get_doc(kinds.KIND, code)
				kind.set(field, value)
				with self.subTest(field, kind=code):
					if used:
						with self.assertRefused(KindInUseError):
							kind.save()
					else:
						self.assertEqual(kind.save().get(field), value)
		province = frappe.get_doc(kinds.KIND, "tinh")
		province.kind_name = "Đảng bộ tỉnh, thành phố"
		province.save()

	def test_parents_named_by_shipped_kinds_exist(self):
		for kind in frappe.get_all("Organization Kind", pluck="name"):
			for row in frappe.get_doc("Organization Kind", kind).allowed_parents:
				self.assertTrue(frappe.db.exists("Organization Kind", row.parent_kind), kind)

	def test_an_administrators_change_survives_the_next_set_up(self):
		frappe.db.set_value("Organization Kind", "to_dang", "kind_name", "Tổ đảng (đổi tên)")
		install()
		self.assertEqual(
			frappe.db.get_value("Organization Kind", "to_dang", "kind_name"), "Tổ đảng (đổi tên)"
		)

	def test_a_secretary_does_not_change_kinds(self):
		cell = create_test_organization("tinh").name
		with self.set_user(create_test_seat(cell, "bi_thu_dang_uy").user):
			kind = frappe.get_doc("Organization Kind", "to_dang")
			kind.kind_name = "Khác"
			with self.assertRefused(frappe.PermissionError):
				kind.save()
