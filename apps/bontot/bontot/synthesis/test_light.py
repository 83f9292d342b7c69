"""The light page: at which addresses it stands, for whom, and what it carries."""

import json
from unittest.mock import patch

import frappe
from frappe.utils import set_request
from frappe.website.path_resolver import resolve_path

from bontot.organization.testing import create_test_seat, create_test_tree, create_test_user
from bontot.synthesis import first_page, light
from bontot.tests.case import BontotTestCase


class TestLight(BontotTestCase):
	def setUp(self) -> None:
		super().setUp()
		# Taken away again: a test that prints reads from whether there is a request.
		self.enterContext(patch.object(frappe.local, "request", None, create=True))
		set_request(method="GET", path="/app/my-work")
		self.secretary = create_test_seat(create_test_tree().cell_a, "bi_thu_chi_bo").user

	def boot(self, user: str, page: str = "my-work") -> dict:
		with self.set_user(user):
			return json.loads(light.context(page)["boot"])

	def test_own_pages_are_led_there_and_the_desk_is_not(self):
		for path in ("app/my-work", "app/my-work/me", "app/meeting-record/a b/c", "app/yearly-rating"):
			self.assertEqual(resolve_path(path), "own-pages", path)
		for path in ("app", "app/meeting", "app/my-works", "app/appraisal-queue", "app/meeting/my-work"):
			self.assertEqual(resolve_path(path), "app", path)

	def test_the_page_at_an_address(self):
		self.assertEqual(light.page_of("/app/my-work/me"), "my-work")
		for path in ("/app/meeting", "/my-work", "/app", "/app/My-Work", "/own-pages"):
			self.assertEqual(light.page_of(path), "", path)

	def test_who_has_no_role_for_the_page_is_refused(self):
		for user, page in ((create_test_user(), "my-work"), (self.secretary, "")):
			with self.set_user(user), self.assertRaises(frappe.PermissionError):
				light.context(page)

	def test_it_carries_the_person_and_the_texts_of_these_pages_alone(self):
		frappe.local.lang = "vi"
		boot = self.boot(self.secretary)
		self.assertEqual(boot["user"]["name"], self.secretary)
		self.assertIn("my-work", boot["pages"])
		self.assertEqual(boot["messages"]["My Work"], "Việc của tôi")
		self.assertEqual(boot["messages"]["Cell Regular"], "Sinh hoạt thường lệ")  # a field's choice
		self.assertNotIn("Customize Form", boot["messages"])
		self.assertLess(len(json.dumps(boot["messages"])), 200_000)

	def test_nothing_in_it_ends_the_element_that_holds_it(self):
		frappe.db.set_value("User", self.secretary, "first_name", "</script><b>")
		frappe.clear_cache(user=self.secretary)
		with self.set_user(self.secretary):
			self.assertNotIn("<", light.context("my-work")["boot"])

	def test_who_signs_in_with_a_seat_comes_to_my_work(self):
		for user, expected in ((self.secretary, "/app/my-work"), ("Administrator", "/app")):
			frappe.local.response["home_page"] = "/app"
			with self.set_user(user):
				first_page.lead_home()
			self.assertEqual(frappe.local.response.pop("home_page"), expected)
		with self.set_user(self.secretary):  # a second step is still to come: nothing is said yet
			first_page.lead_home()
		self.assertNotIn("home_page", frappe.local.response)
