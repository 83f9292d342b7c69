"""Own pages that stand by themselves, without the desk, and what each needs to know of the person.

The desk mounts the same pages; whoever comes to one by its address gets it light.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import frappe
import frappe.sessions
from frappe import _
from frappe.utils.jinja_globals import bundled_asset

PREFIX = "/app/"
SOURCES = Path(__file__).parents[1] / "public" / "js"
NOT_ON_PAGES = ("desk",)
# Each by itself: in a template one kind stands within another.
TEXTS = [re.compile(rf"{mark}((?:[^{mark}\\\n]|\\.)*){mark}") for mark in ('"', "'", "`")]
UNREAD_AT_MOST = 99


def pages() -> list[str]:
	"""Names of the pages that stand so; the script of each is called like it."""
	return frappe.get_hooks("light_pages")


def page_of(path: str) -> str:
	"""Name of the own page at an address, "" where there is none: "/app/my-work/me" is at "my-work"."""
	name = path.removeprefix(PREFIX).partition("/")[0]
	return name if path.startswith(PREFIX) and name in pages() else ""


def script_of(page: str) -> str:
	return f"{page.replace('-', '_')}.bundle.js"


def context(page: str) -> dict[str, Any]:
	"""Return what `www/own-pages.html` is filled in with. Raises PermissionError for a page that is none of the person's."""
	boot = frappe.sessions.get()
	if page not in boot["page_info"]:
		frappe.throw(_("You are not permitted to access this page."), frappe.PermissionError)
	csrf_token = frappe.sessions.get_csrf_token()
	frappe.db.commit()  # a token that was made just now must outlive this request, as where the desk opens
	known = {
		"user": {"name": frappe.session.user, "full_name": frappe.utils.get_fullname()}
		| {right: boot["user"][right] for right in ("can_read", "can_create")},
		"page_info": dict.fromkeys(boot["page_info"], True),
		"allowed_workspaces": [
			{word: one.get(word) for word in ("name", "module", "public")}
			for one in boot["allowed_workspaces"]
		],
		"max_file_size": boot["max_file_size"],
		"pages": {name: bundled_asset(script_of(name)) for name in pages() if name in boot["page_info"]},
		"messages": messages(boot["__messages"], [one["name"] for one in boot["allowed_workspaces"]]),
		"csrf_token": csrf_token,
	}
	return {
		"boot": frappe.as_json(known, indent=None, separators=(",", ":")).replace("<", "\\u003c"),
		"bundle": script_of(page),
		"title": _(frappe.get_cached_value("Page", page, "title")),
		"lang": frappe.local.lang,
		"theme": (boot.get("desk_theme") or "Light").lower(),
		"favicon": frappe.get_hooks("app_logo_url")[-1],
		"unread": unread(),
	}


def unread() -> str:
	"""Return the number of notices that wait, as the bell shows it; "" for none."""
	where = {"for_user": frappe.session.user, "read": 0}
	count = len(frappe.get_all("Notification Log", where, pluck="name", limit=UNREAD_AT_MOST + 1))
	return f"{UNREAD_AT_MOST}+" if count > UNREAD_AT_MOST else str(count or "")


def messages(known: dict[str, str], names: Iterable[str]) -> dict[str, str]:
	"""Return what own pages say in the person's language: each text that stands in their sources, that a field offers to choose,
	or that is among `names`.
	"""
	said = texts_of_pages() | choices() | set(names)
	return {text: known[text] for text in said if text in known}


@cache
def texts_of_pages() -> frozenset[str]:
	found: set[str] = set()
	for path in SOURCES.rglob("*"):
		if path.suffix in (".js", ".mjs", ".vue") and not set(NOT_ON_PAGES) & set(path.parts):
			source = path.read_text()
			for kind in TEXTS:
				found.update(text.replace('\\"', '"') for text in kind.findall(source))
	return frozenset(found)


@cache
def choices() -> frozenset[str]:
	modules = frappe.get_module_list("bontot")
	kinds = frappe.get_all("DocType", {"module": ("in", modules)}, pluck="name")
	where = {"fieldtype": "Select", "parent": ("in", kinds)}
	offered = frappe.get_all("DocField", where, pluck="options")
	return frozenset(choice for options in offered if options for choice in options.split("\n")) | set(kinds)
