"""History of organisations, one line an event: "tách từ …, 01/07/2025"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate

from bontot.organization import tree
from bontot.organization.tree import dated

SUCCESSION = "Organization Succession"


@dataclass(frozen=True, slots=True)
class Event:
	day: date
	text: str


def events(organizations: Iterable[str]) -> dict[str, list[Event]]:
	"""{organisation: what happened to it, latest first}; nothing for one that only was founded.

	The names of those it came out of, went into or stood below belong to its own history and are shown with it.
	"""
	wanted = sorted(set(organizations))
	found: dict[str, list[Event]] = {name: [] for name in wanted}
	if wanted:
		_add_successions(wanted, found)
		_add_changes(wanted, found)
		_add_ends(wanted, found)
	for name in wanted:
		found[name].sort(key=lambda event: event.day, reverse=True)
	return found


def _add_successions(wanted: list[str], found: dict[str, list[Event]]) -> None:
	fields = ["organization", "predecessor", "relation", "on_date"]
	# The caller reads the organisations themselves.
	came = frappe.get_all(SUCCESSION, {"organization": ("in", wanted)}, fields, order_by="predecessor")
	went = frappe.get_all(SUCCESSION, {"predecessor": ("in", wanted)}, fields, order_by="organization")
	names = titles({row.predecessor for row in came} | {row.organization for row in went})
	sentences = {
		("came", "Split"): _("came out of the division of {0}, {1}"),
		("came", "Separated"): _("separated from {0}, {1}"),
		("came", "Merged"): _("took in {0}, {1}"),
		("went", "Split"): _("divided into {0}, {1}"),
		("went", "Separated"): _("{0} separated from it, {1}"),
		("went", "Merged"): _("merged into {0}, {1}"),
	}
	for way, rows, own, other in (
		("came", came, "organization", "predecessor"),
		("went", went, "predecessor", "organization"),
	):
		together: dict[tuple, list[str]] = {}
		for row in rows:
			together.setdefault((row[own], row.relation, row.on_date), []).append(names[row[other]])
		for (name, relation, day), others in together.items():
			text = sentences[way, relation].format(", ".join(others), written(day))
			found[name].append(Event(day, text))


def _add_changes(wanted: list[str], found: dict[str, list[Event]]) -> None:
	"""Other parents, names and kinds: each placement against what came after it."""
	fields = ["organization", "parent_organization", "organization_name", "kind", "to_date"]
	where = {"organization": ("in", wanted), "is_direct": 1}
	placements = frappe.get_all(dated.PLACEMENT, where, fields, order_by="organization, to_date, creation")
	if not placements:
		return
	today = {
		row.name: row
		for row in frappe.get_all(tree.DOCTYPE, {"name": ("in", wanted)}, ["name", *fields[1:4]])
	}
	parents = titles({row.parent_organization for row in placements if row.parent_organization})
	kinds = dict(frappe.get_all("Organization Kind", fields=["name", "kind_name"], as_list=True))
	for index, row in enumerate(placements):
		following = placements[index + 1] if index + 1 < len(placements) else None
		after: Any = (
			following if following and following.organization == row.organization else today[row.organization]
		)
		day = row.to_date + timedelta(days=1)
		if row.parent_organization and after.parent_organization != row.parent_organization:
			text = _("moved from {0}, {1}").format(parents[row.parent_organization], written(day))
			found[row.organization].append(Event(day, text))
		if after.organization_name != row.organization_name:
			text = _("called {0} until {1}").format(row.organization_name, written(row.to_date))
			found[row.organization].append(Event(day, text))
		if after.kind != row.kind:
			text = _("{0} until {1}").format(kinds.get(row.kind, row.kind), written(row.to_date))
			found[row.organization].append(Event(day, text))


def _add_ends(wanted: list[str], found: dict[str, list[Event]]) -> None:
	rows = frappe.get_all(
		tree.DOCTYPE, {"name": ("in", wanted), "valid_to": ("is", "set")}, ["name", "valid_to"]
	)
	for row in rows:
		day = row.valid_to + timedelta(days=1)
		if not any(event.day == day for event in found[row.name]):
			found[row.name].append(Event(day, _("ended after {0}").format(written(row.valid_to))))


def titles(names: set[str]) -> dict[str, str]:
	rows = frappe.get_all(
		tree.DOCTYPE, {"name": ("in", sorted(names) or [""])}, ["name", "organization_name"], as_list=True
	)
	return dict(rows)


def written(day: date) -> str:
	return formatdate(day, "dd/MM/yyyy")
