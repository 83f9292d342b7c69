"""Acts that a person may do with a document now: each that its state knows, allowed or why not."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.approval.acts import after_decision, exclusion, rerouting, service
from bontot.approval.core import kinds, moves, returned, transitions
from bontot.approval.people import conflicts, no_eligible_approver
from bontot.evaluation.answers import service as evaluations
from bontot.organization import access

JUDGING = (transitions.AGREE, transitions.RETURN, transitions.RETURN_BELOW)


def may(doc: Document, user: str) -> dict[str, dict[str, Any]]:
	"""{act: {"allowed": bool, "why": Vietnamese reason when not}} for each act the document's state knows."""
	situation = moves.situation_of(doc)
	closed = why_closed(doc)
	found = {
		act: {"allowed": False, "why": closed}
		if closed and act != transitions.WITHDRAW  # the one act that a closed period takes
		else answer_for(act, doc, situation, user)
		for act in transitions.possible(situation)
	}
	return found | (exclusion.may(doc, user) if kinds.of(doc.doctype).has_criteria else {})


def why_closed(doc: Document) -> str:
	"""In words, that an evaluation's period is closed; "": it is not, or the document is of none."""
	if not kinds.of(doc.doctype).has_criteria or not exclusion.is_closed(doc):
		return ""
	title = frappe.get_cached_value("Review Period", doc.period, "title")
	return evaluations.closed_words(title)


def may_decide_by_body(doc: Document, user: str) -> bool:
	"""Whether `user` may write the resolution of a body that appraises since none of its seats may."""
	if doc.state != transitions.UNDER_APPRAISAL or doc.awaiting_act != "Appraise" or why_closed(doc):
		return False
	place = doc.awaiting_organization
	if not access.seats(user, organization=place, ability="decide") or not no_eligible_approver.is_unattended(
		doc
	):
		return False
	return not why_consecutive(doc, user, place)


def answer_for(act: str, doc: Document, situation: transitions.Situation, user: str) -> dict[str, Any]:
	"""{"allowed", "why"} for one act that the document's state knows."""
	if act in after_decision.ACTS:
		return answer(*after_decision.may(doc, act, user))
	if act == transitions.REROUTE:
		return answer(rerouting.is_offered(doc, user))
	if act == transitions.APPROVE and not access.seats(
		user, organization=doc.awaiting_organization, ability="decide"
	):
		return answer(False)
	if act == transitions.RECALL and returned.came_from_above(doc):
		return answer(False)
	if act in JUDGING and service.seat_for_body(doc, user):
		return answer(not (gone := why_not_back(act, doc, situation)), gone)
	organization, ability = seat_wanted(act, doc, situation)
	if not access.seats(user, organization=organization, ability=ability):
		name = frappe.db.get_value("Party Organization", organization, "organization_name")
		return answer(False, _("This is up to {0}.").format(name))
	back = act == transitions.RETURN or (act == transitions.RECALL and organization == doc.organization)
	if back and (why := returned.why_no_author(doc)):
		return answer(False, why)
	if act == transitions.RETURN_BELOW and returned.why_none_below(doc, situation.position):
		return answer(False)  # nothing is missing: the unit itself is left to return it to
	barred = None
	if act in JUDGING:
		barred = conflicts.why_barred(doc, user)
	elif ability == "decide" and organization != doc.organization:
		barred = why_consecutive(doc, user, organization)
	return answer(not barred, barred[1] if barred else "")


def answer(allowed: bool, why: str | None = "") -> dict[str, Any]:
	return {"allowed": bool(allowed), "why": why or ""}


def why_not_back(act: str, doc: Document, situation: transitions.Situation) -> str | None:
	"""Why a document cannot be given back where this act gives it; None: it can, or the act gives nothing back."""
	if act == transitions.RETURN_BELOW:
		return returned.why_none_below(doc, situation.position)
	return returned.why_no_author(doc) if act == transitions.RETURN else None


def why_consecutive(doc: Document, user: str, place: str) -> tuple[type[Exception], str] | None:
	hands = conflicts.hands(user, place, "decide")
	return conflicts.why_consecutive(doc.name, place, hands, doctype=doc.doctype)


def seat_wanted(act: str, doc: Document, situation: transitions.Situation) -> tuple[str, access.Ability]:
	if act in (transitions.SEND, transitions.DECLARE_NOT_REACHED):
		return doc.organization, kinds.of(doc.doctype).author
	if act == transitions.RECALL:
		return service.recalling_seat(doc, situation)
	if act in JUDGING:
		return doc.awaiting_organization, "appraise"
	return doc.awaiting_organization, "decide"
