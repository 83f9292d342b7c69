"""Members of an organisation on a day, and their states: the denominator of attendance and of ratings."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import getdate

from bontot.organization import tree
from bontot.organization.members import member_rules, transfers
from bontot.organization.members.member_rules import COUNTED, TEMPORARILY_IN, Change, Member, Move
from bontot.organization.tree import dated

FIELDS = (
	"name", "full_name", "state", "organization", "organization_path", "admission_date", "official_date", "left_on",
)  # fmt: skip


def members_of(organization: str, on: date) -> list[Member]:
	"""Members of the organisation on a day: its own, those of its party groups and those temporarily in; whoever asks has the
	right to."""
	places = dated.with_party_groups([organization], on)
	own = [member for some in members_at(places, on).values() for member in some]
	here = {member.name for member in own}
	guests = [
		Member(row.name, row.full_name, TEMPORARILY_IN)
		for row in records(_guests(places, on) - here).values()
		if as_of(row, on)
	]
	return own + guests


def members_at(organizations: Iterable[str], on: date) -> dict[str, list[Member]]:
	"""{organisation: its own members on a day}, those temporarily in left out; a fixed number of statements for however many
	organisations. Whoever asks has the right to."""
	found: dict[str, list[Member]] = {name: [] for name in organizations}
	names = sorted(found) or [""]
	order = "organization_path, full_name, name"
	rows = frappe.get_all("Party Member", {"organization": ("in", names)}, FIELDS, order_by=order)
	here = {row.name for row in rows}
	_add_changes(rows, names)
	went_on = _moves_of_members_at(names, on)  # came here after the day
	if gone := set(_moves({"organization": ("in", names)}, on)) - here:
		rows += records(gone).values()
		went_on |= _moves({"member": ("in", sorted(gone))}, on)
	for row in rows:
		home = member_rules.organization_on(on, row.organization, went_on.get(row.name, ()))
		if home in found and (member := as_of(row, on)):
			found[home].append(member)
	return found


def organizations_of(members: Iterable[str], on: date) -> dict[str, str]:
	"""{member: where he or she belonged on a day}, whatever the state; who does not exist is left out. Two statements."""
	wanted = sorted(set(members)) or [""]
	moves = _moves({"member": ("in", wanted)}, on)
	rows = frappe.get_all("Party Member", {"name": ("in", wanted)}, ["name", "organization"])
	return {
		row.name: member_rules.organization_on(on, row.organization, moves.get(row.name, ())) for row in rows
	}


def counted(organization: str, on: date) -> int:
	"""Count the members of the organisation that count on a day, those of its party groups among them."""
	return sum(member.state in COUNTED for member in members_of(organization, on))


def counted_below(path: str, on: date) -> int:
	"""Count the members that count on a day at or below the organisation that lies at `path` today."""
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
	"""Whether the member of another organisation is temporarily in at this one, or at a party group of it, on a day."""
	places = dated.with_party_groups([organization], on)
	return member in _guests(places, on) and organizations_of([member], on).get(member) not in places


def follow_calendar() -> None:
	"""Follow the calendar once a day: transfers whose day has come are carried out, and states whose day has come become
	today's.
	"""
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
	fields = ["member", "effective_date", "organization"]
	# Of two on one day the one entered first says where the member came from.
	for row in frappe.get_all("Member Transfer", where, fields, order_by="effective_date, creation"):
		found.setdefault(row.member, []).append(Move(row.effective_date, row.organization))
	return found


def _moves_of_members_at(organizations: list[str], after: date) -> dict[str, list[Move]]:
	"""{member: moves for good after a day} of those who belong to these organisations today."""
	moved, member = frappe.qb.DocType("Member Transfer"), frappe.qb.DocType("Party Member")
	query = frappe.qb.from_(moved).join(member).on(member.name == moved.member)
	query = query.select(moved.member, moved.effective_date, moved.organization)
	query = query.where((moved.transfer_kind == "Permanent") & (moved.state == "Done"))
	query = query.where((moved.effective_date > after) & member.organization.isin(organizations))
	found: dict[str, list[Move]] = {}
	for name, day, origin in query.orderby(moved.effective_date).orderby(moved.creation).run():
		found.setdefault(name, []).append(Move(day, origin))
	return found


def _guests(organizations: Iterable[str], on: date) -> set[str]:
	where = {"transfer_kind": "Temporary", "state": "Done", "to_organization": ("in", sorted(organizations))}
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


def _add_changes(rows: list[dict], organizations: list[str] | None = None) -> None:
	"""Give the records their `changes`; `organizations`: the rows are all members of these, which is a shorter question."""
	change = frappe.qb.DocType("Member State")
	query = frappe.qb.from_(change).select(change.parent, change.from_date, change.state)
	query = query.where(change.parenttype == "Party Member")
	if organizations:
		member = frappe.qb.DocType("Party Member")
		query = query.join(member).on(member.name == change.parent)
		query = query.where(member.organization.isin(organizations))
	else:
		query = query.where(change.parent.isin([row.name for row in rows] or [""]))
	found: dict[str, list[Change]] = {}
	for name, day, state in query.run():
		found.setdefault(name, []).append(Change(day, state))
	for row in rows:
		row.changes = found.get(row.name, [])
