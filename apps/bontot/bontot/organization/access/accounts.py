"""Accounts made without a word to the outside: no welcome mail, no look-up of a picture elsewhere."""

import os
import re
from base64 import b32encode
from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import twofactor
from frappe.model.document import Document
from frappe.utils import validate_email_address
from frappe.utils.password import encrypt, update_password

from bontot.organization import access
from bontot.text import nfc

PLACEHOLDER = "/assets/bontot/images/person.svg"
NAMES = ("first_name", "middle_name", "last_name", "full_name")
MARKS = re.compile('[<>"`]')


def create_account(full_name: str, email: str, password: str | None = None) -> str:
	"""Make an enabled account and return its name; one that exists stays as it is. Roles come with a seat.

	`User.validate` is passed over: it empties the cache of the whole site for every account, a second each.
	"""
	email = validate_email_address(email.strip().lower(), throw=True)
	if frappe.db.exists("User", email):
		return email
	family, _space, given = nfc(full_name).rpartition(" ")
	account = frappe.new_doc("User")
	# Vietnamese order: the family name stands first, as the framework prints first_name first.
	account.update({"email": email, "first_name": family or given, "last_name": given if family else None})
	account.update({"full_name": nfc(full_name), "enabled": 1, "send_welcome_email": 0})
	account.user_type = "Website User"  # a seat makes a System User of it
	account.update({"language": "vi", "time_zone": "Asia/Ho_Chi_Minh"})
	account.set_social_login_userid("frappe", frappe.generate_hash(length=39))
	account.flags.no_welcome_mail = True
	account.flags.ignore_validate = True
	with not_throttled():
		account.insert(
			ignore_permissions=True
		)  # callers are set-up, demo and tests, never a signed-in person
	if password:
		update_password(account.name, password)
	return account.name


def conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""The list rule of User: oneself and who holds a seat within reach; the Commission seats people, so it finds all."""
	user = user or frappe.session.user
	if access.is_administrator(user) or any(seat.is_commission for seat in access.seats(user)):
		return ""
	seats = access.conditions("Seat", user)
	own = f"`tabUser`.`name` = {frappe.db.escape(user, percent=False)}"
	return (
		f"({own} or exists (select 1 from `tabSeat` where `tabSeat`.`user` = `tabUser`.`name` and {seats}))"
	)


def keep_names_plain(doc: Document, method: str | None = None) -> None:
	"""`before_validate` of User: the desk writes names of people into attributes as they stand."""
	for field in NAMES:
		if doc.get(field):
			doc.set(field, plain_name(doc.get(field)))


def plain_name(name: str) -> str:
	"""Strip what would end an attribute or begin a tag; apostrophes stay, as in "H'Hen Niê"."""
	return MARKS.sub("", name)


def make_no_manager(doc: Document, method: str | None = None) -> None:
	"""`before_validate` of User: on a site without a System Manager the framework makes one of whoever is saved next, says so,
	and lets nobody be disabled. While it looks, there is one: Administrator, whom it does not count."""
	if "System Manager" not in {row.role for row in doc.get("roles")}:
		doc.get_other_system_managers = _there_is_one


def _there_is_one() -> bool:
	return True


def make_no_manager_end(doc: Document, method: str | None = None) -> None:
	doc.__dict__.pop("get_other_system_managers", None)


def look_nowhere(doc: Document, method: str | None = None) -> None:
	"""`before_validate` of User: the framework looks for a picture at gravatar.com for every account without one."""
	if not doc.user_image:
		doc.user_image = PLACEHOLDER


def take_placeholder_away(doc: Document, method: str | None = None) -> None:
	"""`on_update` of User."""
	if doc.user_image == PLACEHOLDER:
		doc.db_set("user_image", None, update_modified=False)


def new_second_factor(user: str) -> str:
	"""A new secret for an authenticator app, 160 bits as RFC 4226 asks (the framework makes 80).

	Known as set up at once, or the framework would send it by mail.
	"""
	secret = b32encode(os.urandom(20)).decode()
	twofactor.set_default(f"{user}_otpsecret", encrypt(secret))
	twofactor.set_default(f"{user}_otplogin", 1)
	return secret


def prepare_second_factor(user: str) -> None:
	"""Create the second factor of an account whose position asks for one; the slip that shows it is printed by hand."""
	if not twofactor.get_default(f"{user}_otpsecret"):
		new_second_factor(user)


@contextmanager
def not_throttled() -> Iterator[None]:
	"""The framework refuses the 61st account within an hour; a province is seated in one act, as an import is."""
	before, frappe.flags.in_import = frappe.flags.in_import, True
	try:
		yield
	finally:
		frappe.flags.in_import = before
