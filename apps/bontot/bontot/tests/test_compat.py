"""The name of a download, as Werkzeug 3 spoils what the framework sets and as we hand it out."""

import unittest
from unittest.mock import patch

import frappe
from werkzeug.http import parse_options_header
from werkzeug.wrappers import Response

from bontot.compat import mend_file_names, mend_guest_language
from bontot.tests.case import BontotTestCase


class TestGuestLanguage(BontotTestCase):
	def spoken_to(self, user: str, **form: str) -> str:
		with self.set_user(user), patch.object(frappe.local, "lang", "en"):
			with patch.object(frappe.local, "form_dict", frappe._dict(form)):
				mend_guest_language()
			return frappe.local.lang

	def test_a_guest_is_spoken_to_in_the_sites_language(self):
		self.assertEqual(self.spoken_to("Guest"), frappe.db.get_default("lang"))

	def test_whoever_asked_for_a_language_or_signed_in_keeps_it(self):
		self.assertEqual(self.spoken_to("Guest", _lang="en"), "en")
		self.assertEqual(self.spoken_to("Administrator"), "en")


class TestFileNames(unittest.TestCase):
	def said(self, value) -> str:
		response = Response()
		response.headers["Content-Disposition"] = value
		mend_file_names(response)
		return response.headers["Content-Disposition"]

	def test_a_vietnamese_name_comes_through(self):
		kind, options = parse_options_header(self.said('filename="Đánh_giá.xlsx"'.encode()))
		self.assertEqual(("attachment", "Đánh_giá.xlsx"), (kind, options["filename"]))

	def test_who_cannot_read_it_gets_plain_letters(self):
		self.assertIn(
			"filename=Danh_gia.xlsx", self.said('filename="Đánh_giá.xlsx"'.encode()).replace('"', "")
		)

	def test_what_is_shown_in_place_stays_so(self):
		kind, options = parse_options_header(self.said(b'inline; filename="bien_ban.pdf"'))
		self.assertEqual(("inline", "bien_ban.pdf"), (kind, options["filename"]))

	def test_a_header_that_is_text_is_left_alone(self):
		self.assertEqual('attachment; filename="a.pdf"', self.said('attachment; filename="a.pdf"'))
