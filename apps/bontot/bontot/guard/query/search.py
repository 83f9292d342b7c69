"""Searches of the framework that look past the list rule, brought back under it (hooks.py overrides them)."""

import inspect
from typing import Any

import frappe
from frappe import client
from frappe.desk import listview, notifications
from frappe.desk import search as desk_search
from frappe.desk.doctype.dashboard_chart import dashboard_chart
from frappe.desk.form import linked_with
from pydantic import JsonValue

from bontot import arguments
from bontot.argument_types import Conditions, Names
from bontot.organization import access, tree
from bontot.organization.access import hide_existence
from bontot.text import fold

FOLDED = (tree.DOCTYPE, "Party Member")  # found by `search_text`
ACCOUNTS = "User"
ACCOUNT_SEARCH = "bontot.guard.query.search.account_query"
FRAMEWORK_ACCOUNT_SEARCH = "frappe.core.doctype.user.user.user_query"


@frappe.whitelist(methods=["GET", "POST"])
def search_link(doctype: str, txt: str, **options: JsonValue) -> list[dict] | None:
	"""Search like the framework, except that nobody switches the list rule off by `ignore_user_permissions`."""
	answer = frappe.call(desk_search.search_link, doctype=doctype, txt=txt, **_harmless(doctype, options))
	if doctype in FOLDED:  # a serial says nothing to a reader, and the title stands beside it
		for row in answer or frappe.local.response.get("results") or []:
			row["description"] = row["description"].removeprefix(row["value"]).lstrip(", ")
	return answer


@frappe.whitelist(methods=["GET", "POST"])
def search_widget(doctype: str, txt: str, **options: JsonValue) -> list | None:
	return frappe.call(desk_search.search_widget, doctype=doctype, txt=txt, **_harmless(doctype, options))


def _harmless(doctype: str, options: dict) -> dict:
	if query := options.get("query"):
		require_link_query(query)
	if (query or doctype) in (ACCOUNTS, FRAMEWORK_ACCOUNT_SEARCH):
		options["query"] = ACCOUNT_SEARCH
	return {key: value for key, value in options.items() if key not in ("ignore_user_permissions", "cmd")}


def require_link_query(path: str) -> None:
	"""The framework calls whatever is named here, by GET too: raise ArgumentError unless it searches for links."""
	try:
		parameters = list(inspect.signature(inspect.unwrap(frappe.get_attr(path))).parameters)
	except Exception:  # nothing by that name, or a module that fails when it is imported
		parameters = []
	if parameters[:2] != ["doctype", "txt"]:
		arguments.wrong_kind(["query"])


@frappe.whitelist(methods=["GET", "POST"])
def get_names_for_mentions(search_term: str = "") -> list[dict]:
	"""People within reach whose name has what was typed; the framework's answers with every account there is."""
	filters = {"enabled": 1, "full_name": ("like", f"%{search_term}%")}
	people = frappe.get_list(
		"User", filters=filters, fields=["name as id", "full_name as value"], limit_page_length=20
	)
	return [{**row, "link": frappe.utils.get_url_to_form("User Profile", row.id)} for row in people]


@frappe.whitelist(methods=["GET", "POST"])
def get_group_by_count(doctype: str, current_filters: Conditions, field: str) -> list[dict]:
	"""Count like the framework; who has tasks on documents is counted from tasks in reach, not from all there are."""
	arguments.require_list_query({"doctype": doctype, "filters": current_filters})
	if field != "assigned_to" or access.is_administrator(frappe.session.user):
		return listview.get_group_by_count(doctype, frappe.as_json(current_filters), field)
	filters = {"reference_type": doctype, "status": ("!=", "Cancelled"), "allocated_to": ("is", "set")}
	fields = ["allocated_to as name", "count(*) as count"]
	return frappe.get_list(
		"ToDo", filters=filters, fields=fields, group_by="allocated_to", limit_page_length=50
	)


@frappe.whitelist(methods=["GET", "POST"])
def get_linked(doctype: str, docname: str) -> dict[str, list[dict]]:
	"""List what is linked with a document (the form's menu "Links") and in reach; the framework's lists all."""
	arguments.require_doctype(doctype)
	frappe.get_doc(doctype, docname).check_permission("read")
	found = {}
	for linked, rows in (linked_with.get(doctype, docname) or {}).items():
		readable = permitted(linked, [row["name"] for row in rows])
		if kept := [row for row in rows if row["name"] in readable]:
			found[linked] = kept
	return found


