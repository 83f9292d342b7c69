"""Tests of the documents that a request names, in every shape."""

import json
import unittest

from bontot.guard.query import named_documents
from bontot.guard.targets import Call

ANY = "frappe.client.get"
BULK = "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
COMMENT = "frappe.desk.form.utils.update_comment"
SAVE_REPORT = "bontot.guard.query.saved_reports.save_report"


def named(door: str, **form: object) -> list[tuple[str, str]]:
	return list(named_documents.of([Call(door)], form))


class TestNamedDocuments(unittest.TestCase):
	def test_one_many_and_written_out(self):
		for name in ("a", ["a"], '["a"]', [{"name": "a"}], '[{"name": "a"}]'):
			self.assertEqual(named(ANY, doctype="Meeting", name=name), [("Meeting", "a")], name)
		for names in (["a", "b"], '["a", "b"]'):
			self.assertEqual(
				named(BULK, doctype="Meeting", docnames=names), [("Meeting", "a"), ("Meeting", "b")]
			)
		self.assertEqual(named(ANY, doctype="Meeting", name=7), [("Meeting", "7")])

	def test_by_the_address_and_as_a_document(self):
		self.assertEqual(
			list(named_documents.of([Call("resource:read", "Meeting", "a")], {})), [("Meeting", "a")]
		)
		doc = {"doctype": "Meeting", "name": "a"}
		for sent in (doc, json.dumps(doc), [doc]):
			self.assertEqual(named("frappe.client.save", doc=sent), [("Meeting", "a")])

	def test_doors_that_say_no_kind(self):
		self.assertEqual(named(COMMENT, name="a", content="x"), [("Comment", "a")])

	def test_what_names_no_stored_document(self):
		doc = {"doctype": "Meeting", "name": "a"}
		self.assertEqual(named(SAVE_REPORT, doctype="Meeting", name="A new report"), [])
		self.assertEqual(named("frappe.client.insert", doc=doc), [])
		self.assertEqual(named("frappe.client.save", doc=doc | {"__islocal": 1}), [])
		for name in ("new", "new-meeting-1", "", None, True, [None], {"a": 1}):
			self.assertEqual(named(ANY, doctype="Meeting", name=name), [], name)
		self.assertEqual(named(ANY, name="a"), [])
