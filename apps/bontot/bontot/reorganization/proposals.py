"""Decisions made of proposals that were agreed to; and what became of a proposal.

Whether it was agreed to is the approval's matter, which stands above: what is in force is submitted. The decision names its
proposal; which decisions a proposal has led to is asked of them, so that it stands in one place.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict

import frappe
from frappe import _
from frappe.utils import formatdate

from bontot.organization import access, tree
from bontot.organization.access import hide_existence
from bontot.organization.errors import (
	DepartureUnexplainedError,
	ProposalNotAgreedError,
	ProposalUsedError,
	ReorganizationProblemError,
)
from bontot.reorganization import differences, loading, plan, rows, words
from bontot.text import nfc

DOCTYPE, DECISION = "Reorganization Proposal", "Reorganization"
UNDONE = "Undone"  # of a decision: the tree stands as if it had never been
# Acts about the proposing organisation itself, which only the one above it can decide.
ABOVE_ITSELF = (plan.RENAME, plan.MOVE, plan.MERGE, plan.SPLIT, plan.DISSOLVE, plan.CHANGE_KIND)
ABOUT = {"acts": ("act", "organization"), "shares": ("share_of", "record")}
TOLD = (
	"name",
	"title",
	"state",
	"decision_number",
	"decision_date",
	"effective_date",
	"done_at",
	"undone_at",
)


class Line(TypedDict):
	"""One difference between a decision and its proposal, in words; "" where one side has nothing of it."""

	what: str
	proposed: str
	decided: str


def deciding_branch(doc: Any) -> str:
	"""The organisation at and below which everything lies: the proposing one, or the one above where it is about itself."""
	itself = any(row.organization == doc.organization and row.act in ABOVE_ITSELF for row in doc.acts)
	above = itself and frappe.db.get_value(tree.DOCTYPE, doc.organization, "parent_organization")
	return above or doc.organization


def require_ready(doc: Any) -> None:
	"""Refuse to send, or to put in force, what could not be carried out. Raises ReorganizationProblemError."""
	made, _rows = loading.work_out(doc)
	if made.problems:
		message = "<br>".join(words.with_row(problem) for problem in made.problems)
		frappe.throw(message, ReorganizationProblemError, title=_("This Cannot Be Proposed So"))


# The decision


def make(name: str, decision_number: str, decision_date: date, decision_issuer: str) -> Any:
	"""The draft of a decision as it was proposed, made by the signed-in user, who must be one that may enter it.

	Raises PermissionError, ProposalNotAgreedError, ProposalUsedError.
	"""
	hide_existence.require(DOCTYPE, name)
	proposal = frappe.get_doc(
		DOCTYPE, name, for_update=True
	)  # of two who make it at once the second finds the first's
	proposal.check_permission("read")
	doc = frappe.new_doc(DECISION)
	doc.update({
		"title": proposal.title,
		"organization": proposal.deciding_branch(),
		"effective_date": proposal.effective_date,
		"decision_number": decision_number,
		"decision_date": decision_date,
		"decision_issuer": decision_issuer,
		"proposal": proposal.name,
		**rows.copied(proposal),
	})  # fmt: skip
	doc.check_permission("create")
	require_agreed(proposal)
	require_unused(proposal)
	doc.flags.by_service = True
	return doc.insert()


def require_agreed(proposal: Any) -> None:
	if not proposal.docstatus.is_submitted():
		message = _(
			"This proposal has not been agreed to yet, or no longer is. Reload the page to see where it stands."
		)
		frappe.throw(message, ProposalNotAgreedError, title=_("Not Possible Now"))


def require_unused(proposal: Any) -> None:
	"""Raises ProposalUsedError while a decision of the proposal stands. The caller holds the proposal's row."""
	# Who waited for that row began before the decision was made: only a read that locks sees it.
	where = {"proposal": proposal.name, "state": ("!=", UNDONE)}
	if title := frappe.db.get_value(DECISION, where, "title", for_update=True):
		frappe.throw(used_words(title), ProposalUsedError, title=_("There Is a Decision of It"))


def why_used(proposal: Any) -> str:
	"""Describe which decision of the proposal stands; "": none. For a page: nothing is locked."""
	stands = next((row for row in decisions_of(proposal.name) if row.state != UNDONE), None)
	return used_words(stands.title) if stands else ""


def used_words(title: str) -> str:
	message = _(
		"The decision “{0}” was made of this proposal. Open it; undo or delete it before anything else."
	)
	return message.format(title)


