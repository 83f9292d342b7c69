"""Roles follow seats: a user has exactly those roles of this app that his living seats grant.

They change with what is saved, and by the calendar: at a person's first request of a day, and for all once a day.
"""

from collections.abc import Iterator
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from bontot.organization import access
from bontot.organization.access import accounts, seats_in_force
from bontot.organization.errors import LastSeatEndedError
from bontot.outbox.conflicts import run_again_on_conflict
from bontot.setup.roles import (
	ALL,
	ORGANIZATION_COMMISSION,
	OVERSEER,
	PERSONAL_DATA,
	SEAT_HOLDER,
	SECOND_FACTOR,
	SYNCED,
)

KEPT = ("Administrator", "Guest")
OF_DAY = "bontot_roles_of_day"  # in the cache: {user: the day for which the roles were put right}
_known_here: dict[
	tuple[str, str], str
] = {}  # (site, user): the same day, known to this process without asking


def follow_day() -> None:
	"""Seats begin and end at midnight, and so do roles, before anything of the day is answered.

	Raises LastSeatEndedError for the session of a leaver, which ends with this.
	"""
	user, today = frappe.session.user, str(getdate())
	if not user or user in KEPT or _known_here.get((frappe.local.site, user)) == today:
		return
	changed = frappe.cache.hget(OF_DAY, user) != today and _put_right(user)
	frappe.cache.hset(OF_DAY, user, today)
	_known_here[frappe.local.site, user] = today
	if changed and is_leaver(user):
		frappe.throw(_("Your last seat has ended. You have been signed out."), LastSeatEndedError)


@run_again_on_conflict
def _put_right(user: str) -> bool:
	"""A person's first page of the day asks several things at once, and each of them comes by here."""
	if changed := sync(user):
		frappe.db.commit()  # nothing else is written yet; a request that only reads would take it back
	return changed


def is_leaver(user: str) -> bool:
	return not access.is_administrator(user) and not granted(user)


def sync_all() -> None:
	"""Sync once a day: seats begin and end at midnight without anybody saving them. Two queries, and only who changed."""
	rows = frappe.get_all(
		"Has Role", {"parenttype": "User", "role": ("in", SYNCED)}, ["parent", "role"], as_list=True
	)
	differing = set(_granted_to_all(getdate())) ^ {tuple(row) for row in rows}
	for user in sorted({user for user, _role in differing}):
		sync(user)


def sync(user: str, on: date | str | None = None) -> bool:
	"""Give and take the roles of `user`; True when something changed. Roles of others are not touched."""
	if not user or user in KEPT or not frappe.db.exists("User", user):
		return False
	wanted = granted(user, on)
	held = set(_held({"parent": user}))
	if held == wanted:
		return False
	if taken := held - wanted:
		frappe.db.delete("Has Role", {"parenttype": "User", "parent": user, "role": ("in", sorted(taken))})
	for role in sorted(wanted - held):
		_give(user, role)
	if SECOND_FACTOR in wanted - held:
		accounts.prepare_second_factor(user)
	_set_user_type(user)
	if not wanted and not access.is_administrator(user):
		end_sessions(user)  # a leaver
	return True


def end_sessions(user: str) -> None:
	"""Sign `user` out everywhere, with this transaction: the framework's own way would commit in the middle of it."""
	session = frappe.qb.DocType("Sessions")
	found = frappe.qb.from_(session).select(session.sid).where(session.user == user).run(pluck=True)
	if not found:
		return
	frappe.db.delete("Sessions", {"user": user})

	def forget() -> None:
		for sid in found:
			frappe.cache.hdel("session", sid)
			frappe.cache.hdel("last_db_session_update", sid)

	frappe.db.after_commit.add(forget)


def _give(user: str, role: str) -> None:
	"""Give roles without `User.save`, which queues three jobs, one of them a call to the outside, and takes a tenth of a
	second.
	"""
	own = {"parent": user, "parenttype": "User", "parentfield": "roles"}
	# Behind those that are there: rows of one place would stand in another order whenever the account is saved.
	row = frappe.get_doc(
		{"doctype": "Has Role", **own, "role": role, "idx": frappe.db.count("Has Role", own) + 1}
	)
	row.name = frappe.generate_hash(length=10)
	row.owner = row.modified_by = frappe.session.user
	row.creation = row.modified = frappe.utils.now()
	row.db_insert()


def _set_user_type(user: str) -> None:
	"""Set the type as the framework does when a user is saved: a role with desk access makes a System User."""
	held = frappe.get_all("Has Role", filters={"parenttype": "User", "parent": user}, pluck="role")
	desk = bool(held) and frappe.db.exists("Role", {"name": ("in", held), "desk_access": 1, "disabled": 0})
	# `modified` moves: an account form that somebody has open must not write the old roles back.
	frappe.db.set_value("User", user, "user_type", "System User" if desk else "Website User")
	frappe.clear_cache(user=user)


