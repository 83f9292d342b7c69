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
	account = frappe.get_doc("User", user)
	held = {row.role for row in account.roles if row.role in ALL}
	if held == wanted:
		return False
	account.set("roles", [row for row in account.roles if row.role not in ALL or row.role in wanted])
	for role in sorted(wanted - held):
		account.append("roles", {"role": role})
	account.flags.ignore_permissions = True  # who may write seats was asked when the seat was saved
	account.flags.no_welcome_mail = True
	account.save()
	return True


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
