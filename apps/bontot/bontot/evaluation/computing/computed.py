"""Fills computed criteria of files that are not yet sent (docs/decisions/computed-criteria.md).

The page computes as it is read; the stored results, which lists and figures use, follow a record's change at once,
and once a day what time alone changes.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce
from frappe.utils import create_batch, formatdate, getdate, nowdate

from bontot import outbox
from bontot.criteria import registry
from bontot.criteria.registry import Context, Finding
from bontot.evaluation.computing import local_frameworks, outcome, stored_answers
from bontot.organization.access.approvable import OPEN_STATES

BATCH = 500
FILE_FIELDS = ("name", "organization", "title_kind", "period", "period_framework")
DECIDED = (outcome.MET, outcome.NOT_MET)
STORED_TEXTS = ("computed_result", "computed_summary", "computed_detail", "core_computed_result")
STORED = (*STORED_TEXTS, "computed_as_of")
WEIGHED = (
	"parent",
	"criterion_key",
	"core_key",
	"group_key",
	"self_result",
	"computed_result",
	"core_computed_result",
	"self_points",
	"appraised_points",
	"appraised_result",
)


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
	return by_settings(doc, doc.frozen_framework()["settings"], as_of or getdate(nowdate()))


def by_settings(doc: Document, settings: dict[str, str], as_of: date) -> dict[str, Finding]:
	"""Return what the file's computed criteria come to under these thresholds."""
	period = frappe.get_cached_doc("Review Period", doc.period)
	context = context_of(doc, period, settings, as_of)
	return {
		row["criterion_key"]: registry.compute(row["calculator"], context)
		for row in doc.frozen_criteria()
		if row["calculator"]
	}


def fill(doc: Document, as_of: date | None = None, found: dict[str, Finding] | None = None) -> None:
	"""Set the computed fields of a locked file in memory; sending does it once more, and then they stay.

	Those that a level has accepted stay from then on.
	`found`: its findings of that day, where the caller has them.
	"""
	as_of = as_of or getdate(nowdate())
	found = findings(doc, as_of) if found is None else found
	core = province_settings(doc.period, doc.period_framework)
	by_core = by_settings(doc, core, as_of) if core is not None else {}
	for item in doc.items:
		if (finding := found.get(item.criterion_key)) and not held(item, finding.result):
			item.update(stored(finding, as_of, by_core.get(item.criterion_key)))


def held(item: Any, result: str) -> bool:
	"""Whether what records say of a criterion stays as a level accepted it, though they say `result` now; that stands beside.

	One that waited when it was accepted has no value to hold: it takes another result, though not other words of the same.
	"""
	if item.review_state != "Accepted":
		return False
	accepted = item.computed_result if item.reviewed_computed is None else item.reviewed_computed
	return (accepted or "") not in outcome.WAITING or result == item.computed_result


def province_settings(period: str, period_framework: str | None) -> dict[str, str] | None:
	"""Return the province's thresholds where a file's own are others, so that both results are kept; else None."""
	if not period_framework:
		return None
	core = stored_answers.core_framework(period)["settings"]
	return None if core == local_frameworks.content(period_framework)["settings"] else core


def work_out(doc: Document, calculator: str, as_of: date) -> dict[str, Any]:
	"""Return the computed fields of one criterion of a file as records stand on a day."""
	period = frappe.get_cached_doc("Review Period", doc.period)
	context = context_of(doc, period, doc.frozen_framework()["settings"], as_of)
	core = province_settings(doc.period, doc.period_framework)
	by_core = registry.compute(calculator, replace(context, settings=core)) if core is not None else None
	return stored(registry.compute(calculator, context), as_of, by_core)


def stored(finding: Finding, as_of: date, by_core: Finding | None = None) -> dict[str, Any]:
	"""Return the fields of STORED; `by_core`: the finding under the province's thresholds, where they are others."""
	detail = {"rows": finding.rows, "missing": finding.missing}
	return {
		"computed_result": finding.result,
		"computed_summary": finding.summary,
		"computed_detail": json.dumps(detail, ensure_ascii=False, default=str),
		"core_computed_result": by_core.result if by_core else "",
		"computed_as_of": as_of,
	}


