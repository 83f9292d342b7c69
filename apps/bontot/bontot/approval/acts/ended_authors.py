"""Documents under way whose own organisation has ended, of kinds that only it could mend or be bound by (`Kind.ends_with_author`).

They end, and the log says by what. Evaluations leave the review (`evaluation.period.reorganizing`); records and reports go on: what was
held or counted can still be agreed to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import frappe
from frappe.utils import cstr, get_datetime, getdate

from bontot.approval.core import cases, kinds, moves, transitions
from bontot.organization import tree

# What the end clears, and an undo puts back.
KEPT = (
	"awaiting_organization",
	"awaiting_path",
	"awaiting_act",
	"awaiting_since",
	"awaiting_due_on",
	"returned_by",
	"behind_organization",
	"ahead_organization",
)


def under_way(kind: kinds.Kind, ended: Sequence[str] | None = None) -> list[str]:
	"""Those of a kind that wait above these organisations, or above any that lives no more today."""
	if not kind.ends_with_author:
		return []
	files, organization = frappe.qb.DocType(kind.doctype), frappe.qb.DocType(tree.DOCTYPE)
	query = frappe.qb.from_(files).left_join(organization).on(organization.name == files.organization)
	query = query.select(files.name).orderby(files.name).where(files.state == transitions.UNDER_APPRAISAL)
	if ended is not None:
		return query.where(files.organization.isin(list(ended) or [""])).run(pluck=True)
	# By its last day: one that begins later than today is not over.
	return query.where(organization.valid_to < getdate()).run(pluck=True)


def end(
	names: Iterable[str], doctype: str, reason: str, place: str | None = None
) -> list[dict[str, str | None]]:
	"""Let documents end where they wait; what `put_back` needs of each.

	Nobody judges by this: it is done by whoever carries the reorganisation out, or by the day's run. place: who decided so.
	"""
	traces = []
	for name in sorted(names):
		case = cases.locked(doctype, name)
		doc = case.doc
		if doc.state != transitions.UNDER_APPRAISAL:
			continue
		stood = {field: cstr(doc.get(field)) or None for field in KEPT}
		entry = moves.own_entry(case, transitions.SET_OUTSIDE, reason, place)
		doc.state = transitions.WITHDRAWN
		moves.await_nobody(doc)
		moves.finish(case, entry)
		traces.append({"doctype": doctype, "name": name, "sequence": str(doc.step_sequence), **stood})
	return traces


def put_back(traces: Iterable[Mapping[str, str | None]], reason: str, place: str | None = None) -> None:
	"""Let documents that `end` has ended wait where they did, each as long as nothing else has happened to it."""
	for trace in traces:
		case = cases.locked(trace["doctype"], trace["name"])
		doc = case.doc
		if doc.state != transitions.WITHDRAWN or str(doc.step_sequence) != trace["sequence"]:
			continue
		entry = moves.own_entry(case, transitions.TAKE_IN, reason, place)
		doc.update({field: trace[field] for field in KEPT})
		doc.state = transitions.UNDER_APPRAISAL
		doc.awaiting_since = get_datetime(doc.awaiting_since)
		doc.awaiting_due_on = getdate(doc.awaiting_due_on) if doc.awaiting_due_on else None
		moves.finish(case, entry)
