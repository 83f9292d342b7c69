"""Proposal of an organisation for its own branch, as the acts of a reorganisation; who decides makes the decision of it."""

import frappe
from frappe import _

from bontot.organization.access.approvable import ApprovableDocument
from bontot.organization.errors import ProposalBranchError
from bontot.reorganization import proposals, rows
from bontot.text import nfc


class ReorganizationProposal(ApprovableDocument):
	"""A draft may hold acts that cannot be carried out (the preview says so), but never anything outside the own branch."""

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
		ahead_organization: DF.Link | None
		amended_from: DF.Link | None
		awaiting_act: DF.Literal["", "Appraise", "Decide"]
		awaiting_due_on: DF.Date | None
		awaiting_organization: DF.Link | None
		awaiting_path: DF.Data | None
		awaiting_since: DF.Datetime | None
		behind_organization: DF.Link | None
		decided_on: DF.Date | None
		effective_date: DF.Date
		head_hash: DF.Data | None
		organization: DF.Link
		organization_name: DF.Data | None
		organization_path: DF.Data | None
		reason: DF.SmallText
		returned_by: DF.Link | None
		round: DF.Int
		route: DF.Code | None
		route_position: DF.Int
		sent_at: DF.Datetime | None
		shares: DF.Table[ReorganizationShare]
		state: DF.Literal["Draft", "Under Appraisal", "Returned", "Approved", "Withdrawn"]
		step_sequence: DF.Int
		title: DF.Data
	# end: auto-generated types

	def onload(self) -> None:
		user = frappe.session.user
		self.set_onload("outcome", proposals.outcome(self, user))
		if proposals.may_decide(self, user):
			self.set_onload("may_decide", True)
			self.set_onload("issuer", proposals.last_issuer())

	def validate(self) -> None:
		super().validate()
		if self.flags.by_service:
			return  # what was sent stays word for word, and may stand elsewhere by now
		self.validate_branch()
		self.set_texts()

	def before_submit(self) -> None:
		super().before_submit()
		self.require_ready()

	def before_cancel(self) -> None:
		super().before_cancel()
		proposals.require_unused(self)

	def deciding_branch(self) -> str:
		return proposals.deciding_branch(self)

	def require_ready(self) -> None:
		proposals.require_ready(self)

	def validate_branch(self) -> None:
		"""Refuse organisations of other branches, at whatever endpoint: not even a name is told by naming them."""
		if not (strange := rows.outside(self, self.organization_path)):
			return
		labels = {"acts": _("Acts, row {0}"), "shares": _("Shared Out, row {0}")}
		said = ", ".join(labels[table].format(row) for table, row in strange)
		message = _(
			"{0}: only what stands at or below {1} can be proposed. Choose from its branch, or have the level above propose it."
		)
		frappe.throw(
			message.format(said, self.organization_name), ProposalBranchError, title=_("Not Its Branch")
		)

	def set_texts(self) -> None:
		self.title, self.reason = nfc(self.title), nfc(self.reason)
		rows.set_texts(self)
