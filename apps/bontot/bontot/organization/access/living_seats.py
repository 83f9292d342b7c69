"""Living seats in the database, own and lent: the statements behind `access.seats`, and their parts for all people at once."""

from datetime import date
from functools import cache

import frappe

from bontot.setup import roles

# Asked at the beginning of nearly every request, so as statements that nobody has to put together first. A lent seat
# lives while it would live with its holder, whose account is enabled too, and until the moment it is taken back.
IS_COMMISSION = """exists (
		select 1 from `tabPosition Role` granted
		where granted.parent = position.name and granted.parenttype = 'Position' and granted.role = %(commission)s
	)"""
# Whose seat opens the personal data of members at and below it.
KNOWS = f"(position.may_author = 1 or {IS_COMMISSION})"
SEAT_COLUMNS = f"""seat.name, seat.position, position.position_name, seat.organization, organization.path, seat.from_date,
	seat.to_date, position.may_author, position.may_appraise, position.may_decide, position.may_inspect,
	{IS_COMMISSION} as is_commission"""
SEAT_JOINS = """join `tabPosition` position on position.name = seat.position
	join `tabParty Organization` organization on organization.name = seat.organization
	join `tabUser` account on account.name = seat.user"""
SEAT_LIVES = """account.enabled = 1 and position.disabled = 0
	and seat.from_date <= %(on)s and (seat.to_date is null or seat.to_date >= %(on)s)"""
LENT_LIVES = """borrower.enabled = 1 and lent.from_date <= %(on)s and lent.to_date >= %(on)s
	and (lent.revoked_at is null or date(lent.revoked_at) > %(on)s)"""
# Few have ever borrowed a seat: looking whether costs a tenth of joining what there is not.
EVER_LENT = "select 1 from `tabDelegation` ever where ever.borrower = %(user)s limit 1"
LENT_SEATS = f"""
	select {SEAT_COLUMNS}, lent.name as delegation, seat.user as on_behalf_of
	from `tabDelegation` lent join `tabSeat` seat on seat.name = lent.seat {SEAT_JOINS}
	join `tabUser` borrower on borrower.name = lent.borrower
	where lent.borrower = %(user)s and {SEAT_LIVES} and {LENT_LIVES}
	order by delegation, path, name
"""


def query(user: str, on: date) -> tuple[list[dict], bool]:
	"""Rows as `access.seats` tells of them, and whether any of the hook `reading_scopes` may have more for the user."""
	values = {"user": user, "on": on, "commission": roles.ORGANIZATION_COMMISSION}
	ever_reading = tuple(frappe.get_attr(path)() for path in frappe.get_hooks("ever_reading"))
	found = frappe.db.sql(_own_seats(ever_reading), values, as_dict=True)
	found.sort(key=lambda seat: (seat.path, seat.name))
	lent = [seat.pop("ever_lent") for seat in found]
	reads = [seat.pop("ever_reads") for seat in found]
	if lent[0] if lent else frappe.db.sql(EVER_LENT, values):
		found += frappe.db.sql(LENT_SEATS, values, as_dict=True)
	return found, bool(reads[0] if reads else True)


@cache
def _own_seats(ever_reading: tuple[str, ...]) -> str:
	ever = " or ".join(f"exists ({statement})" for statement in ever_reading) or "false"
	return f"""
	select {SEAT_COLUMNS}, null as delegation, null as on_behalf_of, exists ({EVER_LENT}) as ever_lent, {ever} as ever_reads
	from `tabSeat` seat {SEAT_JOINS}
	where seat.user = %(user)s and {SEAT_LIVES}
"""
