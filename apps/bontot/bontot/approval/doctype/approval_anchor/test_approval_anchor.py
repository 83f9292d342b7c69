import frappe

from bontot.approval.core import anchors, errors
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as
from bontot.organization import access
from bontot.organization.testing import create_test_seat


class TestApprovalAnchor(ApprovalTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		act_as(self.users.secretary, "send", self.file)
		self.name = anchors.take().name

	def anchor(self):
		return frappe.get_doc(anchors.DOCTYPE, self.name)

	def test_nobody_writes_one(self):
		for act in (
			self.anchor().save,
			lambda: self.anchor().save(ignore_permissions=True),
			frappe.copy_doc(self.anchor()).insert,
			self.anchor().delete,
			lambda: frappe.delete_doc(anchors.DOCTYPE, self.name, ignore_permissions=True, force=True),
			lambda: frappe.rename_doc(anchors.DOCTYPE, self.name, "anchor-x", force=True, show_alert=False),
		):
			with self.assertRefused(errors.AppendOnlyError):
				act()
		self.assertTrue(frappe.db.exists(anchors.DOCTYPE, self.name))

	def test_a_number_is_given_once(self):
		twin = frappe.copy_doc(self.anchor())
		twin.name = "anchor-twin"
		with self.assertRaises(frappe.UniqueValidationError):
			twin.db_insert()

	def test_administrators_alone_read_one(self):
		self.assertIn(self.name, frappe.get_list(anchors.DOCTYPE, pluck="name"))
		officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		access.forget()
		with self.set_user(officer), self.assertRaises(frappe.PermissionError):
			frappe.get_list(anchors.DOCTYPE)
