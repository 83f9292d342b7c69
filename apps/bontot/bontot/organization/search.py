"""Searches of the framework that look past the list rule, brought back under it (hooks.py overrides them)."""

import frappe
from frappe import client
from frappe.desk import search as desk_search

from bontot import arguments
from bontot.organization import access, tree
from bontot.text import fold

FOLDED = (tree.DOCTYPE, "Party Member")  # found by `search_text`


@frappe.whitelist()
def search_link(doctype: str, txt: str, **options) -> list[dict] | None:
	"""As the framework's, except that nobody switches the list rule off by `ignore_user_permissions`."""
	answer = frappe.call(desk_search.search_link, doctype=doctype, txt=txt, **_harmless(options))
	if doctype in FOLDED:  # a serial says nothing to a reader, and the title stands beside it
		for row in answer or frappe.local.response.get("results") or []:
			row["description"] = row["description"].removeprefix(row["value"]).lstrip(", ")
	return answer


@frappe.whitelist()
def search_widget(doctype: str, txt: str, **options) -> list | None:
	return frappe.call(desk_search.search_widget, doctype=doctype, txt=txt, **_harmless(options))


def _harmless(options: dict) -> dict:
	return {key: value for key, value in options.items() if key not in ("ignore_user_permissions", "cmd")}


@frappe.whitelist()
def get_link_title(doctype: str, docname: str) -> str:
	"""Title of a linked document; of one out of reach only the name that the caller wrote."""
	if access.is_scoped(doctype) and not frappe.has_permission(doctype, "read", doc=docname):
		return docname
	return desk_search.get_link_title(doctype, docname)


@frappe.whitelist()
def get_count(doctype: str, filters=None, debug=False, cache=False) -> int:
	"""Number of documents in reach; the framework's counts all there are."""
	arguments.require({"doctype": doctype}, "doctype")
	if not access.is_scoped(doctype) and doctype not in access.PARENTS:
		return client.get_count(doctype, filters=filters, debug=debug, cache=cache)
	parent = {"parent_doctype": access.PARENTS[doctype]} if doctype in access.PARENTS else {}
	filters = frappe.parse_json(filters)
	return frappe.get_list(doctype, filters=filters, fields=["count(*) as total"], **parent)[0].total


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def organization_query(
	doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters, **_options
) -> list[tuple]:
	"""Organisations in reach by name or code, with or without diacritics: (name, title, title of its parent)."""
	fields = ["name", "organization_name", "parent_organization"]
	rows = _folded_search(tree.DOCTYPE, txt, filters, fields, "path", start, page_len)
	return _with_organization(rows, "organization_name", "parent_organization")


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def member_query(
	doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters, **_options
) -> list[tuple]:
	"""Members in reach by name, with or without diacritics: (name, full name, title of the cell)."""
	fields = ["name", "full_name", "organization"]
	rows = _folded_search("Party Member", txt, filters, fields, "full_name", start, page_len)
	return _with_organization(rows, "full_name", "organization")


def _folded_search(
	doctype: str, txt: str, filters, fields: list[str], order_by: str, start: int, page_len: int
) -> list[dict]:
	"""Rows in reach whose folded text has every word typed."""
	if not frappe.has_permission(doctype, "read"):
		return []  # the framework's search breaks on a refusal from here
	conditions = [
		[doctype, "search_text", "like", f"%{word}%"] for word in fold(txt).replace("%", "").split()
	]
	if isinstance(filters, dict):
		conditions += [[doctype, key, *_operator(value)] for key, value in filters.items()]
	else:
		conditions += list(filters or [])
	page = {"limit_start": start, "limit_page_length": page_len}
	return frappe.get_list(doctype, filters=conditions, fields=fields, order_by=order_by, **page)


def _with_organization(rows: list[dict], title: str, link: str) -> list[tuple]:
	"""(name, title, title of the organisation it stands in): of what one may read, that name may be shown."""
	names = sorted({row[link] for row in rows if row[link]})
	fields = ["name", "organization_name"]
	found = frappe.get_all(tree.DOCTYPE, filters={"name": ("in", names)}, fields=fields, as_list=True)
	titles = dict(found)
	return [(row.name, row[title], titles.get(row[link], "")) for row in rows]


def _operator(value) -> list:
	return list(value) if isinstance(value, list | tuple) else ["=", value]