def _held(filters: dict) -> list[str]:
	return frappe.get_all(
		"Has Role", filters={"parenttype": "User", "role": ("in", SYNCED), **filters}, pluck="role"
	)


def granted(user: str, on: date | str | None = None) -> set[str]:
	"""The roles of this app that the living seats of `user` give; who may read a branch without one gets two."""
	found = {SEAT_HOLDER, OVERSEER} if access.overseen(user, on) else set()
	positions = {seat.position for seat in access.seats(user, on)}
	if not positions:
		return found
	filters = {"parenttype": "Position", "parent": ("in", sorted(positions))}
	if frappe.db.exists("Position", {"name": ("in", sorted(positions)), "require_two_factor": 1}):
		found.add(SECOND_FACTOR)
	if access.knows_all_it_reads(user, on):
		found.add(PERSONAL_DATA)
	return found | set(frappe.get_all("Position Role", filters=filters, pluck="role")) & set(ALL)


def follow_account(doc: Document, method: str | None = None) -> None:
	"""`on_update` of User: with a disabled account end its roles, and those of whoever sits on one of its seats."""
	before = doc.get_doc_before_save()
	if not before or before.enabled == doc.enabled:
		return  # a new account ends nobody's seat
	access.forget()
	for user in {doc.name, *borrowers(doc.name)}:
		sync(user)


def borrowers(lender: str) -> list[str]:
	"""Return everybody `lender` has ever lent a seat to."""
	return frappe.get_all("Delegation", {"lender": lender}, pluck="borrower", distinct=True)


# (user, role) for every living seat on a day, own or lent, as `granted` says for one person.
GRANTED_TO_ALL = f"""
	select seat.user, granted.role
	from `tabSeat` seat {seats_in_force.SEAT_JOINS}
	join `tabPosition Role` granted on granted.parent = position.name and granted.parenttype = 'Position'
	where {seats_in_force.SEAT_LIVES} and granted.role in %(roles)s
	union
	select lent.borrower, granted.role
	from `tabDelegation` lent join `tabSeat` seat on seat.name = lent.seat {seats_in_force.SEAT_JOINS}
	join `tabUser` borrower on borrower.name = lent.borrower
	join `tabPosition Role` granted on granted.parent = position.name and granted.parenttype = 'Position'
	where {seats_in_force.SEAT_LIVES} and {seats_in_force.LENT_LIVES} and granted.role in %(roles)s
"""


WITH_SECOND_FACTOR = f"""
	select seat.user, 1 from `tabSeat` seat {seats_in_force.SEAT_JOINS}
	where {seats_in_force.SEAT_LIVES} and position.require_two_factor = 1
	union
	select lent.borrower, 1
	from `tabDelegation` lent join `tabSeat` seat on seat.name = lent.seat {seats_in_force.SEAT_JOINS}
	join `tabUser` borrower on borrower.name = lent.borrower
	where {seats_in_force.SEAT_LIVES} and {seats_in_force.LENT_LIVES} and position.require_two_factor = 1
"""


# (user, path, whether it writes for its organisation or is of the Commission) of every living seat, own or lent.
KNOWING = f"""
	select seat.user, organization.path, {seats_in_force.KNOWS} as knows
	from `tabSeat` seat {seats_in_force.SEAT_JOINS} where {seats_in_force.SEAT_LIVES}
	union
	select lent.borrower, organization.path, {seats_in_force.KNOWS}
	from `tabDelegation` lent join `tabSeat` seat on seat.name = lent.seat {seats_in_force.SEAT_JOINS}
	join `tabUser` borrower on borrower.name = lent.borrower
	where {seats_in_force.SEAT_LIVES} and {seats_in_force.LENT_LIVES}
"""


def _granted_to_all(on: date) -> list[tuple[str, str]]:
	rows = list(frappe.db.sql(GRANTED_TO_ALL, {"on": on, "roles": ALL}))
	rows += [
		(user, SECOND_FACTOR)
		for user in {user for user, _role in frappe.db.sql(WITH_SECOND_FACTOR, {"on": on})}
	]
	readers = {user for source in frappe.get_hooks("reading_people") for user in frappe.get_attr(source)(on)}
	rows += [(user, role) for user in readers for role in (SEAT_HOLDER, OVERSEER)]
	rows += [(user, PERSONAL_DATA) for user in _who_know(on, readers)]
	return [row for row in rows if row[0] not in KEPT]


def _who_know(on: date, readers: set[str]) -> Iterator[str]:
	"""Yield those who write for all whom they may read, as `access.knows_all_it_reads` says of one person."""
	reading: dict[str, list[str]] = {user: list(access.overseen(user, on)) for user in readers}
	knowing: dict[str, list[str]] = {}
	for user, path, knows in frappe.db.sql(KNOWING, {"on": on, "commission": ORGANIZATION_COMMISSION}):
		reading.setdefault(user, []).append(path)
		if knows:
			knowing.setdefault(user, []).append(path)
	for user, paths in knowing.items():
		if all(path.startswith(tuple(paths)) for path in reading[user]):
			yield user
