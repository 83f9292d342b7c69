"""Endpoints of the page "Who Holds What": seats of an organisation, accounts and first passwords."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from bontot import printing
from bontot.organization import access, tree
from bontot.organization.access import holders, passwords
from bontot.organization.errors import NoSeatError


@frappe.whitelist(methods=["GET"])
def get_holders(organization: str = "") -> dict[str, Any]:
	"""Seats of an organisation, by default of the signed-in person's own (see `holders.of_organization`)."""
	user = frappe.session.user
	name = organization or first_of(user)
	path = tree.path_of(name)
	if not path or not access.scope(user).covers(path):
		frappe.throw(_("You may not see this document, or it does not exist."), NoSeatError)
	return holders.of_organization(name, user)


@frappe.whitelist(methods=["GET"])
def my_account() -> dict[str, Any]:
	"""Return who the signed-in person is here and whom to ask (shape: `holders.account`)."""
	return holders.account(frappe.session.user, getdate())


def first_of(user: str) -> str | None:
	if held := access.seats(user):
		return held[0].organization
	allowed = access.scope(user)
	where = (
		{"parent_organization": ("is", "not set")}
		if allowed.unrestricted
		else {"path": ("in", allowed.prefixes or ("",))}
	)
	return frappe.db.get_value(tree.DOCTYPE, where, "name", order_by="path")


@frappe.whitelist(methods=["POST"])
def make_accounts(organization: str, below: bool = False) -> None:
	"""Make accounts for seats without one, at an organisation or in its whole branch; the answer is their slips (PDF).

	At most `passwords.MOST` in one act; asked again it goes on. Raises PermissionError, NothingToPrintError.
	"""
	printing.answer(_("First passwords"), passwords.make_accounts(organization, below))


@frappe.whitelist(methods=["POST"])
def reset_password(seat: str) -> None:
	"""Give the holder of a seat below a new first password; the answer is the slip (PDF). Raises PermissionError."""
	printing.answer(_("First passwords"), passwords.reset(seat))


@frappe.whitelist(methods=["POST"])
def mail_password(seat: str) -> dict[str, str]:
	"""Send the holder of a seat below a new first password by mail: {address}. Raises PermissionError, MailError."""
	return {"address": passwords.send(seat)}
