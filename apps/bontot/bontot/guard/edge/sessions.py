"""A change comes from our own pages: with the token of the session, and not from another website."""

from __future__ import annotations

from urllib.parse import urlsplit

import frappe
import frappe.sessions
from frappe import _
from frappe.auth import UNSAFE_HTTP_METHODS
from werkzeug.wrappers import Request

from bontot.guard.errors import TokenError

ELSEWHERE = ("cross-site", "same-site")  # of Sec-Fetch-Site, which no page can write itself


def give_token() -> None:
	"""A session that has just begun gets its token: the framework makes one when the desk opens, and asks for none before."""
	if frappe.session.user not in (None, "Guest") and not resumed():
		frappe.sessions.get_csrf_token()


def require_same_site(request: Request) -> None:
	"""Raise TokenError for a change that a browser says another website asks for: by Sec-Fetch-Site, or, where it does not send
	that, by Origin. Our pages are served with a referrer policy that leaves them theirs, so that "null" is never ours."""
	if request.method not in UNSAFE_HTTP_METHODS:
		return
	origin = request.headers.get("Origin")
	if request.headers.get("Sec-Fetch-Site") in ELSEWHERE or (origin and not is_own(origin, request.host)):
		refuse()


def is_own(origin: str, host: str) -> bool:
	"""Whether it is where the request went, or the address of this site that its settings name."""
	own = {host.lower(), place_of(str(frappe.conf.host_name or ""))}
	return bool(place := place_of(origin)) and place in own


def place_of(address: str) -> str:
	"""Host and port of an http address; "" of anything else."""
	try:
		parts = urlsplit(address)
	except ValueError:
		return ""
	return parts.netloc.lower() if parts.scheme in ("http", "https") else ""


def require_token(request: Request) -> None:
	"""Raise TokenError for a change in a session that has no token; one that has is checked by the framework."""
	if request.method not in UNSAFE_HTTP_METHODS or frappe.session.user in (None, "Guest") or by_key():
		return
	if resumed() and not frappe.session.data.get("csrf_token"):
		refuse()


def resumed() -> bool:
	"""Whether the session stood before this request; a sign-in that stops half way (second factor) leaves none."""
	return bool(getattr(frappe.local.login_manager, "resume", False))


def by_key() -> bool:
	"""Whether the person came by a key in a header instead of a cookie: no other website can send one."""
	return frappe.session.sid == frappe.session.user


def refuse() -> None:
	message = _("This did not come from a page of this system. Reload the page and try again.")
	frappe.throw(message, TokenError)
