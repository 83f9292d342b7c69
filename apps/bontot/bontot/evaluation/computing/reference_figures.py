"""Figures of registers beside criteria that people judge: shown with their day and rows, kept when a file is sent,
never a result (hook `informed_criteria`)."""

import json
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from bontot.criteria import registry
from bontot.criteria.registry import Finding
from bontot.evaluation.computing import computed, outcome


def information(doc: Document, as_of: date | None = None, only: str = "") -> dict[str, Finding]:
	"""Return {criterion_key: Finding} of what registers say beside the judged criteria of a file, or beside one of them.

	Reads only.
	"""
	period = frappe.get_cached_doc("Review Period", doc.period)
	settings = doc.frozen_framework()["settings"]
	context = computed.context_of(doc, period, settings, as_of or getdate(nowdate()))
	judged = [row["criterion_key"] for row in doc.frozen_criteria() if not row["calculator"]]
	wanted = [key for key in judged if only in ("", key)]
	found = {key: registry.inform(key, context) for key in wanted}
	return {key: finding for key, finding in found.items() if finding}


def fill(doc: Document, as_of: date | None = None, found: dict[str, Finding] | None = None) -> None:
	"""Set the figures on a file in memory; `found`: those of that day, where the caller has them."""
	day = as_of or getdate(nowdate())
	found = information(doc, day) if found is None else found
	for item in doc.items:
		if (finding := found.get(item.criterion_key)) and not computed.held(item, ""):
			item.update(stored(finding, day))


def fill_item(doc: Document, item: Any) -> None:
	"""Fill, like `fill`, one criterion that people judge."""
	if finding := information(doc, only=item.criterion_key).get(item.criterion_key):
		item.update(stored(finding, getdate(nowdate())))


def stored(finding: Finding, as_of: date) -> dict[str, Any]:
	"""As `computed.stored`, without a result: `leaning` says which way the figures lean."""
	detail = {
		"rows": finding.rows,
		"missing": finding.missing,
		"leaning": finding.result,
		"asks_reason": finding.asks_reason,
		"against": finding.against,
	}
	return computed.stored(finding, as_of) | {
		"computed_result": None,
		"computed_detail": json.dumps(detail, ensure_ascii=False, default=str),
	}


def lacks_reason(item: Any) -> bool:
	"""Whether a criterion is declared met against figures that ask for a reason, and none is written."""
	if item.computed_result or item.self_result != outcome.MET or (item.remark or "").strip():
		return False
	return bool(json.loads(item.computed_detail or "{}").get("asks_reason"))
