"""Seats for acts that more than one place may do, and who is seated where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import frappe
from frappe.utils import getdate

from bontot.organization import access, living_seats, tree

ABILITY_OF_ACT: dict[str, access.Ability] = {"Appraise": "appraise", "Decide": "decide"}

# Living seats at some places, lent ones too: who acts there, and on whose behalf. As access.py counts living seats, for
# many people at once.
PEOPLE = f"""
	select seat.organization, seat.user as person, null as holder
	from `tabSeat` seat {living_seats.SEAT_JOINS}
	where seat.organization in %(places)s and position.`{{field}}` = 1 and {living_seats.SEAT_LIVES}
	union
	select seat.organization, lent.borrower as person, seat.user as holder
	from `tabDelegation` lent join `tabSeat` seat on seat.name = lent.seat {living_seats.SEAT_JOINS}
	join `tabUser` borrower on borrower.name = lent.borrower
	where seat.organization in %(places)s and position.`{{field}}` = 1 and {living_seats.SEAT_LIVES}
		and {living_seats.LENT_LIVES}
"""


def people_at(places: Sequence[str], ability: access.Ability, on: date | None = None) -> dict[str, list[str]]:
	"""{place: users whose seat there, own or lent, lives on a day (default today) and has the ability}, sorted; a place
	without any is left out."""
	found: dict[str, set[str]] = {}
	if places:
		statement = PEOPLE.format(field=access.ABILITY_FIELDS[ability])  # a constant of ours
		values = {"places": tuple(places), "on": getdate(on)}
		for row in frappe.db.sql(statement, values, as_dict=True):
			found.setdefault(row.organization, set()).add(row.person)
	return {place: sorted(people) for place, people in found.items()}


PLACES = f"""
	select seat.user as person, seat.organization from `tabSeat` seat {living_seats.SEAT_JOINS}
	where seat.user in %(people)s and {living_seats.SEAT_LIVES}
	union
	select lent.borrower as person, seat.organization
	from `tabDelegation` lent join `tabSeat` seat on seat.name = lent.seat {living_seats.SEAT_JOINS}
	join `tabUser` borrower on borrower.name = lent.borrower
	where lent.borrower in %(people)s and {living_seats.SEAT_LIVES} and {living_seats.LENT_LIVES}
"""


def places_of(people: Sequence[str]) -> dict[str, set[str]]:
	"""{user: organisations at which they hold a living seat today, own or lent}."""
	found: dict[str, set[str]] = {}
	if people:
		for row in frappe.db.sql(PLACES, {"people": tuple(people), "on": getdate()}, as_dict=True):
			found.setdefault(row.person, set()).add(row.organization)
	return found


BORROWERS = f"""
	select distinct lent.borrower
	from `tabDelegation` lent join `tabSeat` seat on seat.name = lent.seat {living_seats.SEAT_JOINS}
	join `tabUser` borrower on borrower.name = lent.borrower
	where lent.borrower in %(people)s and {living_seats.SEAT_LIVES} and {living_seats.LENT_LIVES}
"""


def borrowers(people: Sequence[str]) -> set[str]:
	"""Those of these users to whom a living seat is lent today."""
	if not people:
		return set()
	return {row[0] for row in frappe.db.sql(BORROWERS, {"people": tuple(people), "on": getdate()})}


def at_or_above(organization: str) -> list[str]:
	"""An organisation and those above it in today's tree, nearest first."""
	return [organization, *(row.name for row in tree.ancestors(organization))]


def first_seat(user: str, places: Sequence[str], abilities: Sequence[access.Ability]) -> dict | None:
	"""The seat of `user` at the nearest of these places that has one of the abilities; None without any."""
	held = access.seats(user)
	for place in places:
		for seat in held:
			if seat.organization == place and any(seat[access.ABILITY_FIELDS[one]] for one in abilities):
				return seat
	return None


def require_first_seat(places: Sequence[str], abilities: Sequence[access.Ability]) -> dict:
	"""As `first_seat`, of the signed-in user. Raises NoSeatError naming the nearest place."""
	if seat := first_seat(frappe.session.user, places, abilities):
		return seat
	return access.require_seat(places[0], abilities[0])
