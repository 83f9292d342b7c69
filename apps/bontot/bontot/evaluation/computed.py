"""Fills computed criteria of files that are not yet sent (docs/decisions/computed-criteria.md).

The page computes as it is read; the stored results, which lists and figures use, follow a record's change at once,
and once a day what time alone changes.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import create_batch, getdate, nowdate

from bontot import outbox
from bontot.criteria import frozen, registry
from bontot.criteria.registry import Context, Finding
from bontot.evaluation import outcome

EDITABLE_STATES = ("Draft", "Returned")
BATCH = 500


def context_of(row: Any, period: Any, settings: dict[str, str], as_of: date) -> Context:
	"""Return what a calculator needs; `row` has organization and title_kind, `period` its kind and dates."""
	return Context(
		row.organization,
		row.title_kind,
		period.period_kind,
		getdate(period.starts_on),
		getdate(period.ends_on),
		as_of,
		settings,
	)


def findings(doc: Document, as_of: date | None = None) -> dict[str, Finding]:
	"""Return {criterion_key: Finding} of one file's computed criteria as records stand on a day (today). Reads only."""
	period = frappe.get_cached_doc("Review Period", doc.period)
	context = context_of(doc, period, doc.frozen_framework()["settings"], as_of or getdate(nowdate()))
	return {
		row["criterion_key"]: registry.compute(row["calculator"], context)
		for row in doc.frozen_criteria()
		if row["calculator"]
	}


def fill(doc: Document, as_of: date | None = None) -> None:
	"""Set the computed fields of a locked file in memory; sending does it once more, and then they stay."""
	found = findings(doc, as_of)
	for item in doc.items:
		if finding := found.get(item.criterion_key):
			item.update(stored(finding, as_of or getdate(nowdate())))


def stored(finding: Finding, as_of: date) -> dict[str, Any]:
	detail = {"rows": finding.rows, "missing": finding.missing}
	return {
		"computed_result": finding.result,
		"computed_summary": finding.summary,
		"computed_detail": json.dumps(detail, ensure_ascii=False, default=str),
		"computed_as_of": as_of,
	}


def on_record_change(doc: Document, method: str | None = None) -> None:
	"""A record of an organisation was saved or deleted: refresh its unsent files. Hook of the records' doctypes."""
	refresh(unsent_files(doc.organization), getdate(nowdate()))


def unsent_files(organization: str) -> list[Any]:
	evaluation, period = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Review Period")
	query = (
		frappe.qb.from_(evaluation)
		.join(period)
		.on(period.name == evaluation.period)
		.select(evaluation.name, evaluation.organization, evaluation.title_kind, evaluation.period)
		.where((evaluation.organization == organization) & evaluation.state.isin(EDITABLE_STATES))
		.where(period.state != "Closed")
	)
	return query.run(as_dict=True)


def refresh_open_periods() -> None:
	"""Once a day: time alone turns a criterion (a month ends without its meeting)."""
	for period in frappe.get_all("Review Period", {"state": "Open"}, pluck="name"):
		enqueue_refresh(period, nowdate(), "Administrator")


def enqueue_refresh(period: str, mark: str, acting_user: str | None = None) -> str:
	"""Have all unsent files of a period computed in the background; `mark` tells one such task from the next."""
	key = f"evaluation.refresh_period:{period}:{mark}"
	reference = ("Review Period", period)
	return outbox.enqueue("evaluation.refresh_period", key, {"period": period}, acting_user, reference)


def run_refresh(task: outbox.Task) -> None:
	"""Outbox handler: compute every unsent file of a period, a batch a commit; a second run writes nothing."""
	filters = {"period": task.payload["period"], "state": ("in", EDITABLE_STATES)}
	# A background run over the whole period: it counts records, whoever asked for it.
	names = frappe.get_all("Evaluation", filters, pluck="name", order_by="name")
	for number, batch in enumerate(create_batch(names, BATCH)):
		fields = ["name", "organization", "title_kind", "period"]
		refresh(frappe.get_all("Evaluation", {"name": ("in", batch)}, fields), getdate(nowdate()))
		task.progress(min((number + 1) * BATCH, len(names)), len(names))


def refresh(files: Iterable[Any], as_of: date) -> int:
	"""Write the computed results of these files where they changed; return how many criteria did."""
	changed: set[str] = set()
	files = list(files)
	for period in sorted({row.period for row in files}):
		for item, finding in changed_results([row for row in files if row.period == period], period, as_of):
			write_result(item.name, stored(finding, as_of))
			changed.add(item.parent)
	recount(changed)
	return len(changed)


def changed_results(files: list[Any], period: str, as_of: date) -> Iterator[tuple[Any, Finding]]:
	"""Yield each stored criterion whose computed result, words or rows are no longer what records say."""
	period_doc = frappe.get_cached_doc("Review Period", period)
	framework: frozen.FrozenFramework = json.loads(period_doc.frozen_framework)
	items = stored_items([row.name for row in files])
	for criterion in framework["criteria"]:
		if not criterion["calculator"]:
			continue
		rows = [row for row in files if (row.name, criterion["criterion_key"]) in items]
		contexts = [context_of(row, period_doc, framework["settings"], as_of) for row in rows]
		found = registry.compute_many(criterion["calculator"], contexts)
		for row in rows:
			item, finding = items[row.name, criterion["criterion_key"]], found[row.organization]
			values = stored(finding, as_of)
			if any((item[field] or "") != values[field] for field in STORED_TEXTS):
				yield item, finding


STORED_TEXTS = ("computed_result", "computed_summary", "computed_detail")


def stored_items(files: list[str]) -> dict[tuple[str, str], Any]:
	fields = ["name", "parent", "criterion_key", *STORED_TEXTS]
	rows = frappe.get_all("Evaluation Item", {"parent": ("in", files)}, fields) if files else []
	return {(row.parent, row.criterion_key): row for row in rows}


def write_result(item: str, values: dict[str, Any]) -> None:
	table, parent = frappe.qb.DocType("Evaluation Item"), frappe.qb.DocType("Evaluation")
	query = frappe.qb.update(table).join(parent).on(parent.name == table.parent)
	for field, value in values.items():
		query = query.set(table[field], value)
	# A file sent at this moment keeps what it was sent with.
	query.where((table.name == item) & parent.state.isin(EDITABLE_STATES)).run()


def recount(files: Iterable[str]) -> None:
	"""Set the counted columns of files from their criteria; nobody edited them, so `modified` stays."""
	files = sorted(files)
	fields = ["parent", "criterion_key", "group_key", "self_result", "computed_result"]
	answers: dict[str, list[outcome.Answer]] = {name: [] for name in files}
	for row in frappe.get_all("Evaluation Item", {"parent": ("in", files)}, fields) if files else []:
		answers[row.parent].append(
			outcome.Answer(row.criterion_key, row.group_key, row.self_result or "", row.computed_result or "")
		)
	table = frappe.qb.DocType("Evaluation")
	for name, given in answers.items():
		result = outcome.weigh(given)
		query = frappe.qb.update(table).set(table.met_count, result.met)
		query = query.set(table.pending_count, result.waiting)
		query.where(table.name == name).run()
