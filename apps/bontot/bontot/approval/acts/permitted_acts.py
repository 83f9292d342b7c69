"""Acts that a person may do with a document now: each that its state knows, allowed or why not."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from bontot.approval.acts import after_decision, exclusion, rerouting, service
from bontot.approval.core import returned, transitions
from bontot.approval.core.cases import Case
from bontot.approval.people import conflicts, no_eligible_approver
from bontot.evaluation.answers import service as evaluations
from bontot.organization import access

JUDGING = (transitions.AGREE, transitions.RETURN, transitions.RETURN_BELOW)


def may(case: Case, user: str) -> dict[str, dict[str, Any]]:
	"""{act: {"allowed": bool, "why": Vietnamese reason when not}} for each act the document's state knows."""
	closed = why_closed(case)
	found = {
		act: {"allowed": False, "why": closed}
		if closed and act != transitions.WITHDRAW  # the one act that a closed period takes
		else answer_for(act, case, user)
		for act in transitions.possible(case.situation)
	}
	return found | (exclusion.may(case, user) if case.kind.has_criteria else {})


def why_closed(case: Case) -> str:
	"""In words, that an evaluation's period is closed; "": it is not, or the document is of none."""
	if not case.kind.has_criteria or not exclusion.is_closed(case.doc):
		return ""
	title = frappe.get_cached_value("Review Period", case.doc.period, "title")
	return evaluations.closed_words(title)


def may_decide_by_body(case: Case, user: str) -> bool:
	"""Whether `user` may write the resolution of a body that appraises since none of its seats may."""
	doc = case.doc
	if doc.state != transitions.UNDER_APPRAISAL or doc.awaiting_act != "Appraise" or why_closed(case):
		return False
	place = doc.awaiting_organization
	if not access.seats(
		user, organization=place, ability="decide"
	) or not no_eligible_approver.lacks_approver(doc):
		return False
	return not conflicts.why_not_recording(doc, user)


def answer_for(act: str, case: Case, user: str) -> dict[str, Any]:
	"""{"allowed", "why"} for one act that the document's state knows."""
	doc = case.doc
	if act in after_decision.ACTS:
		return answer(*after_decision.may(case, act, user))
	if act == transitions.REROUTE:
		return answer(rerouting.is_offered(case, user))
	if act == transitions.APPROVE and not access.seats(
		user, organization=doc.awaiting_organization, ability="decide"
	):
		return answer(False)
	if act == transitions.RECALL and returned.came_from_above(doc):
		return answer(False)
	if act in JUDGING and service.seat_for_body(case, user):
		return answer(not (gone := why_not_back(act, case)), gone)
	organization, ability = seat_wanted(act, case)
	if not access.seats(user, organization=organization, ability=ability):
		name = frappe.db.get_value("Party Organization", organization, "organization_name")
		return answer(False, _("This is up to {0}.").format(name))
	back = act == transitions.RETURN or (act == transitions.RECALL and organization == doc.organization)
	if back and (why := returned.why_no_author(doc)):
		return answer(False, why)
	if act == transitions.RETURN_BELOW and why_not_back(act, case):
		return answer(False)  # nothing is missing: the unit itself is left to return it to
	barred = None
	if act in JUDGING:
		barred = conflicts.why_barred(doc, user)
	elif ability == "decide" and organization != doc.organization:
		barred = conflicts.why_not_recording(doc, user)
	return answer(not barred, barred[1] if barred else "")


def answer(allowed: bool, why: str | None = "") -> dict[str, Any]:
	return {"allowed": bool(allowed), "why": why or ""}


def why_not_back(act: str, case: Case) -> str | None:
	"""Reason why a document cannot be given back where this act gives it; None: it can, or the act gives nothing back."""
	if act == transitions.RETURN_BELOW:
		return returned.why_none_below(case.route, case.situation.position)
	return returned.why_no_author(case.doc) if act == transitions.RETURN else None


def seat_wanted(act: str, case: Case) -> tuple[str, access.Ability]:
	if act in (transitions.SEND, transitions.DECLARE_NOT_REACHED):
		return case.doc.organization, case.kind.author
	if act == transitions.RECALL:
		return service.recalling_seat(case)
	return case.doc.awaiting_organization, "appraise" if act in JUDGING else "decide"
