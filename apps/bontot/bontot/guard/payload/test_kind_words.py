"""A refusal says in Vietnamese of which kind of document it is."""

from __future__ import annotations

import json
from unittest.mock import patch

import frappe

from bontot.guard.edge import replay
from bontot.guard.payload import kind_words
from bontot.guard.testing import GuardCase


class TestKindWords(GuardCase):
	def setUp(self) -> None:
		super().setUp()
		self.enterContext(patch.object(frappe.local, "lang", "vi"))
		self.addCleanup(frappe.clear_messages)

	def refused(self, act) -> None:
		frappe.clear_messages()
		frappe.flags.error_message = None
		self.addCleanup(frappe.flags.pop, "error_message", None)
		with self.set_user(self.secretary), self.assertRaises(frappe.PermissionError):
			replay._run_again(act, "handle")

	def test_what_a_seat_may_not_write_is_named(self) -> None:
		law = frappe.get_doc("Legal Document", frappe.db.get_value("Legal Document", {}))
		self.refused(law.save)
		self.assertIn("Văn bản căn cứ", frappe.flags.error_message)
		self.assertNotIn("Legal Document", frappe.flags.error_message)

	def test_what_a_list_refuses_is_named(self) -> None:
		self.refused(lambda: frappe.get_list("Outbox Task"))
		self.assertIn(frappe._("Outbox Task", "vi"), frappe.flags.error_message)
		self.assertNotIn("Outbox Task", frappe.flags.error_message)

	def test_messages_too(self) -> None:
		def act() -> None:
			frappe.throw(
				frappe._("You don't have permission to get a report on: {0}").format("Evaluation"),
				frappe.PermissionError,
			)

		self.refused(act)
		[entry] = frappe.local.message_log
		told = (json.loads(entry) if isinstance(entry, str) else entry)["message"]
		self.assertIn("Đánh giá", told)
		self.assertNotIn("Evaluation", told)

	def test_any_other_text_stays(self) -> None:
		for text in ("x", "Không đủ quyền cho việc này", frappe._("Insufficient Permission for {0}")):
			with self.subTest(text):
				self.assertEqual(kind_words.in_words(text), text)
