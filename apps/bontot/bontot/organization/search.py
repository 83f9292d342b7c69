"""Searches of the framework that look past the list rule, brought back under it (hooks.py overrides them)."""

import frappe
from frappe import client
from frappe.desk import search as desk_search

from bontot.organization import access, tree
from bontot.text import fold


@frappe.whitelist()
def search_link(doctype: str, txt: str, **options) -> None:
	"""As the framework's, except that nobody switches the list rule off by `ignore_user_permissions`."""
	return frappe.call(desk_search.search_link, doctype=doctype, txt=txt, **_harmless(options))


@frappe.whitelist()
def search_widget(doctype: str, txt: str, **options) -> None:
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
	if not frappe.has_permission(tree.DOCTYPE, "read"):
		return []  # the framework's search breaks on a refusal from here
	words = [word for word in fold(txt).replace("%", "").split() if word]
	conditions = [[doctype, "search_text", "like", f"%{word}%"] for word in words]
	conditions += (
		[[doctype, key, *_operator(value)] for key, value in (filters or {}).items()]
		if isinstance(filters, dict)
		else list(filters or [])
	)
	rows = frappe.get_list(
		tree.DOCTYPE,
		filters=conditions,
		fields=["name", "organization_name", "parent_organization"],
		order_by="path",
		limit_start=start,
		limit_page_length=page_len,
	)
	parents = {row.parent_organization for row in rows if row.parent_organization}
	# The parent of what one may read is an ancestor or in scope: its name may be shown.
	titles = dict(
		frappe.get_all(
			tree.DOCTYPE,
			filters={"name": ("in", sorted(parents))},
			fields=["name", "organization_name"],
			as_list=True,
		)
	)
	return [(row.name, row.organization_name, titles.get(row.parent_organization, "")) for row in rows]


def _operator(value) -> list:
	return list(value) if isinstance(value, list | tuple) else ["=", value]
