"""Note of a visit to an organisation, by someone with an oversight assignment. Only its writer changes it, while the assignment
lives.
"""

from urllib.parse import quote

import frappe
from frappe import _
from frappe.utils import formatdate, get_fullname, getdate, nowdate

from bontot.approval.people import seating
from bontot.approval.queue import notices
from bontot.approval.queue.news_line import News
from bontot.organization import tree
from bontot.organization.access.scoped import ScopedDocument
from bontot.supervision import assignments
from bontot.supervision.errors import VisitNoteError
from bontot.text import nfc

TEXTS = ("observations", "good_practices", "difficulties", "recommendations")


class VisitNote(ScopedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		assignment: DF.Link
		difficulties: DF.Text | None
		good_practices: DF.Text | None
		meeting: DF.Link | None
		observations: DF.Text
		organization: DF.Link
		organization_path: DF.Data | None
		recommendations: DF.Text | None
		title: DF.Data | None
		visited_on: DF.Date
		writer: DF.Link | None

	# end: auto-generated types

	def validate(self) -> None:
		super().validate()
		self.set_writer()
		self.set_texts()
		self.validate_day()
		self.validate_meeting()

	def after_insert(self) -> None:
		"""Tell the writers for the visited organisation of the note at once: one that nobody opens helps nobody."""
		words = _(
			"{0} has visited {1} on {2} and left a visit note. Read what is good and what is to be mended."
		)
		name = frappe.db.get_value(tree.DOCTYPE, self.organization, "organization_name")
		line = News(
			words.format(get_fullname(self.writer), name, formatdate(self.visited_on)),
			self.name,
			doctype=self.doctype,
			address=f"/app/visit-note/{quote(self.name)}",
		)
		for user in seating.people_at([self.organization], "author").get(self.organization, ()):
			if user != self.writer:
				notices.give(user, [line])

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
