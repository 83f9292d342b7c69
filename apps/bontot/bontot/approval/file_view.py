"""One file as its reviewer reads it: criteria, what changed, log, chain, and what this person may do now."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from bontot import working_days
from bontot.approval import (
	bars,
	chain_strip,
	grounds,
	handed_back,
	kinds,
	later,
	outside,
	recognitions,
	rerouting,
	routes,
	service,
	steps,
	transitions,
	unattended,
)
from bontot.approval.errors import RouteMissingError
from bontot.criteria import criterion_words
from bontot.evaluation import changes, differences, points_given, reading, rechecking
from bontot.evaluation import service as evaluations
from bontot.organization import access

FIELDS = (
	"name",
	"title",
	"organization",
	"organization_name",
	"organization_kind",
	"title_kind",
	"period",
	"period_kind",
	"year",
	"state",
	"round",
	"met_count",
	"item_count",
	"pending_count",
	"changed_count",
	"sent_at",
	"awaiting_organization",
	"awaiting_act",
	"awaiting_since",
	"awaiting_due_on",
	"decided_on",
	"resolution",
	"adopted_by_meeting",
	"votes_for",
	"votes_against",
	"votes_other",
	"step_sequence",
	"locked_by",
	"locked_at",
	"outside_reason",
)
JUDGING = (transitions.AGREE, transitions.RETURN, transitions.RETURN_BELOW)


def of_file(doc: Document, user: str) -> dict[str, Any]:
	"""Everything the appraisal page shows of one file; the caller has checked that `user` may read it."""
	evidence = evaluations.evidence_by_criterion(doc.name)
	changed = changes.of_file(doc, evidence)
	newer = reading.newer_of(doc)
	return {
		"file": {field: doc.get(field) for field in FIELDS},
		"waits_for": chain_strip.waits_for(doc),
		"working_days_left": days_left(doc),
		"items": [
			item_view(doc, item, texts, evidence, changed) | {"newer": newer.get(item.criterion_key)}
			for item, texts in with_texts(doc)
		],
		"groups": doc.frozen_framework()["groups"],
		"suggestion": rechecking.suggestion(doc),
		"rested_on": grounds.rested_on(doc),
		"changed": differences.changed_criteria(row for rows in changed.values() for row in rows),
		"steps": steps.log_of(doc),
		"strip": chain_strip.of_file(doc, route_ahead(doc)),
		"may": may(doc, user),
		"returned_from_above": handed_back.standing_return(doc),
		"by_body": may_decide_by_body(doc, user),
		"recognition": recognitions.standing(doc.name),
		"locked_by_name": steps.organization_names({doc.locked_by}).get(doc.locked_by, ""),
	}


def with_texts(doc: Document) -> list[tuple[Document, dict[str, Any]]]:
	scored = points_given.scales(doc)
	texts = {
		row["criterion_key"]: {**row, "scale": scored.get(row["criterion_key"])}
		for row in doc.frozen_criteria()
	}
	return [(item, texts.get(item.criterion_key, {})) for item in doc.items]


def item_view(
	doc: Document,
	item: Document,
	texts: dict[str, Any],
	evidence: dict[str, list[dict]],
	changed: dict[str, list[differences.Difference]],
) -> dict[str, Any]:
	key = item.criterion_key
	pieces = evidence.get(key, [])
	detail = json.loads(item.computed_detail or "{}")
	return {
		"criterion_key": key,
		"group_key": item.group_key,
		"short_text": item.short_text,
		"full_text": texts.get("full_text", ""),
		"section": texts.get("section", ""),
		"legal_basis": criterion_words.legal_basis(texts),
		"only_for": criterion_words.only_for(texts),
		"guidance": texts.get("guidance", ""),
		"evidence_wanted": texts.get("evidence_wanted", ""),
		"kind": item.kind,
		"computed_result": item.computed_result or "",
		"computed_summary": item.computed_summary or "",
		"computed_rows": detail.get("rows", []),
		"computed_missing": detail.get("missing", []),
		"computed_as_of": item.computed_as_of,
		"self_result": item.self_result or "",
		"appraised_result": item.appraised_result or "",
		"points": points_given.view(item, texts.get("scale")),
		"remark": item.remark or "",
		"evidence": pieces,
		"review_state": item.review_state,
		"return_reason": item.return_reason or "",
		"accepted_at": item.accepted_at,
		"accepted_by": item.accepted_by_organization,
		"differs": differs(item),
		"missing_evidence": not item.computed_result and item.self_result == "Met" and not pieces,
		"changes": [asdict(change) for change in changed.get(key, [])],
	}


def differs(item: Document) -> bool:
	"""Whether the records say otherwise than the self-assessment."""
	computed = item.computed_result in ("Met", "Not Met")
	return bool(computed and item.self_result and item.self_result != item.computed_result)


def days_left(doc: Document) -> int | None:
	"""Working days until the file is due where it lies; negative when overdue, None when nobody is waited for."""
	return working_days.left(doc.awaiting_due_on and getdate(doc.awaiting_due_on), getdate())


def route_ahead(doc: Document) -> dict[str, Any] | None:
	"""The way an unsent file would take today; None when it was sent or no route leads anywhere."""
	if doc.route or doc.state != transitions.DRAFT:
		return None
	try:
		return routes.work_out(doc, getdate())
	except RouteMissingError:
		frappe.clear_last_message()
		return None


def may(doc: Document, user: str) -> dict[str, dict[str, Any]]:
	"""{act: {"allowed": bool, "why": Vietnamese reason when not}} for each act the file's state knows."""
	situation = service.situation_of(doc)
	closed = why_closed(doc)
	found = {
		act: {"allowed": False, "why": closed}
		if closed and act != transitions.WITHDRAW  # the one act that a closed period takes
		else answer_for(act, doc, situation, user)
		for act in transitions.possible(situation)
	}
	return found | (outside.may(doc, user) if doc.doctype == kinds.EVALUATION else {})


