"""Pages of the framework's website: the few that are served, and what may stand in their address."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

import frappe
from frappe import _
from werkzeug.exceptions import HTTPException
from werkzeug.utils import redirect
from werkzeug.wrappers import Request

from bontot.guard.errors import DoorClosedError, NotServedError, RequestError

PREFIX = "page:"
UNDER = ("app", "files", "private/files", "assets", "huong-dan")  # everything below goes by one rule
REDIRECTS = ("redirect-to", "redirect_to")
LONGEST_PATH = 1000


def door(path: str) -> str:
	"""Name in `endpoints.toml` of the page at an address."""
	plain = path.strip("/ ")
	for folder in UNDER:
		if plain == folder or plain.startswith(f"{folder}/"):
			return PREFIX + folder
	return PREFIX + plain


def require_plain_path(path: str) -> None:
	"""Raise RequestError for an address that walks: up a folder, by other separators, or past any sensible length."""
	steps = path.replace("\\", "/").split("/")
	if "\\" in path or "\0" in path or len(path) > LONGEST_PATH or ".." in steps or "." in steps:
		frappe.throw(_("The address cannot be read. Open the page from the menu."), RequestError)


def refuse_page(name: str) -> NoReturn:
	if frappe.session.user == "Guest" and name in (f"{PREFIX}printview", f"{PREFIX}private/files"):
		frappe.throw(
			_("You are not signed in, or your session has ended. Sign in and try again."), DoorClosedError
		)
	frappe.throw(_("There is no page at this address. Open it from the menu."), NotServedError)


def require_local(request: Request) -> None:
	"""Raise HTTPException that leads to the same page, for an address that would lead on to another site."""
	for name in REDIRECTS:
		if any(not is_local(value) for value in request.args.getlist(name)):
			raise HTTPException(response=redirect(request.path))


def require_signed_in(request: Request) -> None:
	"""Raise HTTPException that leads a stranger who opens an address of the desk or of an own page to sign in, and back to it."""
	if frappe.session.user == "Guest" and door(request.path) == f"{PREFIX}app":
		response = redirect(sign_in_address(request.full_path))
		response.headers["Cache-Control"] = "no-store"
		raise HTTPException(response=response)


def sign_in_address(path: str) -> str:
	return f"/login?redirect-to={quote(path.rstrip('?'), safe='')}"


def is_local(address: str) -> bool:
	"""Whether a browser that follows `address` stays on this site."""
	return (
		address.startswith("/")
		and not address.startswith(("//", "/\\"))
		and not set(address) & set("\\\r\n\t\0")
	)


def refusal(text: str) -> str:
	"""A page that needs nothing of the framework: one sentence, and the way home."""
	template = Path(__file__).with_name("refusal.html").read_text()
	return template.format(
		title=_("Bốn tốt"), text=frappe.utils.escape_html(text), home=_("Open the first page")
	)
