"""Tests that refusals of our reading endpoints hide existence; every other refusal stays what it was."""

import frappe

from bontot.guard.edge import entry, hidden_existence
from bontot.guard.targets import Call
from bontot.guard.testing import METHOD, GuardCase
from bontot.organization.errors import NoSeatError, TargetNotReadableError

OURS, FACE, CHANGES = (
	"bontot.meeting.api.get_meeting",
	"bontot.synthesis.export.export_query",
	"bontot.meeting.api.finish",
)


class TestUnseen(GuardCase):
	def refuse(self, error: Exception, door: str = OURS, user: str | None = None) -> None:
		with self.set_user(user or self.secretary):
			hidden_existence.remember([Call(door)])
			self.addCleanup(hidden_existence.remember, [])
			frappe.msgprint(f"{error} BH-1")
			frappe.flags.error_message = "BH-1"
			hidden_existence.refuse_alike(error)

	def test_not_there_and_not_open_are_one_answer(self):
		told = []
		for error in (frappe.DoesNotExistError("Meeting BH-1 not found"), frappe.PermissionError("BH-1")):
			frappe.clear_messages()
			with self.assertRaises(TargetNotReadableError) as refused:
				self.refuse(error)
			told.append((str(refused.exception), frappe.get_message_log(), frappe.flags.error_message))
		self.assertEqual(told[0], told[1])
		self.assertNotIn("BH-1", str(told))

	def test_a_refusal_with_a_class_of_its_own_stays(self):
		self.refuse(NoSeatError("x"))
		self.refuse(frappe.ValidationError("x"))

	def test_only_at_reading_doors_of_ours(self):
		for door in (FACE, CHANGES, "frappe.client.get", "page:app"):
			with self.subTest(door):
				self.refuse(frappe.PermissionError("x"), door)

	def test_administrators_are_told_what_is_not_there(self):
		self.refuse(frappe.DoesNotExistError("x"), user="Administrator")

	def test_the_guard_remembers_what_is_called(self):
		with self.request(f"{METHOD}{OURS}", "GET", self.secretary, "t", {}, None, True, {"name": "x"}):
			entry.check()
			self.assertEqual([call.name for call in frappe.local.bontot_calls], [OURS])
