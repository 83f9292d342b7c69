"""A document by which a committee leads: issued once, entered once. Criterion sh_du_5 counts them, nvct_1 names them."""

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from bontot.evaluation.errors import RegisterError
from bontot.organization.access.scoped import ScopedDocument
from bontot.text import nfc


class LeadershipDocument(ScopedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		document_file: DF.Attach | None
		document_kind: DF.Literal[
			"Party Resolution",
			"Party Conclusion",
			"Party Decision",
			"Action Programme",
			"Work Plan",
			"Scheme",
			"Working Regulation",
			"Official Letter",
		]
		document_number: DF.Data
		issued_on: DF.Date
		meeting: DF.Link | None
		organization: DF.Link
		organization_path: DF.Data | None
		subject: DF.Data
		title: DF.Data | None

	# end: auto-generated types

	def validate(self) -> None:
		super().validate()
		self.set_texts()
		self.validate_day()
		self.validate_meeting()
		self.validate_uniqueness()

	def set_texts(self) -> None:
		self.subject, self.document_number = nfc(self.subject), nfc(self.document_number)
		self.title = f"{self.document_number}: {self.subject}"[:250]

	def validate_day(self) -> None:
		if getdate(self.issued_on) > getdate(nowdate()):
			message = _("“{0}” lies in the future. Enter the document once it has been issued.")
			refuse(message.format(_("Issued On")))

	def validate_meeting(self) -> None:
		if not self.meeting:
			return
		row = frappe.db.get_value("Meeting", self.meeting, ("organization", "meeting_date"), as_dict=True)
		if not row or row.organization != self.organization:
			refuse(_("“{0}”: choose a meeting of this organization.").format(_("Decided at Meeting")))
		if getdate(row.meeting_date) > getdate(self.issued_on):
			refuse(
				_("“{0}” lies before the meeting that decided it. Correct the day or the meeting.").format(
					_("Issued On")
				)
			)

	def validate_uniqueness(self) -> None:
		"""Numbers start anew with a term, so the same number may come again in another year."""
		year = getdate(self.issued_on).year
		same = {
			"organization": self.organization,
			"document_number": self.document_number,
			"issued_on": ("between", (f"{year}-01-01", f"{year}-12-31")),
			"name": ("!=", self.name or ""),
		}
		if frappe.db.exists("Leadership Document", same):
			message = _(
				"Document {0} of {1} is in the register already. Open that one, or correct the number."
			)
			refuse(message.format(self.document_number, year))


def refuse(message: str) -> None:
	frappe.throw(message, RegisterError, title=_("Leadership Document"))


def on_doctype_update() -> None:
	frappe.db.add_index("Leadership Document", ["organization", "issued_on"])
