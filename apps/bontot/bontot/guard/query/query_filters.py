"""Checks in front of every request of people who are no administrators: what lists, searches, counts and charts are asked.

Only names of fields (`query_grammar`), only fields the person may read (`query_columns`), and none of the framework's doors that hand out
or build queries past the list rule. `guard.edge.entry` asks: after every kind of sign-in, before anything runs. Which kind of document is
asked for is told by what the request reaches (`guard.targets`), never by its address alone: the framework looks at `cmd` first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from bontot import arguments, query_grammar
from bontot.guard.query import deleting, named_documents, query_columns
from bontot.guard.query.named_documents import Reached
from bontot.guard.query.query_columns import FieldNotOpenError
from bontot.organization import access, tree
from bontot.organization.access import hide_existence

ACCOUNT = "User"
# Fields of one's own account are named for change (`own_account.OWN`), and can be read in it alone.
OWN_CHANGE = ("frappe.client.set_value", ACCOUNT)
HANGS_ON_ACCOUNT = re.compile(r"(?:`?tabUser`?\.)?`?(?:_user_tags|_assign|_comments|_liked_by)`?")
# Definitions of a chart or card come along as JSON: the same grammar holds inside.
NESTED = ("chart", "doc", "args")
# Doors that are about one kind of document, whatever kind they are told.
KINDS = {
	"bontot.meeting.calendar.get_events": "Meeting",
	"bontot.guard.query.search.account_query": ACCOUNT,
	"bontot.guard.query.search.member_query": "Party Member",
	"bontot.guard.query.search.organization_query": tree.DOCTYPE,
	"frappe.core.doctype.user.user.user_query": ACCOUNT,
	"frappe.desk.doctype.event.event.get_events": "Event",
}
CARD, CHART = "Number Card", "Dashboard Chart"
CHART_DOOR = "bontot.guard.query.search.get_chart"
CARD_CHANGE = (
	"frappe.desk.doctype.number_card.number_card.get_percentage_difference"  # always of a stored card
)
# Doors that are told it within an argument, and by which word of it.
WITHIN = {
	"frappe.desk.doctype.number_card.number_card.get_result": ("doc", "document_type"),
	CHART_DOOR: ("chart", "document_type"),
	"frappe.desk.calendar.update_event": ("args", "doctype"),
	"frappe.desk.gantt.update_task": ("args", "doctype"),
}
# They answer with rows of a table where the kind of document is said that holds them.
ROWS = frozenset((
	CHART_DOOR, "bontot.guard.query.search.get_count", "bontot.synthesis.export.export_query", "bontot.synthesis.link_titles.get",
	"frappe.client.get", "frappe.client.get_list", "frappe.client.get_value", "frappe.desk.doctype.number_card.number_card.get_result",
	"frappe.desk.reportview.get", "frappe.desk.reportview.get_count", "frappe.desk.reportview.get_list", "resource:list",
))  # fmt: skip
# What is called so there is no column: a report has filters of its own, a log keeps what was asked, our cards take none.
NO_COLUMNS = frozenset((
	"bontot.synthesis.cards.files_waiting", "bontot.synthesis.cards.files_waiting_overdue", "bontot.synthesis.cards.tasks_overdue",
	"bontot.synthesis.cards.tasks_owed", "bontot.synthesis.export.export_report",
	"bontot.guard.query.listings.make_access_log", "frappe.desk.query_report.run", "frappe.handler.upload_file",
	"frappe.handler.uploadfile",
))  # fmt: skip


# They say of what is out of reach the same as of what is not there, and pages ask them of whatever they show.
TELLING_NOTHING = frozenset((
	"bontot.guard.query.search.get_link_title", "frappe.desk.link_preview.get_preview_data",
))  # fmt: skip
# They read one stored row before anything asks who may: the first that answers to filters, and the one beside which the next is found.
ONE_DOOR, NEXT_DOOR = "frappe.client.get", "frappe.desk.form.utils.get_next"
# Asked of every name that is typed into a field: an answer without a name, not a refusal, makes the form clear it.
LINK_DOOR = "frappe.client.validate_link"


def require_plain(form: MutableMapping[str, Any], calls: Sequence[Reached]) -> None:
	"""Raise ArgumentError for what is no name of a field, FieldNotOpenError for one that is not the person's to ask."""
	refuse_invisible_documents(calls, form)
	kinds = {call.name: kind_of(call, form) for call in calls}
	if ACCOUNT in kinds.values():
		leave_away_what_hangs_on_accounts(form)
	for door, kind in kinds.items():
		if door in ROWS:
			refuse_loose_rows(kind)
		if (door, kind) == OWN_CHANGE:
			continue
		query_columns.require(form, kind, of_any=door in NO_COLUMNS)
	for name in NESTED:
		definition = _definition(name, form)
		if definition and definition.get("document_type"):
			query_columns.require(definition, str(definition["document_type"]))
	name_what_is_found(kinds, form)
	if kind := kinds.get(deleting.DOOR):
		deleting.require_all(kind, form.get("items"))


