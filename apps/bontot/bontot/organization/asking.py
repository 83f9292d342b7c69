"""In front of every request of people who are no administrators: what lists, searches, counts and charts are asked.

Only names of fields (`query_grammar`), only fields the person may read (`asked_columns`), and none of the framework's doors that hand out
or build queries past the list rule. `guard.front` asks: after every kind of sign-in, before anything runs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any
from urllib.parse import unquote

import frappe
from frappe import _
from frappe.model.document import Document

from bontot import arguments, query_grammar
from bontot.organization import access, asked_columns
from bontot.organization.asked_columns import FieldNotOpenError
from bontot.organization.errors import TargetNotReadableError

RESOURCE_PATH = re.compile(r"/api/(?:(?:v1/)?resource|v2/document)/([^/]+)(?:/(.+?))??(?:/method/[^/]+)?/?$")
METHOD_PATH = re.compile(r"/api/(?:v1/|v2/)?method/([^/]+)")
ACCOUNT = "User"
HANGS_ON_ACCOUNT = re.compile(r"(?:`?tabUser`?\.)?`?(?:_user_tags|_assign|_comments|_liked_by)`?")
# Definitions of a chart or card come along as JSON: the same grammar holds inside.
NESTED = ("chart", "doc", "args")
# They store queries without asking for a permission, or read whole tables; none of our pages needs them.
ADMINISTRATORS_ONLY = frozenset((
	"frappe.desk.query_report.get_data_for_custom_field",
	"frappe.desk.query_report.save_report",
	"frappe.core.api.file.unzip_file",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.create_dashboard_chart",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.create_report_chart",
	"frappe.desk.doctype.number_card.number_card.create_number_card",
	"frappe.desk.doctype.global_search_settings.global_search_settings.reset_global_search_settings_doctypes",
))  # fmt: skip


# How the framework's doors name the one document they are about; one title is a public answer (`search.get_link_title`).
PAIRS = (
	("doctype", "name"), ("doctype", "docname"), ("doctype", "doc_name"), ("dt", "dn"), ("dt", "docname"),
	("reference_doctype", "reference_name"), ("ref_doctype", "docname"), ("document_type", "document_name"),
)  # fmt: skip
TITLE_DOOR = "frappe.desk.search.get_link_title"
# Asked of every name that is typed into a field: an answer without a name, not a refusal, makes the form clear it.
LINK_DOOR = "frappe.client.validate_link"
# As the desk calls a document that it has not saved yet, and asks about: no stored one is named so.
UNSAVED = "new-"


def check_query() -> None:
	"""`require_plain` for whoever is signed in; administrators may ask anything."""
	if not access.is_administrator(frappe.session.user):
		require_plain(frappe.local.form_dict, frappe.request.path)


def require_plain(form: MutableMapping[str, Any], path: str) -> None:
	"""Raise ArgumentError for what is no name of a field, FieldNotOpenError for one that is not the person's to ask."""
	refuse_administrators_doors(path, form)
	refuse_unseen_documents(path, form)
	doctype = asked_doctype(path, form)
	if doctype == ACCOUNT:
		leave_away_what_hangs_on_accounts(form)
	asked_columns.require(form, doctype)
	for name in NESTED:
		definition = form.get(name)
		if _is_json(definition):
			definition = arguments.parsed(name, definition, dict)
		if isinstance(definition, Mapping) and definition.get("document_type"):
			asked_columns.require(definition, str(definition["document_type"]))


def leave_away_what_hangs_on_accounts(form: MutableMapping[str, Any]) -> None:
	"""Every list of the desk asks for tags, tasks, remarks and likes of what it shows. Those of an account are nobody's but the
	administrators'; refused, no list of accounts would open."""
	for name in ("fields", "stats"):
		given = form.get(name)
		listed = query_grammar.parsed(given)
		if not isinstance(listed, list):
			continue
		kept = [one for one in listed if not (isinstance(one, str) and HANGS_ON_ACCOUNT.fullmatch(one))]
		if len(kept) < len(listed):
			form[name] = json.dumps(kept) if isinstance(given, str) else kept


def refuse_administrators_doors(path: str, form: Mapping[str, Any]) -> None:
	if called(path, form) & ADMINISTRATORS_ONLY or form.get("custom_columns") not in (None, "", "[]", []):
		frappe.throw(_("Only an administrator can do this."), FieldNotOpenError)


def called(path: str, form: Mapping[str, Any]) -> set[str]:
	found = METHOD_PATH.match(path)
	return {str(form.get("cmd") or ""), unquote(found[1]) if found else ""} - {""}


def refuse_unseen_documents(path: str, form: MutableMapping[str, Any]) -> None:
	"""Whatever the door: who may not see a document has nothing to ask about it by its name, not even whether it is there."""
	# Pages (printview) ask by themselves and refuse with 403; the framework answers 200 to what is refused this early.
	doors = called(path, form)
	if TITLE_DOOR in doors or not (path.startswith("/api/") or form.get("cmd")):
		return
	for doctype, docname in named_documents(path, form):
		if docname.startswith(UNSAVED) or not access.is_scoped(doctype):
			continue
		named = frappe._dict(doctype=doctype, name=docname)  # the rule asks the stored row for the rest
		if access.may_access(named, "read"):
			continue
		if LINK_DOOR in doors:
			form["docname"] = ""  # of nothing, as of what is not there
			continue
		frappe.throw(_("You may not see this document, or it does not exist."), TargetNotReadableError)


def named_documents(path: str, form: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
	"""Doctype and name of each document that the address or the form names."""
	if (found := RESOURCE_PATH.match(path)) and found[2]:
		yield unquote(found[1]), unquote(found[2])
	for kind, name in PAIRS:
		doctype, docname = form.get(kind), form.get(name)
		if isinstance(doctype, str) and isinstance(docname, str | int):
			yield doctype, str(docname)


def asked_doctype(path: str, form: Mapping[str, Any]) -> str | None:
	if found := RESOURCE_PATH.match(path):
		return unquote(found[1])
	return str(form["doctype"]) if form.get("doctype") else None


def _is_json(value: Any) -> bool:
	return isinstance(value, str) and value.lstrip().startswith("{")


def may_define(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""A stored chart, card or board holds a query that others run: administrators make them."""
	return None if ptype in access.READING or access.is_administrator(user or frappe.session.user) else False


def may_address_all(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""A public note pops up for everyone who signs in, a public event stands in everyone's calendar."""
	if ptype in access.READING or access.is_administrator(user or frappe.session.user):
		return None
	return False if frappe.utils.cint(doc.get("public")) or doc.get("event_type") == "Public" else None
