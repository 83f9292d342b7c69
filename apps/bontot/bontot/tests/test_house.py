import importlib
import inspect
import tempfile
import unittest
from pathlib import Path
from typing import Any, Literal

import frappe
from frappe.modules.patch_handler import get_patches_from_app
from pydantic import JsonValue

import bontot
from bontot.argument_types import Conditions, Names, Part, Rows
from bontot.tests import house

APP = Path(bontot.__file__).parent

OPEN_TO_ALL = """
@frappe.whitelist()
def read(name: str) -> str: ...
"""
UNTYPED = """
@frappe.whitelist(methods=["POST"])
def write(name, *, value: int, **more): ...
"""
FINE = """
class Document:
	@frappe.whitelist(methods=["POST"])
	def write(self, name: str) -> None: ...
"""


class TestHouse(unittest.TestCase):
	def test_every_patch_can_be_imported(self):
		for patch in get_patches_from_app("bontot"):
			if patch.startswith("execute:"):
				compile(patch.removeprefix("execute:"), patch, "exec")
				continue
			with self.subTest(patch=patch):
				self.assertTrue(callable(importlib.import_module(patch.split()[0]).execute))

	def test_every_patch_file_is_listed(self):
		listed = {patch.split()[0] for patch in get_patches_from_app("bontot")}
		files = {
			".".join(path.relative_to(APP.parent).with_suffix("").parts)
			for path in APP.glob("patches/*/*.py")
			if path.stem != "__init__" and not path.stem.startswith("test_")
		}
		self.assertEqual(sorted(files - listed), [])

	def test_every_doctype_has_tests(self):
		self.assertEqual(house.doctypes_without_tests(APP), [])

	def test_every_endpoint_is_typed_and_names_its_methods(self):
		seen, found = 0, []
		for path in house.sources(APP):
			code = path.read_text()
			seen += len(list(house.endpoints(code)))
			found += [f"{path.relative_to(APP)}: {fault}" for fault in house.endpoint_faults(code)]
		self.assertGreater(seen, 20)
		self.assertEqual(found, [])

	def test_no_endpoint_takes_just_anything(self):
		"""Arguments that come as JSON are checked before they run: lists and objects have types that say what stands in them
		(`argument_types`).
		"""
		found, seen = [], 0
		for path in house.sources(APP):
			module = ".".join(path.relative_to(APP.parent).with_suffix("").parts)
			for function, _ in house.endpoints(path.read_text()):
				if any(argument.arg == "self" for argument in function.args.args):
					continue
				taken = inspect.signature(inspect.unwrap(frappe.get_attr(f"{module}.{function.name}")))
				for argument in taken.parameters.values():
					seen += 1
					found += [
						f"{module}.{function.name}, {argument.name}: {loose}"
						for loose in house.loose_types(argument.annotation)
					]
		self.assertGreater(seen, 250)
		self.assertEqual(found, [])

	def test_no_docstring_begins_with_a_question_word(self):
		seen, found = 0, []
		for path in house.sources(APP):
			place, code = path.relative_to(APP), path.read_text()
			seen += len(list(house.docstrings(code)))
			found += [f"{place}: {line}" for line in house.question_docstrings(code)]
		self.assertGreater(seen, 1000)
		self.assertEqual(found, [])

	def test_every_hook_leads_somewhere(self):
		"""A dotted path that does not exist is found by Frappe only when the event comes."""
		for path in dotted_paths(frappe.get_hooks(app_name="bontot")):
			with self.subTest(path=path):
				self.assertTrue(callable(frappe.get_attr(path)))


class TestTheChecksFindWhatIsPlanted(unittest.TestCase):
	def test_endpoints(self):
		self.assertEqual(house.endpoint_faults(OPEN_TO_ALL), ["read: no methods=[…]"])
		self.assertEqual(
			house.endpoint_faults(UNTYPED), ["write: no type for name, more", "write: no type for its result"]
		)
		self.assertEqual(house.endpoint_faults(FINE), [])
		self.assertEqual(len(house.endpoint_faults(f"from __future__ import annotations\n{FINE}")), 1)

	def test_loose_types(self):
		for loose in (
			Any,
			list,
			dict,
			float,
			list | str,
			dict[str, Any] | None,
			list[str] | str,
			list[dict[str, Any]],
		):
			self.assertTrue(house.loose_types(loose), loose)
		for tight in (
			str,
			int | None,
			Rows,
			Names | None,
			Conditions,
			Part,
			JsonValue,
			Literal["a", "b"] | None,
		):
			self.assertEqual(house.loose_types(tight), [], tight)

	def test_question_docstrings(self):
		for asking in ("What it is.", "Of which files it tells.", "who it is", "Where: here."):
			code = f'def read():\n\t"""{asking}"""\n'
			self.assertEqual(house.question_docstrings(code), [f"read: {asking}"])
			self.assertEqual(house.question_docstrings(f'"""{asking}\n\nMore."""'), [asking])
		for said in ("Whether it is.", "Return what it is.", "Howitzers.", "In order: whose turn it is."):
			self.assertEqual(house.question_docstrings(f'class Thing:\n\t"""{said}"""'), [])

	def test_doctypes(self):
		with tempfile.TemporaryDirectory() as folder:
			place = Path(folder) / "module" / "doctype" / "thing"
			place.mkdir(parents=True)
			record, test = place / "thing.json", place / "test_thing.py"
			record.write_text('{"doctype": "DocType", "name": "Thing"}')
			self.assertEqual(house.doctypes_without_tests(Path(folder)), ["Thing: test_thing.py is missing"])
			test.write_text("class TestThing: pass\n")
			self.assertEqual(
				house.doctypes_without_tests(Path(folder)), ["Thing: test_thing.py holds no test"]
			)
			test.write_text("class TestThing:\n\tdef test_it(self): ...\n")
			self.assertEqual(house.doctypes_without_tests(Path(folder)), [])
			record.write_text('{"doctype": "DocType", "name": "Row", "istable": 1}')
			test.unlink()
			self.assertEqual(house.doctypes_without_tests(Path(folder)), [])

	def test_hooks(self):
		hooks = {"doc_events": {"A": {"validate": ["bontot.a.b"]}}, "app_title": "Bốn tốt"}
		self.assertEqual(list(dotted_paths(hooks)), ["bontot.a.b"])


def dotted_paths(value: object) -> list[str]:
	"""Every `bontot.…` path inside a hook's value."""
	if isinstance(value, dict):
		return [path for inner in value.values() for path in dotted_paths(inner)]
	if isinstance(value, list | tuple):
		return [path for inner in value for path in dotted_paths(inner)]
	is_path = isinstance(value, str) and value.startswith("bontot.") and not value.endswith((".js", ".css"))
	return [value] if is_path else []
