"""Signing in: what is sent is plain text, tries are limited, and nobody learns which accounts there are.

The framework signs in before any hook of an app; what it calls on the way is wrapped, once a process (`loaded_first`). A wrong
password is found out here, by the same work whether or not there is an account: the framework's own check, which tells the
two apart and locks accounts for everybody, is asked for right ones only.
"""

from __future__ import annotations

import functools
import secrets
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

import frappe
from frappe import _, twofactor
from frappe.auth import LoginManager
from frappe.core.doctype.user.user import User
from frappe.translate import get_user_lang
from frappe.utils.password import Auth, passlibctx

from bontot.guard.edge.sign_in_limits import Count, Tries, key_of, limits, remember
from bontot.organization.access import own_account

# What a sign-in is made with, and how many letters of each are read: the database holds no longer name, the framework no
# longer password.
CREDENTIALS = {"usr": 140, "pwd": 512, "otp": 16, "tmp_id": 64}
STANDING = "bontot_stands_around"


def stand_around() -> None:
	"""Wrap the framework's sign-in, once a process."""
	if hasattr(LoginManager.login, STANDING):
		return
	_wrap("login", sign_in)
	_wrap("authenticate", authenticate)
	nobodys()  # made at the first name that nobody has, it would tell it by the time it takes
	# Of a code that came too late and of one guessed too often: no failures of the server, as the framework has them.
	twofactor.ExpiredLoginException.http_status_code = frappe.AuthenticationError.http_status_code
	frappe.SecurityException.http_status_code = frappe.PermissionError.http_status_code
	if getattr(frappe.local, "form_dict", None):  # the sign-in that has just loaded this goes on with them
		empty_odd(frappe.local.form_dict)


def _wrap(name: str, around: Callable) -> None:
	inner = getattr(LoginManager, name)

	@functools.wraps(inner)
	def wrapper(manager: LoginManager, *arguments: Any, **named: Any) -> Any:
		return around(functools.partial(inner, manager), manager, *arguments, **named)

	setattr(wrapper, STANDING, True)
	setattr(LoginManager, name, wrapper)


def sign_in(inner: Callable[[], Any], manager: LoginManager) -> Any:
	"""`LoginManager.login`, which would empty the cache of the whole site for want of a name, and signs in by GET too."""
	frappe.local.lang = get_user_lang("Guest")  # the framework settles it later
	form = frappe.local.form_dict
	empty_odd(form)
	if frappe.request and frappe.request.method != "POST":
		from bontot.guard.edge import entry

		entry.refuse_method()
	if not form.get("usr") and form.get("tmp_id"):
		form["usr"] = frappe.safe_decode(frappe.cache.get(form["tmp_id"] + "_usr"))
	if not form.get("usr"):
		manager.fail(_("Incomplete login details"))
	return inner()


def empty_odd(form: dict[str, Any]) -> None:
	"""Take away credentials that are no plain text: the framework falls over them, over some only where there is an account."""
	for name, most in CREDENTIALS.items():
		if name in form and not is_plain(form[name], most):
			del form[name]
	if not form.get("tmp_id"):
		form.pop("otp", None)


def is_plain(value: Any, most: int) -> bool:
	"""Whether it is a text of at most so many letters, none of them a control character or half of a letter."""
	return (
		isinstance(value, str)
		and len(value) <= most
		and all(" " <= letter and not "\ud800" <= letter <= "\udfff" for letter in value)
	)


def authenticate(
	inner: Callable[..., Any], manager: LoginManager, user: str | None = None, pwd: str | None = None
) -> Any:
	"""`LoginManager.authenticate`. Raises AuthenticationError, or SecurityException when there were too many tries."""
	form = frappe.local.form_dict
	if not (user and pwd):
		user, pwd = form.get("usr"), form.get("pwd")
	if not (user and pwd):
		manager.fail(_("Incomplete login details"), user=user)
	account = account_of(user)
	tries = Tries(account or user)
	tries.take()
	if not is_right(account or user, pwd):
		tries.count_wrong()
		manager.fail(_("Invalid Login. Try again."), user=account or user)
	tries.here.forget()
	if form.get("otp"):  # the framework forgets wrong codes once the password is given again
		tries_of_code(account).take(limits()[0])
	return inner(account, pwd)


def account_of(name: str) -> str | None:
	"""The account as it is stored, found as the database compares names: "administrator " is Administrator."""
	if not any(letter.isascii() and letter.isalnum() for letter in unicodedata.normalize("NFKD", name)):
		return None  # for the database it is empty, as is the short name of everybody who has none
	found = User.find_by_credentials(name, "", validate_password=False)
	return found and found["name"]


def is_right(account: str, password: str) -> bool:
	"""Whether the account is open and this its password. As much work where there is no account, or no password."""
	enabled = frappe.db.get_value("User", account, "enabled")
	stored = (
		frappe.qb.from_(Auth)
		.select(Auth.password)
		.where((Auth.doctype == "User") & (Auth.name == account))
		.where((Auth.fieldname == "password") & (Auth.encrypted == 0))
		.run(pluck=True)
	)
	right = passlibctx.verify(password, stored[0] if stored else nobodys())
	return bool(right and stored and (enabled or account == "Administrator"))


@cache
def nobodys() -> str:
	"""A password that nobody has, as the framework keeps those of people."""
	return passlibctx.hash(secrets.token_hex(16))


def tries_of_code(account: str) -> Count:
	return Count(f"code|{key_of(account)}", limits()[1])


def signed_in(login_manager: LoginManager) -> None:
	"""Hook `on_login`: somebody is signed in, by a password or by a new one."""
	if login_manager.user in (None, "Guest"):
		return
	tries_of_code(login_manager.user).forget()
	remember(login_manager.user)
	own_account.open_to_owner(login_manager.user)
