"""A document on its way as its form shows it: place in the chain, log, and what this person may do now."""

from __future__ import annotations

from typing import Any

from frappe.model.document import Document

from bontot.approval.acts import evaluation_view, permitted_acts
from bontot.approval.core import returned, steps, steps_bar, transitions
from bontot.approval.core.cases import Case

FIELDS = ("name", "title", "state", "round", "step_sequence", "sent_at", "awaiting_since", "awaiting_due_on")


def of_document(case: Case, user: str) -> dict[str, Any]:
	"""The form's view of a document; the caller has checked that `user` may read it.

	{FIELDS, waits_for, working_days_left, strip (chain_strip), steps (steps.log_of), route_missing (words or ""), may:
	{act: {allowed, why}}, concludes: whether agreeing puts it in force, returned_because,
	returned_from_above (returned.open_return)}
	"""
	doc = case.doc
	ahead, missing = steps_bar.route_ahead(doc)
	log = steps.log_of(doc)
	return {
		**{field: doc.get(field) for field in FIELDS},
		"waits_for": steps_bar.waits_for(doc),
		"working_days_left": evaluation_view.days_left(doc),
		"strip": steps_bar.of_file(doc, ahead),
		"steps": log,
		"route_missing": missing,
		"may": permitted_acts.may(case, user),
		"concludes": case.situation.place == "appraise last",
		"returned_because": reason_of_return(doc, log),
		"returned_from_above": returned.open_return(doc),
	}


def reason_of_return(doc: Document, log: list[dict[str, Any]]) -> str:
	if doc.state != transitions.RETURNED:
		return ""
	return next((row.reason for row in reversed(log) if row.act == transitions.RETURN), "")
