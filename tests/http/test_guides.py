"""The guides open in the program, for whoever cannot sign in too, and whatever they link to or show is there."""

from __future__ import annotations

import os
import re
import unittest
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import urlopen

URL = os.environ["BONTOT_URL"]
GUIDES = ("README", "bi-thu-chi-bo", "tham-dinh", "ban-to-chuc", "nhan-su", "nhap-xuat", "sap-xep-to-chuc")
ADDRESS = re.compile(r'(?:href|src)="([^"#:]+)"')


class TestGuides(unittest.TestCase):
	def test_each_opens_with_all_it_names(self) -> None:
		seen: dict[str, int] = {}
		for name in GUIDES:
			address = f"{URL}/huong-dan/{name}"
			with urlopen(address) as answer:
				body = answer.read().decode()
			written = body.partition('class="from-markdown"')[2].partition("<footer")[0]
			named = [urljoin(address, one) for one in ADDRESS.findall(written)]
			self.assertIn("<h1", written, f"{name} shows nothing")
			for one in named:
				if one not in seen:
					with urlopen(one) as answer:
						seen[one] = answer.status
						kind = answer.headers["Content-Type"]
					self.assertIn(kind.partition(";")[0], ("text/html", "image/png"), one)
		self.assertEqual(set(seen.values()), {200})

	def test_nothing_else_is_served_beside_them(self) -> None:
		for path in (
			"huong-dan",
			"huong-dan/hinh",
			"huong-dan/__init__.py",
			"huong-dan/../update_password.py",
		):
			with self.subTest(path), self.assertRaises(HTTPError) as caught:
				urlopen(f"{URL}/{path}")
			self.assertIn(caught.exception.code, (400, 404, 417))
