"""Everything the page "Tự đánh giá" needs in one answer; reads only."""

import json
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from bontot.criteria.registry import Finding
from bontot.evaluation import computed, editing, service
from bontot.organization import access

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
	period = frappe.get_cached_doc("Review Period", doc.period)
	today = getdate(nowdate())
	found = computed.findings(doc, today) if period.state != "Closed" else {}
	unsent = doc.state in service.EDITABLE_STATES and period.state != "Closed"
	if unsent:
		for item in doc.items:
			if finding := found.get(item.criterion_key):
				item.update(computed.stored(finding, today))
	result = service.set_counts(doc)
	framework = doc.frozen_framework()
	return {
		**{field: doc.get(field) for field in FILE_FIELDS},
		"upper_organization_name": organization_name(doc.upper_organization),
		"awaiting_organization_name": organization_name(doc.awaiting_organization),
		"period": period_values(period),
		"framework": {"title": framework["title"], "legal_basis": framework["legal_basis"]},
		"met_count": result.met,
		"item_count": result.total,
		"pending_count": result.waiting,
		"may_be_proposed": result.may_be_proposed,
		"groups": [row | {"state": result.groups[row["group_key"]]} for row in framework["groups"]],
		"items": items(doc, {} if unsent else found),
		"missing": service.missing_before_sending(doc),
		"may": may(doc, period),
	}


def period_values(period) -> dict[str, Any]:
	fields = ("name", "title", "year", "period_kind", "state", "starts_on", "ends_on", "report_due_on")
	return {field: period.get(field) for field in fields}


def organization_name(name: str | None) -> str:
	"""Names of organisations above may be shown to those below."""
	return frappe.db.get_value("Party Organization", name, "organization_name") if name else ""


def may(doc, period) -> dict[str, bool]:
	"""Return what the signed-in user may do here; the acts check again."""
	author = bool(access.seats(frappe.session.user, organization=doc.organization, ability="author"))
	editable = doc.state in service.EDITABLE_STATES and period.state != "Closed"
	edit = author and editable
	return {"edit": edit, "send": edit and not service.missing_before_sending(doc)}


def items(doc, newer: dict[str, Finding]) -> list[dict[str, Any]]:
	"""Return the criteria in the plan's order; `newer` are findings of today beside those a sent file carries."""
	evidence = service.evidence_by_criterion(doc.name)
	criteria = {row["criterion_key"]: row for row in doc.frozen_criteria()}
	names = {item.accepted_by_organization for item in doc.items if item.accepted_by_organization}
	accepted_by = {name: organization_name(name) for name in names}
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
			"computed": computed_values(item, criteria[item.criterion_key]["calculator"]),
			"newer": newer_values(item, newer.get(item.criterion_key)),
			"self_result": item.self_result or "",
			"remark": item.remark or "",
			"revision": item.revision,
			"evidence": evidence.get(item.criterion_key, []),
			"review_state": item.review_state,
			"locked": editing.locked(doc, item),
			"accepted_by": accepted_by.get(item.accepted_by_organization, ""),
			"accepted_at": item.accepted_at,
			"return_reason": item.return_reason or "",
		}
		for item in doc.items
	]


def computed_values(item, calculator: str) -> dict[str, Any] | None:
	if not calculator or not item.computed_result:
		return None
	detail = json.loads(item.computed_detail or "{}")
	return {
		"result": item.computed_result,
		"summary": item.computed_summary or "",
		"as_of": item.computed_as_of,
		"rows": detail.get("rows", []),
		"missing": detail.get("missing", []),
	}


def newer_values(item, finding: Finding | None) -> dict[str, Any] | None:
	"""Return today's finding where it says something else than the file was sent with."""
	if not finding or (finding.result, finding.summary) == (item.computed_result, item.computed_summary):
		return None
	return finding.as_dict() | {"as_of": nowdate()}
