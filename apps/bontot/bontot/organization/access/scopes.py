"""Ranges of paths that a person may read, and their conditions in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import frappe

from bontot.organization import tree
from bontot.organization.access import seats_in_force

NOTHING = "(1 = 0)"


@dataclass(frozen=True, slots=True)
class Scope:
	"""Range that a person may read: everything at or below `prefixes`, or without restriction."""

	prefixes: tuple[str, ...]
	unrestricted: bool = False

	def covers(self, path: str | None) -> bool:
		return self.unrestricted or tree.is_within(path, self.prefixes)

	@property
	def ancestor_paths(self) -> list[str]:
		"""Paths of the organisations above: their names may be shown, nothing else of theirs."""
		return sorted({path for prefix in self.prefixes for path in tree.above(prefix)})


def scope(user: str, on: date | str | None = None) -> Scope:
	"""The scope of `user` on a day (default today); empty without a living seat or oversight assignment."""
	if seats_in_force.is_administrator(user):
		return Scope((), unrestricted=True)
	return Scope(seats_in_force.readable_paths(user, on))


def range_condition(column: str, allowed: Scope) -> str:
	"""SQL in parentheses: the path in `column` lies within the scope."""
	ranges = (tree.path_range(prefix) for prefix in allowed.prefixes)
	parts = [f"({column} >= {quoted(low)} and {column} < {quoted(high)})" for low, high in ranges]
	return f"({' or '.join(parts)})" if parts else NOTHING


def organization_condition(allowed: Scope) -> str:
	"""Organisations within the scope, and those above it."""
	column = f"`tab{tree.DOCTYPE}`.`path`"
	below = range_condition(column, allowed)
	above = ", ".join(quoted(path) for path in allowed.ancestor_paths)
	return f"({below} or {column} in ({above}))" if above else below


def other_side_condition(doctype: str, field: str, allowed: Scope) -> str:
	"""Documents whose `field` names an organisation within the scope."""
	in_scope = range_condition("`other`.`path`", allowed)
	column = f"`tab{doctype}`.`{field}`"
	return (
		f"exists (select 1 from `tab{tree.DOCTYPE}` `other` where `other`.`name` = {column} and {in_scope})"
	)


def named_condition(doctype: str, rows: str, user: str) -> str:
	"""Documents whose table of people, of the kind `rows`, names the user."""
	return (
		f"exists (select 1 from `tab{rows}` `named` where `named`.`parent` = `tab{doctype}`.`name`"
		f" and `named`.`parenttype` = {quoted(doctype)} and `named`.`user` = {quoted(user)})"
	)


def quoted(value: str) -> str:
	return frappe.db.escape(value, percent=False)
