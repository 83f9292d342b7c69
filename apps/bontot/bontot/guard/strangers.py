"""Signing in with a name that nobody has is answered like any other: as late, and as locked after as many tries.

The framework looks at no password where there is no account, and locks only accounts: both tell which there are. It
signs in before any hook of an app, so the answer is looked at when it goes out.
"""

from __future__ import annotations

import secrets
from functools import cache
from hashlib import sha256
from time import time
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.user.user import User
from frappe.utils.password import passlibctx
from werkzeug.wrappers import Request, Response

from bontot.arguments import SIGN_IN, called

REFUSED = 401


def answer_alike(response: Response | None = None, request: Request | None = None) -> None:
	"""Of a sign-in that failed for want of an account."""
	form = frappe.local.form_dict
	if response is None or response.status_code != REFUSED or called(request.path, form) != SIGN_IN:
		return
	name, password = form.get("usr"), form.get("pwd")
	if not (name and password and isinstance(name, str) and isinstance(password, str)):
		return
	if User.find_by_credentials(name, password, validate_password=False):
		return
	passlibctx.verify(password, nobodys())
	settings = frappe.get_doc("System Settings")
	if is_locked(name, settings.allow_consecutive_login_attempts, settings.allow_login_after_fail):
		answer_locked(response, settings.allow_login_after_fail)


@cache
def nobodys() -> str:
	"""A password that nobody has, as the framework keeps those of people."""
	return passlibctx.hash(secrets.token_hex(16))


def is_locked(name: str, most: int, seconds: int) -> bool:
	"""Count a try, as the framework does for accounts, unless there were too many within `seconds` of the first."""
	if not most:
		return False
	key = f"bontot_stranger|{sha256(name.lower().encode()).hexdigest()}"
	first, tries = frappe.cache.get_value(key, expires=True) or (time(), 0)
	if tries > most:
		return True
	left = int(seconds - (time() - first))
	if left > 0:
		frappe.cache.set_value(key, (first, tries + 1), expires_in_sec=left)
	return False


def answer_locked(response: Response, seconds: int) -> None:
	"""Make of `response` what the framework says of an account that is locked (and `sessions.tell_lock` of that)."""
	from frappe.app import handle_exception

	frappe.clear_messages()
	frappe.local.response = frappe._dict({"docs": []})
	try:
		message = _("Your account has been locked and will resume after {0} seconds").format(seconds)
		frappe.throw(message, frappe.SecurityException)
	except frappe.SecurityException as error:
		made: Any = handle_exception(error)
	response.status_code = frappe.PermissionError.http_status_code
	response.data = made.get_data()
	response.mimetype = made.mimetype
