import frappe

from bontot.organization.errors import PositionRoleError
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase


class TestPosition(BontotTestCase):
	def test_no_role_over_the_system(self):
		"""The Organization Commission writes positions; with one it must not make itself System Manager."""
		commission = create_test_seat(create_test_tree().province, "can_bo_btc_tinh").user
		with self.set_user(commission):
			position = frappe.get_doc("Position", "theo_doi")
			position.append("roles", {"role": "System Manager"})
			with self.assertRefused(PositionRoleError):
				position.save()

	def test_a_changed_position_reaches_its_holders_at_once(self):
		user = create_test_seat(create_test_tree().body, "theo_doi").user
		position = frappe.get_doc("Position", "theo_doi")
		position.append("roles", {"role": "Appraiser"})
		position.save()
		self.assertIn("Appraiser", frappe.get_roles(user))

	def test_every_position_makes_a_seat_holder(self):
		position = frappe.get_doc({"doctype": "Position", "code": "thu", "position_name": "Thử"}).insert()
		self.assertEqual([row.role for row in position.roles], ["Seat Holder"])
