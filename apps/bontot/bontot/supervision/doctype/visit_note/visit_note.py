"""What someone with an oversight assignment saw at an organisation. Only its writer changes it, while the assignment lives."""

import frappe
from frappe import _
from frappe.utils import formatdate, get_fullname, getdate, nowdate

from bontot.organization import tree
from bontot.organization.scoped import ScopedDocument
from bontot.supervision import assignments
from bontot.supervision.errors import VisitNoteError
from bontot.text import nfc

TEXTS = ("observations", "good_practices", "difficulties", "recommendations")


class VisitNote(ScopedDocument):
	def validate(self) -> None:
		super().validate()
		self.set_writer()
		self.set_texts()
		self.validate_day()
		self.validate_meeting()

	def set_writer(self) -> None:
		"""The signed-in person, once; access lets nobody else write it."""
		before = self.get_doc_before_save()
		self.writer = before.writer if before else frappe.session.user

	def set_texts(self) -> None:
		for field in TEXTS:
			self.set(field, nfc(self.get(field)))
		name = frappe.db.get_value(tree.DOCTYPE, self.organization, "organization_name")
		self.title = f"{name}, {formatdate(self.visited_on)}: {get_fullname(self.writer)}"[:200]

	def validate_day(self) -> None:
		day = getdate(self.visited_on)
		if day > getdate(nowdate()):
			refuse(_("The visit lies in the future. Write the note when it has taken place."))
		if not assignments.covers(self.assignment, self.writer, self.organization_path, day):
			refuse(
				_(
					"The assignment does not let you follow this organization on {0}. Check assignment, organization and day."
				).format(formatdate(day))
			)

	def validate_meeting(self) -> None:
		if self.meeting and frappe.db.get_value("Meeting", self.meeting, "organization") != self.organization:
			refuse(_("The meeting is not one of the visited organization. Choose another or leave it empty."))


def refuse(message: str) -> None:
	frappe.throw(message, VisitNoteError, title=_("Visit Note"))
