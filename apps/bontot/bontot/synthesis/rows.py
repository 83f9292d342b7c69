"""The rows behind a figure: exactly the files that were counted, by the same conditions."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Criterion, Table
from frappe.query_builder.functions import Coalesce, Count
from pypika.queries import QueryBuilder
from pypika.terms import Case

from bontot.organization import access, tree
from bontot.synthesis import figures, figures_query, later_changes, sources
from bontot.synthesis.errors import UnknownFigureError
from bontot.synthesis.sources import Branch, Source, names_of

MOST_ROWS = 200
ALL, ELIGIBLE, OVERDUE, LATER = "all", "eligible", "overdue", "later"
BEFORE_RATING = "before_rating"  # of the titles: those given while a yearly rating was not decided
SENT, RATED = "sent", "rated:"  # what the plan asks besides the title (I.2)
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
KEPT_FIELDS = ("period_path", "path_names")
BODIES = ("grassroots_organization", "upper_organization", "awaiting_organization")


@dataclass(frozen=True, slots=True)
class Wanted:
	"""figure: a bucket, "all", "eligible", "sent", "waiting:<level>", "criterion:<key>", "rated:<grade>" ("rated:" any);
	the rest narrows it when not empty.

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
	source = sources.of(branch)
	files = source.files
	where = sources.in_branch(files, branch) & condition(source, branch, wanted)
	total = counted(source.query, files, where)
	readable = where & in_scope(files.organization_path, user)
	fields = (*FILE_FIELDS, *KEPT_FIELDS) if branch.frozen else FILE_FIELDS
	query = source.query.select(*(files[column] for column in fields if column != "state")).where(readable)
	# What was kept says apart from the state whether the title held.
	gone = source.withdrawn & (files.state == "Recognized")
	query = query.select(Case().when(gone, "Withdrawn").else_(files.state).as_("state"))
	query = query.orderby(files.period_path)
	if limit:
		query = query.limit(min(limit, MOST_ROWS)).offset(max(start, 0))
	rows = query.run(as_dict=True)
	add_names(rows)
	if branch.frozen:
		put_kept_names(rows, sources.words(branch.period))
	return {"rows": rows, "total": total, "elsewhere": total - counted(source.query, files, readable)}


def counted(query: QueryBuilder, files: Table, where: Criterion) -> int:
	return query.select(Count(files.name)).where(where).run()[0][0]


def count(branch: Branch, figure: str, title_kind: str = "") -> int:
	"""Count the evaluations of a branch, of a kind where one is named, that stand behind a figure."""
	source = sources.of(branch)
	where = sources.in_branch(source.files, branch)
	where &= condition(source, branch, Wanted(figure, title_kind))
	return counted(source.query, source.files, where)


def condition(source: Source, branch: Branch, wanted: Wanted) -> Criterion:
	files = source.files
	where = figure_condition(source, branch, wanted.figure)
	if wanted.title_kind:
		where &= files.title_kind == wanted.title_kind
	if wanted.sector:
		where &= Coalesce(files.sector, "") == ("" if wanted.sector == "-" else wanted.sector)
	return where


def figure_condition(source: Source, branch: Branch, figure: str) -> Criterion:
	files = source.files
	if figure == ALL:
		return files.name.isnotnull()
	if figure == ELIGIBLE:
		return files.state != "Outside"
	if figure == SENT:
		return files.state.notin(("Draft", "Outside"))
	if figure == BEFORE_RATING:
		return figure_condition(source, branch, "reached") & sources.waits_for_rating(files)
	if figure.startswith(RATED):
		grade = figure.removeprefix(RATED)
		return (files.state != "Outside") & sources.rated(branch, files, grade)
	if figure.startswith(WAITING):
		return (files.state == "Under Appraisal") & (source.waiting_level == figure.removeprefix(WAITING))
	if figure.startswith(CRITERION):
		failed = sources.fails(branch, files, figure.removeprefix(CRITERION))
		return (files.state != "Outside") & failed
	if figure not in SIMPLE:
		frappe.throw(_("There is no figure {0}. Go back to the overview.").format(figure), UnknownFigureError)
	states = [state for state, bucket in figures.BUCKET_OF_STATE.items() if bucket == figure]
	withdrawn = source.withdrawn & (files.state == "Recognized")
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
		where |= tree.within(column, prefix)
	return where


def add_names(rows: list[Any]) -> None:
	"""Names of the bodies, kinds and sectors that the rows mention by code: `<field>_name` beside each."""
	titles = {
		**dict.fromkeys(BODIES, (tree.DOCTYPE, "organization_name")),
		"organization_kind": ("Organization Kind", "kind_name"),
		"sector": ("Organization Sector", "sector_name"),
	}
	for source in set(titles.values()):
		fields = [field for field, wanted in titles.items() if wanted == source]
		names = names_of(*source, {row[field] for row in rows for field in fields if row[field]})
		for row in rows:
			for field in fields:
				row[f"{field}_name"] = names.get(row[field], "")


def put_kept_names(rows: list[Any], words: dict[str, dict[str, str]]) -> None:
	"""The names of a closed period's bodies, kinds and sectors in place of today's."""
	for row in rows:
		named = sources.names_on_path(row.pop("period_path"), row.pop("path_names") or "")
		for field in BODIES:
			row[f"{field}_name"] = named.get(row[field], row[f"{field}_name"])
		row["organization_kind_name"] = words["kinds"].get(
			row["organization_kind"], row["organization_kind_name"]
		)
		row["sector_name"] = words["sectors"].get(row["sector"], row["sector_name"])


def list_later(user: str, branch: Branch, start: int = 0, limit: int = 50) -> dict[str, Any]:
	"""Files of a closed period that count otherwise today (shape: later_changes.list_files)."""
	readable = partial(in_scope, user=user)
	return later_changes.list_files(branch, readable, max(start, 0), min(limit, MOST_ROWS))


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
