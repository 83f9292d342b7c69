"""Sizes of branches: cells and members at or below organisations, by a grouped range of paths."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Function, Sum
from pypika.terms import Case

from bontot.organization import tree


def sizes(paths: Iterable[str], on: date) -> dict[str, tuple[int, int]]:
	"""{path: (cells, members) at or below it on a day}; whoever left the Party is no member.

	Paths side by side are asked together: one statement for cells and one for members a depth, not a body.
	"""
	found = dict.fromkeys(paths, (0, 0))
	for siblings in _side_by_side(list(found)):
		cells, members = _cells(siblings, on), _members(siblings)
		found |= {path: (cells.get(path, 0), members.get(path, 0)) for path in siblings}
	return found


def _side_by_side(paths: Sequence[str]) -> list[list[str]]:
	groups: dict[tuple[int, str], list[str]] = {}
	for path in sorted(paths):
		groups.setdefault((len(path), path[: -tree.SEGMENT]), []).append(path)
	return list(groups.values())


def _cells(siblings: list[str], on: date) -> dict[str, int]:
	organization, kind = frappe.qb.DocType(tree.DOCTYPE), frappe.qb.DocType("Organization Kind")
	query = frappe.qb.from_(organization).join(kind).on(kind.name == organization.kind)
	query = query.where(tree.living(on, organization))
	return _grouped(query, organization.path, siblings, Sum(Case().when(kind.holds_members == 1, 1).else_(0)))


def _members(siblings: list[str]) -> dict[str, int]:
	member = frappe.qb.DocType("Party Member")
	query = frappe.qb.from_(member).where(member.state != "Left")
	return _grouped(query, member.organization_path, siblings, Count("*"))


def _grouped(query: Any, column: Any, siblings: list[str], count: Any) -> dict[str, int]:
	head = Function("LEFT", column, len(siblings[0]))
	low, high = tree.path_range(siblings[0])[0], tree.path_range(siblings[-1])[1]
	query = query.select(head, count).where((column >= low) & (column < high)).groupby(head)
	if len(siblings) == 1:
		query = query.where(tree.within(column, siblings[0]))
	return {path: int(number) for path, number in query.run()}
