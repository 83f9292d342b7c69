"""Roles follow seats: a user has exactly those roles of this app that his living seats grant."""

from datetime import date

import frappe

from bontot.organization import access
from bontot.setup.roles import ALL

KEPT = ("Administrator", "Guest")


def sync_all() -> None:
	"""Once a day: seats begin and end at midnight without anybody saving them."""
	for user in sorted(_users_concerned()):
		sync(user)


def sync(user: str, on: date | str | None = None) -> bool:
	"""Give and take the roles of `user`; True when something changed. Roles of others are not touched."""
	if user in KEPT or not frappe.db.exists("User", user):
		return False
	wanted = granted(user, on)
	held = set(_held({"parent": user}))
	if held == wanted:
		return False
	if taken := held - wanted:
		frappe.db.delete("Has Role", {"parenttype": "User", "parent": user, "role": ("in", sorted(taken))})
	for role in sorted(wanted - held):
		_give(user, role)
	_set_user_type(user)
	return True


def _give(user: str, role: str) -> None:
	"""Without `User.save`, which queues three jobs, one of them a call to the outside, and takes a tenth of a second."""
	values = {"parent": user, "parenttype": "User", "parentfield": "roles", "role": role}
	row = frappe.get_doc({"doctype": "Has Role", **values})
	row.name = frappe.generate_hash(length=10)
	row.owner = row.modified_by = frappe.session.user
	row.creation = row.modified = frappe.utils.now()
	row.db_insert()


def _set_user_type(user: str) -> None:
	"""As the framework does when a user is saved: a role with desk access makes a System User."""
	held = frappe.get_all("Has Role", filters={"parenttype": "User", "parent": user}, pluck="role")
	desk = bool(held) and frappe.db.exists("Role", {"name": ("in", held), "desk_access": 1, "disabled": 0})
	# `modified` moves: an account form that somebody has open must not write the old roles back.
	frappe.db.set_value("User", user, "user_type", "System User" if desk else "Website User")
	frappe.clear_cache(user=user)


def _held(filters: dict) -> list[str]:
	return frappe.get_all(
		"Has Role", filters={"parenttype": "User", "role": ("in", ALL), **filters}, pluck="role"
	)


def granted(user: str, on: date | str | None = None) -> set[str]:
	"""The roles of this app that the living seats of `user` give."""
	positions = {seat.position for seat in access.seats(user, on)}
	if not positions:
		return set()
	filters = {"parenttype": "Position", "parent": ("in", sorted(positions))}
	return set(frappe.get_all("Position Role", filters=filters, pluck="role")) & set(ALL)


def _users_concerned() -> set[str]:
	holders = frappe.get_all("Has Role", filters={"parenttype": "User", "role": ("in", ALL)}, pluck="parent")
	return (set(holders) | set(frappe.get_all("Seat", pluck="user", distinct=True))) - set(KEPT)