def on_day(
	files: Iterable[Any], asked: Collection[tuple[str, str]], as_of: date
) -> dict[tuple[str, str], dict[str, Any]]:
	"""{(file, criterion): fields of STORED} of those `asked`: what records say on the day on which a body decides. What is not
	yet due counts by what was due until then, and its words say so.

	`files`: rows of FILE_FIELDS. A few queries for each criterion and framework, however many files.
	"""
	alike: dict[tuple[str, str], list[Any]] = {}
	for file in files:
		alike.setdefault((file.period, file.period_framework or ""), []).append(file)
	found: dict[tuple[str, str], dict[str, Any]] = {}
	for (period, period_framework), some in sorted(alike.items()):
		framework = stored_answers.framework_of(period, period_framework)
		settings = framework["settings"], province_settings(period, period_framework)
		for criterion in framework["criteria"]:
			key = criterion["criterion_key"]
			rows = [file for file in some if (file.name, key) in asked]
			for file, values in judged_now(rows, criterion["calculator"], period, settings, as_of, until_now):
				found[file.name, key] = values
	return found


def until_now(finding: Finding, as_of: date) -> Finding:
	"""Return what a finding comes to by what was due until a day."""
	if finding.result != "Not Yet Due":
		return finding
	words = _("{0}; by what was due until {1}").format(finding.summary, formatdate(as_of, "dd/MM/yyyy"))
	return replace(finding, result=finding.until_now, summary=words)


def as_found(finding: Finding, as_of: date) -> Finding:
	return finding


def take(item: Any, values: dict[str, Any]) -> None:
	"""Put what records say on the day of the decision on a criterion of a file. Who had agreed with the records, or had answered
	while they waited, goes with them; who had contradicted them goes on doing so (`outcome.carried`)."""
	before, now, own = item.computed_result or "", values["computed_result"], item.self_result or ""
	if now in DECIDED and outcome.carried(own, before, now) != own:
		item.self_result = ""
	item.update(values)


def judged_now(
	files: list[Any],
	calculator: str,
	period: str,
	settings: tuple[dict[str, str], dict[str, str] | None],
	as_of: date,
	read: Callable[[Finding, date], Finding] = as_found,
) -> Iterator[tuple[Any, dict[str, Any]]]:
	"""Yield each of these files of one framework with what records say of one of its criteria (fields of STORED).

	`settings`: the thresholds that apply, and the province's where those are others. `read`: what is made of a finding before
	it is kept.
	"""
	if not files or not calculator:
		return
	own, core = settings
	period_doc = frappe.get_cached_doc("Review Period", period)
	contexts = [context_of(row, period_doc, own, as_of) for row in files]
	said = registry.compute_many(calculator, contexts)
	by_core: dict[str, Finding] = {}
	if core is not None:
		contexts = [replace(context, settings=core) for context in contexts]
		by_core = registry.compute_many(calculator, contexts)
	for row in files:
		of_core = by_core.get(row.organization)
		yield row, stored(read(said[row.organization], as_of), as_of, of_core and read(of_core, as_of))


def on_record_change(doc: Document, method: str | None = None) -> None:
	"""A record of an organisation was saved or deleted: refresh its unsent files. Hook of the records' doctypes."""
	refresh(unsent_files(doc.organization), getdate(nowdate()))


def unsent_files(organization: str) -> list[Any]:
	evaluation, period = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Review Period")
	query = (
		frappe.qb.from_(evaluation)
		.join(period)
		.on(period.name == evaluation.period)
		.select(*(evaluation[field] for field in FILE_FIELDS))
		.where((evaluation.organization == organization) & evaluation.state.isin(OPEN_STATES))
		.where(period.state != "Closed")
	)
	return query.run(as_dict=True)


def refresh_open_periods() -> None:
	"""Enqueue a refresh of open periods once a day: time alone turns a criterion (a month ends without its meeting)."""
	for period in frappe.get_all("Review Period", {"state": "Open"}, pluck="name"):
		enqueue_refresh(period, nowdate(), "Administrator")


def enqueue_refresh(period: str, mark: str, acting_user: str | None = None) -> str:
	"""Have all unsent files of a period computed in the background; `mark` tells one such task from the next."""
	key = f"evaluation.refresh_period:{period}:{mark}"
	reference = ("Review Period", period)
	return outbox.enqueue("evaluation.refresh_period", key, {"period": period}, acting_user, reference)


def run_refresh(task: outbox.Task) -> None:
	"""Outbox handler: compute every unsent file of a period, a batch a commit; a second run writes nothing, and neither does
	one that comes after the period was closed."""
	if frappe.db.get_value("Review Period", task.payload["period"], "state") == "Closed":
		return
	filters = {"period": task.payload["period"], "state": ("in", OPEN_STATES)}
	# A background run over the whole period: it counts records, whoever asked for it.
	names = frappe.get_all("Evaluation", filters, pluck="name", order_by="name")
	for number, batch in enumerate(create_batch(names, BATCH)):
		files = frappe.get_all("Evaluation", {"name": ("in", batch)}, list(FILE_FIELDS))
		refresh(files, getdate(nowdate()))
		task.progress(min((number + 1) * BATCH, len(names)), len(names))


