import unittest
from pathlib import Path

import bontot
from bontot.tests import layers

APP = Path(bontot.__file__).parent


class TestLayers(unittest.TestCase):
	def test_modules_import_only_what_comes_before_them(self):
		self.assertEqual(layers.faults(APP), [])

	def test_control_an_upward_import_is_found_wherever_it_stands(self):
		for code in (
			"from bontot.approval import service",
			"from bontot import approval",
			"import bontot.approval.service",
			"def f():\n\tfrom bontot.approval.service import agree",
		):
			with self.subTest(code):
				self.assertEqual(len(layers.upward_imports(code, "evaluation")), 1)
				self.assertEqual(layers.upward_imports(code, "approval"), [])
		self.assertEqual(
			layers.upward_imports("from bontot import text, working_days\nimport frappe", "outbox"), []
		)
