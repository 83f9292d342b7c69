"""Seats for acts that more than one place may do, and who is seated where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import frappe
from frappe.utils import getdate

from bontot.organization import access, tree
from bontot.organization.access import seats_in_force

ABILITY_OF_ACT: dict[str, access.Ability] = {"Appraise": "appraise", "Decide": "decide"}

# Living seats at some places, lent ones too: who acts there, and on whose behalf. As access.py counts living seats, for
# many people at once.
PEOPLE = f"""
	select seat.organization, seat.user as person, null as holder
	from `tabSeat` seat {seats_in_force.SEAT_JOINS}
	where seat.organization in %(places)s and position.`{{field}}` = 1 and {seats_in_force.SEAT_LIVES}
	union
	select seat.organization, lent.borrower as person, seat.user as holder
	from `tabDelegation` lent join `tabSeat` seat on seat.name = lent.seat {seats_in_force.SEAT_JOINS}
	join `tabUser` borrower on borrower.name = lent.borrower
	where seat.organization in %(places)s and position.`{{field}}` = 1 and {seats_in_force.SEAT_LIVES}
		and {seats_in_force.LENT_LIVES}
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


# Ends of what somebody could act with at some places: seats, loans of them, and what disabled a seat that would live. An
# account and a position say no day: they were last changed when they were disabled, or later.
ENDS = """
	select place, max(ended) from (
		select seat.organization as place, seat.to_date as ended
		from `tabSeat` seat join `tabPosition` position on position.name = seat.position
		where seat.organization in %(places)s and (position.may_appraise = 1 or position.may_decide = 1)
		union all
		select seat.organization, date(account.modified)
		from `tabSeat` seat join `tabPosition` position on position.name = seat.position
		join `tabUser` account on account.name = seat.user
		where seat.organization in %(places)s and (position.may_appraise = 1 or position.may_decide = 1)
			and account.enabled = 0 and (seat.to_date is null or seat.to_date >= %(on)s)
		union all
		select seat.organization, date(position.modified)
		from `tabSeat` seat join `tabPosition` position on position.name = seat.position
		where seat.organization in %(places)s and (position.may_appraise = 1 or position.may_decide = 1)
			and position.disabled = 1 and (seat.to_date is null or seat.to_date >= %(on)s)
		union all
		select seat.organization, least(lent.to_date, coalesce(date(lent.revoked_at), lent.to_date))
		from `tabDelegation` lent join `tabSeat` seat on seat.name = lent.seat
		join `tabPosition` position on position.name = seat.position
		where seat.organization in %(places)s and (position.may_appraise = 1 or position.may_decide = 1)
	) ends where ended < %(tomorrow)s group by place
"""


def last_held(places: Sequence[str], on: date) -> dict[str, date]:
	"""{place: the last day, up to `on`, on which something ended with which somebody appraised or recorded there}; a place where
	nothing has ended is left out."""
	if not places:
		return {}
	values = {"places": tuple(places), "on": on, "tomorrow": on + timedelta(days=1)}
	return {place: getdate(ended) for place, ended in frappe.db.sql(ENDS, values)}


def people_awaited(places: Mapping[str, set[str]]) -> set[str]:
	"""People who may have to act where something has come to wait ({act: places}): also who records for a body, which stands in where
	none of its seats may appraise."""
	wanted = {"decide": set().union(*places.values()), "appraise": places.get("Appraise", set())}
	return {
		person
		for ability, some in wanted.items()
		for people in people_at(sorted(some), ability).values()
		for person in people
	}


PLACES = f"""
	select seat.user as person, seat.organization from `tabSeat` seat {seats_in_force.SEAT_JOINS}
	where seat.user in %(people)s and {seats_in_force.SEAT_LIVES}
	union
	select lent.borrower as person, seat.organization
	from `tabDelegation` lent join `tabSeat` seat on seat.name = lent.seat {seats_in_force.SEAT_JOINS}
	join `tabUser` borrower on borrower.name = lent.borrower
	where lent.borrower in %(people)s and {seats_in_force.SEAT_LIVES} and {seats_in_force.LENT_LIVES}
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
	from `tabDelegation` lent join `tabSeat` seat on seat.name = lent.seat {seats_in_force.SEAT_JOINS}
	join `tabUser` borrower on borrower.name = lent.borrower
	where lent.borrower in %(people)s and {seats_in_force.SEAT_LIVES} and {seats_in_force.LENT_LIVES}
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