def refresh(files: Iterable[Any], as_of: date) -> int:
	"""Write the computed results of these files where they changed; return how many criteria did."""
	changed: set[str] = set()
	files = list(files)
	alike: dict[tuple[str, str], list[Any]] = {}
	for row in files:
		alike.setdefault((row.period, row.period_framework or ""), []).append(row)
	for (period, period_framework), rows in sorted(alike.items()):
		for item, values in changed_results(rows, period, period_framework, as_of):
			write_result(item.name, values)
			changed.add(item.parent)
	recount(changed)
	return len(changed)


def changed_results(
	files: list[Any], period: str, period_framework: str, as_of: date
) -> Iterator[tuple[Any, dict[str, Any]]]:
	"""Yield each stored criterion whose computed result, words or rows are no longer what records say, with what they say.

	`files` answer one framework; `period_framework` is "" for the province's.
	"""
	framework = stored_answers.framework_of(period, period_framework)
	settings = framework["settings"], province_settings(period, period_framework)
	items = stored_items([row.name for row in files])
	for criterion in framework["criteria"]:
		rows = [row for row in files if (row.name, criterion["criterion_key"]) in items]
		for row, values in judged_now(rows, criterion["calculator"], period, settings, as_of):
			item = items[row.name, criterion["criterion_key"]]
			if not held(item, values["computed_result"]) and any(
				(item[field] or "") != values[field] for field in STORED_TEXTS
			):
				yield item, values


def stored_items(files: list[str]) -> dict[tuple[str, str], Any]:
	fields = ["name", "parent", "criterion_key", "review_state", "reviewed_computed", *STORED_TEXTS]
	rows = frappe.get_all("Evaluation Item", {"parent": ("in", files)}, fields) if files else []
	return {(row.parent, row.criterion_key): row for row in rows}


def write_result(item: str, values: dict[str, Any]) -> None:
	table, parent = frappe.qb.DocType("Evaluation Item"), frappe.qb.DocType("Evaluation")
	query = frappe.qb.update(table).join(parent).on(parent.name == table.parent)
	for field, value in values.items():
		query = query.set(table[field], value)
	# A file sent at this moment keeps what it was sent with, a criterion accepted since it was read what was accepted.
	accepted = Coalesce(table.reviewed_computed, table.computed_result)
	open_still = (Coalesce(table.review_state, "") != "Accepted") | accepted.isin(sorted(outcome.WAITING))
	query.where((table.name == item) & parent.state.isin(OPEN_STATES) & open_still).run()


def recount(files: Iterable[str]) -> None:
	"""Set the counted columns of unsent files from their criteria; nobody edited them, so `modified` stays.

	Both are read with their rows locked, as they are now and not as this transaction has seen them before: an author may
	have answered since. A file that was sent since keeps the counts it was sent with.
	"""
	files = sorted(files)
	if not files:
		return
	table, item = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Evaluation Item")
	query = frappe.qb.from_(table).select(*(table[field] for field in FILE_FIELDS)).orderby(table.name)
	query = query.where(table.name.isin(files) & table.state.isin(OPEN_STATES))
	unsent = query.for_update().run(as_dict=True)
	if not unsent:
		return
	items: dict[str, list[Any]] = {}
	query = (
		frappe.qb.from_(item)
		.select(*(item[field] for field in WEIGHED))
		.orderby(item.parent)
		.orderby(item.idx)
	)
	query = query.where(item.parent.isin([row.name for row in unsent]) & (item.parenttype == "Evaluation"))
	for row in query.for_update().run(as_dict=True):
		items.setdefault(row.parent, []).append(row)
	weigher = cache(stored_answers.weigher)
	alike: dict[tuple, list[str]] = {}  # files that come to the same: one statement, not one for each
	for row in unsent:
		result = weigher(row.period, row.period_framework)(items.get(row.name, []))
		counted = (result.met, result.waiting, result.overridden, result.state, result.core_state)
		alike.setdefault(counted, []).append(row.name)
	for (met, waiting, overridden, state, core_state), names in alike.items():
		query = frappe.qb.update(table).set(table.met_count, met).set(table.pending_count, waiting)
		query = query.set(table.overridden_count, overridden)
		query = query.set(table.outcome, state).set(table.core_outcome, core_state)
		query.where(table.name.isin(names)).run()
