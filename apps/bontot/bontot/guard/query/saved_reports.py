"""Reports that a person keeps in the report builder: each has a code that tells nothing, a title and an owner.

In front of the framework's doors of these names (hooks.py), whose reports are called as their owners call them, all over the
province. The title lies in what the report keeps; nobody but its owner and administrators is shown one, nor its filters.
"""

import json
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from bontot import arguments
from bontot.guard.query import query_columns
from bontot.organization import access
from bontot.organization.access import hide_existence

DOCTYPE = "Report"
BUILT = "Report Builder"
# What the desk keeps of a report, by what it must be.
KEPT: dict[str, tuple[type, ...]] = {
	"filters": (list,),
	"fields": (list,),
	"order_by": (str,),
	"add_totals_row": (bool, int),
	"page_length": (int,),
	"column_widths": (dict,),
	"group_by": (dict,),
	"chart_args": (dict,),
}
MOST = 100  # filters, columns, widths
LONGEST_TITLE = 140


@frappe.whitelist(methods=["POST"])
def save_report(name: str, doctype: str, report_settings: str) -> str:
	"""Keep a report of one's own: under its code what it was changed to, under any other name a new one of that title."""
	settings = read_settings(doctype, report_settings)
	stored = own_report(name)
	if stored and stored.ref_doctype != doctype:
		arguments.wrong_kind(["doctype"])
	report = stored or frappe.new_doc(
		DOCTYPE, ref_doctype=doctype, report_name=frappe.generate_hash(length=20)
	)
	settings["title"] = title_of(stored) if stored else read_title(name)
	report.update(
		{"report_type": BUILT, "is_standard": "No", "json": json.dumps(settings, ensure_ascii=False)}
	)
	report.save(
		ignore_permissions=True
	)  # its owner's, as `own_report` found; the role may make none by its form
	frappe.msgprint(_("Report {0} saved").format(frappe.bold(escaped(settings["title"]))), alert=True)
	return report.name


@frappe.whitelist(methods=["POST"])
def delete_report(name: str) -> None:
	report = own_report(name) or hide_existence.refuse()
	title = title_of(report)
	report.delete(ignore_permissions=True)  # as above
	frappe.msgprint(_("Report {0} deleted").format(frappe.bold(escaped(title))), alert=True)


def own_report(name: str) -> Document | None:
	"""The report of this code that the signed-in person keeps; an administrator's are all."""
	whose = {} if access.is_administrator(frappe.session.user) else {"owner": frappe.session.user}
	found = frappe.db.get_value(DOCTYPE, {"name": name, "report_type": BUILT, "is_standard": "No", **whose})
	return frappe.get_doc(DOCTYPE, found) if found and found == name else None


def read_title(name: str) -> str:
	title = " ".join(name.split())
	if not title or len(title) > LONGEST_TITLE:
		arguments.wrong_kind(["name"])
	return title


def title_of(report: Document) -> str:
	return str(_kept(report.json).get("title") or report.name)


def _kept(text: str | None) -> dict[str, Any]:
	try:
		kept = json.loads(text or "{}")
	except ValueError:
		return {}
	return kept if isinstance(kept, dict) else {}


def escaped(title: str) -> str:
	return frappe.utils.escape_html(title)


def read_settings(doctype: str, text: str) -> dict[str, Any]:
	"""Raise ArgumentError for what the desk would not keep, FieldNotOpenError for a column that is not the person's to ask."""
	settings = arguments.parsed("report_settings", text, dict)
	settings = {name: value for name, value in settings.items() if name in KEPT and value is not None}
	for name, value in settings.items():
		if not isinstance(value, KEPT[name]) or (isinstance(value, list | dict) and len(value) > MOST):
			arguments.wrong_kind([name])
	meta = query_columns.known_meta(doctype)
	if not meta or meta.istable or meta.issingle:
		arguments.wrong_kind(["doctype"])
	if not frappe.has_permission(doctype, "read"):
		frappe.throw(_("You may not open this."), query_columns.FieldNotOpenError)
	query_columns.require(_question(doctype, settings), doctype)
	for name in ("column_widths", "chart_args"):
		if not all(_is_plain(value) for value in settings.get(name, {}).values()):
			arguments.wrong_kind([name])
	return settings


def _question(doctype: str, settings: dict[str, Any]) -> dict[str, Any]:
	"""Return what the report will ask of a list, in the grammar of lists."""
	fields = []
	for column in settings.get("fields", []):
		if (
			not isinstance(column, list)
			or len(column) != 2
			or not all(isinstance(part, str) for part in column)
		):
			arguments.wrong_kind(["fields"])
		field, table = column
		if field != query_columns.FIGURE:
			fields.append(f"`tab{table}`.`{field}`")
	asked: dict[str, Any] = {"filters": settings.get("filters", []), "fields": fields}
	asked["order_by"] = settings.get("order_by")
	groups = settings.get("group_by") or {}
	if not set(groups) <= {"group_by", "aggregate_function", "aggregate_on"}:
		arguments.wrong_kind(["group_by"])
	asked["group_by"] = groups.get("group_by")
	if groups.get("aggregate_function"):
		asked["aggregate_function"] = groups["aggregate_function"]
		if asked["aggregate_function"] not in ("count", "sum", "avg"):
			arguments.wrong_kind(["group_by"])
	if on := groups.get("aggregate_on"):
		asked["fields"] = [*fields, on]
	return {name: value for name, value in asked.items() if value not in (None, "", [])}


def _is_plain(value: Any) -> bool:
	if isinstance(value, list):
		return len(value) <= MOST and all(_is_plain(each) for each in value)
	return value is None or (isinstance(value, str | int | float) and len(str(value)) <= LONGEST_TITLE)


def conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Hook `permission_query_conditions`: what others built is nobody's but theirs."""
	user = user or frappe.session.user
	if access.is_administrator(user):
		return ""
	return (
		"(coalesce(`tabReport`.`report_type`, '') != 'Report Builder' or `tabReport`.`is_standard` = 'Yes'"
		f" or `tabReport`.`owner` = {frappe.db.escape(user, percent=False)})"
	)


def may_access(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""Hook `has_permission`: as `conditions`, of one report; changes go by the doors above."""
	user = user or frappe.session.user
	if access.is_administrator(user):
		return None
	if ptype not in access.READING:
		return False
	if doc.get("report_type") != BUILT or doc.get("is_standard") == "Yes":
		return None
	return None if doc.get("owner") == user else False


def show_titles(bootinfo: dict[str, Any]) -> None:
	"""Hook `extend_bootinfo`: the menus of the desk call a report by its title. What the framework lists is hours old."""
	listed = bootinfo["user"]["all_reports"]
	builders = {"report_type": BUILT}
	own = frappe.get_all(
		DOCTYPE,
		{**builders, "is_standard": "No", "owner": frappe.session.user},
		["name", "ref_doctype", "modified", "json"],
	)
	shipped = set(frappe.get_all(DOCTYPE, {**builders, "is_standard": "Yes"}, pluck="name"))
	for name in [name for name, facts in listed.items() if facts.get("report_type") == BUILT]:
		if name not in shipped:
			listed.pop(name)
	for report in own:
		title = _kept(report.pop("json")).get("title") or report.name
		listed[report.name] = {**report, **builders, "title": title, "route": route_of(report)}


def route_of(report: dict[str, Any]) -> str:
	return f"/app/{frappe.scrub(report['ref_doctype']).replace('_', '-')}/view/report/{report['name']}"
