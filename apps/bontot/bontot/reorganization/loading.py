"""The part of the tree that a reorganisation can touch, read for its plan; locked when the plan is carried out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce
from frappe.utils import getdate

from bontot.organization import tree
from bontot.organization.errors import TreeMovedError
from bontot.reorganization import plan, sharing
from bontot.reorganization.rows import outside
from bontot.text import fold

FIELDS = (
	"name",
	"path",
	"parent_organization",
	"kind",
	"level",
	"grassroots_organization",
	"upper_organization",
	"organization_name",
	"short_name",
	"code",
	"sector",
	"valid_from",
	"valid_to",
	"placed_from",
)
# Acts that change what stands below the organisation they name, or where.
CARRYING = (plan.MOVE, plan.MERGE, plan.SPLIT, plan.DISSOLVE, plan.END_LEVEL, plan.CHANGE_KIND)


def acts_of(doc: Any) -> list[plan.Act]:
	fields = ("organization", "target", "target_new", "new_name", "new_short_name", "new_code", "new_kind")
	fields += ("new_sector", "level")
	return [
		plan.Act(
			row.idx, row.act, source_continues=bool(row.source_continues), **{f: row.get(f) or None for f in fields}
		)
		for row in doc.acts
	]  # fmt: skip


def shares_of(doc: Any) -> list[plan.Share]:
	return [
		plan.Share(row.idx, row.source, row.share_of, row.record, row.goes_to_new or None)
		for row in doc.shares
	]


def work_out(doc: Any, lock: bool = False) -> tuple[plan.Plan, dict[str, Any]]:
	"""The plan of a decision or a proposal on the tree as it is now, and {name: row} of what it was made from."""
	acts, shares, effective = acts_of(doc), shares_of(doc), getdate(doc.effective_date)
	top = doc.deciding_branch()
	rows = read_rows(top, acts, shares, lock)
	held = holders(acts, shares, rows)
	snapshot = plan.Snapshot(
		top=top,
		nodes={row.name: node_of(row, top) for row in rows.values()},
		kinds=kinds(),
		members=members_of(held),
		seats=seats_of(held, effective),
		others=sharing.by_source(split_of(acts, rows)),
	)
	made = plan.make(snapshot, acts, shares, effective, fold)
	own = tree.path_of(doc.organization)
	check_codes(made, own)
	if (
		top != doc.organization
	):  # the planner knows the branch that decides, not the part of it that may be named
		for table, row in outside(doc, own):
			place = {"row": row} if table == "acts" else {"share_row": row}
			made.problems.append(plan.Problem("outside_own", **place))
	return made, rows


def check_codes(made: plan.Plan, own: str | None) -> None:
	"""A code is given once in the whole tree, of which the snapshot is a part; whose it is outside `own` is not told."""
	fields = ("organization_name", "path")
	for key in made.founded:
		node = made.after[key]
		other = node.code and frappe.db.get_value(tree.DOCTYPE, {"code": node.code}, fields)
		if other and not any(p.code == "code_clash" and p.row == made.rows[key] for p in made.problems):
			whose = other[0] if own and other[1].startswith(own) else _("another organization")
			made.problems.append(plan.Problem("code_clash", made.rows[key], (node.title, whose)))


def node_of(row: Any, top: str) -> plan.Node:
	return plan.Node(
		name=row.name,
		parent=None if row.name == top else row.parent_organization,
		kind=row.kind,
		title=row.organization_name,
		folded=fold(row.organization_name),
		short_name=row.short_name,
		code=row.code,
		valid_from=row.valid_from,
		valid_to=row.valid_to,
		changed_on=row.placed_from,
		sector=row.sector,
	)


def kinds() -> dict[str, plan.Kind]:
	fields = ["name", "level", "least_members", "most_members", "holds_members", "disabled"]
	# Kinds are shared masters, read by everybody who holds a seat.
	parents: dict[str, set[str]] = {}
	for row in frappe.get_all("Organization Kind Parent", fields=["parent", "parent_kind"]):
		parents.setdefault(row.parent, set()).add(row.parent_kind)
	return {
		row.name: plan.Kind(
			row.name, row.level, frozenset(parents.get(row.name, ())), row.least_members or 0, row.most_members or 0,
			bool(row.holds_members), bool(row.disabled),
		)
		for row in frappe.get_all("Organization Kind", fields=fields)
	}  # fmt: skip


def read_rows(top: str, acts: Iterable[plan.Act], shares: Iterable[plan.Share], lock: bool) -> dict[str, Any]:
	"""{name: row} of what the acts name, all below what they carry, all above it within the branch, and the
	organisations beside each place that somebody comes to.

	With `lock` the organisations named come first, so that their paths stand still; whoever inserts below one of them
	reads the new place afterwards.
	"""
	subjects = {act.organization for act in acts if act.organization} | {share.source for share in shares}
	targets = {act.target for act in acts if act.target}
	named = select(lambda table: table.name.isin(sorted(subjects) or [""]), "for update" if lock else "")
	aims = select(lambda table: table.name.isin(sorted(targets - subjects) or [""]), "share" if lock else "")
	head = select(lambda table: table.name == top, "")
	if not head:
		return {}
	carried = {act.organization for act in acts if act.act in CARRYING and act.organization in named}
	rows = head | named | aims
	for prefix in tree.outermost([named[name].path for name in carried]):
		rows |= select(
			lambda table, prefix=prefix: tree.within(table.path, prefix), "for update" if lock else ""
		)
	above = {path for row in rows.values() for path in tree.above(row.path)}
	# Only a locking read sees past this transaction's snapshot, and a line with a gap would give wrong columns.
	rows |= select(lambda table: table.path.isin(sorted(above) or [""]), "share" if lock else "") | rows
	beside = targets | {row.parent_organization for row in named.values() if row.parent_organization}
	for name, row in select(lambda table: table.parent_organization.isin(sorted(beside) or [""]), "").items():
		# Asked for its name only, so it is not locked; what has moved since this transaction began stands there no more.
		parent = rows.get(row.parent_organization)
		if parent and row.path[: -tree.SEGMENT] == parent.path:
			rows.setdefault(name, row)
	prefix = head[top].path
	found = {name: row for name, row in rows.items() if row.path.startswith(prefix)}
	for row in found.values():
		if lock and row.name != top and row.parent_organization not in found:
			raise TreeMovedError(row.name)
	return found


def select(where, lock: str) -> dict[str, Any]:
	table = frappe.qb.DocType(tree.DOCTYPE)
	query = frappe.qb.from_(table).select(*FIELDS).where(where(table)).orderby(table.path)
	text, values = query.walk()  # the builder of the older framework knows no shared lock
	text += {"for update": " for update", "share": " lock in share mode", "": ""}[lock]
	return {row.name: row for row in frappe.db.sql(text, values, as_dict=True)}


def holders(acts: Iterable[plan.Act], shares: Iterable[plan.Share], rows: dict[str, Any]) -> list[str]:
	"""Organisations whose members and seats the plan has to know."""
	found = {share.source for share in shares}
	for act in acts:
		found |= {act.organization, act.target} if act.act != plan.END_LEVEL else {act.target}
		if act.act == plan.END_LEVEL:
			levels = dict(frappe.get_all("Organization Kind", fields=["name", "level"], as_list=True))
			found |= {row.name for row in rows.values() if levels.get(row.kind) == act.level}
	return sorted(name for name in found if name in rows)


def split_of(acts: Iterable[plan.Act], rows: dict[str, Any]) -> list[str]:
	return sorted({act.organization for act in acts if act.act == plan.SPLIT and act.organization in rows})


def members_of(organizations: list[str]) -> dict[str, list[str]]:
	"""{organisation: its members}; those who left stay where their file is."""
	filters = {"organization": ("in", organizations or [""]), "state": ("!=", "Left")}
	# The plan needs everybody; whether the person may reorganise here was asked before.
	return grouped(
		frappe.get_all("Party Member", filters, ["organization", "name"], order_by="full_name, name")
	)


def seats_of(organizations: list[str], effective: date) -> dict[str, list[str]]:
	seat = frappe.qb.DocType("Seat")
	query = frappe.qb.from_(seat).select(seat.organization, seat.name)
	query = query.where(seat.organization.isin(organizations or [""]))
	query = query.where(Coalesce(seat.to_date, tree.FAR) >= effective)
	return grouped(query.orderby(seat.name).run(as_dict=True))


def grouped(rows: Iterable[Any]) -> dict[str, list[str]]:
	found: dict[str, list[str]] = {}
	for row in rows:
		found.setdefault(row.organization, []).append(row.name)
	return found
