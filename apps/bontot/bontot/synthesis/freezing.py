"""The figures of a period, kept when it closes: a row for each of its files, and the words of that day.

Written by the outbox right after the closing has been committed: from then on no act changes a file of the period, but
for a title that is withdrawn, or a file whose level ends. A title withdrawn after the closing counts here as it did;
what came later is told beside the figures (`synthesis.later_changes`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder.functions import Max
from frappe.utils import get_datetime, now_datetime

from bontot import outbox
from bontot.evaluation.computing.stored_answers import not_met
from bontot.evaluation.period import opening
from bontot.organization import tree
from bontot.rating import rules as rating_rules
from bontot.synthesis import figures, sources

HANDLER = "synthesis.freeze_figures"
# Of the file as it stands, in this order; what is worked out follows. First what nothing may change any more.
NEVER_CHANGE = (
	"organization",
	"organization_name",
	"organization_kind",
	"sector",
	"title_kind",
	"period",
	"period_path",
	"grassroots_organization",
	"upper_organization",
)
OF_FILE = (
	*NEVER_CHANGE,
	"state",
	"awaiting_organization",
	"awaiting_since",
	"met_count",
	"item_count",
	"sent_at",
	"decided_on",
	"outside_reason",
)
# What the digest covers. Not `organization_path`: access follows the organisation to where it stands today.
KEPT = (*OF_FILE, "waiting_level", "withdrawn", "not_met", "rating", "path_names")


def on_period_change(period: Any, method: str | None = None) -> None:
	"""Hook of Review Period: once it is closed, its figures are to be kept."""
	if period.state == "Closed" and not period.figures_digest:
		enqueue(period.name)


def enqueue(period: str) -> str:
	key = f"{HANDLER}:{period}"
	return outbox.enqueue(HANDLER, key, {"period": period}, reference=("Review Period", period))


def catch_up() -> None:
	"""Daily: periods that were closed without keeping their figures."""
	waiting = {"state": "Closed", "figures_digest": ("is", "not set")}
	for period in frappe.get_all("Review Period", waiting, pluck="name"):  # an administrator's job
		enqueue(period)


def run(task: outbox.Task) -> None:
	"""Outbox handler; a second run finds the figures kept and writes nothing."""
	freeze(task.payload["period"])


def freeze(name: str) -> None:
	"""Keep the figures of a closed period. Raises FiguresError when they do not add up."""
	period = frappe.get_doc("Review Period", name, for_update=True)
	if period.state != "Closed" or period.figures_digest:
		return
	rows = list(rows_of(period))
	add_up(rows, period.period_kind)
	insert(rows)
	words = json.dumps(words_of(rows), ensure_ascii=False, sort_keys=True)
	kept = {
		"figures_taken_at": now_datetime(),
		"figures_count": len(rows),
		"figures_words": words,
		"figures_digest": digest(kept_rows(name), words),
	}
	period.db_set(kept, update_modified=False)
	opening.forget(name)


def rows_of(period: Any, all_withdrawn: bool = False) -> Iterator[dict[str, Any]]:
	"""The period's files in the order of their names, each with `name`, `organization_path`, `evaluation` and KEPT.

	Titles withdrawn after the closing still hold, unless `all_withdrawn`.
	"""
	source = sources.live()
	files = source.files
	query = source.query.select(files.name, files.organization_path, *(files[field] for field in OF_FILE))
	query = query.select(source.waiting_level.as_("waiting_level"))
	found = query.where(files.period == period.name).orderby(files.name).run(as_dict=True)
	until = now_datetime() if all_withdrawn else get_datetime(period.closed_on)
	withdrawn = withdrawn_until(period.name, until)
	failed = not_met_by_file(period.name)
	ratings = ratings_of(period.name)
	names = names_of_all({row.period_path for row in found}, found)
	for row in found:
		keys = failed.get(row.name) if row.state != "Outside" else None
		yield row | {
			"evaluation": row.name,
			# `withdrawn` says whether the title held then; the state says that there was one.
			"state": "Recognized" if row.state == "Withdrawn" else row.state,
			"waiting_level": row.waiting_level or None,
			"withdrawn": int(row.name in withdrawn),
			"not_met": f",{','.join(keys)}," if keys else None,
			"rating": ratings.get(row.organization),
			"path_names": "\n".join(names[at] for at in places_on(row.period_path)),
		}


def withdrawn_until(period: str, moment: datetime) -> set[str]:
	"""Files of a period whose title had been withdrawn by then. By the log, which knows the hour; a title that the log
	does not know of was brought in from elsewhere."""
	recognition, files = frappe.qb.DocType("Recognition"), frappe.qb.DocType(sources.LIVE)
	step = frappe.qb.DocType("Approval Step")
	acts = (step.file_doctype == sources.LIVE) & (step.file_name == files.name) & (step.act == "Withdraw")
	query = (
		frappe.qb.from_(recognition)
		.join(files)
		.on(files.name == recognition.evaluation)
		.left_join(step)
		.on(acts)
		.select(files.name)
		.where((files.period == period) & recognition.withdrawn_on.isnotnull())
		.groupby(files.name)
		.having(Max(step.acted_at).isnull() | (Max(step.acted_at) <= moment))
	)
	return set(query.run(pluck=True))


def not_met_by_file(period: str) -> dict[str, list[str]]:
	"""{file: keys of the criteria it does not meet, in the plan's order}."""
	files, item = frappe.qb.DocType(sources.LIVE), frappe.qb.DocType("Evaluation Item")
	query = (
		frappe.qb.from_(files).join(item).on((item.parent == files.name) & (item.parenttype == sources.LIVE))
	)
	query = query.select(files.name, item.criterion_key).where((files.period == period) & not_met(item))
	found: dict[str, list[str]] = {}
	for name, key in query.orderby(files.name).orderby(item.idx).run():
		found.setdefault(name, []).append(key)
	return found


def ratings_of(period: str) -> dict[str, str]:
	"""{organisation: its decided rating of the period's year}."""
	year = frappe.get_cached_value("Review Period", period, "year")
	where = {"subject": rating_rules.ORGANIZATION, "year": year, "state": "Decided"}
	# For the figures of all alike; a reader's scope is asked when a row is read.
	return dict(frappe.get_all("Annual Rating", where, ["organization", "grade"], as_list=True))


def places_on(path: str) -> list[str]:
	"""Organisations on a path, from the top."""
	return [sources.organization_at(place) for place in [*reversed(tree.above(path)), path]]


def names_of_all(paths: Iterable[str], files: Iterable[Mapping[str, Any]]) -> dict[str, str]:
	"""{organisation: name} of all on these paths: by its file in the period, else as it is called today."""
	wanted = {organization for path in paths for organization in places_on(path)}
	called = sources.names_of(tree.DOCTYPE, "organization_name", wanted)
	called |= {row["organization"]: row["organization_name"] for row in files}
	return dict.fromkeys(wanted, "") | called


def words_of(rows: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
	"""{levels, sectors, kinds, criteria: {code: what it is called today}}, as far as the rows mention them."""
	keys = {key for row in rows for key in (row["not_met"] or "").strip(",").split(",") if key}
	return {
		"levels": sources.names_of(
			"Organization Level", "level_name", set(frappe.get_all("Organization Level", pluck="name"))
		),
		"sectors": sources.names_of(
			"Organization Sector", "sector_name", {row["sector"] for row in rows} - {None, ""}
		),
		"kinds": sources.names_of(
			"Organization Kind", "kind_name", {row["organization_kind"] for row in rows} - {None}
		),
		"criteria": texts_of(rows[0]["period"], keys) if rows else {},
	}


def texts_of(period: str, keys: set[str]) -> dict[str, str]:
	"""{criterion's key: its short text}, the text that most files show."""
	files, item = frappe.qb.DocType(sources.LIVE), frappe.qb.DocType("Evaluation Item")
	query = (
		frappe.qb.from_(files).join(item).on((item.parent == files.name) & (item.parenttype == sources.LIVE))
	)
	query = query.select(item.criterion_key, Max(item.short_text)).where(files.period == period)
	return {key: text for key, text in query.groupby(item.criterion_key).run() if key in keys}


def add_up(rows: Iterable[Mapping[str, Any]], period_kind: str) -> None:
	"""Raise FiguresError unless these rows, a file each, make figures."""
	figures.add_up(
		[
			figures.Row(
				row["title_kind"],
				row["state"],
				1,
				row["period_path"],
				row["sector"] or "",
				row["waiting_level"] or "",
				bool(row["withdrawn"]),
			)
			for row in rows
		],
		period_kind,
	)


def insert(rows: list[dict[str, Any]]) -> None:
	stamp = now_datetime()
	common = {"creation": stamp, "modified": stamp, "owner": frappe.session.user, "docstatus": 0, "idx": 0}
	common["modified_by"] = frappe.session.user
	fields = ("name", *common, "organization_path", "evaluation", *KEPT)
	values = [tuple((row | common)[field] for field in fields) for row in rows]
	if values:
		# Past the controller, which refuses every other way in: values of the files themselves.
		frappe.db.bulk_insert(sources.FROZEN, list(fields), values)


def kept_rows(period: str) -> list[Any]:
	"""The frozen rows of a period: `name` and KEPT, in the order of their names."""
	files = frappe.qb.DocType(sources.FROZEN)
	query = frappe.qb.from_(files).select(files.name, *(files[field] for field in KEPT))
	return query.where(files.period == period).orderby(files.name).run(as_dict=True)


def digest(rows: Iterable[Mapping[str, Any]], words: str) -> str:
	"""SHA-256 over the rows in the order given (by name) and over the words. Pure."""
	found = hashlib.sha256()
	for row in rows:
		line = [row["name"], *(None if row[field] is None else str(row[field]) for field in KEPT)]
		found.update(json.dumps(line, ensure_ascii=False).encode() + b"\n")
	found.update(words.encode())
	return found.hexdigest()
