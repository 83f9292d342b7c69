"""The operator's table of bad days names tests that exist."""

from __future__ import annotations

import re
import unittest

from ops.bench import REPO

TABLE = REPO / "docs" / "van-hanh" / "ngay-xau.md"


class TestTable(unittest.TestCase):
	def test_every_test_it_names_is_there(self) -> None:
		text = TABLE.read_text()
		paths = set(re.findall(r"`?((?:tests|ops)/[\w/]+\.py)", text))
		self.assertGreater(len(paths), 5)
		code = "\n".join((REPO / path).read_text() for path in paths)
		defined = set(re.findall(r"^\s*(?:def|class) (\w+)", code, re.MULTILINE))
		named = set(re.findall(r"\b(test_\w+)\b(?!\.py)", text)) | set(re.findall(r"::([A-Z]\w+)", text))
		self.assertGreater(len(named), 25)
		self.assertEqual(sorted(named - defined), [])
