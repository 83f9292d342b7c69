"""The rows behind a figure: exactly the files that were counted, by the same conditions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Criterion, Table
from frappe.query_builder.functions import Coalesce, Count
from pypika.terms import ExistsCriterion

from bontot.organization import access, tree
from bontot.synthesis import figures, figures_query
from bontot.synthesis.errors import UnknownFigureError
from bontot.synthesis.figures_query import Branch

MOST_ROWS = 200
ALL, ELIGIBLE, OVERDUE = "all", "eligible", "overdue"
WAITING, CRITERION = "waiting:", "criterion:"
SIMPLE = ("reached", "not_recognized", "declared", "waiting", "returned", "not_sent", "outside")
FILE_FIELDS = (
	"name",
	"organization",
	"organization_name",
	"organization_kind",
	"sector",
	"grassroots_organization",
	"upper_organization",
	"title_kind",
	"state",
	"awaiting_organization",
	"awaiting_since",
	"met_count",
	"item_count",
	"sent_at",
	"decided_on",
	"outside_reason",
)


@dataclass(frozen=True, slots=True)
class Wanted:
	"""figure: a bucket, "all", "eligible", "waiting:<level>", "criterion:<key>"; the rest narrows it when not empty.

	sector: a code, or "-" for organisations without one.
	"""

	figure: str = ALL
	title_kind: str = ""
	sector: str = ""


def list_files(user: str, branch: Branch, wanted: Wanted, start: int = 0, limit: int = 50) -> dict[str, Any]:
	"""{rows, total, elsewhere}: files of FILE_FIELDS with the names of the bodies they mention.

	`total` is the figure itself. `elsewhere` of them now belong to bodies outside the reader's scope: they were counted
	here when the period opened, and their rows open to their new superiors. `limit` 0: all.
	Raises UnknownFigureError.
	"""
	files, item = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Evaluation Item")
	where = figures_query.in_branch(files, branch) & condition(files, item, wanted)
	total = counted(files, where)
	readable = where & in_scope(files.organization_path, user)
	query = joined(files).select(*(files[column] for column in FILE_FIELDS)).where(readable)
	query = query.orderby(files.period_path)
	if limit:
		query = query.limit(min(limit, MOST_ROWS)).offset(max(start, 0))
	rows = query.run(as_dict=True)
	add_names(rows)
	return {"rows": rows, "total": total, "elsewhere": total - counted(files, readable)}


def joined(files: Table):
	"""Files with what decides their bucket: the level where they wait, a withdrawn recognition."""
	waits_at, withdrawn = frappe.qb.DocType(tree.DOCTYPE), figures_query.withdrawn_files()
	return (
		frappe.qb.from_(files)
		.left_join(waits_at)
		.on(waits_at.name == files.awaiting_organization)
		.left_join(withdrawn)
		.on(withdrawn.evaluation == files.name)
	)


def counted(files: Table, where: Criterion) -> int:
	return joined(files).select(Count(files.name)).where(where).run()[0][0]


def condition(files: Table, item: Table, wanted: Wanted) -> Criterion:
	where = figure_condition(files, item, wanted.figure)
	if wanted.title_kind:
		where &= files.title_kind == wanted.title_kind
	if wanted.sector:
		where &= Coalesce(files.sector, "") == ("" if wanted.sector == "-" else wanted.sector)
	return where


def figure_condition(files: Table, item: Table, figure: str) -> Criterion:
	if figure == ALL:
		return files.name.isnotnull()
	if figure == ELIGIBLE:
		return files.state != "Outside"
	if figure.startswith(WAITING):
		level = frappe.qb.DocType(tree.DOCTYPE).level
		at = Coalesce(level, "") == figure.removeprefix(WAITING)
		return (files.state == "Under Appraisal") & at
	if figure.startswith(CRITERION):
		mine = (item.parent == files.name) & (item.criterion_key == figure.removeprefix(CRITERION))
		failed = frappe.qb.from_(item).select(item.name).where(mine & figures_query.not_met(item))
		return (files.state != "Outside") & ExistsCriterion(failed)
	if figure not in SIMPLE:
		frappe.throw(_("There is no figure {0}. Go back to the overview.").format(figure), UnknownFigureError)
	states = [state for state, bucket in figures.BUCKET_OF_STATE.items() if bucket == figure]
	withdrawn = frappe.qb.Table("withdrawn").evaluation.isnotnull() & (files.state == "Recognized")
	if figure == "not_recognized":
		return files.state.isin(states) | withdrawn
	return files.state.isin(states) & withdrawn.negate() if figure == "reached" else files.state.isin(states)


def in_scope(column, user: str) -> Criterion:
	"""Condition: the organisation stands in the reader's scope today."""
	allowed = access.scope(user)
	if allowed.unrestricted:
		return column.isnotnull()
	where = column.isnull()
	for prefix in allowed.prefixes:
		where |= figures_query.within(column, prefix)
	return where


def add_names(rows: list[Any]) -> None:
	"""Names of the bodies, kinds and sectors that the rows mention by code: `<field>_name` beside each."""
	organizations = ("grassroots_organization", "upper_organization", "awaiting_organization")
	titles = {
		**dict.fromkeys(organizations, (tree.DOCTYPE, "organization_name")),
		"organization_kind": ("Organization Kind", "kind_name"),
		"sector": ("Organization Sector", "sector_name"),
	}
	for source in set(titles.values()):
		fields = [field for field, wanted in titles.items() if wanted == source]
		names = names_of(*source, {row[field] for row in rows for field in fields if row[field]})
		for row in rows:
			for field in fields:
				row[f"{field}_name"] = names.get(row[field], "")


def names_of(doctype: str, title_field: str, wanted: set[str]) -> dict[str, str]:
	"""{name: title}. Names of the bodies above a file are no secret of theirs (access: ancestors show their name)."""
	if not wanted:
		return {}
	rows = frappe.get_all(doctype, {"name": ("in", sorted(wanted))}, ["name", f"{title_field} as title"])
	return {row.name: row.title for row in rows}


def list_overdue(
	user: str, organization: str, today: date, start: int = 0, limit: int = 50
) -> dict[str, Any]:
	"""{rows: [{name, title, organization, organization_name, due_on}], total, elsewhere: 0}, the oldest debt first."""
	owed, place = frappe.qb.DocType("Obligation"), frappe.qb.DocType(tree.DOCTYPE)
	where = figures_query.overdue_in(owed, tree.path_of(organization), today)
	where &= in_scope(owed.organization_path, user)
	rows = (
		frappe.qb.from_(owed)
		.join(place)
		.on(place.name == owed.organization)
		.select(owed.name, owed.title, owed.organization, place.organization_name, owed.due_on)
		.where(where)
		.orderby(owed.due_on)
		.orderby(owed.organization_path)
		.limit(min(limit, MOST_ROWS))
		.offset(max(start, 0))
	).run(as_dict=True)
	total = frappe.qb.from_(owed).select(Count(owed.name)).where(where).run()[0][0]
	return {"rows": rows, "total": total, "elsewhere": 0}
