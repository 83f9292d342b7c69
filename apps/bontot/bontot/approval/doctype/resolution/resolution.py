from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from bontot.approval.acts import unmet
from bontot.approval.core import deciding_state, kinds, listing, returned, visibility
from bontot.approval.core.errors import (
	AppliedResolutionError,
	AwaitingRatingError,
	ConsecutiveLevelError,
	PendingResolutionError,
	ResolutionDateError,
	ResolutionRowError,
	UnmetCriteriaError,
)
from bontot.approval.people import conflicts
from bontot.approval.resolutions import deciding, deciding_documents, deciding_meeting, deciding_ratings
from bontot.meeting import votes
from bontot.meeting.votes import Vote
from bontot.organization import access
from bontot.organization.access.scoped import ScopedDocument
from bontot.text import nfc

# Decisions that more than half of the body must be in favour of.
CARRIED = ("Recognize", "Approve")


class Resolution(ScopedDocument):
	"""One decision of a body over ratings, files and documents. Submitting it decides them (docs: README.md beside)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from bontot.approval.doctype.resolution_document.resolution_document import ResolutionDocument
		from bontot.approval.doctype.resolution_item.resolution_item import ResolutionItem
		from bontot.approval.doctype.resolution_rating.resolution_rating import ResolutionRating

		amended_from: DF.Link | None
		documents: DF.Table[ResolutionDocument]
		items: DF.Table[ResolutionItem]
		meeting: DF.Link | None
		members_total: DF.Int
		number: DF.Data
		on_behalf_of: DF.Link | None
		organization: DF.Link
		organization_path: DF.Data | None
		ratings: DF.Table[ResolutionRating]
		ratings_votes_against: DF.Int
		ratings_votes_for: DF.Int
		ratings_votes_other: DF.Int
		resolution_date: DF.Date
		signer: DF.Data
		signer_position: DF.Data
		state: DF.Literal["Draft", "Deciding", "Partly Applied", "Applied"]
		title: DF.Data | None
		votes_against: DF.Int
		votes_for: DF.Int
		votes_other: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		super().validate()
		self.on_behalf_of = None  # said when it is submitted, by the seat that does it
		self.set_title()
		self.validate_date()
		deciding_meeting.validate(self.organization, self.meeting, getdate(self.resolution_date))
		self.require_rows()
		self.clear_results()
		deciding_ratings.validate_rows(self)
		self.validate_rows()
		deciding_documents.validate_rows(self)
		self.set_unmet()
		self.validate_votes()
		self.set_not_voting()

	def before_insert(self) -> None:
		self.state = "Draft"

	def before_submit(self) -> None:
		self.seat = access.require_seat(self.organization, "decide")
		self.on_behalf_of = self.seat.on_behalf_of
		self.refuse_consecutive_level()
		self.refuse_undecided_recognition()
		deciding_ratings.refuse_undecidable(self)
		self.state = "Deciding"

	def on_submit(self) -> None:
		deciding.enqueue(self, self.seat)

	def set_title(self) -> None:
		self.number = nfc(self.number)
		self.title = f"{self.number} ({formatdate(self.resolution_date)})"

	def validate_date(self) -> None:
		if getdate(self.resolution_date) > getdate():
			message = _("Resolution Date: {0} lies in the future.").format(formatdate(self.resolution_date))
			frappe.throw(message, ResolutionDateError, title=_("Check the Date"))

	def require_rows(self) -> None:
		if not deciding.all_rows(self):
			message = _("Name what the resolution decides: files, documents or ratings.")
			frappe.throw(message, ResolutionRowError, title=_("Check the Files"))

	def clear_results(self) -> None:
		"""Until it is submitted nothing is decided: a row that says so would be passed over."""
		for row in deciding.all_rows(self):
			row.update({"result": "", "result_message": ""})

	def validate_votes(self) -> None:
		"""The votes on files and documents; those on the ratings are their own (`deciding_ratings`)."""
		rows = [*self.items, *self.documents]
		whole = self.whole_vote()
		as_whole = [row for row in rows if not votes.own_vote(row, whole.total)]
		if as_whole or not self.ratings:
			votes.refuse_faulty(whole, any(row.decision in CARRIED for row in as_whole))
		for row in rows:
			if own := votes.own_vote(row, whole.total):
				votes.refuse_faulty(own, row.decision in CARRIED, (row.idx, row.organization_name))

	def whole_vote(self) -> Vote:
		counts = (self.votes_for, self.votes_against, self.votes_other)
		return Vote(self.members_total or 0, *(count or 0 for count in counts))

	def set_not_voting(self) -> None:
		"""Name on each row those who do not vote on it: they hold a seat here and belong to the unit that is decided on."""
		barred = conflicts.own_members(self.organization, [row.evaluation for row in self.items])
		for row in self.items:
			row.not_voting = ", ".join(barred.get(row.evaluation, []))

	def validate_rows(self) -> None:
		names = [row.evaluation for row in self.items]
		visibility.require_all(kinds.EVALUATION, names)
		if twice := next((row for row in self.items if names.count(row.evaluation) > 1), None):
			message = _("{0} stands on the resolution twice.").format(
				twice.organization_name or twice.evaluation
			)
			frappe.throw(message, ResolutionRowError, title=_("Check the Files"))
		# Of two that are submitted at once over one file, the second waits here and meets the first.
		submitted = self.docstatus.is_submitted()
		files = self.get_files(names, lock=submitted)
		if pending := deciding_state.pending(names, besides=self.name, locked=submitted):
			message = _("Resolution {0} is deciding one of these files already.").format(
				next(iter(pending.values()))
			)
			frappe.throw(message, PendingResolutionError, title=_("Being Decided"))
		for row in self.items:
			row.organization_name = files[row.evaluation].organization_name
			deciding.refuse_undecidable(files[row.evaluation], row, self.organization)

	def get_files(self, names: list[str], lock: bool) -> dict[str, frappe._dict]:
		fields = [
			"name",
			"organization_name",
			"state",
			"awaiting_act",
			"awaiting_organization",
			"period_kind",
			"organization",
			"route_position",
		]
		if any(row.return_to == returned.LEVEL_BELOW for row in self.items):
			fields.append("route")  # to know who stands below
		# Whether each waits for this very organisation is checked by the caller; the framework checks the links.
		table = frappe.qb.DocType("Evaluation")
		query = frappe.qb.from_(table).select(*(table[field] for field in fields)).orderby(table.name)
		query = query.where(table.name.isin(names or [""]))
		return {row.name: row for row in (query.for_update() if lock else query).run(as_dict=True)}

	def set_unmet(self) -> None:
		"""Say on each row that recognises a file what of it is not met or not decided by the records of the day, by the ratings
		too that are decided first. Needs it a reason, there must be a confirmation."""
		with deciding_ratings.as_if_decided(self):
			names = [row.evaluation for row in self.items if row.decision == "Recognize"]
			self.pass_statuses = unmet.pass_statuses(names) if names else {}
		for row in self.items:
			found = self.pass_statuses.get(row.evaluation)
			row.unmet_criteria = "; ".join((*found.unmet, *found.turned)) if found else ""
			row.waiting_criteria = "; ".join(found.waiting) if found else ""
			row.despite_unmet = int(bool(row.despite_unmet and row.unmet_criteria))
			row.before_rating = int(bool(row.before_rating and row.waiting_criteria))

	def refuse_undecided_recognition(self) -> None:
		"""Refuse to recognise what the pass rule calls not met, what is not decided, and what must be confirmed and is not."""
		rows = [(row, found) for row in self.items if (found := self.pass_statuses.get(row.evaluation))]
		for bar, error, title, message in (
			(
				"unmet",
				UnmetCriteriaError,
				_("Criteria Not Met"),
				_(
					"By the records of today these do not meet the pass rule and are not recognized: {0}. Refuse or return them, or take them off the resolution."
				),
			),
			(
				"waiting",
				AwaitingRatingError,
				_("Not Decided Yet"),
				_(
					"These wait for what is not decided yet: {0}. Have the yearly rating decided first (by this same resolution too), a meeting without points scored by its cell, or take them off."
				),
			),
		):
			if barred := [(row, found) for row, found in rows if found.bar == bar]:
				self.refuse_rows(barred, message, error, title)
		if unsaid := [(row, found) for row, found in rows if not unmet.is_confirmed(row, found)]:
			message = _(
				"These would be recognized though something stands against it: {0}. For each, confirm it with a reason, choose another decision, or take it off the resolution."
			)
			self.refuse_rows(unsaid, message, UnmetCriteriaError, _("Criteria Not Met"))

	def refuse_rows(
		self, rows: list[tuple[Any, unmet.PassStatus]], message: str, error: type[Exception], title: str
	) -> None:
		frappe.local.response["unmet"] = [
			{"evaluation": row.evaluation, "organization_name": row.organization_name, **found.as_dict()}
			for row, found in rows
		]
		named = [f"{row.organization_name} ({'; '.join(found.against)})" for row, found in rows]
		frappe.throw(message.format(listing.few(named)), error, title=title)

	def refuse_consecutive_level(self) -> None:
		names = [row.evaluation for row in self.items]
		hands = conflicts.acting_users(frappe.session.user, self.organization, "decide")
		acted = conflicts.acted_at_next_level_any(names, self.organization, hands)
		acted += deciding_documents.acted_at_next_level(self, hands)
		if acted:
			message = _(
				"You have acted on {0} at the level below. Have another person submit the resolution."
			)
			frappe.throw(message.format(", ".join(acted[:5])), ConsecutiveLevelError, title=_("Not You"))

	def before_cancel(self) -> None:
		"""Refuse to cancel. What is not cancelled is not deleted either: the framework sees to that."""
		message = _("A submitted resolution stands. What it decided is changed by a new decision.")
		frappe.throw(message, AppliedResolutionError, title=_("Not Undone"))
