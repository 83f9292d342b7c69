"""One evaluation as its reviewer reads it: criteria, what changed, log, chain, and what this person may do now."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from frappe.model.document import Document
from frappe.utils import getdate

from bontot import working_days
from bontot.approval.acts import grounds, permitted_acts, recognitions
from bontot.approval.core import returned, steps, steps_bar
from bontot.approval.core.cases import Case
from bontot.criteria import criterion_words
from bontot.evaluation.answers import changes, differences, points_given, reading, without_evidence
from bontot.evaluation.answers import service as evaluations
from bontot.evaluation.computing import rechecking

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


def of_file(case: Case, user: str) -> dict[str, Any]:
	"""Everything the appraisal page shows of one file; the caller has checked that `user` may read it."""
	doc = case.doc
	evidence = evaluations.evidence_by_criterion(doc.name)
	changed = changes.of_file(doc, evidence)
	newer = reading.newer_of(doc)
	return {
		"file": {field: doc.get(field) for field in FIELDS},
		"waits_for": steps_bar.waits_for(doc),
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
		"strip": steps_bar.of_file(doc, steps_bar.route_ahead(doc)[0]),
		"may": permitted_acts.may(case, user),
		"returned_from_above": returned.open_return(doc),
		"by_body": permitted_acts.may_decide_by_body(case, user),
		"recognition": recognitions.status_of(doc.name),
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
		"missing_evidence": without_evidence.holds(item),
		"changes": [asdict(change) for change in changed.get(key, [])],
	}


def differs(item: Document) -> bool:
	"""Whether the records say otherwise than the self-assessment."""
	computed = item.computed_result in ("Met", "Not Met")
	return bool(computed and item.self_result and item.self_result != item.computed_result)


def days_left(doc: Document) -> int | None:
	"""Working days until the file is due where it lies; negative when overdue, None when nobody is waited for."""
	return working_days.left(doc.awaiting_due_on and getdate(doc.awaiting_due_on), getdate())
