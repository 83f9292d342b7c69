"""Everything the page "Tự đánh giá" needs in one answer; reads only."""

import json
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from bontot.criteria import criterion_words, frozen
from bontot.criteria.registry import Finding
from bontot.evaluation.answers import changes, comparing, editing, evidence_file, points_given, service
from bontot.evaluation.computing import computed, rechecking, reference_figures, stored_answers
from bontot.organization import access
from bontot.organization.access.approvable import OPEN_STATES
from bontot.organization.tree import dated
from bontot.rating import owed as rating_owed

FILE_FIELDS = (
	"name",
	"organization",
	"organization_name",
	"organization_kind",
	"title_kind",
	"year",
	"period_kind",
	"state",
	"round",
	"step_sequence",
	"awaiting_organization",
	"awaiting_act",
	"awaiting_since",
	"awaiting_due_on",
	"self_assessment_due_on",
	"sent_at",
	"decided_on",
	"changed_count",
)


def read(name: str) -> dict[str, Any]:
	"""Return the file as its page shows it. Raises DoesNotExistError, PermissionError."""
	doc = frappe.get_doc("Evaluation", name)
	doc.check_permission("read")
	return of_file(doc)


def of_file(doc) -> dict[str, Any]:
	"""Read like `read`, of a document that the caller has checked; in memory it gets what the records say today."""
	period = frappe.get_cached_doc("Review Period", doc.period)
	today = getdate(nowdate())
	asked = asks_records(doc)
	found = computed.findings(doc, today) if asked else {}
	figures = reference_figures.information(doc, today) if asked else {}
	if doc.state in OPEN_STATES and asked:
		computed.fill(doc, today, found)
		reference_figures.fill(doc, today, figures)
	result = service.set_counts(doc)
	framework = doc.frozen_framework()
	return {
		**{field: doc.get(field) for field in FILE_FIELDS},
		"upper_organization_name": organization_name(doc.upper_organization),
		"awaiting_organization_name": organization_name(doc.awaiting_organization),
		"period": period_values(period),
		"framework": {"title": framework["title"], "legal_basis": framework["legal_basis"]},
		"overlay": framework.get("overlay"),
		"core_state": result.core_state,
		"not_applicable": not_applicable(doc, framework),
		"founded_on": founded_within(doc, period),
		"kind_since": kind_within(doc, period),
		"met_count": result.met,
		"item_count": result.total,
		"pending_count": result.waiting,
		"may_be_proposed": result.may_be_proposed,
		"result_state": result.state,
		"points_state": result.points_state,
		"groups": asked_groups(framework, result),
		"items": items(doc, otherwise(doc, found | figures)),
		"points": result.points,
		"most_points": result.most_points,
		"least_points": stored_answers.least_points(framework, stored_answers.core_framework(doc.period)),
		"missing": service.missing_before_sending(doc),
		"may": may(doc, period),
		"last_period": comparing.with_last_period(doc),
		"overridden_count": result.overridden,
		"suggestion": rechecking.suggestion(doc),
		"evidence_endings": evidence_file.ALLOWED,
	}


def asked_groups(framework, result) -> list[dict[str, str]]:
	"""The groups of which anything is asked in a period of this kind, in the plan's order, each with what it comes to."""
	states = result.groups
	return [
		row | {"state": states[key]} for row in framework["groups"] if (key := row["group_key"]) in states
	]


def asks_records(doc) -> bool:
	"""Whether what records say today still concerns the file: its period is not closed, its unit is in the review."""
	closed = frappe.get_cached_value("Review Period", doc.period, "state") == "Closed"
	return not closed and doc.state != "Outside"


def not_applicable(doc, framework) -> list[dict[str, str]]:
	"""Criteria that are not asked here, with the reason: the body's overlay says so, or they are for other kinds."""
	place = (doc.organization_kind, doc.sector)
	asked = frozen.applicable(doc.core_framework(), doc.title_kind, doc.period_kind, *place)
	waived = {row["criterion_key"]: row.get("not_applicable") for row in framework["criteria"]}
	found = [
		{"criterion_key": key, "short_text": row["short_text"], "reason": waived[key]}
		for row in asked
		if waived.get(key := row["criterion_key"])
	]
	for_others = [
		{
			"criterion_key": row["criterion_key"],
			"short_text": row["short_text"],
			"reason": _("Only for: {0}").format(criterion_words.only_for(row)),
		}
		for row in frozen.asked_of_title_kind(framework, doc.title_kind, doc.period_kind)
		if not frozen.is_for(row, *place)
	]
	return found + for_others


def founded_within(doc, period) -> date | None:
	"""Return the day the organisation was founded where that lies within the period: only what it lived through counts."""
	day = frappe.db.get_value("Party Organization", doc.organization, "valid_from")
	return day if day and getdate(period.starts_on) < day <= getdate(period.ends_on) else None


def kind_within(doc, period) -> date | None:
	"""The day within the period on which the organisation became what the file assesses it as, where it was another before."""
	first, _last = dated.lives_as({doc.organization: doc.title_kind})[doc.organization]
	founded = frappe.db.get_value("Party Organization", doc.organization, "valid_from")
	return (
		first
		if first and first != founded and getdate(period.starts_on) < first <= getdate(period.ends_on)
		else None
	)


