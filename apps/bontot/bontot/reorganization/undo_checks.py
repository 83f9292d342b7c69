"""Checks before an undo: a sentence for each thing built upon a reorganisation since, any of which keeps it from being undone."""

import json
from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.utils import create_batch, getdate

from bontot.organization import tree
from bontot.organization.members import transfers
from bontot.organization.tree import dated
from bontot.reorganization import applying, loading, open_transfers, sharing
from bontot.reorganization.change import Change, decision_of, participants
from bontot.text import fold


def of(doc: Any) -> list[str]:
	"""Everything that stands in the way of undoing a reorganisation that was carried out; empty: nothing."""
	traces = json.loads(doc.traces)
	found = [sentence for ask in OWN for sentence in ask(doc, traces)]
	change = Change(doc.name, getdate(doc.effective_date), decision_of(doc), done_at=doc.done_at)
	for _path, ask in participants("obstacles"):
		found += ask(change)
	return found


def later_decisions(doc: Any, traces: dict[str, Any]) -> list[str]:
	mine, later = frappe.qb.DocType(dated.PLACEMENT), frappe.qb.DocType(dated.PLACEMENT).as_("later")
	other = frappe.qb.DocType(doc.doctype)
	founded = traces["founded"]
	touched = frappe.qb.from_(mine).select(mine.organization).where(mine.reorganization == doc.name)
	query = (
		frappe.qb.from_(later)
		.join(other)
		.on(other.name == later.reorganization)
		.select(other.title)
		.distinct()
		.where((later.reorganization != doc.name) & (other.done_at > doc.done_at))
		.where(later.organization.isin(touched) | later.organization.isin(founded or [""]))
	)
	titles = query.limit(3).run(pluck=True)
	return (
		[_("Later decisions touched the same organizations: {0}.").format(", ".join(titles))]
		if titles
		else []
	)


def used_new_organizations(doc: Any, traces: dict[str, Any]) -> list[str]:
	"""Documents of founded organisations beyond the members and seats that the decision itself brought there."""
	founded = traces["founded"]
	if not founded:
		return []
	brought = {row[0] for row in traces["members"]} | set(traces["new_seats"])
	brought |= sharing.brought(traces, doc.done_at)
	ranges = [tree.path_range(path) for name in founded if (path := tree.path_of(name))]
	used = []
	for doctype, _column in applying.path_columns():
		if doctype in (applying.SUCCESSION, "Reorganization") or not frappe.get_meta(doctype).has_field(
			"organization"
		):
			continue
		# Counted for a refusal, not shown; the person may reorganise all of it.
		if left := len(written_at(doctype, founded, ranges) - brought):
			used.append(f"{_(doctype)}: {left}")
	return [_("New organizations have records already: {0}.").format(", ".join(used))] if used else []


def comes_there(doc: Any, traces: dict[str, Any]) -> list[str]:
	"""Members on their way to a founded organisation, beyond those whose way the decision itself led there."""
	followed = {row["name"] for row in traces["modules"].get(open_transfers.__name__) or ()}
	where = {"to_organization": ("in", traces["founded"] or [""]), "state": ("in", transfers.OPEN)}
	coming = len(set(frappe.get_all(transfers.DOCTYPE, where, pluck="name")) - followed)
	return [_("{0} members are on their way to the new organizations.").format(coming)] if coming else []


def written_at(doctype: str, organizations: list[str], ranges: list[tuple[str, str]]) -> set[str]:
	"""Names of documents of organisations that lie in these ranges of paths.

	A locking read: whoever writes one holds the organisation's row shared (`tree.path_to_write`), and is seen here once that
	is let go, though this transaction had begun to read before.
	"""
	table, found = frappe.qb.DocType(doctype), set()
	for low, high in ranges:
		query = frappe.qb.from_(table).select(table.name)
		query = query.where((table.organization_path >= low) & (table.organization_path < high))
		found |= set(query.where(table.organization.isin(organizations)).for_update().run(pluck=True))
	return found


def came_below(doc: Any, traces: dict[str, Any]) -> list[str]:
	"""Organisations that came to stand below one of whom the decision made what it is now: founded there, moved there
	by a later decision that names none of this one's, or left to it by a body that was merged into it.

	Whatever stood below at the time has a placement of this decision and goes back by itself; of these nothing knows.
	"""
	parents = [*traces["founded"], *replaced(doc)]
	mine = {*traces["founded"], *(row.organization for row in placements(doc))}
	child = frappe.qb.DocType(tree.DOCTYPE)
	children: list[Any] = []
	for batch in create_batch(parents, applying.BATCH):
		query = frappe.qb.from_(child).select(child.name, child.organization_name)
		# A locking read: whoever inserts below one of them holds its row shared, and is seen here once that is let go.
		children += query.where(child.parent_organization.isin(batch)).for_update().run(as_dict=True)
	if found := [row for row in children if row.name not in mine]:
		message = _("{0} organizations came to stand below those that it changed: {1}.")
		return [message.format(len(found), first_names(row.organization_name for row in found))]
	return []


