from datetime import date

import frappe

from bontot.obligation import api, ledger
from bontot.obligation.testing import create_test_duty, leave_only
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase


class TestObligation(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		duty = create_test_duty()
		leave_only(duty)
		with self.freeze_time("2026-06-10 08:00:00"):
			ledger.rebuild(date(2026, 6, 10))
		self.name = f"{self.tree.cell_a}-{duty.name}-2026-06"
		self.secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user

	def test_nobody_writes_what_records_say(self):
		with self.set_user(self.secretary):
			obligation = frappe.get_doc("Obligation", self.name)
			obligation.state = "Done"
			with self.assertRefused(frappe.PermissionError):
				obligation.save()
			with self.assertRefused(frappe.PermissionError):
				frappe.delete_doc("Obligation", self.name)

	def test_the_secretary_reads_her_own_and_no_neighbours(self):
		with self.set_user(self.secretary), self.freeze_time("2026-06-10 08:00:00"):
			rows = api.my_obligations(limit=500)
			self.assertEqual({row.organization for row in rows}, {self.tree.cell_a})
			june = next(row for row in rows if row.name == self.name)
			self.assertEqual((june.due_on, june.days_left), (date(2026, 6, 30), 20))
			self.assertEqual(api.my_obligations(organization=self.tree.cell_b), [])
