import frappe

from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase


class TestObligationReminder(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		tree = create_test_tree()
		self.secretary = create_test_seat(tree.cell_a, "bi_thu_chi_bo").user
		self.deputy = create_test_seat(tree.cell_a, "pho_bi_thu_chi_bo").user
		values = {
			"organization": tree.cell_a,
			"recipient": self.secretary,
			"stage": "On",
			"reminded_on": "2026-06-30",
		}
		self.key = f"thu:{frappe.generate_hash(length=8)}"
		self.values = {"doctype": "Obligation Reminder", "reminder_key": self.key, **values}
		self.reminder = frappe.get_doc(self.values).insert()

	def test_the_same_is_said_once(self):
		with self.assertRefused(frappe.UniqueValidationError):
			frappe.get_doc(self.values).insert()

	def test_only_who_was_reminded_reads_it(self):
		for user, visible in ((self.secretary, True), (self.deputy, False)):
			with self.subTest(user=user), self.set_user(user):
				listed = frappe.get_list("Obligation Reminder", {"name": self.reminder.name})
				self.assertEqual(bool(listed), visible)
				self.assertEqual(
					frappe.has_permission("Obligation Reminder", doc=self.reminder.name), visible
				)

	def test_nobody_invents_one(self):
		with self.set_user(self.secretary), self.assertRefused(frappe.PermissionError):
			frappe.get_doc(self.values | {"reminder_key": "khac"}).insert()
