"""Effects of a reorganisation on open evaluations: those of ended organisations are out of the review, all others go on.

Those that it founds or re-hangs get theirs the next day: until then it can be undone, which an evaluation would stand in the way
of. On that day, too, drafts of those whose kind it changes are asked anew (`kind_change`); where the new kind earns no title they
are out of the review at once. An evaluation that was sent keeps the route it was frozen with; where it waits for an organisation
that ends, approval sends it on. Evaluations of closed periods are not touched at all.
"""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Table
from frappe.query_builder.functions import Count
from frappe.utils import create_batch, now_datetime
from pypika.queries import QueryBuilder

from bontot.evaluation.computing.places import counted_on
from bontot.evaluation.period import opening
from bontot.reorganization.change import Change, Line

OPEN_STATES = ("Draft", "Returned", "Under Appraisal")
SENT = "Under Appraisal"
KEPT = (
	"state",
	"awaiting_organization",
	"awaiting_path",
	"awaiting_act",
	"awaiting_since",
	"awaiting_due_on",
	"returned_by",
)
BATCH = 500


def preview(change: Change) -> list[Line]:
	moved = count_states(change.displaced)
	sent = moved.pop(SENT, 0)
	ended = sum(count_states(tuple(change.ended)).values())
	untitled = drafts_out_of_review(change)
	return [
		{
			"what": _("Files not sent yet of organizations whose new kind earns another title"),
			"count": len(drafts_of(change, other_title(change))),
			"becomes": _("asked the criteria of the new kind the next day; answers to the same criteria stay"),
		},
		{
			"what": _("Files not sent yet of organizations whose new kind earns no title"),
			"count": len(untitled),
			"becomes": _("leave the review with this decision as the reason"),
		},
		{
			"what": _("Open files of organizations with a new place, not sent yet"),
			"count": sum(moved.values()),
			"becomes": _("go on; sent to the new organizations above where the old ones no longer live"),
		},
		{
			"what": _("Files under appraisal of organizations with a new place"),
			"count": sent,
			"becomes": _("go on along the route they were sent on"),
		},
		{
			"what": _("Open files of organizations that end"),
			"count": ended,
			"becomes": _("leave the review with this decision as the reason"),
		},
		{
			"what": _("Open files of organizations that are split and go on"),
			"count": sum(count_states(change.divided).values()),
			"becomes": _("stay with the old organization; the new ones get files of their own the next day"),
		},
		{
			"what": _("Files of others that wait for an organization that ends"),
			"count": waiting_for(change),
			"becomes": _("go on to the successor, or to the next level"),
		},
	]  # fmt: skip


def apply(change: Change) -> list[dict[str, Any]]:
	"""Take open files of ended organisations out of the review; returns what they were, for `undo`."""
	if change.founded or change.displaced or change.rekinded:
		opening.add_missing_tomorrow(change.reorganization)
	traces = []
	for organization in change.ended:
		query, files = open_files((organization,))
		traces += take_out(query, files, change.end_reason(organization))
	for organization, names in drafts_out_of_review(change).items():
		query, files = open_files((organization,))
		traces += take_out(query.where(files.name.isin(names)), files, change.kind_reason(organization))
	return traces


def take_out(query: QueryBuilder, files: Table, reason: str) -> list[dict[str, Any]]:
	"""Put these files outside the review; returns what they were, for `undo`."""
	rows = query.select(files.name, *(files[field] for field in KEPT)).for_update().run(as_dict=True)
	if rows:
		blank = dict.fromkeys(KEPT) | {"state": "Outside", "outside_reason": reason}
		where = {"name": ("in", [row.name for row in rows])}
		# Past the controller: one statement a body, and each act on the file checks its state under a lock.
		frappe.db.set_value("Evaluation", where, {**blank, "modified": now_datetime()}, update_modified=False)
	return [{key: value if value is None else str(value) for key, value in row.items()} for row in rows]


def other_title(change: Change) -> dict[str, str]:
	"""{organisation: title that its new kind earns}, of those that it changes to a kind with a title."""
	return {name: title for name, title in new_titles(change).items() if title}


def new_titles(change: Change) -> dict[str, str]:
	titles = dict(frappe.get_all("Organization Kind", fields=["name", "title_kind"], as_list=True))
	return {name: titles.get(kind) or "" for name, kind in change.rekinded.items()}


def drafts_of(change: Change, titles: Mapping[str, str]) -> list[Any]:
	"""Drafts of these organisations that answer for another title, in periods whose day comes after the change."""
	query, files = open_files(tuple(titles))
	query = query.select(files.name, files.organization, files.period, files.title_kind).where(
		files.state == "Draft"
	)
	return [
		row
		for row in query.run(as_dict=True)
		if row.title_kind != titles[row.organization]
		and counted_on(frappe.get_cached_doc("Review Period", row.period)) >= change.effective
	]


def drafts_out_of_review(change: Change) -> dict[str, list[str]]:
	"""{organisation: its drafts} of those whose new kind earns no title."""
	found: dict[str, list[str]] = {}
	for row in drafts_of(change, {name: "" for name, title in new_titles(change).items() if not title}):
		found.setdefault(row.organization, []).append(row.name)
	return found


def undo(change: Change, traces: list[dict[str, Any]] | None) -> None:
	for row in traces or []:
		stood = {field: row[field] for field in KEPT}
		frappe.db.set_value("Evaluation", row["name"], {**stood, "outside_reason": None})


def obstacles(change: Change) -> list[str]:
	"""Files that were opened or sent since, with the new place or route frozen in them."""
	files, placement = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Organization Placement")
	touched = frappe.qb.from_(placement).select(placement.organization)
	touched = touched.where(placement.reorganization == change.reorganization)
	query = frappe.qb.from_(files).select(Count(files.name)).where(files.organization.isin(touched))
	since = (files.creation > change.done_at) | (files.sent_at > change.done_at)
	count = query.where(since).run()[0][0]
	return [_("{0} evaluation files were opened or sent since.").format(count)] if count else []


def open_files(organizations: tuple[str, ...]) -> tuple[QueryBuilder, Table]:
	files, period = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Review Period")
	query = frappe.qb.from_(files).join(period).on(period.name == files.period)
	where = files.organization.isin(list(organizations) or [""]) & files.state.isin(OPEN_STATES)
	return query.where(where & (period.state != "Closed")), files


def count_states(organizations: tuple[str, ...]) -> dict[str, int]:
	found: dict[str, int] = {}
	for batch in create_batch(organizations, BATCH):
		query, files = open_files(batch)
		for state, count in query.select(files.state, Count(files.name)).groupby(files.state).run():
			found[state] = found.get(state, 0) + count
	return found


def waiting_for(change: Change) -> int:
	files, period = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Review Period")
	query = frappe.qb.from_(files).join(period).on(period.name == files.period).select(Count(files.name))
	ended = list(change.ended) or [""]
	waits = files.awaiting_organization.isin(ended) & files.organization.notin(ended)
	return query.where(waits & (files.state == SENT) & (period.state != "Closed")).run()[0][0]
