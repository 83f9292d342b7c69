import tempfile
import unittest
from pathlib import Path

from ops import lint

PLANTED = {
	"python": ("ops/planted.py", "import os\n"),
	"python-format": ("ops/planted.py", "x = {'a':1}\n"),
	"javascript": ("apps/bontot/bontot/public/js/planted.js", "var x = 1;\n"),
	"javascript-format": ("apps/bontot/bontot/public/js/planted.js", "const x = {a:1}\n"),
}
CLEAN = {
	"python": 'print("x")\n',
	"python-format": 'x = {"a": 1}\n',
	"javascript": "export const x = 1;\n",
	"javascript-format": "const x = { a: 1 };\n",
}


class TestStyle(unittest.TestCase):
	@classmethod
	def setUpClass(cls):
		lint.prepare()

	def assertClean(self, name: str) -> None:
		code, said = lint.run(lint.CHECKS[name].command())
		self.assertEqual(code, 0, f"bin/lint {name}:\n{said}")

	def test_python(self):
		self.assertClean("python")

	def test_python_format(self):
		self.assertClean("python-format")

	def test_python_of_the_second_lane(self):
		self.assertClean("python-3.11")

	def test_imports(self):
		self.assertClean("imports")

	def test_javascript(self):
		self.assertClean("javascript")

	def test_javascript_format(self):
		self.assertClean("javascript-format")

	def test_translations(self):
		self.assertClean("translations")

	def test_each_check_finds_what_is_planted(self):
		for name, (path, code) in PLANTED.items():
			command = lint.CHECKS[name].on_input(path)
			with self.subTest(name):
				self.assertEqual(lint.run(command, CLEAN[name])[0], 0)
				self.assertEqual(lint.run(command, code)[0], 1)

	def test_grammar_python_3_11_lacks_is_found(self):
		command = lint.CHECKS["python"].on_input("ops/planted.py")
		self.assertEqual(lint.run(command, "def first[T](of: list[T]) -> T: ...\n")[0], 1)

	def test_names_python_3_11_lacks_are_found(self):
		vermin = [*lint.CHECKS["python-3.11"].command()[: -len(lint.PYTHON)]]
		with tempfile.TemporaryDirectory() as folder:
			planted = Path(folder) / "planted.py"
			for code, refused in (
				("from itertools import batched\nprint(batched([], 2))\n", True),
				("from datetime import UTC\nprint(UTC)\n", False),
			):
				planted.write_text(code)
				with self.subTest(code):
					self.assertEqual(lint.run([*vermin, str(planted)])[0] != 0, refused)
