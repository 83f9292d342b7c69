"""Links of a document: what it would be cancelled with is told to whoever may see it: a file's author does not see its resolution."""

from __future__ import annotations

import frappe
from frappe.desk.form import linked_with

from bontot.approval.testcase import DecidingTestCase
from bontot.guard.query import search


class TestSubmittedAndLinked(DecidingTestCase):
	def test_of_what_hangs_on_a_document_only_what_is_in_reach(self) -> None:
		resolution = self.apply(self.submit({self.file: "Recognize", self.other: "Recognize"})).name

		def named(find) -> list[str]:
			return [row["name"] for row in find("Evaluation", self.file)["docs"]]

		for user, wanted in ((self.users.clerk, [resolution]), (self.users.secretary, [])):
			with self.subTest(user), self.set_user(user):
				self.assertEqual(named(search.get_submitted_linked_docs), wanted)
		with self.subTest("control: the framework names it"), self.set_user(self.users.secretary):
			self.assertEqual(named(linked_with.get_submitted_linked_docs), [resolution])
		with self.subTest("of a foreign one nothing"), self.set_user(self.users.secretary):
			with self.assertRefused(frappe.PermissionError):
				search.get_submitted_linked_docs("Resolution", resolution)
