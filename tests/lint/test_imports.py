"""Modules and rooms import one way only; each contract finds what breaks it."""

import unittest

from ops import imports, lint

PLANTED = {
	"a module that comes after": {
		"evaluation/answers/service.py": "from bontot.approval.core import kinds\n"
	},
	"a room that comes after": {
		"approval/core/request_cache.py": "def f():\n\tfrom bontot.approval.acts import service\n"
	},
	"a circle": {"approval/core/request_cache.py": "from bontot.approval.core import routes\n"},
}


class TestImports(unittest.TestCase):
	@classmethod
	def setUpClass(cls) -> None:
		lint.prepare()

	def test_control_what_breaks_the_order_is_found(self) -> None:
		for what, code in PLANTED.items():
			with self.subTest(what):
				failed, said = imports.check(code)
				self.assertEqual(failed, 1, said)
				self.assertIn("BROKEN", said)


if __name__ == "__main__":
	unittest.main()
