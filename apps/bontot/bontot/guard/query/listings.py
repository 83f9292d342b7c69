"""Listings of the framework that ask for no permission, answered row by row with what is in reach (hooks.py overrides them)."""

from typing import Any

import frappe
from frappe.core.doctype.access_log import access_log
from frappe.desk.form import load
from frappe.utils import cint, global_search
from pydantic import JsonValue

from bontot.argument_types import Names
from bontot.guard.query import search
from bontot.organization import access

PAGE, MOST_PAGES = 200, 10  # hits that are looked through for those in reach
MOST_PEOPLE = 100


@frappe.whitelist(methods=["GET", "POST"])
def search_everywhere(text: str, start: int = 0, limit: int = 20, doctype: str = "") -> list[dict[str, Any]]:
	"""Hits of the framework's global search, of them those that the signed-in user may see in a list."""
	start, limit = max(cint(start), 0), min(max(cint(limit), 1), PAGE)
	if access.is_administrator(frappe.session.user):
		return global_search.search(text, start, limit, doctype)
	found: list[dict[str, Any]] = []
	for page in range(MOST_PAGES):
		hits = global_search.search(text, page * PAGE, PAGE, doctype)
		readable = {kind: search.permitted(kind, names) for kind, names in search.by_kind(hits).items()}
		# Equal hits have no order of their own: one may come on two pages.
		told = {(hit["doctype"], hit["name"]) for hit in found}
		found += [
			hit
			for hit in hits
			if hit["name"] in readable[hit["doctype"]] and (hit["doctype"], hit["name"]) not in told
		]
		if len(hits) < PAGE or len(found) >= start + limit:
			break
	return found[start : start + limit]


@frappe.whitelist(methods=["GET", "POST"])
def get_user_info_for_viewers(users: Names) -> dict[str, dict[str, Any]]:
	"""List who looks at the same document: name and picture of people in reach, of all others only the account asked for."""
	asked = users[:MOST_PEOPLE]
	known = {frappe.session.user, *search.permitted("User", asked)}
	told = load.get_user_info_for_viewers(frappe.as_json([user for user in asked if user in known]))
	nobody = {"image": None, "email": None, "time_zone": None}
	return {user: told.get(user) or {"fullname": user, "name": user, **nobody} for user in asked}


@frappe.whitelist(methods=["POST"])
def make_access_log(
	doctype: str | None = None,
	document: JsonValue = None,
	method: str | None = None,
	file_type: str | None = None,
	report_name: str | None = None,
	filters: JsonValue = None,
	page: JsonValue = None,
	columns: JsonValue = None,
) -> None:
	"""Log access to documents and reports in reach alone; of others nothing is written, and nothing is told."""
	if not (doctype or report_name):
		return
	if doctype and not frappe.has_permission(doctype, "read"):
		return
	if document and not (doctype and search.permitted(doctype, [str(document)])):
		return
	if report_name and not search.permitted("Report", [report_name]):
		return
	access_log.make_access_log(doctype, document, method, file_type, report_name, filters, page, columns)


def leave_away_letter_heads(bootinfo: dict[str, Any]) -> None:
	"""Hook `extend_bootinfo`: the boot tells everybody all letter heads, markup and all, and the standard one once more."""
	if access.is_administrator(frappe.session.user):
		return
	bootinfo["letter_heads"] = {}
	for told in (bootinfo, bootinfo.get("user") or {}):
		for name in ("sysdefaults", "defaults"):
			(told.get(name) or {}).pop("default_letter_head_content", None)
