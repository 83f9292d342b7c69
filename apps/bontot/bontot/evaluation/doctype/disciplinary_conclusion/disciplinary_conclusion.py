"""A disciplinary conclusion, entered by the inspection commission; read by few (organization/access.py, RESTRICTED)."""

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, nowdate

from bontot.evaluation.errors import RegisterError
from bontot.organization import tree
from bontot.organization.scoped import ScopedDocument
from bontot.text import nfc

MEMBER, ORGANIZATION = "Party Member", "Party Organization"
MEASURES = {
	MEMBER: ("Reprimand", "Formal Warning", "Removal from Position", "Expulsion"),
	ORGANIZATION: ("Reprimand", "Formal Warning", "Dissolution"),
}


class DisciplinaryConclusion(ScopedDocument):
	def validate(self) -> None:
		super().validate()
		self.set_subject()
		self.validate_measure()
		self.validate_days()
		self.set_title()

	def set_subject(self) -> None:
		"""The member must be of the organisation today, or have been when it was concluded: a file stays where it lies."""
		if self.subject_kind == ORGANIZATION:
			self.member = None
			return
		if not self.member:
			refuse(_("“{0}”: choose whom the conclusion concerns.").format(_("Party Member")))
		before = self.get_doc_before_save()
		if before and before.member == self.member:
			return
		if frappe.db.get_value("Party Member", self.member, "organization") != self.organization:
			refuse(_("“{0}”: choose a member of this organization.").format(_("Party Member")))

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
