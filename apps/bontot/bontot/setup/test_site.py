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


class TestSettings(BontotTestCase):
	def test_the_help_menu_begins_with_the_guides_and_leads_nowhere_outside(self) -> None:
		frappe.db.delete("Navbar Item", {"parentfield": "help_dropdown"})
		theirs = (
			{"route": "https://frappe.io/support"},
			{"action": "frappe.ui.toolbar.show_shortcuts(event)"},
		)
		menu = frappe.get_doc("Navbar Settings")
		for item in theirs:
			menu.append("help_dropdown", {"item_label": "Theirs", "is_standard": 1, **item})
		menu.save()
		for _time in range(2):
			site.lead_help_to_the_guides()
			shown = [item for item in frappe.get_doc("Navbar Settings").help_dropdown if not item.hidden]
			self.assertEqual(
				[item.route or item.action for item in shown], ["/huong-dan/README", theirs[1]["action"]]
			)

	def test_a_new_account_keeps_the_time_of_the_country(self) -> None:
		user = {"email": f"{frappe.generate_hash(length=8)}@thu.example", "first_name": "Mới"}
		doc = frappe.get_doc({"doctype": "User", "send_welcome_email": 0, **user}).insert()
		self.assertEqual(doc.time_zone, site.TIME_ZONE)

	def test_the_framework_counting_new_accounts_is_told_in_words(self) -> None:
		"""It says one word, of which nobody would guess what to do."""
		said = frappe._("Throttled", "vi")
		for words in ("quá nhiều tài khoản", "đợi một lúc"):
			self.assertIn(words, said)

	def test_who_was_there_before_the_zone_gives_new_accounts_no_other(self) -> None:
		"""The desk fills a new account in from the defaults of whoever makes it."""
		frappe.defaults.set_default("time_zone", "Asia/Kolkata", "Administrator")
		frappe.db.set_value("User", "Administrator", "time_zone", "Asia/Kolkata")
		site.mend_time_zones()
		self.assertEqual(frappe.defaults.get_defaults("Administrator").time_zone, site.TIME_ZONE)
		self.assertEqual(frappe.db.get_value("User", "Administrator", "time_zone"), site.TIME_ZONE)

	def test_a_link_to_a_new_password_ends_on_a_site_that_stands_too(self) -> None:
		field = ("System Settings", "reset_password_link_expiry_duration")
		frappe.db.set_single_value(*field, 0)  # as the framework has it, and as it was before a migration
		site.install()
		self.assertEqual(frappe.utils.cint(frappe.db.get_single_value(*field)), 24 * 3600)
