"""Seats in force on a day, own or lent, with their positions; and the parts of these statements for all people at once.

Asked once a request, user and day; nothing is kept longer (docs/decisions: a seat ends at once).
"""

from datetime import date
from functools import cache
from typing import Literal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Criterion, Table
from frappe.utils import getdate

from bontot.organization import tree
from bontot.organization.access import places
from bontot.organization.errors import NoSeatError
from bontot.setup import roles

Ability = Literal["author", "appraise", "decide", "inspect"]
ABILITY_FIELDS = {
	"author": "may_author",
	"appraise": "may_appraise",
	"decide": "may_decide",
	"inspect": "may_inspect",
}

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


def is_administrator(user: str) -> bool:
	return user == "Administrator" or (user != "Guest" and "System Manager" in frappe.get_roles(user))


def in_force(seat: Table, on: date) -> Criterion:
	"""Condition: the seat's days hold `on`; the same as in SEAT_LIVES, for queries about others than one user."""
	return (seat.from_date <= on) & (seat.to_date.isnull() | (seat.to_date >= on))


def seats(
	user: str, on: date | str | None = None, organization: str | None = None, ability: Ability | None = None
) -> list[dict]:
	"""Living seats of an enabled user, own ones first, then those lent to him: name, position, position_name,
	organization, path, from_date, to_date, may_author, may_appraise, may_decide, may_inspect, is_commission; of a lent one
	also delegation and on_behalf_of (whose seat it is), None of an own one."""
	found = _living(user, getdate(on))[0]
	if organization:
		found = [seat for seat in found if seat.organization == organization]
	if ability:
		found = [seat for seat in found if seat[ABILITY_FIELDS[ability]]]
	return [frappe._dict(seat) for seat in found]


def readable_paths(user: str, on: date | str | None = None) -> tuple[str, ...]:
	"""Outermost paths at and below which `user` reads; none without a living seat or an assignment to follow a branch."""
	return tree.outermost([*(seat.path for seat in seats(user, on)), *overseen(user, on)])


def own_seats(user: str, on: date | str | None = None) -> list[dict]:
	"""Living seats of `user` without those that somebody lent to him."""
	return [seat for seat in seats(user, on) if not seat.delegation]


def overseen(user: str, on: date | str | None = None) -> list[str]:
	"""Paths of branches that `user` may read without a seat there (hook `reading_scopes`: f(user, day) -> paths; hook
	`ever_reading`: f() -> statement on %(user)s without a row for whom those have nothing, asked along with the seats)."""
	remembered, key = _remembered(), ("overseen", user, getdate(on))
	if key not in remembered:
		asks = user != "Guest" and _living(user, key[2])[1]
		sources = frappe.get_hooks("reading_scopes") if asks else ()
		remembered[key] = [path for source in sources for path in frappe.get_attr(source)(user, key[2])]
	return remembered[key]


def knows_all_it_reads(user: str, on: date | str | None = None) -> bool:
	"""Whether the personal data of every member whom seats and assignments let `user` read is his to know."""
	knowing, reading = (
		_knowing_paths(user, on),
		[*(seat.path for seat in seats(user, on)), *overseen(user, on)],
	)
	return bool(knowing) and all(path.startswith(knowing) for path in reading)


def may_know(doc: Document, user: str) -> bool:
	"""Whether `user` may know a member's card number, citizen ID and telephone: who writes for the organisation, there
	or above, and the Commission."""
	knowing, paths = _knowing_paths(user), places.of(doc)
	return is_administrator(user) or (bool(paths) and all(tree.is_within(path, knowing) for path in paths))


def _knowing_paths(user: str, on: date | str | None = None) -> tuple[str, ...]:
	return tuple(seat.path for seat in seats(user, on) if seat.may_author or seat.is_commission)


def require_seat(organization: str, ability: Ability) -> dict:
	"""A living seat of the signed-in user with `ability` at that very organisation. Raises NoSeatError."""
	found = seats(frappe.session.user, organization=organization, ability=ability) if organization else []
	if found:  # of no organisation, as of one that is not there, nobody holds a seat
		return found[0]
	path, name = frappe.db.get_value(tree.DOCTYPE, organization, ("path", "organization_name")) or (
		None,
		None,
	)
	if tree.is_within(path, readable_paths(frappe.session.user)):
		message = _(
			"You hold no seat at {0} that may do this. Ask the Organization Commission if you should."
		).format(name)
	else:  # a stranger does not learn whose document a guessed name is
		message = _("You hold no seat that may do this here. Ask the Organization Commission if you should.")
	frappe.throw(message, NoSeatError, title=_("No Seat"))


def forget() -> None:
	"""Seats, positions or the tree changed: what this request remembered about them is void."""
	frappe.local.bontot_seats = {}


def _living(user: str, on: date) -> tuple[list[dict], bool]:
	"""Seats, and whether there may be more to read."""
	remembered = _remembered()
	if (user, on) not in remembered:
		remembered[user, on] = _query(user, on)
	return remembered[user, on]


def _remembered() -> dict:
	if getattr(frappe.local, "bontot_seats", None) is None:
		frappe.local.bontot_seats = {}
	return frappe.local.bontot_seats


def _query(user: str, on: date) -> tuple[list[dict], bool]:
	"""Rows as `seats` tells of them, and whether any of the hook `reading_scopes` may have more for the user."""
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
