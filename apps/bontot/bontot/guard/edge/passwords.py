"""Passwords that their owner changes: with the old one or the key of a reset, and what a wrong one is answered.

hooks.py puts these in the place of the framework's, which signs whoever mistypes the old password out without a word.
"""

import re

import frappe
from frappe import _
from frappe.core.doctype.user import user as theirs
from frappe.core.doctype.user.user import get_password_reset_limit
from frappe.rate_limiter import rate_limit

from bontot.guard.edge.sign_in import CREDENTIALS, account_of, is_plain, is_right
from bontot.guard.edge.sign_in_limits import Count, key_of, limits
from bontot.guard.errors import NewPasswordError, WrongPasswordError
from bontot.organization import access

# As the framework makes them. The database takes a blank for the empty key of an account that has none.
KEY = re.compile(r"[A-Za-z0-9]{20,140}")
MISTYPED = 2  # times as many as at a sign-in: whoever asks is signed in


@frappe.whitelist(allow_guest=True, methods=["POST"])
def update_password(
	new_password: str, logout_all_sessions: int = 0, key: str | None = None, old_password: str | None = None
) -> str:
	"""Change one's own password, or that of the account whose reset the key is of. Raises WrongPasswordError, NewPasswordError."""
	if not is_plain(new_password, CREDENTIALS["pwd"]):
		message = _("A password has at most {0} letters, and no line break.")
		frappe.throw(message.format(CREDENTIALS["pwd"]), NewPasswordError)
	if not key:
		require_own(old_password)
	elif not KEY.fullmatch(key):
		frappe.local.response.http_status_code = 410
		return _("The reset password link has either been used before or is invalid")
	return theirs.update_password(
		new_password,
		logout_all_sessions=logout_all_sessions,
		key=key,
		old_password=None if key else old_password,
	)


@frappe.whitelist(methods=["POST"])
def verify_password(password: str) -> None:
	"""Raise WrongPasswordError unless it is that of the person signed in."""
	require_own(password)


def require_own(password: str | None) -> None:
	user, (most, seconds) = frappe.session.user, limits()
	if user == "Guest":
		message = _("You are not signed in, or your session has ended. Sign in and try again.")
		frappe.throw(message, frappe.PermissionError, title=_("Sign In"))
	tries = Count(f"own|{key_of(user)}", seconds)
	tries.take(most * MISTYPED)
	if not is_plain(password, CREDENTIALS["pwd"]) or not is_right(user, password):
		message = _("The old password is not right. Type it once more; you stay signed in.")
		frappe.throw(message, WrongPasswordError, title=_("Wrong Password"))
	tries.forget()


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=get_password_reset_limit, seconds=60 * 60)
def reset_password(user: str) -> None:
	"""Send the instructions where there is somebody to send them to; whoever asks learns the same, as fast, of every name."""
	frappe.enqueue("bontot.guard.edge.passwords.send_instructions", name=user)
	frappe.msgprint(
		_(
			"If there is such an account, instructions have been sent to it. Without mail, ask the body above to reset the password."
		),
		title=_("Forgotten Password"),
	)


def send_instructions(name: str) -> None:
	"""Write a key into the account of that name and send it, by the queue. Nothing is written for administrators."""
	user = is_plain(name, CREDENTIALS["usr"]) and account_of(name)
	if not user or access.is_administrator(user) or not frappe.db.get_value("User", user, "enabled"):
		return
	try:
		account = frappe.get_doc("User", user)
		account.validate_reset_password()
		account.reset_password(send_email=True)
	except Exception:  # no mail in a closed network: for the log
		frappe.db.rollback()
		frappe.log_error(title="Password reset was not sent")
