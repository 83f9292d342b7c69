"""A decision that changes the tree: its acts, the day it takes effect, what came of it (`reorganization`)."""

import frappe
from frappe import _

from bontot.organization import access
from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.errors import ReorganizationStateError
from bontot.reorganization import proposals, rows
from bontot.text import nfc

EDITABLE = ("Draft", "Failed")
TEXTS = ("title", "decision_number", "decision_issuer", "departs_because")
ONLY_BY_SERVICES = (
	"submitted_by",
	"submitted_at",
	"done_at",
	"undone_at",
	"summary",
	"traces",
	"attempt",
	"proposal",
)


class Reorganization(ScopedDocument):
	def onload(self) -> None:
		self.set_onload("may_act", bool(access.may_access(self, "write")))
		self.set_onload("proposal", proposals.shown_on(self))

	def validate(self) -> None:
		super().validate()
		self.validate_state()
		if self.is_new() or not self.flags.by_service:  # afterwards it says what it said when it was decided
			self.set_texts()

	def on_trash(self) -> None:
		if self.state not in EDITABLE:
			message = _(
				"This reorganization has been entered; it can be taken back or undone but not deleted."
			)
			frappe.throw(message, ReorganizationStateError)

	def deciding_branch(self) -> str:
		return self.organization

	def validate_state(self) -> None:
		if self.flags.by_service:
			return
		before = self.get_doc_before_save()
		stood = before.state if before else "Draft"
		if stood not in EDITABLE:
			message = _("This reorganization has been entered and stays as it is. Take it back first.")
			frappe.throw(message, ReorganizationStateError, title=_("Not Changed Here"))
		self.state, self.problems = "Draft", None
		for field in ONLY_BY_SERVICES:
			self.set(field, before.get(field) if before else None)

	def set_texts(self) -> None:
		for field in TEXTS:
			self.set(field, nfc(self.get(field)))
		rows.set_texts(self)
