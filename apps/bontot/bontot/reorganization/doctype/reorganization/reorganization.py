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
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from bontot.reorganization.doctype.reorganization_act.reorganization_act import ReorganizationAct
		from bontot.reorganization.doctype.reorganization_share.reorganization_share import (
			ReorganizationShare,
		)

		acts: DF.Table[ReorganizationAct]
		attempt: DF.Int
		decision_date: DF.Date
		decision_issuer: DF.Data
		decision_number: DF.Data
		departs_because: DF.SmallText | None
		done_at: DF.Datetime | None
		effective_date: DF.Date
		organization: DF.Link
		organization_path: DF.Data | None
		problems: DF.SmallText | None
		proposal: DF.Link | None
		shares: DF.Table[ReorganizationShare]
		state: DF.Literal["Draft", "Entered", "Applied", "Failed", "Undoing", "Undone"]
		submitted_at: DF.Datetime | None
		submitted_by: DF.Link | None
		summary: DF.LongText | None
		title: DF.Data
		traces: DF.LongText | None
		undone_at: DF.Datetime | None

	# end: auto-generated types

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
