"""Who belonged to an organisation on a day, and in which state: the denominator of attendance and of ratings."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import getdate

from bontot.organization import member_rules, transfers, tree
from bontot.organization.member_rules import COUNTED, TEMPORARILY_IN, Change, Member, Move

FIELDS = (
	"name", "full_name", "state", "organization", "organization_path", "admission_date", "official_date", "left_on",
)  # fmt: skip


def members_of(organization: str, on: date) -> list[Member]:
	"""Members of the very organisation on a day, those temporarily in among them; whoever asks has the right to."""
	came_later = _moves({"organization": organization}, on)
	here = frappe.get_all("Party Member", {"organization": organization}, FIELDS, limit_page_length=0)
	found = {row.name: row for row in here} | records(set(came_later) - {row.name for row in here})
	moves = _moves({"member": ("in", sorted(found))}, on) if found else {}
	rows = [
		row
		for name, row in found.items()
		if member_rules.organization_on(on, row.organization, moves.get(name, ())) == organization
	]
	_add_changes(rows)
	guests = [
		Member(row.name, row.full_name, TEMPORARILY_IN)
		for row in records(_guests(organization, on)).values()
		if as_of(row, on)
	]
	return [member for row in rows if (member := as_of(row, on))] + guests


def counted(organization: str, on: date) -> int:
	"""How many members of the very organisation count on a day."""
	return sum(member.state in COUNTED for member in members_of(organization, on))


def counted_below(path: str, on: date) -> int:
	"""How many members count on a day at or below the organisation that lies at `path` today."""
	now = _count(path)
	if on >= getdate():
		return now
	touched = records(_touched_since(path, on))
	moves = _moves({"member": ("in", sorted(touched))}, on) if touched else {}
	difference = 0
	for name, row in touched.items():
		place = member_rules.organization_on(on, row.organization, moves.get(name, ()))
		then = as_of(row, on)
		was_here = row.organization_path if place == row.organization else tree.path_of(place)
		difference += bool(then and then.state in COUNTED and tree.is_within(was_here, (path,)))
		difference -= row.state in COUNTED and tree.is_within(row.organization_path, (path,))
	return now + difference


def records(names: Iterable[str]) -> dict[str, dict]:
	"""Records of members by name with their `changes`; what does not exist is left out."""
	wanted = sorted({name for name in names if name})
	if not wanted:
		return {}
	rows = frappe.get_all("Party Member", {"name": ("in", wanted)}, FIELDS, limit_page_length=0)
	_add_changes(rows)
	return {row.name: row for row in rows}


def as_of(row: dict, on: date) -> Member | None:
	"""The member of a record as on a day; None of who had not come yet or had left already."""
	days = (row.admission_date, row.official_date, row.left_on)
	state = member_rules.state_on(on, row.state, row.changes, *days)
	return Member(row.name, row.full_name, state) if state else None


def is_guest(member: str, organization: str, on: date) -> bool:
	"""Whether the member of another organisation is temporarily in at this one on a day."""
	return member in _guests(organization, on)


def follow_calendar() -> None:
	"""Once a day: transfers whose day has come are carried out, and states whose day has come become today's."""
	transfers.carry_out_due()
	members = frappe.get_all(
		"Member State",
		{"parenttype": "Party Member", "from_date": ("<=", getdate())},
		["parent", "state"],
		order_by="from_date, idx",
	)
	latest = {row.parent: row.state for row in members}
	stored = dict(
		frappe.get_all("Party Member", {"name": ("in", sorted(latest))}, ["name", "state"], as_list=True)
	)
	for name, state in latest.items():
		if name in stored and stored[name] != state:
			frappe.db.set_value("Party Member", name, "state", state)


def _count(path: str) -> int:
	low, high = tree.path_range(path)
	member = frappe.qb.DocType("Party Member")
	query = frappe.qb.from_(member).select(Count("*"))
	query = query.where((member.organization_path >= low) & (member.organization_path < high))
	return query.where(member.state.isin(sorted(COUNTED))).run()[0][0]


def _moves(filters: dict, after: date) -> dict[str, list[Move]]:
	"""{member: moves for good after a day}."""
	where = {"transfer_kind": "Permanent", "state": "Done", "effective_date": (">", after), **filters}
	found: dict[str, list[Move]] = {}
	# A fact about who belonged where; whoever reads the roll made of it has the right to that roll.
	for row in frappe.get_all("Member Transfer", where, ["member", "effective_date", "organization"]):
		found.setdefault(row.member, []).append(Move(row.effective_date, row.organization))
	return found


def _guests(organization: str, on: date) -> set[str]:
	where = {"transfer_kind": "Temporary", "state": "Done", "to_organization": organization}
	where |= {"effective_date": ("<=", on), "until": (">=", on)}
	return set(frappe.get_all("Member Transfer", where, pluck="member"))


def _touched_since(path: str, on: date) -> set[str]:
	"""Members whose place or state may have been another on that day than it is today, in or out of a branch."""
	low, high = tree.path_range(path)
	statement = """
		select member.name from `tabParty Member` member
		where member.organization_path >= %(low)s and member.organization_path < %(high)s
			and (member.admission_date > %(on)s or member.left_on > %(on)s
				or exists (select 1 from `tabMember State` turned where turned.parent = member.name
					and turned.parenttype = 'Party Member' and turned.from_date > %(on)s)
				or exists (select 1 from `tabMember Transfer` moved where moved.member = member.name
					and moved.state = 'Done' and moved.effective_date > %(on)s))
		union
		select moved.member from `tabMember Transfer` moved
		where moved.organization_path >= %(low)s and moved.organization_path < %(high)s
			and moved.state = 'Done' and moved.effective_date > %(on)s"""
	return {name for (name,) in frappe.db.sql(statement, {"low": low, "high": high, "on": on})}


def _add_changes(rows: list[dict]) -> None:
	names = [row.name for row in rows]
	where = {"parenttype": "Party Member", "parent": ("in", names or [""])}
	found: dict[str, list[Change]] = {}
	for row in frappe.get_all("Member State", where, ["parent", "from_date", "state"]):
		found.setdefault(row.parent, []).append(Change(row.from_date, row.state))
	for row in rows:
		row.changes = found.get(row.name, [])