def refuse_loose_rows(kind: str | None) -> None:
	"""The framework asks whether the kind of document that is said to hold them may be read, and hands out the rows of every
	kind, whoever may see those documents: the roles of all accounts as rows of a report. Ours have a list rule of their own."""
	meta = query_columns.known_meta(kind)
	if meta and meta.istable and not access.rules_rows(meta.name):
		frappe.throw(
			_("Rows of a table are read in their document. Open it and look there."), FieldNotOpenError
		)


def kind_of(call: Reached, form: Mapping[str, Any]) -> str | None:
	"""The kind of document whose columns are named to this function; None where the request does not say."""
	if call.doctype or call.name in KINDS:
		return call.doctype or KINDS[call.name]
	if call.name == CARD_CHANGE:
		return _stored(CARD, (_definition("doc", form) or {}).get("name"))
	if call.name == CHART_DOOR and form.get("chart_name"):
		return _stored(CHART, form["chart_name"])
	if call.name in WITHIN:
		argument, word = WITHIN[call.name]
		found = (_definition(argument, form) or {}).get(word)
	else:
		found = form.get("doctype")
	return str(found) if found else None


def _stored(kind: str, name: Any) -> str | None:
	"""Return the kind of document of a stored card or chart, whatever is said of it along with its name."""
	return frappe.db.get_value(kind, name, "document_type") if isinstance(name, str) and name else None


def _definition(name: str, form: Mapping[str, Any]) -> Mapping[str, Any] | None:
	found = form.get(name)
	if isinstance(found, str) and found.lstrip().startswith("{"):
		found = arguments.parsed(name, found, dict)
	return found if isinstance(found, Mapping) else None


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


def refuse_invisible_documents(calls: Sequence[Reached], form: MutableMapping[str, Any]) -> None:
	"""Refuse, at whatever endpoint, a document that the person may not see: nothing is asked about it by its name, not even
	whether it is there.
	"""
	reached = {call.name for call in calls}
	if reached <= TELLING_NOTHING:
		return
	for doctype, docname in named_documents.of(calls, form):
		if hide_existence.is_visible(doctype, docname):
			continue
		if reached == {LINK_DOOR}:
			form["docname"] = ""  # of nothing, as of what is not there
			continue
		hide_existence.refuse()


def name_what_is_found(kinds: Mapping[str, str | None], form: MutableMapping[str, Any]) -> None:
	"""Replace filters by the name of the document they find among those the person may see: else a refusal would tell of a
	foreign document what it holds, letter by letter. And nobody is told what stands beside a document that they may not see.
	"""
	if (doctype := kinds.get(NEXT_DOOR)) and not _first_permitted(doctype, {"name": form.get("value")}):
		hide_existence.refuse()
	doctype, filters = kinds.get(ONE_DOOR), form.get("filters")
	if not doctype or form.get("name") or filters in (None, "") or frappe.get_meta(doctype).issingle:
		return
	found = _first_permitted(doctype, arguments.parsed("filters", filters, dict, list), form.get("parent"))
	if not found:
		hide_existence.refuse()
	form["name"] = found
	form.pop("filters")


def _first_permitted(doctype: str, filters: dict[str, Any], parent: str | None = None) -> Any:
	found = frappe.get_list(
		doctype, filters=filters, pluck="name", parent_doctype=parent, limit_page_length=1
	)
	return found[0] if found else None


def may_define(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""A stored chart, card or board holds a query that others run: administrators make them."""
	return None if ptype in access.READING or access.is_administrator(user or frappe.session.user) else False


def may_address_all(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""A public note pops up for everyone who signs in, a public event stands in everyone's calendar."""
	if ptype in access.READING or access.is_administrator(user or frappe.session.user):
		return None
	return False if frappe.utils.cint(doc.get("public")) or doc.get("event_type") == "Public" else None
