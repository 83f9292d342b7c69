"""A member goes from one organisation to another, for good or for a time, on a day; both sides agree."""

import frappe
from frappe import _
from frappe.utils import getdate

from bontot.organization import access, tree
from bontot.organization.access import server_written
from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.errors import TransferError, TransferStateError
from bontot.organization.members import transfers
from bontot.text import nfc

FIXED = (
	"member", "organization", "to_organization", "transfer_kind", "effective_date", "until", "decision_number", "state",
	"answered_by", "answered_at", "reason",
)  # fmt: skip


class MemberTransfer(ScopedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answered_at: DF.Datetime | None
		answered_by: DF.Link | None
		decision_number: DF.Data | None
		effective_date: DF.Date
		member: DF.Link
		organization: DF.Link | None
		organization_path: DF.Data | None
		reason: DF.SmallText | None
		state: DF.Literal["Proposed", "Accepted", "Done", "Refused", "Withdrawn"]
		title: DF.Data | None
		to_organization: DF.Link
		transfer_kind: DF.Literal["Permanent", "Temporary"]
		until: DF.Date | None

	# end: auto-generated types

	def before_insert(self) -> None:
		if self.flags.by_service:
			return
		self.state = "Proposed"
		self.answered_by = self.answered_at = self.reason = None

	def before_validate(self) -> None:
		server_written.hold(self)
		if self.is_new() and not self.flags.by_service:
			self.organization = frappe.db.get_value("Party Member", self.member, "organization")
		super().before_validate()

	def validate(self) -> None:
		super().validate()
		if not self.is_new():
			self.refuse_change()
			return
		self._validate_mandatory()  # what follows looks at where and when; the framework would ask for them afterwards
		self.set_texts()
		if not self.flags.by_service:
			self.validate_place()
			self.validate_dates()
			self.validate_alone()

	def after_insert(self) -> None:
		"""Accept the transfer at once for a writer at both ends, who needs to ask nobody."""
		if self.state == "Proposed" and transfers.may_answer(self, frappe.session.user):
			transfers.answer(self, "Accepted")
			transfers.carry_out_when_due(self)

	def onload(self) -> None:
		user = frappe.session.user
		self.set_onload("may_answer", transfers.may_answer(self, user))
		may_withdraw = self.state in transfers.OPEN and access.may_make(self, user)
		self.set_onload("may_withdraw", may_withdraw)

	def set_texts(self) -> None:
		self.decision_number = nfc(self.decision_number)
		member = frappe.db.get_value("Party Member", self.member, "full_name")
		names = [
			frappe.db.get_value(tree.DOCTYPE, name, "organization_name")
			for name in (self.organization, self.to_organization)
		]
		self.title = f"{member}: {names[0]} → {names[1]}"[:280]

	def validate_place(self) -> None:
		if self.to_organization == self.organization:
			refuse(_("The member belongs to this organization already. Choose another one."))
		held = tree.path_to_write(self.to_organization)
		row = held and frappe.db.get_value(
			tree.DOCTYPE, self.to_organization, ("valid_from", "valid_to"), as_dict=True
		)
		day = getdate(self.effective_date)
		if not row or row.valid_from > day or (row.valid_to and row.valid_to < day):
			refuse(
				_(
					"The receiving organization does not exist on that day. Correct the date or choose another one."
				)
			)

	def validate_dates(self) -> None:
		first = getdate(self.effective_date)
		if self.transfer_kind == "Temporary":
			if not self.until or getdate(self.until) < first:
				refuse(_("Say until when the member is away: a day on or after the first one."))
		else:
			self.until = None
		before = frappe.db.get_value(
			transfers.DOCTYPE,
			{"member": self.member, "state": "Done", "transfer_kind": "Permanent"},
			"effective_date",
			order_by="effective_date desc",
		)
		admitted = frappe.db.get_value("Party Member", self.member, "admission_date")
		if any(day and first < day for day in (before, admitted)):
			refuse(_("The day lies before the admission or before an earlier transfer. Correct it."))

	def validate_alone(self) -> None:
		frappe.db.get_value("Party Member", self.member, "name", for_update=True)  # not two at once
		where = {"member": self.member, "state": ("in", transfers.OPEN), "name": ("!=", self.name or "")}
		if frappe.db.exists(transfers.DOCTYPE, where):
			refuse(_("A transfer of this member is open already. Answer it or take it back first."))

	def refuse_change(self) -> None:
		if not self.flags.by_service and any(self.has_value_changed(field) for field in FIXED):
			frappe.throw(
				_("A transfer is not changed afterwards. Take it back and make a new one."),
				TransferStateError,
			)


def refuse(message: str) -> None:
	frappe.throw(message, TransferError, title=_("Member Transfer"))