@frappe.whitelist(methods=["GET", "POST"])
def get_submitted_linked_docs(doctype: str, name: str) -> dict[str, Any]:
	"""List what a document is cancelled with (asked before it is) and is in reach: {docs, count}; the framework's lists all."""
	arguments.require_doctype(doctype)
	frappe.get_doc(doctype, name).check_permission("read")
	rows = linked_with.get_submitted_linked_docs(doctype, name)["docs"]
	readable = {kind: permitted(kind, names) for kind, names in by_kind(rows).items()}
	docs = [row for row in rows if row["name"] in readable[row["doctype"]]]
	return {"docs": docs, "count": len(docs)}


def by_kind(rows: list[dict[str, Any]]) -> dict[str, list[str]]:
	found: dict[str, list[str]] = {}
	for row in rows:
		found.setdefault(row["doctype"], []).append(row["name"])
	return found


def permitted(doctype: str, names: list[str]) -> set[str]:
	"""Those of the documents that the signed-in user may see in a list."""
	try:
		return set(
			frappe.get_list(doctype, filters={"name": ("in", names)}, pluck="name", limit_page_length=0)
		)
	except frappe.PermissionError:
		frappe.clear_last_message()
		return set()


@frappe.whitelist(methods=["GET", "POST"])
def get_open_count(doctype: str, name: str, items: Names | None = None) -> dict[str, Any]:
	"""Count what hangs on a document (the form's links) and is in reach; the framework's counts all."""
	arguments.require_doctype(doctype)
	links = frappe.get_meta(doctype).get_dashboard_data()
	shown = [item for group in links.transactions for item in group.get("items")]
	items = [item for item in shown if items is None or item in items]
	answer = notifications.get_open_count(doctype, name, items)
	if not access.is_administrator(frappe.session.user):
		found = answer["count"]  # newer frameworks tell apart what a document links to
		for row in found if isinstance(found, list) else found["external_links_found"]:
			linked = row.get("doctype") or row["name"]
			field = links.get("non_standard_fieldnames", {}).get(linked, links.get("fieldname"))
			row["count"] = _count_permitted(linked, {field: name})
			if "open_count" in row:
				row["open_count"] = min(row["open_count"], row["count"])
	return answer


def _count_permitted(doctype: str, filters: dict[str, str]) -> int:
	"""Count as many as the framework's badge shows at most."""
	try:
		return len(frappe.get_list(doctype, filters=filters, pluck="name", limit_page_length=100))
	except frappe.PermissionError:
		frappe.clear_last_message()
		return 0


@frappe.whitelist(methods=["GET", "POST"])
def get_tagged_docs(doctype: str, tag: str) -> list[tuple]:
	"""Documents in reach that bear a tag; the framework's answers with all there are."""
	arguments.require_doctype(doctype)
	found = frappe.get_list(doctype, filters={"_user_tags": ("like", tag)}, pluck="name", limit_page_length=0)
	return [(name,) for name in found]


@frappe.whitelist(methods=["GET", "POST"])
def get_chart(chart_name: str | None = None, **options: JsonValue) -> dict | None:
	"""A chart of the framework's; its heatmap counts past the list rule, so that one is drawn here."""
	sent = frappe.get_doc("Dashboard Chart", chart_name) if chart_name else options.get("chart")
	chart = frappe._dict(sent.as_dict() if chart_name else arguments.parsed("chart", sent, dict))
	if (
		chart.type != "Heatmap"
		or chart.chart_type == "Group By"
		or access.is_administrator(frappe.session.user)
	):
		# Not by what the framework remembers of a chart: that is what the first who looked may see, and by any filters.
		return frappe.call(inspect.unwrap(dashboard_chart.get), chart_name=chart_name, **options)
	if chart_name:
		sent.check_permission("read")
	filters = options.get("filters") if chart_name else None
	return _heatmap(
		chart, filters or chart.filters_json or "[]", options.get("heatmap_year") or chart.heatmap_year
	)


