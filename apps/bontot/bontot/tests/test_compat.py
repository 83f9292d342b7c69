"""The name of a download, as Werkzeug 3 spoils what the framework sets and as we hand it out."""

import unittest

from werkzeug.http import parse_options_header
from werkzeug.wrappers import Response

from bontot.compat import mend_file_names


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
