"""Who stands on the roll of a meeting, from the records of members and seats."""

from datetime import date

import frappe

from bontot.meeting import attendance, kinds
from bontot.organization import membership
from bontot.organization.member_rules import Member


def starting_rows(organization: str, kind: str, on: date) -> list[dict]:
	"""Rows of a roll that starts full; none for a meeting of a whole organisation, which is counted by number."""
	if kind == kinds.WHOLE_ORGANIZATION:
		return []
	everyone = kind in (kinds.REGULAR, kinds.THEMATIC)
	people = [] if everyone else seated_members(organization, on)
	people = people or membership.members_of(organization, on)
	return [
		{"member": m.name, "member_name": m.full_name, "member_state": m.state, "attendance": mark}
		for m, mark in attendance.starting_roll(people)
	]


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
	return [member for row in membership.records(names).values() if (member := membership.as_of(row, on))]