def replaced(doc: Any) -> list[str]:
	"""Organisations whose place, columns above or kind this decision made; a new name alone binds nobody below."""
	kinds = kinds_now(row.organization for row in placements(doc))
	return [
		row.organization
		for row in placements(doc)
		if (row.path, row.grassroots_organization or "", row.upper_organization or "")
		!= (row.path_after, row.grassroots_after or "", row.upper_after or "")
		or row.kind != kinds.get(row.organization)
	]


def lost_places(doc: Any, traces: dict[str, Any]) -> list[str]:
	"""Organisations that could not go back to where they stood, since their parent of then, of whom the decision says
	nothing, has moved or ended, or is of a kind below which they may not stand."""
	rows = placements(doc)
	mine = {row.organization for row in rows}
	back = [row for row in rows if row.parent_organization and row.parent_organization not in mine]
	names = sorted({row.parent_organization for row in back})
	parents: dict[str, Any] = {}
	for batch in create_batch(names, applying.BATCH):
		fields = ["name", "path", "kind", "valid_to"]
		parents |= {row.name: row for row in frappe.get_all(tree.DOCTYPE, {"name": ("in", batch)}, fields)}
	kinds = loading.kinds()
	lost = [row for row in back if not takes_back(parents.get(row.parent_organization), row, kinds)]
	if not lost:
		return []
	message = _("The organizations above {0} have changed since, so that it cannot go back there.")
	return [message.format(first_names(row.organization_name for row in lost))]


def taken_names(doc: Any, traces: dict[str, Any]) -> list[str]:
	"""Organisations that would get back a name, a place or a life beside one that is called the same by now."""
	rows = placements(doc)
	mine = {*traces["founded"], *(row.organization for row in rows)}
	back = [row for row in rows if row.parent_organization and row.is_direct]
	parents = sorted({row.parent_organization for row in back})
	child = frappe.qb.DocType(tree.DOCTYPE)
	beside: set[tuple[str, str]] = set()
	for batch in create_batch(parents, applying.BATCH):
		query = frappe.qb.from_(child).select(child.name, child.parent_organization, child.organization_name)
		query = query.where(child.parent_organization.isin(batch) & tree.living(getdate(), child))
		query = query.where(child.modified > doc.done_at)  # what shared the name before may share it again
		for name, parent, title in query.for_update().run():  # as in `came_below`
			if name not in mine:
				beside.add((parent, fold(title)))
	taken = [row for row in back if (row.parent_organization, fold(row.organization_name)) in beside]
	if not taken:
		return []
	message = _("Other organizations are called {0} there by now. Give those another name first.")
	return [message.format(first_names(row.organization_name for row in taken))]


def takes_back(parent: Any, row: Any, kinds: dict[str, Any]) -> bool:
	if parent is None or parent.path != row.path[: -tree.SEGMENT]:
		return False
	if parent.valid_to and (not row.life_end or row.life_end > parent.valid_to):
		return False
	kind = kinds.get(row.kind)
	return kind is None or parent.kind in kind.parents


def concerned(doc: Any) -> list[str]:
	"""Names of the organisations that an undo changes, deletes or hangs something below, in order."""
	rows = placements(doc)
	above = {row.parent_organization for row in rows if row.parent_organization}
	return sorted({row.organization for row in rows} | above | set(json.loads(doc.traces)["founded"]))


def placements(doc: Any) -> list[Any]:
	fields = [
		"organization",
		*dated.KEPT,
		"life_end",
		"path_after",
		"grassroots_after",
		"upper_after",
		"is_direct",
	]
	return frappe.get_all(dated.PLACEMENT, {"reorganization": doc.name}, fields, order_by="path")


def kinds_now(names: Iterable[str]) -> dict[str, str]:
	found: dict[str, str] = {}
	for batch in create_batch(sorted(names), applying.BATCH):
		found |= dict(frappe.get_all(tree.DOCTYPE, {"name": ("in", batch)}, ["name", "kind"], as_list=True))
	return found


def first_names(titles: Iterable[str], most: int = 3) -> str:
	listed = sorted(set(titles))
	return ", ".join(listed[:most]) + (", …" if len(listed) > most else "")


def moved_on(doc: Any, traces: dict[str, Any]) -> list[str]:
	"""Members who were moved by it and have moved on since."""
	gone = 0
	for member, _before, after in traces["members"]:
		gone += frappe.db.get_value("Party Member", member, "organization") != after
	return [_("{0} members have moved on since.").format(gone)] if gone else []


def changed_seats(doc: Any, traces: dict[str, Any]) -> list[str]:
	"""Seats that it ended or opened and that somebody has changed or deleted since: an undo would write over that."""
	names = [*(row[0] for row in traces["seats"]), *traces["new_seats"]]
	untouched: set[str] = set()
	for batch in create_batch(names, applying.BATCH):
		# The decision itself leaves `modified` of old seats alone, and has opened the new ones before it was done.
		where = {"name": ("in", batch), "modified": ("<=", doc.done_at)}
		untouched |= set(frappe.get_all("Seat", where, pluck="name"))
	gone = len(set(names) - untouched)
	return [_("{0} seats that it ended or opened have been changed since.").format(gone)] if gone else []


# Each f(reorganisation, its traces) -> sentences.
OWN = (
	later_decisions,
	used_new_organizations,
	comes_there,
	came_below,
	lost_places,
	taken_names,
	moved_on,
	changed_seats,
)
