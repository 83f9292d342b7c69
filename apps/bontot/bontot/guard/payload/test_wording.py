"""A comment, a task: who wrote it or handed it out is who is signed in, whatever the request says."""

import json
from contextlib import nullcontext
from unittest.mock import patch

import frappe
from frappe.desk.form import assign_to
from frappe.desk.form.utils import add_comment
from frappe.utils import get_fullname

from bontot.guard.errors import ServerWrittenError
from bontot.guard.payload import wording
from bontot.guard.testing import METHOD, GuardCase
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_seat


class TestSpeaking(GuardCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.other = create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo").user
		self.meeting = create_test_meeting(self.tree.cell_a).name

	def comment(self, text: str):
		"""A comment as a request through the guard and the framework's own function makes it, and what the list keeps."""
		form = self.ask(
			METHOD + wording.COMMENT, "POST", reference_doctype="Meeting", reference_name=self.meeting, content=text,
			comment_email=self.other, comment_by="Người khác",
		)  # fmt: skip
		with self.set_user(self.secretary):
			made = add_comment(**form)
		kept = json.loads(frappe.db.get_value("Meeting", self.meeting, "_comments"))
		return made, next(one for one in kept if one["name"] == made.name)

	def test_a_comment(self):
		for guarded in (True, False):
			with (
				self.subTest(guarded=guarded),
				nullcontext() if guarded else patch.object(wording, "clean"),
			):
				made, kept = self.comment(f"Ý kiến {guarded}")
				said = (
					(self.secretary, get_fullname(self.secretary)) if guarded else (self.other, "Người khác")
				)
				self.assertEqual((made.comment_email, made.comment_by), said)
				self.assertEqual(kept["by"], said[0])

	def test_a_task(self):
		for guarded in (True, False):
			frappe.db.delete("ToDo", {"reference_name": self.meeting})
			with (
				self.subTest(guarded=guarded),
				nullcontext() if guarded else patch.object(wording, "clean"),
			):
				form = self.ask(
					METHOD + "frappe.desk.form.assign_to.add", "POST", doctype="Meeting", name=self.meeting,
					assign_to=json.dumps([self.secretary]), assigned_by=self.other, args={"assigned_by": self.other},
				)  # fmt: skip
				self.assertEqual("args" in form, not guarded)
				with self.set_user(self.secretary):
					assign_to.add(form)
				by = frappe.db.get_value("ToDo", {"reference_name": self.meeting}, "assigned_by")
				self.assertEqual(by, self.secretary if guarded else self.other)

	def test_documents_of_these_kinds_say_it_no_more_than_the_doors(self):
		for doctype, field in (("ToDo", "assigned_by"), ("ToDo", "sender"), ("Comment", "comment_email")):
			with self.subTest(doctype, field=field):
				doc = json.dumps({"doctype": doctype, "description": "x", field: self.other})
				form = self.ask(METHOD + "frappe.client.insert", "POST", doc=doc)
				self.assertNotIn(field, json.loads(form.doc))
				self.refused(
					ServerWrittenError, METHOD + "frappe.client.set_value", "POST", doctype=doctype, name="x",
					fieldname=field, value=self.other,
				)  # fmt: skip
