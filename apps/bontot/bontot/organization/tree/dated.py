"""The tree as of any day: where an organisation stood and what it was called then.

A reorganisation leaves what was true until the day before it in Organization Placement; today's place is on the
organisation itself. The same function serves periods, figures and lists, so that all name the same place for a day.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.query_builder import Criterion, Field, Table
from pypika.queries import QueryBuilder
from pypika.terms import Case

from bontot.organization import tree

PLACEMENT = "Organization Placement"
FIRST = date(1000, 1, 1)  # the database's first day: a first placement has no beginning of its own
# What a placement keeps, under the names of the organisation's own columns.
KEPT = (
	"path",
	"parent_organization",
	"organization_name",
	"short_name",
	"kind",
	"level",
	"grassroots_organization",
	"upper_organization",
)
UNCHANGED = ("name", "sector", "code", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class Place:
	"""An organisation as it was on a day; `path` reaches from the top of the tree of that day down to it."""

	organization: str
	path: str
	parent_organization: str | None
	organization_name: str
	short_name: str | None
	kind: str
	level: str | None
	grassroots_organization: str | None
	upper_organization: str | None


def place(organization: str, on: date | str) -> Place | None:
	"""The place of an organisation on a day; None when it did not exist then."""
	table = as_of(on)
	rows = frappe.qb.from_(table).select("*").where(table.name == organization).run(as_dict=True)
	if not rows:
		return None
	return Place(rows[0].name, **{field: rows[0][field] for field in KEPT})


def kind_on(organization: str, on: date) -> str:
	"""The kind of an organisation on a day; before it was founded, or after it ended, the one next to that."""
	row = frappe.db.get_value(tree.DOCTYPE, organization, ["kind", "placed_from"], as_dict=True)
	if not row.placed_from or row.placed_from <= on:
		return row.kind
	until = {"organization": organization, "to_date": (">=", on)}
	return frappe.db.get_value(PLACEMENT, until, "kind", order_by="to_date") or row.kind


def below(organization: str, on: date | str) -> list[Any]:
	"""Organisations at or below one on a day, in order of path; the fields of KEPT and UNCHANGED. Empty without it."""
	top = place(organization, on)
	if not top:
		return []
	table = as_of(on)
	query = frappe.qb.from_(table).select("*").where(tree.within(table.path, top.path))
	return query.orderby(table.path).run(as_dict=True)


def above(organization: str, on: date | str) -> list[Any]:
	"""Organisations above one on a day, nearest first; fields as in `below`."""
	own = place(organization, on)
	paths = tree.above(own.path) if own else []
	if not paths:
		return []
	table = as_of(on)
	rows = frappe.qb.from_(table).select("*").where(table.path.isin(paths)).run(as_dict=True)
	return sorted(rows, key=lambda row: -len(row.path))


def branch(organization: str, on: date | str) -> set[str]:
	"""Names at or below an organisation on a day, those that had ended by then at the last place they had.

	Three statements that read the branch alone, however large the tree around it is.
	"""
	top = place(organization, on)
	path = top.path if top else tree.path_of(organization)
	found = _placed(on, lambda table, _name: tree.within(table.path, path))
	return {organization, *(name for name, _parent in found)}


def with_party_groups(cells: Iterable[str], on: date | str) -> dict[str, str]:
	"""{organisation: cell} of these cells, themselves among them, and of the party groups (a kind without meetings of its own) that
	stood directly below them on a day: whoever is registered at one is a member of its cell. Three statements."""
	wanted = sorted(set(cells))
	groups = frappe.get_all("Organization Kind", {"keeps_meetings": 0}, pluck="name") or [""]
	found = _placed(
		on, lambda table, _name: table.parent_organization.isin(wanted or [""]) & table.kind.isin(groups)
	)
	return dict(found) | {cell: cell for cell in wanted}


def directly_above(organizations: Iterable[str], on: date | str) -> dict[str, str]:
	"""{organisation: parent} of these on a day, as in `branch`; two statements."""
	wanted = sorted(set(organizations)) or [""]
	return dict(_placed(on, lambda _table, name: name.isin(wanted)))


def _placed(on: date | str, where: Callable[[Table, Field], Criterion]) -> list[tuple[str, str]]:
	"""(organisation, parent) of those founded by a day for which `where` (of a table and its column of the organisation's name)
	held then: asked of today's rows and of kept placements apart, so that each is found by its own index."""
	organization, placement = frappe.qb.DocType(tree.DOCTYPE), frappe.qb.DocType(PLACEMENT)
	held = (placement.organization == organization.name) & (placement.from_date <= on)
	held &= placement.to_date >= on
	founded = organization.valid_from <= on
	unmoved = frappe.qb.from_(organization).left_join(placement).on(held)
	unmoved = unmoved.select(organization.name, organization.parent_organization)
	unmoved = unmoved.where(founded & where(organization, organization.name) & placement.name.isnull())
	moved = frappe.qb.from_(placement).join(organization).on(held)
	moved = moved.select(organization.name, placement.parent_organization)
	moved = moved.where(founded & where(placement, placement.organization))
	return [*unmoved.run(), *moved.run()]


def as_of(on: date | str, alias: str = "place") -> QueryBuilder:
	"""A sub-query with one row for each organisation that lives on a day: KEPT as of that day, UNCHANGED, and
	path_today, its place in today's tree."""
	organization, placement = frappe.qb.DocType(tree.DOCTYPE), frappe.qb.DocType(PLACEMENT)
	held = (placement.organization == organization.name) & (placement.from_date <= on)
	query = (
		frappe.qb.from_(organization)
		.left_join(placement)
		.on(held & (placement.to_date >= on))
		.select(*(organization[field] for field in UNCHANGED))
		.select(*(as_stood(organization, placement, field).as_(field) for field in KEPT))
		.select(organization.path.as_("path_today"))
		.where(tree.living(on, organization))
	)
	return query.as_(alias)


def as_stood(organization: Table, placement: Table, field: str) -> Case:
	return Case().when(placement.name.isnotnull(), placement[field]).else_(organization[field])


Life = tuple[date | None, date | None]


def lives_as(title_kinds: Mapping[str, str]) -> dict[str, Life]:
	"""{organisation: first and last day on which it was of a kind that earns that title}; None: without end. Two statements.

	What is asked of a cell is not asked of the days after it became a larger organisation, nor the other way round. One that
	was never of such a kind is given its whole life.
	"""
	names = sorted(title_kinds) or [""]
	organization, placement = frappe.qb.DocType(tree.DOCTYPE), frappe.qb.DocType(PLACEMENT)
	kind = frappe.qb.DocType("Organization Kind")
	query = frappe.qb.from_(placement).join(kind).on(kind.name == placement.kind)
	query = query.select(placement.organization, placement.to_date, kind.title_kind)
	stood: dict[str, list[tuple[date | None, str | None]]] = {}
	for name, *until in query.where(placement.organization.isin(names)).orderby(placement.to_date).run():
		stood.setdefault(name, []).append(tuple(until))
	query = frappe.qb.from_(organization).join(kind).on(kind.name == organization.kind)
	query = query.select(organization.name, organization.valid_from, organization.valid_to, kind.title_kind)
	return {
		name: stretch_as(title_kinds[name], first, [*stood.get(name, ()), (last, today)])
		for name, first, last, today in query.where(organization.name.isin(names)).run()
	}


def stretch_as(wanted: str, first: date | None, stood: Iterable[tuple[date | None, str | None]]) -> Life:
	"""The latest stretch of a life in which something was `wanted`; `stood`: (until when, what), in order. Pure."""
	stretches: list[list[Any]] = []
	begins = first
	for until, what in stood:
		if stretches and stretches[-1][2] == what:
			stretches[-1][1] = until
		else:
			stretches.append([begins, until, what])
		begins = until and until + timedelta(days=1)
	begins, until = next(
		((begins, until) for begins, until, what in reversed(stretches) if what == wanted), (first, until)
	)
	return begins, until
