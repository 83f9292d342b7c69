"""The acts on a document on its way, of any kind. Each takes the document's row, expects the state it was shown, asks for a seat,
and writes one step.

What an act makes of a document is decided in `transitions`; who is barred in `conflicts`; what is particular to a kind in its
`kinds.Kind`; how state and place are set and written in `moves`; deciding is in `deciding`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate

from bontot.approval.acts import evaluation_kind
from bontot.approval.core import kinds, moves, resume_at, returned, routing, steps, transitions
from bontot.approval.core.adoption_rules import Votes
from bontot.approval.core.cases import Case
from bontot.approval.core.errors import CriteriaMissingError, DecisionError, NoLevelBelowError
from bontot.approval.people import conflicts, no_eligible_approver
from bontot.evaluation.answers import points_given
from bontot.evaluation.answers import service as evaluations
from bontot.organization import access
from bontot.text import nfc

ReturnTo = Literal["author", "below"]  # keys of `transitions.RETURNS`


# Acts of the author


def send(
	doctype: str, name: str, expected_sequence: int, meeting: str | None = None, votes: Votes | None = None
) -> Document:
	"""Send a document to the first level above; its route is frozen now, unless it comes back from a return.

	`meeting`, `votes`: by which meeting an evaluation was adopted, and how.
	"""
	case = moves.open_document(doctype, name, expected_sequence)
	doc, kind = case.doc, case.kind
	seat = access.require_seat(doc.organization, kind.author)
	if case.situation.place == "author":
		kind.before_sending(doc, meeting, votes)
		if doc.state == transitions.DRAFT or not doc.route or moves.leads_to_the_ended(case.route):
			case = case.along(kind.work_out(doc, getdate()))
		else:
			situation = replace(case.situation, straight_to=resume_at.position(case))
			case = replace(case, situation=situation)
	entry = moves.entry_for(case, transitions.SEND, doc.organization, seat)
	if case.situation.straight_to:
		entry.reason = resume_at.words(case)
	moves.move(case, entry)
	doc.sent_at = entry.at
	kind.sent(doc)
	return moves.finish(case, entry)


def declare_not_reached(doctype: str, name: str, expected_sequence: int, reason: str) -> Document:
	"""The organisation says itself that it has not reached the title: the evaluation ends, nobody appraises it."""
	case = moves.open_document(doctype, name, expected_sequence)
	doc = case.doc
	seat = access.require_seat(doc.organization, "author")
	moves.require_possible(case, transitions.DECLARE_NOT_REACHED)
	entry = moves.entry_for(case, transitions.DECLARE_NOT_REACHED, doc.organization, seat)
	entry.reason = moves.required_reason(reason)
	evaluation_kind.take_records(doc)
	moves.move(case, entry)
	evaluations.set_counts(doc)
	return moves.finish(case, entry)


def recall(doctype: str, name: str, expected_sequence: int) -> Document:
	"""Take a document back from the level that has it and has not acted yet: its author, or the level below."""
	case = moves.open_document(doctype, name, expected_sequence)
	doc, kind = case.doc, case.kind
	organization, ability = recalling_seat(case)
	if returned.came_from_above(doc):  # the level that has it has acted
		moves.refuse_impossible("not_open_here", doc)
	seat = access.require_seat(organization, ability)
	kind.refuse_when_held(name)
	entry = moves.entry_for(case, transitions.RECALL, organization, seat)
	agreed_at = returned.when_agreed(doc, organization) if case.situation.from_level else None
	moves.move(case, entry)
	if agreed_at:
		kind.recalled(doc, organization, agreed_at)
		back = returned.sent_down_before(doc, organization, agreed_at)
		if back and back.organization in case.route.after(doc.route_position):
			look_again(case, back)
	return moves.finish(case, entry)


# Acts of a level that appraises


def agree(
	doctype: str,
	name: str,
	expected_sequence: int,
	points: Mapping[str, Any] | None = None,
	reason: str = "",
) -> Document:
	"""Agree and pass on, with an evaluation's every criterion; at a last level that appraises this ends well what climbs.

	`points`: what this level gives an evaluation's scored criteria; where that differs from what counted before, with the
	reason.
	"""
	case = moves.open_document(doctype, name, expected_sequence)
	if not points:
		return moves.finish(case, agree_to(case))
	kinds.require_criteria(doctype)
	require_appraiser(case, transitions.AGREE)
	changed = points_given.by_appraiser(case.doc, points)
	why = moves.required_reason(reason) if changed else ""
	evaluations.set_results(case.doc)
	entry = agree_to(case)
	entry.reason, entry.criteria = why, changed
	return moves.finish(case, entry)


def agree_to(case: Case, at: datetime | None = None) -> steps.Entry:
	"""Agree to a locked document in memory; every refusal comes from here, before anything is written."""
	seat = require_appraiser(case, transitions.AGREE)
	entry = moves.entry_for(case, transitions.AGREE, case.doc.awaiting_organization, seat, at)
	pass_on(case, entry)
	return entry


def pass_on(case: Case, entry: steps.Entry) -> None:
	"""Move a locked document on, in memory, as agreed to where it waits; where nobody stands above it is in force then."""
	moves.move(case, entry)
	case.kind.agreed(case.doc, entry.organization, entry.at)


def return_document(
	doctype: str,
	name: str,
	expected_sequence: int,
	reasons: Mapping[str, str] | str,
	to: ReturnTo = "author",
) -> Document:
	"""Give a document back, to its author or to the level below, which has appraised it and looks at it again.

	`reasons`: of an evaluation each returned criterion's own ({criterion: reason}), of any other document one. To the author:
	these criteria reopen, all others are accepted and stay locked; to the level below nothing reopens. Raises
	CriteriaMissingError, ReasonMissingError, NoLevelBelowError.
	"""
	case = moves.open_document(doctype, name, expected_sequence)
	act, kind, doc = transitions.RETURNS[to], case.kind, case.doc
	seat = require_appraiser(case, act)
	kind.refuse_when_held(name)
	entry = moves.entry_for(case, act, doc.awaiting_organization, seat)
	if kind.has_criteria:
		entry.reasons = required_reasons(doc, reasons if isinstance(reasons, Mapping) else {})
		entry.criteria = list(entry.reasons)
	else:
		entry.reason = moves.required_reason(reasons if isinstance(reasons, str) else "")
	give_back(case, entry)
	return moves.finish(case, entry)


def give_back(case: Case, entry: steps.Entry) -> None:
	"""Give back as an officer's act and a body's decision both do; `entry.act` says where to."""
	if entry.act == transitions.RETURN_BELOW and (
		why := returned.why_none_below(case.route, case.situation.position)
	):
		frappe.throw(why, NoLevelBelowError, title=_("No Level Below"))
	moves.move(case, entry)
	if case.doc.state == transitions.RETURNED:
		case.kind.returned(case.doc, entry)
	else:
		look_again(case, entry)


def look_again(case: Case, entry: steps.Entry) -> None:
	"""Leave the return on a document that waits at the level below now (`entry`: who returned what, and why)."""
	case.doc.returned_by = entry.organization
	case.kind.sent_down(case.doc, entry)


# Acts of a body


def approve(doctype: str, name: str, expected_sequence: int, number: str, decided_on: date) -> Document:
	"""Record that the body where a document waits has decided to approve it; on titles it decides by a resolution
	(`deciding`). Raises DecisionError."""
	case = moves.open_document(doctype, name, expected_sequence)
	seat = require_recorder(case, transitions.APPROVE)
	case.kind.refuse_when_held(name)
	entry = moves.entry_for(case, transitions.APPROVE, case.doc.awaiting_organization, seat)
	entry.reason = decision_words(number, decided_on)
	pass_on(case, entry)
	return moves.finish(case, entry)


def decision_words(number: str, decided_on: date) -> str:
	number = nfc(number).strip()
	if not number:
		message = _("Decision Number: enter the number of the decision by which the body approves it.")
		frappe.throw(message, DecisionError, title=_("Check the Decision"))
	if decided_on > getdate():
		message = _("Decision Date: {0} lies in the future.").format(formatdate(decided_on))
		frappe.throw(message, DecisionError, title=_("Check the Decision"))
	return _("Decision {0} of {1}").format(number[:140], formatdate(decided_on))


# Whose act it is


def require_appraiser(case: Case, act: str) -> dict:
	"""The seat with which the signed-in user may appraise the document where it waits, or a refusal that says why not."""
	moves.require_possible(case, act)
	if seat := seat_for_body(case, frappe.session.user):
		return seat
	seat = access.require_seat(case.doc.awaiting_organization, "appraise")
	conflicts.refuse_barred(case.doc, frappe.session.user)
	return seat


def require_recorder(case: Case, act: str) -> dict:
	"""The seat with which the signed-in user records that the body where a document waits has decided."""
	moves.require_possible(case, act)
	seat = access.require_seat(case.doc.awaiting_organization, "decide")
	if barred := conflicts.why_not_recording(case.doc, frappe.session.user):
		frappe.throw(barred[1], barred[0], title=_("Not You"))
	return seat


def seat_for_body(case: Case, user: str) -> dict | None:
	"""The seat with which `user` acts on a document for the body where it waits: where the level decides, and where none of
	its seats may appraise it. Of an evaluation only a resolution does."""
	doc, place = case.doc, case.doc.awaiting_organization
	if not case.kind.body_stands_in or not place:
		return None
	recording = access.seats(user, organization=place, ability="decide")
	if not recording or (
		doc.awaiting_act == routing.APPRAISE and not no_eligible_approver.lacks_approver(doc)
	):
		return None
	return None if conflicts.why_not_recording(doc, user) else recording[0]


def recalling_seat(case: Case) -> tuple[str, access.Ability]:
	"""The organisation at which, and the ability with which, a document may be taken back from where it is."""
	moves.require_possible(case, transitions.RECALL)
	if case.situation.from_level:
		return case.route.steps[case.situation.position - 1].organization, "appraise"
	return case.doc.organization, case.kind.author


# What is returned


def required_criteria(doc: Document, criteria: Sequence[str]) -> list[str]:
	"""The named criteria in the evaluation's order, each once; refuses none, and one that it lacks."""
	for key in criteria:
		evaluations.item_of(doc, key)
	keys = [item.criterion_key for item in doc.items if item.criterion_key in set(criteria)]
	if not keys:
		message = _("Choose the criteria that must be mended.")
		frappe.throw(message, CriteriaMissingError, title=_("Which Criteria"))
	return keys


def required_reasons(doc: Document, reasons: Mapping[str, str]) -> dict[str, str]:
	"""{criterion: its reason} in the evaluation's order; refuses what `required_criteria` does, and one without its own
	reason, by its name."""
	texts = {item.criterion_key: item.short_text for item in doc.items}
	keys = required_criteria(doc, list(reasons))
	return {key: moves.required_reason(reasons[key], texts[key]) for key in keys}