def decisions_of(proposal: str) -> list[Any]:
	"""Decisions made of a proposal, latest first. The caller has checked that the proposal may be read."""
	# Where a decision is about the proposing organisation itself it belongs to the one above, which that does not read; what
	# became of the own proposal it may know.
	return frappe.get_all(DECISION, {"proposal": proposal}, list(TOLD), order_by="creation desc")


# In what it departs


def departures_of(doc: Any) -> list[Line]:
	"""Return where a decision departs from its proposal; nothing of one entered without."""
	if not doc.proposal:
		return []
	proposal = frappe.get_doc(DOCTYPE, doc.proposal)
	found = list(_days(proposal, doc))
	for table, label in (("acts", _("Acts, row {0}")), ("shares", _("Shared Out, row {0}"))):
		proposed, decided = proposal.get(table), doc.get(table)
		both = [[rows.values_of(row) for row in side] for side in (proposed, decided)]
		for one in differences.of_rows(*both, ABOUT[table]):
			found.append({
				"what": label.format(one.decided or one.proposed),
				"proposed": rows.words(proposed[one.proposed - 1]) if one.proposed else "",
				"decided": rows.words(decided[one.decided - 1]) if one.decided else "",
			})  # fmt: skip
	return found


def _days(proposal: Any, doc: Any) -> list[Line]:
	days = [formatdate(one.effective_date, "dd/MM/yyyy") for one in (proposal, doc)]
	same = days[0] == days[1]
	return [] if same else [{"what": _("Effective Date"), "proposed": days[0], "decided": days[1]}]


def require_explained(doc: Any) -> None:
	"""A decision is what was proposed, or says why not. Raises DepartureUnexplainedError."""
	if nfc(doc.departs_because) or not (found := departures_of(doc)):
		return
	message = _(
		"Why It Differs: the decision is not what was proposed ({0}). Write the reason, or put it back."
	)
	said = "; ".join(line["what"] for line in found)
	frappe.throw(message.format(said), DepartureUnexplainedError, title=_("It Differs from the Proposal"))


# What forms and the first page show


def shown_on(decision: Any) -> dict[str, Any] | None:
	"""{name, title, organization_name, reason, departures} of a decision's proposal."""
	fields = ("name", "title", "organization_name", "reason")
	found = decision.proposal and frappe.db.get_value(DOCTYPE, decision.proposal, fields, as_dict=True)
	return {**found, "departures": departures_of(decision)} if found else None


def outcome(proposal: Any, user: str) -> list[dict[str, Any]]:
	"""Return the decisions made of a proposal, latest first.

	[{TOLD, departs_because: "" where it is what was proposed, readable, departures: none of one that `user` may not read}]
	"""
	found = []
	for row in decisions_of(proposal.name):
		doc = frappe.get_doc(DECISION, row.name)
		differs, readable = departures_of(doc), bool(access.may_access(doc, "read", user))
		because = doc.departs_because or "" if differs else ""
		shown = differs if readable else []
		found.append({**row, "departs_because": because, "departures": shown, "readable": readable})
	return found


def may_decide(proposal: Any, user: str) -> bool:
	"""Whether `user` may make the decision of this proposal now."""
	if not proposal.docstatus.is_submitted() or not access.may_write_at(
		user, proposal.deciding_branch(), DECISION
	):
		return False
	return all(row.state == UNDONE for row in decisions_of(proposal.name))


def last_issuer() -> str:
	"""Return the issuer of the latest decision that the signed-in user may read: most likely the next one's issuer, too."""
	latest = frappe.get_list(DECISION, pluck="decision_issuer", order_by="creation desc", limit=1)
	return latest[0] if latest else ""


def to_be_decided(user: str) -> list[Any]:
	"""Proposals that were agreed to and wait for `user`, of the Organization Commission, to make the decision of them:
	[{name, title, organization, organization_name, decided_on}], oldest first."""
	paths = [seat.path for seat in access.seats(user) if seat.is_commission]
	if not paths:
		return []
	proposal, decision = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType(DECISION)
	stands = (decision.proposal == proposal.name) & (decision.state != UNDONE)
	query = frappe.qb.from_(proposal).left_join(decision).on(stands)
	fields = ("name", "title", "organization", "organization_path", "organization_name", "decided_on")
	query = query.select(*(proposal[field] for field in fields)).where(decision.name.isnull())
	agreed = (
		query.where(proposal.docstatus == 1).orderby(proposal.decided_on, proposal.name).run(as_dict=True)
	)
	mine = [row for row in agreed if tree.is_within(row.organization_path, tuple(paths))]
	return [row for row in mine if may_decide(frappe.get_doc(DOCTYPE, row.name), user)]