def why_closed(doc: Document) -> str:
	"""In words, that the file's period is closed; "": it is not, or the document is of none."""
	if doc.doctype != kinds.EVALUATION or not outside.is_closed(doc):
		return ""
	title = frappe.get_cached_value("Review Period", doc.period, "title")
	return evaluations.closed_words(title)


def may_decide_by_body(doc: Document, user: str) -> bool:
	"""Whether `user` may write the resolution of a body that appraises since none of its seats may."""
	if doc.state != transitions.UNDER_APPRAISAL or doc.awaiting_act != "Appraise" or why_closed(doc):
		return False
	place = doc.awaiting_organization
	if not access.seats(user, organization=place, ability="decide") or not unattended.is_unattended(doc):
		return False
	return not bars.why_consecutive(doc.name, place, bars.hands(user, place, "decide"))


def answer_for(act: str, doc: Document, situation: transitions.Situation, user: str) -> dict[str, Any]:
	"""{"allowed", "why"} for one act that the file's state knows."""
	if act in later.ACTS:
		allowed, why = later.may(doc, act, user)
		return {"allowed": allowed, "why": why}
	if act == transitions.REROUTE:
		return {"allowed": rerouting.may(doc, user), "why": ""}
	if act == transitions.RECALL and handed_back.came_from_above(doc):
		return {"allowed": False, "why": ""}
	organization, ability = _seat_wanted(act, doc, situation)
	if not access.seats(user, organization=organization, ability=ability):
		name = frappe.db.get_value("Party Organization", organization, "organization_name")
		return {"allowed": False, "why": _("This is up to {0}.").format(name)}
	back = act == transitions.RETURN or (act == transitions.RECALL and organization == doc.organization)
	if back and (why := handed_back.why_no_author(doc)):
		return {"allowed": False, "why": why}
	if act == transitions.RETURN_BELOW and handed_back.why_none_below(doc, situation.position):
		return {"allowed": False, "why": ""}  # nothing is missing: the unit itself is left to return it to
	barred = None
	if act in JUDGING:
		barred = bars.why_barred(doc, user)
	elif ability == "decide":
		barred = bars.why_consecutive(doc.name, organization, bars.hands(user, organization, ability))
	return {"allowed": not barred, "why": barred[1] if barred else ""}


def _seat_wanted(act: str, doc: Document, situation: transitions.Situation) -> tuple[str, access.Ability]:
	if act in (transitions.SEND, transitions.DECLARE_NOT_REACHED):
		return doc.organization, kinds.of(doc.doctype).author
	if act == transitions.RECALL:
		return service.recalling_seat(doc, situation)
	if act in JUDGING:
		return doc.awaiting_organization, "appraise"
	return doc.awaiting_organization, "decide"
