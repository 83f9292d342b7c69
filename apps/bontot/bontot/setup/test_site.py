"""The framework's scheduler keeps going on a site where nobody signed in yet."""

import frappe
from frappe.utils.scheduler import is_dormant

from bontot.setup import site
from bontot.tests.case import BontotTestCase


class TestClock(BontotTestCase):
	def test_a_site_nobody_signed_in_to_is_awake_all_the_same(self) -> None:
		frappe.db.delete("Activity Log")
		self.assertTrue(is_dormant(), "the framework sleeps without a sign of life: the test's own control")
		site.keep_the_clock_going()
		self.assertFalse(is_dormant())

	def test_the_sign_of_life_is_written_once(self) -> None:
		frappe.db.delete("Activity Log")
		site.keep_the_clock_going()
		site.keep_the_clock_going()
		self.assertEqual(frappe.db.count("Activity Log"), 1)
