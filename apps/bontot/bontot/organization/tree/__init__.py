"""The tree: where an organisation stands (`path`), who is above and below it.

A path joins fixed-width segments, one an ancestor from the top down, the organisation itself last. A segment is the
organisation's own serial in base 36, so it never changes meaning; "everything below" is one range of an index.
"""

import functools
import operator
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import Criterion, Table
from frappe.query_builder.functions import Coalesce

DOCTYPE = "Party Organization"
SEQUENCE = "party_organization_serial"
SEGMENT = 6  # characters: 36**6, over two thousand million organisations
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # in the order of MariaDB's collation
FAR = date(9999, 12, 31)


def segment(serial: int) -> str:
	"""The part of a path that stands for one organisation. Raises ValueError outside 1 … 36**6 - 1."""
	if not 0 < serial < len(DIGITS) ** SEGMENT:
		raise ValueError(f"No organization can have the serial {serial}.")
	letters = ""
	for _position in range(SEGMENT):
		serial, digit = divmod(serial, len(DIGITS))
		letters = DIGITS[digit] + letters
	return letters


def name_of(serial: int) -> str:
	return f"TC{serial:07d}"


def path_range(prefix: str) -> tuple[str, str]:
	"""(low, high): a path p lies at or below `prefix` exactly when low <= p < high. Raises ValueError on no path."""
	if not prefix or len(prefix) % SEGMENT:
		raise ValueError(f"{prefix!r} is no path.")
	return prefix, prefix[:-SEGMENT] + segment(int(prefix[-SEGMENT:], 36) + 1)


def above(path: str) -> list[str]:
	"""Paths of the ancestors, nearest first, without `path` itself."""
	return [path[:end] for end in range(len(path) - SEGMENT, 0, -SEGMENT)]


def parent_name(path: str) -> str | None:
	"""The organisation directly above a place, also of a time that is gone: a segment is its own serial for ever."""
	paths = above(path)
	return name_of(int(paths[0][-SEGMENT:], 36)) if paths else None


def is_within(path: str | None, prefixes: tuple[str, ...]) -> bool:
	"""Whether `path` lies at or below one of `prefixes`."""
	return bool(path) and path.startswith(prefixes)


def within(column: Any, *prefixes: str) -> Criterion:
	"""Condition: the path in `column` lies at or below one of `prefixes`; of none, nothing does. As `is_within`."""
	ranges = [(column >= low) & (column < high) for low, high in map(path_range, prefixes)]
	return functools.reduce(operator.or_, ranges) if ranges else column.isnull() & column.isnotnull()


def outermost(paths: list[str]) -> tuple[str, ...]:
	"""The paths that lie below no other of them, sorted."""
	kept: list[str] = []
	for path in sorted(set(paths)):
		if not kept or not path.startswith(kept[-1]):
			kept.append(path)
	return tuple(kept)


def living(on: date | str, table: Table | None = None) -> Criterion:
	"""Condition: the organisation exists on the day `on` (first and last day included)."""
	table = table or frappe.qb.DocType(DOCTYPE)
	return (table.valid_from <= on) & (Coalesce(table.valid_to, FAR) >= on)


def next_serial() -> int:
	"""Never given twice; taken outside the transaction, so inserts in different branches do not wait for one another."""
	return int(frappe.db.sql(f"select nextval(`{SEQUENCE}`)")[0][0])  # the name is our constant


def path_of(name: str | None) -> str | None:
	return frappe.db.get_value(DOCTYPE, name, "path") if name else None


# Of organisations that a decision founded, and an undo of it would take away again.
WRITING = """
	select organization.path, exists (
		select 1 from `tabReorganization` decision
		where decision.effective_date = organization.valid_from and decision.state in ('Applied', 'Undoing')
			and decision.decision_number = organization.founding_decision_number
			and decision.decision_date = organization.founding_decision_date
	) as may_vanish
	from `tabParty Organization` organization where organization.name = %(name)s
"""
HELD = "select path from `tabParty Organization` where name = %(name)s lock in share mode"


def path_to_write(name: str | None) -> str | None:
	"""Return what `path_of` does, for who is about to write a document there: one that an undo could take away stays until that
	is committed, and is not there any more (None) once an undo was faster.

	Of all others the row is not locked, or a large reorganisation would let the whole desk wait (docs/decisions).
	"""
	found = frappe.db.sql(WRITING, {"name": name}) if name else ()
	if found and found[0][1]:
		found = frappe.db.sql(HELD, {"name": name})
	return found[0][0] if found else None


def ancestors(name: str) -> list[dict]:
	"""Organisations above `name`, nearest first: name, path, kind, level, rank, organization_name."""
	path = path_of(name)
	if not path or not above(path):
		return []
	organization = frappe.qb.DocType(DOCTYPE)
	rows = _nodes().where(organization.path.isin(above(path))).run(as_dict=True)
	return sorted(rows, key=lambda row: -len(row.path))


def children(name: str, on: date | str) -> list[dict]:
	"""Organisations directly below `name` that live on `on`, in order of path; same fields as `ancestors`."""
	organization = frappe.qb.DocType(DOCTYPE)
	where = (organization.parent_organization == name) & living(on, organization)
	return _nodes().where(where).orderby(organization.path).run(as_dict=True)


def ancestor_at_level(name: str, level_code: str) -> str | None:
	"""The organisation strictly above `name` at that level; None when the branch has no such level there."""
	return next((row.name for row in ancestors(name) if row.level == level_code), None)


def _nodes():
	organization, level = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType("Organization Level")
	return (
		frappe.qb.from_(organization)
		.left_join(level)
		.on(level.name == organization.level)
		.select(
			organization.name,
			organization.path,
			organization.kind,
			organization.level,
			level.rank,
			organization.organization_name,
		)
	)
