"""The acts on a document on its way, of any kind, and the document as a page shows it. Who acts is the signed-in user; each
act expects the step number of the page it was shown on."""

from datetime import date
from typing import Annotated, Any, Literal

import frappe
from frappe import _
from frappe.model.document import Document
from pydantic import FiniteFloat

from bontot.approval.acts import (
	adoption,
	after_decision,
	document_view,
	evaluation_view,
	exclusion,
	rerouting,
	sampling,
	service,
)
from bontot.approval.core import cases, kinds, visibility
from bontot.approval.core.adoption_rules import Votes
from bontot.approval.core.errors import DecisionError
from bontot.approval.people import by_turn
from bontot.argument_types import WRITTEN, Name
from bontot.outbox.conflicts import run_again_on_conflict

Points = Annotated[dict[str, FiniteFloat], WRITTEN]  # by criterion
Reasons = Annotated[dict[Name, str], WRITTEN]  # by criterion


# What a page shows


@frappe.whitelist(methods=["GET", "POST"])
def get_document(doctype: str, name: str) -> dict[str, Any]:
	"""A document on its way: an evaluation as `evaluation_view.of_file`, any other as `document_view.of_document`. Raises
	UnknownKindError, DoesNotExistError, PermissionError."""
	return shown(readable(doctype, name))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def open_document(doctype: str, name: str) -> dict[str, Any]:
	"""As `get_document`, of an evaluation for its reviewer: that it was opened is kept (`sampling`)."""
	kinds.require_criteria(doctype)
	visibility.require(doctype, name)
	doc = readable(doctype, name)
	sampling.keep_opening(doc)
	return shown(doc)


@frappe.whitelist(methods=["GET", "POST"])
def get_adoption(doctype: str, name: str) -> dict[str, Any]:
	"""Meetings that may have adopted a self-assessment, with their votes, the latest chosen (`adoption.proposal`)."""
	kinds.require_criteria(doctype)
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	return adoption.proposal(doc)


@frappe.whitelist(methods=["GET", "POST"])
def reroute_choices(doctype: str, name: str) -> list[dict[str, Any]]:
	"""Levels at which a waiting document could go on (see `rerouting.choices`)."""
	doc = readable(doctype, name)
	return rerouting.choices(cases.of(doc)) if rerouting.may(doc, frappe.session.user) else []


@frappe.whitelist(methods=["GET", "POST"])
def outside_reasons(doctype: str, name: str) -> list[str]:
	"""The reasons of the closed list that an evaluation's period knows."""
	kinds.require_criteria(doctype)
	return exclusion.reasons_of(readable(doctype, name).period)


# Acts of the author


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def send(
	doctype: str,
	name: str,
	expected_sequence: int,
	adopted_by_meeting: str | None = None,
	votes_for: int = 0,
	votes_against: int = 0,
	votes_other: int = 0,
) -> dict[str, Any]:
	"""Send a document to the level above. A refusal for something missing carries the list as `missing`, one for returned
	criteria that were left as they were as `unanswered`."""
	votes = Votes(votes_for, votes_against, votes_other)
	return done(service.send(doctype, name, expected_sequence, adopted_by_meeting, votes))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def recall(doctype: str, name: str, expected_sequence: int) -> dict[str, Any]:
	"""Take a document back while the level that has it has not acted."""
	return done(service.recall(doctype, name, expected_sequence))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def declare_not_reached(doctype: str, name: str, expected_sequence: int, reason: str) -> dict[str, Any]:
	"""The organisation says itself that it has not reached the title."""
	return done(service.declare_not_reached(doctype, name, expected_sequence, reason))


# Acts of a level


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def agree(
	doctype: str, name: str, expected_sequence: int, points: Points | None = None, reason: str = ""
) -> dict[str, Any]:
	"""Agree and pass on, at a last level that appraises end well; with other points than counted before ({criterion: points})
	for this reason."""
	return done(service.agree(doctype, name, expected_sequence, points, reason))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def return_document(
	doctype: str,
	name: str,
	expected_sequence: int,
	reasons: Reasons | None = None,
	reason: str = "",
	to: Literal["author", "below"] = "author",
) -> dict[str, Any]:
	"""Give a document back to its author, or to the level below to look again: an evaluation's criteria each for its own of
	`reasons`, any other document for this reason."""
	return done(service.return_document(doctype, name, expected_sequence, reasons or reason, to))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def approve(doctype: str, name: str, expected_sequence: int, number: str, decided_on: str) -> dict[str, Any]:
	"""Record the body's decision of this number and date (ISO) that approves a document."""
	return done(service.approve(doctype, name, expected_sequence, number, day(decided_on)))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def reroute(
	doctype: str, name: str, expected_sequence: int, reason: str, to: str | None = None
) -> dict[str, Any]:
	"""Send a waiting document along its way as worked out anew, or on to the level `to`."""
	return done(rerouting.reroute(doctype, name, expected_sequence, reason, to or None))


# Acts on what has ended


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def reopen(doctype: str, name: str, expected_sequence: int, reason: str) -> dict[str, Any]:
	"""Put a decided evaluation back to the level that ended it."""
	return done(after_decision.reopen(doctype, name, expected_sequence, reason))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def withdraw(
	doctype: str, name: str, expected_sequence: int, reason: str, number: str = "", decided_on: str = ""
) -> dict[str, Any]:
	"""Take a title back by the decision of this number and date (ISO), or end a document that is in force."""
	decision = (number, day(decided_on) if decided_on else None)
	return done(after_decision.withdraw(doctype, name, expected_sequence, reason, *decision))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def lock(doctype: str, name: str, expected_sequence: int) -> dict[str, Any]:
	"""Keep a decided evaluation as it is, at a level that receives it."""
	return done(after_decision.lock(doctype, name, expected_sequence))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def set_outside(
	doctype: str, name: str, expected_sequence: int, outside_reason: str, reason: str = ""
) -> dict[str, Any]:
	"""Put an evaluation outside the review; `reason`: more about it, beside the one chosen from the list."""
	return done(exclusion.set_outside(doctype, name, expected_sequence, outside_reason, reason))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def take_in(doctype: str, name: str, expected_sequence: int, reason: str) -> dict[str, Any]:
	"""Let an evaluation go on as it was before it was set outside."""
	return done(exclusion.take_in(doctype, name, expected_sequence, reason))


def readable(doctype: str, name: str) -> Document:
	"""A document on its way, for who may read it by place, and who must act on it though it has moved away since it was sent.
	Raises UnknownKindError, DoesNotExistError, PermissionError."""
	kinds.of(doctype)
	doc = frappe.get_doc(doctype, name)
	if not by_turn.waits_for(doc, frappe.session.user):
		doc.check_permission("read")
	return doc


def shown(doc: Document) -> dict[str, Any]:
	case = cases.of(doc)
	view = evaluation_view.of_file if case.kind.has_criteria else document_view.of_document
	return view(case, frappe.session.user)


def done(doc: Document) -> dict[str, Any]:
	"""The fields with which a page goes on after an act without reloading."""
	return {
		"name": doc.name,
		"state": doc.state,
		"step_sequence": doc.step_sequence,
		"awaiting_organization": doc.awaiting_organization,
		"awaiting_act": doc.awaiting_act,
	}


def day(value: str) -> date:
	"""A day as pages send it (ISO). Raises DecisionError."""
	try:
		return date.fromisoformat(value)
	except ValueError:
		message = _("Decision Date: {0} is no date. Choose it from the calendar.").format(value[:20])
		frappe.throw(message, DecisionError, title=_("Check the Decision"))