def period_values(period) -> dict[str, Any]:
	fields = ("name", "title", "year", "period_kind", "state", "starts_on", "ends_on", "report_due_on")
	return {field: period.get(field) for field in fields}


def organization_name(name: str | None) -> str:
	"""Names of organisations above may be shown to those below."""
	return frappe.db.get_value("Party Organization", name, "organization_name") if name else ""


def may(doc, period) -> dict[str, bool]:
	"""Return what the signed-in user may do here; the acts check again."""
	author = bool(access.seats(frappe.session.user, organization=doc.organization, ability="author"))
	editable = doc.state in OPEN_STATES and period.state != "Closed"
	edit = author and editable
	ready = edit and not service.missing_before_sending(doc) and not service.unanswered(doc)
	return {"edit": edit, "send": ready}


def items(doc, newer: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
	"""Return the criteria in the plan's order; `newer` are findings of today beside those a sent or accepted one carries."""
	evidence = service.evidence_by_criterion(doc.name)
	criteria = {row["criterion_key"]: row for row in doc.frozen_criteria()}
	names = {item.accepted_by_organization for item in doc.items if item.accepted_by_organization}
	accepted_by = {name: organization_name(name) for name in names}
	scored = points_given.scales(doc)
	waiting = [item for item in doc.items if item.computed_result == "Awaiting Rating"]
	awaited = rating_owed.awaited(doc, [criteria[item.criterion_key]["calculator"] for item in waiting])
	return [
		{
			**{
				field: criteria[item.criterion_key][field]
				for field in (
					"criterion_key",
					"group_key",
					"section",
					"short_text",
					"full_text",
					"kind",
					"evidence_wanted",
					"guidance",
					"required",
				)
			},
			"legal_basis": criterion_words.legal_basis(criteria[item.criterion_key]),
			"only_for": criterion_words.only_for(criteria[item.criterion_key]),
			"local": criteria[item.criterion_key].get("local", ""),
			"whole": criteria[item.criterion_key].get("whole", ""),
			"computed": computed_values(item, criteria[item.criterion_key]["calculator"], awaited),
			"figures": figure_values(item, criteria[item.criterion_key]["calculator"]),
			"newer": newer.get(item.criterion_key),
			"self_result": item.self_result or "",
			"appraised_result": item.appraised_result or "",
			"points": points_given.view(item, scored.get(item.criterion_key)),
			"remark": item.remark or "",
			"revision": item.revision,
			"evidence": evidence.get(item.criterion_key, []),
			"review_state": item.review_state,
			"locked": editing.locked(doc, item),
			"accepted_by": accepted_by.get(item.accepted_by_organization, ""),
			"accepted_at": item.accepted_at,
			"return_reason": item.return_reason or "",
			"as_returned": changes.as_returned(item),
		}
		for item in doc.items
	]


def computed_values(item, calculator: str, awaited: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
	"""`awaited`: what a criterion that rests on the yearly rating waits for today, by its calculator."""
	if not calculator or not item.computed_result:
		return None
	detail = json.loads(item.computed_detail or "{}")
	if item.computed_result == "Awaiting Rating" and calculator in awaited:
		detail["missing"] = [awaited[calculator]]
	return {
		"result": item.computed_result,
		"summary": item.computed_summary or "",
		"as_of": item.computed_as_of,
		"rows": detail.get("rows", []),
		"missing": detail.get("missing", []),
	}


def figure_values(item, calculator: str) -> dict[str, Any] | None:
	"""Return what registers say beside a criterion that people judge; `leaning` is no result."""
	if calculator or not item.computed_summary:
		return None
	detail = json.loads(item.computed_detail or "{}")
	return {
		"leaning": detail.get("leaning", ""),
		"asks_reason": bool(detail.get("asks_reason")),
		"summary": item.computed_summary,
		"as_of": item.computed_as_of,
		"rows": detail.get("rows", []),
		"missing": detail.get("missing", []),
	}


def newer_of(doc) -> dict[str, dict[str, Any]]:
	"""Return {criterion_key: what records say today} where that is not what a sent file carries.

	Of an unsent file, whose criteria are worked out as it is read, only of those that a level has accepted.
	"""
	if not asks_records(doc):
		return {}
	unsent = doc.state in OPEN_STATES
	kept = {item.criterion_key for item in doc.items if not unsent or item.review_state == "Accepted"}
	if not kept:
		return {}
	newer = otherwise(doc, computed.findings(doc) | reference_figures.information(doc))
	return {key: found for key, found in newer.items() if key in kept}


def otherwise(doc, found: dict[str, Finding]) -> dict[str, dict[str, Any]]:
	"""Return those findings of today that say something else than the file; figures beside a judged one give no result."""
	calculated = {row["criterion_key"] for row in doc.frozen_criteria() if row["calculator"]}
	newer = {}
	for item in doc.items:
		if not (finding := found.get(item.criterion_key)):
			continue
		result = finding.result if item.criterion_key in calculated else ""
		if (result, finding.summary) != (item.computed_result or "", item.computed_summary or ""):
			newer[item.criterion_key] = finding.as_dict() | {"result": result, "as_of": nowdate()}
	return newer
