"""A disciplinary conclusion, entered by the inspection commission; read by few (organization/access, RESTRICTED)."""

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, nowdate

from bontot.evaluation.errors import RegisterError
from bontot.organization import tree
from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.members import membership
from bontot.text import nfc

MEMBER, ORGANIZATION = "Party Member", "Party Organization"
MEASURES = {
	MEMBER: ("Reprimand", "Formal Warning", "Removal from Position", "Expulsion"),
	ORGANIZATION: ("Reprimand", "Formal Warning", "Dissolution"),
}


class DisciplinaryConclusion(ScopedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		concluded_on: DF.Date
		document_file: DF.Attach | None
		document_number: DF.Data
		measure: DF.Literal[
			"Reprimand", "Formal Warning", "Removal from Position", "Expulsion", "Dissolution"
		]
		member: DF.Link | None
		organization: DF.Link
		organization_path: DF.Data | None
		revoked_on: DF.Date | None
		subject_kind: DF.Literal["Party Member", "Party Organization"]
		title: DF.Data | None
		violation: DF.SmallText | None

	# end: auto-generated types

	def validate(self) -> None:
		super().validate()
		self.set_subject()
		self.validate_measure()
		self.validate_days()
		self.set_title()

	def set_subject(self) -> None:
		"""The member must have been of the organisation when it was concluded: there it counts, wherever he or she is now."""
		if self.subject_kind == ORGANIZATION:
			self.member = None
			return
		if not self.member:
			refuse(_("“{0}”: choose whom the conclusion concerns.").format(_("Party Member")))
		before, day = self.get_doc_before_save(), getdate(self.concluded_on)
		if before and (before.member, getdate(before.concluded_on)) == (self.member, day):
			return
		if membership.organizations_of([self.member], day).get(self.member) != self.organization:
			message = _("“{0}”: choose a member who belonged to this organization on {1}.")
			refuse(message.format(_("Party Member"), formatdate(day)))

	def validate_measure(self) -> None:
		if self.measure not in MEASURES[self.subject_kind]:
			possible = ", ".join(_(measure) for measure in MEASURES[self.subject_kind])
			refuse(_("“{0}”: choose one of {1}.").format(_("Disciplinary Measure"), possible))

	def validate_days(self) -> None:
		if getdate(self.concluded_on) > getdate(nowdate()):
			refuse(_("“{0}” lies in the future. Correct it.").format(_("Concluded On")))
		if self.revoked_on and getdate(self.revoked_on) < getdate(self.concluded_on):
			refuse(_("“{0}” lies before the conclusion. Correct it.").format(_("Revoked On")))

	def set_title(self) -> None:
		self.violation, self.document_number = nfc(self.violation), nfc(self.document_number)
		doctype, field, name = (
			("Party Member", "full_name", self.member)
			if self.member
			else (tree.DOCTYPE, "organization_name", self.organization)
		)
		who = frappe.db.get_value(doctype, name, field)
		self.title = f"{who}: {self.document_number}, {formatdate(self.concluded_on, 'dd/MM/yyyy')}"[:250]


def refuse(message: str) -> None:
	frappe.throw(message, RegisterError, title=_("Disciplinary Conclusion"))


def on_doctype_update() -> None:
	frappe.db.add_index("Disciplinary Conclusion", ["organization_path", "concluded_on"])