def _heatmap(chart: dict, filters: Any, year: Any) -> dict:
	"""`labels` and `dataPoints` {unix time of a day: value}, as the framework's, of what is in reach."""
	meta = frappe.get_meta(chart.document_type)
	for field in filter(None, (chart.based_on, chart.value_based_on)):
		if not (meta.has_field(field) or field in frappe.model.default_fields):
			arguments.wrong_kind(["chart"])
	year = frappe.utils.cint(year) or frappe.utils.getdate().year
	within = [[chart.document_type, chart.based_on, "between", [f"{year}-01-01", f"{year}-12-31"]]]
	value = f"{dashboard_chart.get_aggregate_function(chart.chart_type)}({chart.value_based_on or '1'})"
	rows = frappe.get_list(
		chart.document_type,
		fields=[f"unix_timestamp(date({chart.based_on})) as day", f"{value} as value"],
		filters=[
			*arguments.parsed("filters", filters, list),
			*within,
			[chart.document_type, "docstatus", "<", 2],
		],
		group_by=f"date({chart.based_on})",
		order_by=f"{chart.based_on} asc",
		parent_doctype=chart.parent_document_type,
		limit_page_length=0,
	)
	return {"labels": [], "dataPoints": {int(row.day): row.value for row in rows}}


@frappe.whitelist(methods=["GET", "POST"])
def get_link_title(doctype: str, docname: str) -> str:
	"""Title of a linked document; of one out of reach, or not there, only the name that the caller wrote."""
	if not hide_existence.is_visible(doctype, docname):
		return docname
	return desk_search.get_link_title(doctype, docname)


@frappe.whitelist(methods=["GET", "POST"])
def get_count(
	doctype: str, filters: Conditions | None = None, debug: JsonValue = False, cache: JsonValue = False
) -> int:
	"""Number of documents in reach; the framework's counts all there are."""
	arguments.require_list_query({"doctype": doctype, "filters": filters})
	if access.is_administrator(frappe.session.user):
		return client.get_count(doctype, filters=filters, debug=debug, cache=cache)
	parent = {"parent_doctype": access.PARENTS[doctype]} if doctype in access.PARENTS else {}
	return frappe.get_list(doctype, filters=filters, fields=["count(*) as total"], **parent)[0].total


@frappe.whitelist(methods=["GET", "POST"])
@frappe.validate_and_sanitize_search_inputs
def organization_query(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: Conditions | None = None,
	**_options: JsonValue,
) -> list[tuple]:
	"""Organisations in reach by name or code, with or without diacritics: (name, title, title of its parent)."""
	fields = ["name", "organization_name", "parent_organization"]
	rows = _folded_search(tree.DOCTYPE, txt, filters, fields, "path", start, page_len)
	return _with_organization(rows, "organization_name", "parent_organization")


@frappe.whitelist(methods=["GET", "POST"])
@frappe.validate_and_sanitize_search_inputs
def member_query(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: Conditions | None = None,
	**_options: JsonValue,
) -> list[tuple]:
	"""Members in reach by name, with or without diacritics: (name, full name, title of the cell)."""
	fields = ["name", "full_name", "organization"]
	rows = _folded_search("Party Member", txt, filters, fields, "full_name", start, page_len)
	return _with_organization(rows, "full_name", "organization")


@frappe.whitelist(methods=["GET", "POST"])
@frappe.validate_and_sanitize_search_inputs
def account_query(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: Conditions | None = None,
	**_options: JsonValue,
) -> list[tuple]:
	"""Accounts in reach by name or address: (name, full name). The framework's own falls over a percent sign in a filter."""
	filters = arguments.parsed("filters", filters or [], list, dict)
	standing = [["enabled", "=", 1], ["name", "not in", frappe.STANDARD_USERS]]
	if isinstance(filters, dict):
		if not filters.pop("ignore_user_type", None):
			standing.append(["user_type", "!=", "Website User"])
		filters = [[key, *_operator(value)] for key, value in filters.items()]
	found = frappe.get_list(
		ACCOUNTS,
		filters=[*filters, *standing],
		or_filters=[[field, "like", f"%{txt}%"] for field in ("name", "full_name")],
		fields=["name", "full_name"],
		order_by="full_name",
		limit_start=start,
		limit_page_length=page_len,
	)
	return [(row.name, row.full_name) for row in found]


def _folded_search(
	doctype: str, txt: str, filters, fields: list[str], order_by: str, start: int, page_len: int
) -> list[dict]:
	"""Rows in reach whose folded text has every word typed."""
	filters = arguments.parsed("filters", filters or [], list, dict)
	if not frappe.has_permission(doctype, "read"):
		return []  # the framework's search breaks on a refusal from here
	conditions = [
		[doctype, "search_text", "like", f"%{word}%"] for word in fold(txt).replace("%", "").split()
	]
	if isinstance(filters, dict):
		conditions += [[doctype, key, *_operator(value)] for key, value in filters.items()]
	else:
		conditions += filters
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
