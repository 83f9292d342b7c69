"""A decision that changes the tree: its acts, the day it takes effect, what came of it (`organization.reorganization`)."""

import frappe
from frappe import _

from bontot.organization import access
from bontot.organization.errors import ReorganizationStateError
from bontot.organization.scoped import ScopedDocument
from bontot.text import nfc

EDITABLE = ("Draft", "Failed")
TEXTS = ("title", "decision_number", "decision_issuer")
ACT_TEXTS = ("new_name", "new_short_name", "new_code", "target_new")


class Reorganization(ScopedDocument):
	def onload(self) -> None:
		self.set_onload("may_act", bool(access.may_access(self, "write")))

	def validate(self) -> None:
		super().validate()
		self.validate_state()
		self.set_texts()

	def on_trash(self) -> None:
		if self.state not in EDITABLE:
			message = _(
				"This reorganization has been entered; it can be taken back or undone but not deleted."
			)
			frappe.throw(message, ReorganizationStateError)

	def validate_state(self) -> None:
		if self.flags.by_service:
			return
		before = self.get_doc_before_save()
		stood = before.state if before else "Draft"
		if stood not in EDITABLE:
			message = _("This reorganization has been entered and stays as it is. Take it back first.")
			frappe.throw(message, ReorganizationStateError, title=_("Not Changed Here"))
		self.state, self.problems = "Draft", None
		for field in ("submitted_by", "submitted_at", "done_at", "undone_at", "summary", "traces", "attempt"):
			self.set(field, before.get(field) if before else None)

	def set_texts(self) -> None:
		for field in TEXTS:
			self.set(field, nfc(self.get(field)))
		for act in self.acts:
			for field in ACT_TEXTS:
				act.set(field, " ".join(nfc(act.get(field)).split()) or None)
		for share in self.shares:
			share.goes_to_new = " ".join(nfc(share.goes_to_new).split()) or None
			share.record_title = title_of(share.share_of, share.record)


def title_of(doctype: str, name: str) -> str:
	"""What a person calls the record: a member's or an organisation's name, a seat's position and holder."""
	fields = {"Party Member": "full_name", "Party Organization": "organization_name", "Seat": "title"}
	return frappe.db.get_value(doctype, name, fields[doctype]) or ""
