"""Who stands on the roll of a meeting, from the records of members and seats."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe.query_builder.functions import Count

from bontot.meeting import attendance, kinds
from bontot.meeting.attendance import Member
from bontot.organization import tree

FIELDS = ("name", "full_name", "state", "organization_path", "admission_date", "official_date", "left_on")


def starting_rows(organization: str, kind: str, on: date) -> list[dict]:
	"""Rows of a roll that starts full; none for a meeting of a whole organisation, which is counted by number."""
	if kind == kinds.WHOLE_ORGANIZATION:
		return []
	everyone = kind in (kinds.REGULAR, kinds.THEMATIC)
	people = [] if everyone else seated_members(organization, on)
	people = people or members_of(organization, on)
	return [
		{"member": m.name, "member_name": m.full_name, "member_state": m.state, "attendance": mark}
		for m, mark in attendance.starting_roll(people)
	]


def members_of(organization: str, on: date) -> list[Member]:
	"""Members of the very organisation on a day."""
	# A roll is made from all members, whoever makes it; the caller has shown the right to write the meeting.
	rows = frappe.get_all("Party Member", {"organization": organization}, FIELDS, limit_page_length=0)
	return [member for row in rows if (member := as_of(row, on))]


def seated_members(organization: str, on: date) -> list[Member]:
	"""Members who hold a seat at the organisation on a day, each once."""
	seat = frappe.qb.DocType("Seat")
	names = (
		frappe.qb.from_(seat)
		.select(seat.member)
		.distinct()
		.where((seat.organization == organization) & (seat.member != "") & (seat.from_date <= on))
		.where(seat.to_date.isnull() | (seat.to_date >= on))
		.run(pluck=True)
	)
	return [member for row in records(names).values() if (member := as_of(row, on))]


def records(names: Iterable[str]) -> dict[str, dict]:
	"""Records of members by name; what does not exist is left out."""
	wanted = sorted({name for name in names if name})
	if not wanted:
		return {}
	rows = frappe.get_all("Party Member", {"name": ("in", wanted)}, FIELDS, limit_page_length=0)
	return {row.name: row for row in rows}


def as_of(row: dict, on: date) -> Member | None:
	"""The member as on a day: who had not come yet or had left already is None."""
	if row.admission_date and row.admission_date > on:
		return None
	state = row.state
	if state == attendance.LEFT:
		if not row.left_on or row.left_on <= on:
			return None
		state = "Probationary" if row.official_date and row.official_date > on else "Full"
	return Member(row.name, row.full_name, state)


def members_below(path: str) -> int:
	"""How many members count at a meeting of the whole organisation: full and probationary ones of the branch."""
	low, high = tree.path_range(path)
	member = frappe.qb.DocType("Party Member")
	query = frappe.qb.from_(member).select(Count("*"))
	query = query.where((member.organization_path >= low) & (member.organization_path < high))
	return query.where(member.state.isin(sorted(attendance.COUNTED))).run()[0][0]
