"""Turns of people, derived: a file is in my queue exactly when it waits for an act that one of my seats may do.

Nothing is stored. One indexed query a page; the flags of its rows come from one more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import Criterion, Table
from frappe.query_builder.functions import Count, Max, Sum
from frappe.utils import getdate
from pypika.functions import Coalesce
from pypika.terms import Case, ExistsCriterion

from bontot import working_days
from bontot.approval.core import kinds, steps_bar
from bontot.approval.people import conflicts, no_eligible_approver
from bontot.approval.queue import doubts
from bontot.evaluation.answers import without_evidence
from bontot.evaluation.computing.stored_answers import not_met
from bontot.organization import access, tree
from bontot.text import escape_like, fold

MAX_LIMIT = 100
NOTHING = "—"  # no organisation has this name: an empty list is no valid SQL
COLUMNS = (
	"name",
	"organization",
	"organization_name",
	"organization_kind",
	"title_kind",
	"period",
	"period_kind",
	"year",
	"state",
	"round",
	"awaiting_organization",
	"awaiting_act",
	"awaiting_since",
	"awaiting_due_on",
	"returned_by",
	"met_count",
	"item_count",
	"pending_count",
	"changed_count",
	"outcome",
	"review_suggested",
	"sent_at",
	"step_sequence",
)


@dataclass(frozen=True, slots=True)
class Filters:
	"""Filters that narrow a list of files; empty values narrow nothing."""

	text: str = ""  # part of the organisation's name, with or without diacritics
	period: str = ""
	period_kind: str = ""
	title_kind: str = ""
	organization_kind: str = ""
	act: str = ""
	branch: str = ""  # name of an organisation: files at or below it
	changed: bool = False
	overdue: bool = False
	differs: bool = False  # the records say otherwise than the self-assessment
	missing_evidence: bool = False
	newer: bool = False  # records that have come since it was sent stand against it


ALL = Filters()


def page(user: str, filters: Filters, start: int = 0, limit: int = 20) -> dict[str, Any]:
	"""{rows, **counts, deciding}: one page of what waits for `user`: first what the level above has
	returned, then the most pressing.

	`deciding`: what of it resolutions decide, on this page or not (`to_decide`). `by_body` of a row: the body decides instead of its seats that appraise (see `no_eligible_approver`).
	"""
	files, by_body = frappe.qb.DocType("Evaluation"), by_body_of(user)
	where = waiting_for(files, user, by_body) & narrowed(files, filters)
	counted = counts(files, where)
	rows = first_returned(files, where, counted["returned"], max(start, 0), min(max(limit, 1), MAX_LIMIT))
	add_flags(rows)
	add_parents(rows)
	for row in rows:
		row.by_body = row.name in by_body
		row.clean = row.clean and not row.by_body
	return {"rows": rows, **counted, "deciding": to_decide(files, where, user, by_body)}


def to_decide(files: Table, where: Criterion, user: str, by_body: set[str]) -> list[dict[str, Any]]:
	"""[{organization, organization_name, period, period_title, count}]: files that one resolution of a body may decide."""
	if not access.seats(user, ability="decide"):
		return []
	groups = frappe.qb.from_(files).select(
		files.awaiting_organization.as_("organization"), files.period, Count("*").as_("count")
	)
	groups = groups.where(where & for_body(files, by_body)).groupby(files.awaiting_organization, files.period)
	found = groups.orderby(files.awaiting_organization).orderby(files.period).run(as_dict=True)
	# Bodies whose decisions the person records, and periods of files that wait there.
	bodies = dict(_titles(tree.DOCTYPE, "organization_name", {row.organization for row in found}))
	periods = dict(_titles("Review Period", "title", {row.period for row in found}))
	for row in found:
		row.update(organization_name=bodies[row.organization], period_title=periods[row.period])
	return found


def for_body(files: Table, by_body: set[str]) -> Criterion:
	"""Condition: a resolution decides the file."""
	decided = files.awaiting_act == "Decide"
	return decided | files.name.isin(sorted(by_body)) if by_body else decided


def _titles(doctype: str, column: str, names: set[str]) -> Any:
	if not names:
		return ()
	return frappe.get_all(doctype, {"name": ("in", sorted(names))}, ["name", column], as_list=True)


def first_returned(files: Table, where: Criterion, returned: int, start: int, limit: int) -> list[Any]:
	"""A page of files, the `returned` ones before the others; each part in the order of the index by which files wait."""

	def part(condition: Criterion, begin: int, most: int) -> list[Any]:
		query = frappe.qb.from_(files).select(*(files[column] for column in COLUMNS)).where(condition)
		query = query.orderby(files.awaiting_due_on).orderby(files.name).limit(most).offset(begin)
		return query.run(as_dict=True)

	if not returned:
		return part(where, start, limit)
	rows = part(where & files.returned_by.isnotnull(), start, limit) if start < returned else []
	if len(rows) < limit:
		others = where & files.returned_by.isnull()
		rows += part(others, max(start - returned, 0), limit - len(rows))
	return rows


def counts(files: Table, where: Criterion) -> dict[str, int]:
	"""{total, returned (by the level above), and how many of all each filter of `FLAGS` would leave}, by one statement; with
	the same conditions as the page."""
	marks = [Sum(Case().when(condition(files), 1).else_(0)) for condition in FLAGS.values()]
	row = frappe.qb.from_(files).select(Count("*"), Count(files.returned_by), *marks).where(where).run()[0]
	return dict(zip(("total", "returned", *FLAGS), (int(value or 0) for value in row), strict=True))


def waiting_for(
	files: Table, user: str, by_body: set[str] | None = None, doctype: str = kinds.EVALUATION
) -> Criterion:
	"""Condition: the file waits for an act of one of `user`'s living seats, acts on it are still taken (a closed period takes
	none), and nothing bars this person.

	by_body: what `by_body_of` gives, for a caller who has asked already.
	"""
	branches = []
	for ability, act in (("appraise", "Appraise"), ("decide", "Decide")):
		for holder, places in places_by_holder(user, ability).items():
			waits = _waits(files, places, act)
			branches.append(waits & not_barring(files, holder) if holder else waits)
	may_act = Criterion.any(branches) if branches else files.name.isnull()
	may_act = kinds.open_only(doctype, files, may_act & not_barring(files, user))
	names = by_body_of(user) if by_body is None else by_body
	return may_act | files.name.isin(sorted(names)) if names else may_act


def by_body_of(user: str, doctype: str = kinds.EVALUATION) -> set[str]:
	"""Files of a kind that wait for an appraisal which no seat of their level may give, where `user` records for the body."""
	names: set[str] = set()
	for place in sorted({seat.organization for seat in access.seats(user, ability="decide")}):
		if waiting := no_eligible_approver.at(place, doctype):
			hands = conflicts.acting_users(user, place, "decide")
			files = frappe.qb.DocType(doctype)
			free = conflicts.acted_at_next_level(files, place, hands).negate()
			query = frappe.qb.from_(files).select(files.name).where(files.name.isin(waiting) & free)
			names.update(query.run(pluck=True))
	return names


def places_by_holder(user: str, ability: access.Ability) -> dict[str | None, list[str]]:
	"""{None: where `user` may act with own seats, holder: where only with a seat that this holder lent}, sorted."""
	found: dict[str | None, list[str]] = {}
	for place in sorted({seat.organization for seat in access.seats(user, ability=ability)}):
		_user, *holder = conflicts.acting_users(user, place, ability)
		found.setdefault(holder[0] if holder else None, []).append(place)
	return found


def not_barring(files: Table, user: str) -> Criterion:
	"""Condition: neither own unit nor an act at the level next to this one bars `user`."""
	own = conflicts.own_organizations(user) or [NOTHING]
	# The body decides over its recorder's own unit too; appraising it is barred.
	foreign = files.organization.notin(own) | (files.awaiting_act == "Decide")
	return foreign & conflicts.acted_at_next_level(files, files.awaiting_organization, [user]).negate()


def _waits(files: Table, places: list[str], act: str) -> Criterion:
	"""One place is the common case, and then the index gives the page in its order without sorting thousands."""
	place = (
		files.awaiting_organization == places[0]
		if len(places) == 1
		else files.awaiting_organization.isin(places)
	)
	return place & (files.awaiting_act == act)


def narrowed(files: Table, filters: Filters) -> Criterion:
	where = files.name.isnotnull()
	for column in ("period", "period_kind", "title_kind", "organization_kind"):
		if value := getattr(filters, column):
			where &= files[column] == value
	if filters.act:
		where &= files.awaiting_act == filters.act
	for flag, condition in FLAGS.items():
		if getattr(filters, flag):
			where &= condition(files)
	if filters.text:
		where &= named_like(files, filters.text)
	if filters.branch:
		where &= tree.within(files.organization_path, *filter(None, [tree.path_of(filters.branch)]))
	return where


def named_like(files: Table, text: str) -> ExistsCriterion:
	organization = frappe.qb.DocType("Party Organization").as_("named")
	pattern = f"%{escape_like(fold(text))}%"
	where = (organization.name == files.organization) & organization.search_text.like(pattern)
	return ExistsCriterion(frappe.qb.from_(organization).select(organization.name).where(where))


# As `doubts.reasons_of`.
def _differing(item: Table) -> Criterion:
	return (
		item.computed_result.isin(["Met", "Not Met"])
		& (Coalesce(item.self_result, "") != "")
		& (item.self_result != item.computed_result)
	)


def _has_item(files: Table, condition: Any) -> ExistsCriterion:
	item = frappe.qb.DocType("Evaluation Item").as_("part")
	where = (item.parent == files.name) & (item.parenttype == "Evaluation") & condition(item)
	return ExistsCriterion(frappe.qb.from_(item).select(item.name).where(where))


# What a filter of the same name leaves (`Filters`), and the page counts beside it.
FLAGS: dict[str, Callable[[Table], Criterion]] = {
	"overdue": lambda files: files.awaiting_due_on < getdate(),
	"changed": lambda files: files.changed_count > 0,
	"differs": lambda files: _has_item(files, _differing),
	"missing_evidence": lambda files: _has_item(files, without_evidence.condition),
	"newer": lambda files: files.review_suggested == 1,
}


def add_flags(rows: list[Any], today: date | None = None) -> None:
	"""Add to each row: differs, missing_evidence, not_met (counts of criteria), overdue (bool), working_days_left, doubts
	(words), clean (there are none) and singly (a bulk act does not take it)."""
	item = frappe.qb.DocType("Evaluation Item")
	query = (
		frappe.qb.from_(item)
		.select(
			item.parent,
			Sum(Case().when(_differing(item), 1).else_(0)).as_("differs"),
			Sum(Case().when(without_evidence.condition(item), 1).else_(0)).as_("missing_evidence"),
			Sum(Case().when(not_met(item), 1).else_(0)).as_("not_met"),
		)
		.where(item.parent.isin([row.name for row in rows] or [NOTHING]))
		.groupby(item.parent)
	)
	found = {row.parent: row for row in query.run(as_dict=True)}
	today = today or getdate()
	for row in rows:
		flags = found.get(row.name) or {}
		counted = {flag: int(flags.get(flag) or 0) for flag in ("differs", "missing_evidence", "not_met")}
		row.update(counted)
		row.overdue = bool(row.awaiting_due_on and row.awaiting_due_on < today)
		row.working_days_left = working_days.left(row.awaiting_due_on, today)
		row.doubts = doubts.of_file(row, counted)
		row.clean = not row.doubts
		row.singly = bool(doubts.barring(row, counted))


def add_parents(rows: list[Any]) -> None:
	"""Add to each row `parent_name`, the body directly above its organisation: many organisations are called alike."""
	own, above = frappe.qb.DocType(tree.DOCTYPE).as_("own"), frappe.qb.DocType(tree.DOCTYPE).as_("above")
	query = frappe.qb.from_(own).join(above).on(above.name == own.parent_organization)
	query = query.select(own.name, above.organization_name)
	found = dict(query.where(own.name.isin([row.organization for row in rows] or [NOTHING])).run())
	for row in rows:
		row.parent_name = found.get(row.organization, "")


def forwarded(user: str, filters: Filters, start: int = 0, limit: int = 20) -> dict[str, Any]:
	"""{rows, total}: files that `user`'s organisations have sent on, returned or concluded, latest first.

	Each row also has `acted_at` and `strip`: where it went and for whom it waits.
	"""
	files, step = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Approval Step")
	mine = conflicts.own_organizations(user) or [NOTHING]
	allowed = access.scope(user)
	acted = frappe.qb.from_(step).select(step.file_name, Max(step.acted_at).as_("acted_at"))
	acted = (
		acted.where(step.acting_organization.isin(mine) & step.act.notin(["Recall"]))
		.groupby(step.file_name)
		.as_("acted")
	)
	where = narrowed(files, filters) & Coalesce(files.awaiting_organization, "").notin(mine)
	if not allowed.unrestricted:
		where &= tree.within(files.organization_path, *allowed.prefixes)
	gone = frappe.qb.from_(files).join(acted).on(acted.file_name == files.name).where(where)
	rows = (
		gone.select(*(files[column] for column in (*COLUMNS, "route", "route_position")), acted.acted_at)
		.orderby(acted.acted_at, order=frappe.qb.desc)
		.orderby(files.name)
		.limit(min(max(limit, 1), MAX_LIMIT))
		.offset(max(start, 0))
	).run(as_dict=True)
	for row in rows:
		row.strip = steps_bar.of_file(row)
		row.pop("route")
	add_parents(rows)
	return {"rows": rows, "total": gone.select(Count("*")).run()[0][0]}


def candidates(organization: str, period: str, filters: Filters = ALL, user: str = "") -> list[Any]:
	"""All files of an open period that wait for a decision of `organization`, by place in the tree, with their flags and `by_body`;
	of a `user` only those whose decision nothing bars this person from recording."""
	files = frappe.qb.DocType("Evaluation")
	waiting = (files.awaiting_organization == organization) & (files.awaiting_act == "Decide")
	waiting = kinds.open_only(kinds.EVALUATION, files, waiting)
	if names := no_eligible_approver.at(organization):
		waiting |= files.name.isin(names)
	where = waiting & (files.period == period) & narrowed(files, filters)
	if user:
		where &= waiting_for(files, user)
	query = frappe.qb.from_(files).select(*(files[column] for column in COLUMNS)).where(where)
	rows = query.orderby(files.organization_path).run(as_dict=True)
	add_flags(rows)
	for row in rows:
		row.by_body = row.awaiting_act != "Decide"
	return rows
