import json
import tempfile
import unittest
from pathlib import Path

from ops import translations
from ops.translations import Row, Text

PYTHON = """
frappe.throw(_("Too late: {0}").format(day), title=_("Stop", context="heading"))
_(label)
"""
VUE = """<template><b :title="__('It\\'s late')">{{ __("Waits", null, "queue") }}</b></template>
<script setup>const title = obj.__("no call of ours"); show(__(`of {0}`, [1]));</script>"""
DOCTYPE = {
	"doctype": "DocType",
	"name": "Thing",
	"description": "What it is",
	"fields": [
		{"fieldtype": "Select", "label": "State", "options": "\nOpen\nĐóng"},
		{"fieldtype": "Link", "label": "Owner", "options": "User", "description": "Who has it"},
	],
	"permissions": [{"role": "Keeper"}],
}


class TestReading(unittest.TestCase):
	def test_python(self):
		found = [*translations.of_python(PYTHON)]
		self.assertEqual(sorted(found), [Text("Stop", "heading"), Text("Too late: {0}")])

	def test_javascript_and_vue(self):
		found = [*translations.of_javascript(VUE)]
		self.assertEqual(found, [Text("It's late"), Text("Waits", "queue"), Text("of {0}")])

	def test_a_doctype(self):
		found = {
			text.source for text in translations.of_record(DOCTYPE) if translations.readable(text.source)
		}
		self.assertEqual(
			found, {"Thing", "What it is", "State", "Open", "Owner", "Who has it", "Keeper"}
		)  # not "User", which is no text, nor what is Vietnamese already

	def test_an_app_with_a_text_nobody_translated(self):
		with tempfile.TemporaryDirectory() as folder:
			(Path(folder) / "thing.json").write_text(json.dumps(DOCTYPE))
			(Path(folder) / "test_thing.py").write_text('_("only a test says this")')
			found = translations.texts(Path(folder))
		known = [Row(text.source, "…", "") for text in found if text.source != "Owner"]
		self.assertEqual(translations.missing(found, known), [Text("Owner")])
		self.assertEqual(found[Text("Owner")], ["thing.json"])


class TestTheCatalogue(unittest.TestCase):
	def test_a_line_without_context_serves_every_context(self):
		asked = [Text("Add", "list"), Text("Add")]
		self.assertEqual(translations.missing(asked, [Row("Add", "Thêm", "")]), [])
		self.assertEqual(translations.missing(asked, [Row("Add", "Thêm", "list")]), [Text("Add")])
		self.assertEqual(translations.missing(asked, [Row("Add", "", "")]), sorted(asked))

	def test_faults(self):
		said = translations.faults(
			[
				Row("A {0}", "Một", ""),
				Row("B", " ", ""),
				Row("C", "Ba", ""),
				Row("C", "Bốn", ""),
				Row("D", "Năm", ""),
				Row("E", "Bạn đã sửa", ""),
			]
		)
		self.assertEqual(
			[line.partition(":")[0] for line in said],
			["places differ", "empty", "“đồng chí” is how people are addressed", "contradictory lines"],
		)

	def test_tidying_sorts_and_keeps_the_last(self):
		rows = [Row("B", "1", ""), Row("A", "2", ""), Row("B", "3", ""), Row("B", "4", "x")]
		self.assertEqual(translations.tidy(rows), [Row("A", "2", ""), Row("B", "3", ""), Row("B", "4", "x")])
