import frappe
from frappe import _
from frappe.model.document import Document

from bontot.approval.core.errors import AppendOnlyError


class ApprovalStep(Document):
	"""One act on a file, chained to the one before. `approval.steps` makes and writes it; nobody changes it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		above_organization: DF.Link | None
		act: DF.Literal[
			"Send",
			"Recall",
			"Agree",
			"Return",
			"Recognize",
			"Refuse",
			"Conclude Interim",
			"Declare Not Reached",
			"Reroute",
			"Reopen",
			"Withdraw",
			"Lock",
			"Approve",
			"Set Outside",
			"Take In",
		]
		acted_at: DF.Datetime | None
		acting_organization: DF.Link | None
		acting_user: DF.Link | None
		below_organization: DF.Link | None
		criteria_touched: DF.Code | None
		file_doctype: DF.Link | None
		file_name: DF.DynamicLink | None
		from_state: DF.Literal[
			"",
			"Draft",
			"Under Appraisal",
			"Returned",
			"Recognized",
			"Not Recognized",
			"Withdrawn",
			"Declared Not Reached",
			"Interim Reviewed",
			"Outside",
			"Approved",
		]
		hash: DF.Data | None
		on_behalf_of: DF.Link | None
		organization: DF.Link
		organization_path: DF.Data | None
		previous_hash: DF.Data | None
		reason: DF.SmallText | None
		reasons: DF.Code | None
		resolution: DF.Link | None
		results: DF.Code | None
		round: DF.Int
		seat: DF.Link | None
		sequence: DF.Int
		to_organization: DF.Link | None
		to_state: DF.Literal[
			"",
			"Draft",
			"Under Appraisal",
			"Returned",
			"Recognized",
			"Not Recognized",
			"Withdrawn",
			"Declared Not Reached",
			"Interim Reviewed",
			"Outside",
			"Approved",
		]
		working_days: DF.Int
	# end: auto-generated types

	def before_insert(self) -> None:
		self.refuse()

	def validate(self) -> None:
		self.refuse()

	def on_trash(self) -> None:
		self.refuse()

	def before_rename(self, *_names: object) -> None:
		self.refuse()

	def refuse(self) -> None:
		"""For every role, the administrator's too."""
		message = _("The step log only grows by acts on files; it is never changed.")
		frappe.throw(message, AppendOnlyError, title=_("Not Changed Here"))


def on_doctype_update() -> None:
	# One next step a file, whatever two transactions believe they have read.
	frappe.db.add_unique("Approval Step", ["file_name", "sequence"], "one_step_a_number")
	frappe.db.add_index("Approval Step", ["acting_organization", "act", "file_name"], "forwarded_by")
	# Where somebody has acted, or another in his or her stead (`no_eligible_approver.free_people`): asked by every first page.
	for column, name in (("acting_user", "acted_by"), ("on_behalf_of", "acted_for")):
		columns = [column, "act", "acting_organization", "below_organization"]
		frappe.db.add_index("Approval Step", columns, name)
