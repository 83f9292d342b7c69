"""A document on its way as its form shows it: place in the chain, log, and what this person may do now."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from bontot.approval import (
	chain_strip,
	documents,
	file_view,
	handed_back,
	kinds,
	rerouting,
	service,
	steps,
	transitions,
)
from bontot.approval.errors import RouteMissingError

FIELDS = ("name", "title", "state", "round", "step_sequence", "sent_at", "awaiting_since", "awaiting_due_on")


def of_document(doc: Document, user: str) -> dict[str, Any]:
	"""What the form shows; the caller has checked that `user` may read the document.

	{FIELDS, waits_for, working_days_left, strip (chain_strip), steps (steps.log_of), route_missing (words or ""), may:
	{act: {allowed, why}}, concludes: whether agreeing puts it in force, returned_because,
	returned_from_above (handed_back.standing_return)}
	"""
	ahead, missing = route_ahead(doc)
	log = steps.log_of(doc)
	situation = service.situation_of(doc)
	return {
		**{field: doc.get(field) for field in FIELDS},
		"waits_for": chain_strip.waits_for(doc),
		"working_days_left": file_view.days_left(doc),
		"strip": chain_strip.of_file(doc, ahead),
		"steps": log,
		"route_missing": missing,
		"may": {act: answer_for(act, doc, situation, user) for act in transitions.possible(situation)},
		"concludes": situation.place == "appraise last",
		"returned_because": reason_of_return(doc, log),
		"returned_from_above": handed_back.standing_return(doc),
	}


def answer_for(act: str, doc: Document, situation: transitions.Situation, user: str) -> dict[str, Any]:
	if act in (transitions.APPROVE, transitions.WITHDRAW):
		allowed, why = documents.may(doc, act, user)
		return {"allowed": allowed, "why": why}
	if act == transitions.REROUTE:  # offered where it would change something
		differs = not rerouting.goes_so(doc, rerouting.way_on(doc, getdate()))
		return {"allowed": differs and rerouting.may(doc, user), "why": ""}
	if act in file_view.JUDGING and service.seat_for_body(doc, user):
		gone = handed_back.why_no_author(doc) if act == transitions.RETURN else None
		if act == transitions.RETURN_BELOW:
			gone = handed_back.why_none_below(doc, situation.position)
		return {"allowed": not gone, "why": gone or ""}
	return file_view.answer_for(act, doc, situation, user)


def route_ahead(doc: Document) -> tuple[dict[str, Any] | None, str]:
	"""The way an unsent document would take today, or what an administrator has to mend before it can be sent."""
	if doc.route or doc.state != transitions.DRAFT:
		return None, ""
	try:
		return kinds.of(doc.doctype).work_out(doc, getdate()), ""
	except RouteMissingError as error:
		frappe.clear_last_message()
		return None, str(error)


def reason_of_return(doc: Document, log: list[dict[str, Any]]) -> str:
	if doc.state != transitions.RETURNED:
		return ""
	return next((row.reason for row in reversed(log) if row.act == transitions.RETURN), "")
