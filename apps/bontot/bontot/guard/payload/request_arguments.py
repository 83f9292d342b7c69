"""Arguments that a client must not send or cannot mean, for people who are no administrators.

Switches that turn a rule off are taken out (the desk itself sends some); what names another person, a parent that is
none, or is of a kind that the framework would fail on is refused before it runs.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

import frappe
from frappe import _
from werkzeug.wrappers import Request

from bontot import arguments
from bontot.guard.errors import DoorClosedError
from bontot.guard.payload import argument_types, assets, payload
from bontot.guard.targets import UPLOADS, Call, raise_unreadable, require_known
from bontot.organization import access

MOST_ROWS = 500
SWITCHES = frozenset((
	"ignore_permissions", "ignore_user_permissions", "ignore_links", "ignore_mandatory", "ignore_ddl", "ignore_ifnull",
	"ignore_prepared_report", "debug", "strict", "run", "return_query", "flags", "join", "update", "custom_columns",
))  # fmt: skip
LIMITS = ("limit_page_length", "limit", "page_length", "page_len")
STARTS = ("limit_start", "start")
# They answer with rows and without a limit of their own give all there are.
LISTS = frozenset(
	("frappe.desk.reportview.get", "frappe.desk.reportview.get_list", "bontot.synthesis.link_titles.get")
)
COUNT = "frappe.desk.reportview.get_count"
# They hand all that was sent on to the query, which fails on a word that is none of its own, or answers in another shape.
HANDED_ON = LISTS | {COUNT}
# Ours in front of doors of the framework, which read what is sent (hooks.py, override_whitelisted_methods).
FACES = frozenset((
	"bontot.guard.query.search.search_link", "bontot.guard.query.search.search_widget", "bontot.synthesis.link_titles.get",
))  # fmt: skip
QUERY_WORDS = frozenset((
	"doctype", "cmd", "data", "csrf_token", "view", "fields", "filters", "or_filters", "docstatus", "group_by", "order_by",
	"limit_start", "limit_page_length", "limit", "start", "page_length", "distinct", "with_comment_count", "add_total_row",
	"save_user_settings", "save_user_settings_fields", "user_settings", "parent_doctype",
))  # fmt: skip
FIGURES = frozenset(
	("aggregate_function", "aggregate_on_field", "aggregate_on_doctype")
)  # with `group_by` and `fields`
EXPORTS = frozenset(("bontot.synthesis.export.export_query", "bontot.synthesis.export.export_report"))
PARENTED = LISTS | {
	"resource:list", "frappe.client.get_list", "frappe.client.get", "frappe.client.get_value", "bontot.guard.query.search.get_count",
}  # fmt: skip
DOCTYPES = frozenset((
	"doctype", "dt", "reference_doctype", "ref_doctype", "document_type", "parent_doctype", "_doctype",
))  # fmt: skip
TEXTS = frozenset((
	"name", "docname", "doc_name", "dn", "reference_name", "txt", "text", "tag", "report_name", "dashboard_name",
	"dashboard", "folder", "file_url", "fieldname_of_tree", "chart_name", "format", "print_format", "letterhead", "description",
	"content", "comment", "search_term", "action", "view", "title", "label", "user", "assign_to", "value_field",
))  # fmt: skip
LONGEST_NAME = 140
NAMES = frozenset((
	"doctype", "dt", "docname", "dn", "doc_name", "reference_name", "report_name", "print_format", "letterhead",
))  # fmt: skip
PERSON = "user"
OURS = "bontot."


def clean(calls: list[Call], request: Request, form: MutableMapping[str, Any]) -> None:
	"""Take the switches out of `form`, hold rows to MOST_ROWS. Raises RequestError or DoorClosedError."""
	for switch in form.keys() & SWITCHES:
		form.pop(switch)
	names = {call.name for call in calls}
	if names & HANDED_ON:
		figures = FIGURES if all(form.get(word) for word in (*FIGURES, "group_by", "fields")) else frozenset()
		for word in set(form) - QUERY_WORDS - figures:
			form.pop(word)
	_require_arguments(calls, form)
	_require_kinds(names, form)
	argument_types.require(calls, form)
	for call in calls:
		if call.doctype is not None:
			require_known(call.doctype)
	_hold_rows(names, form)
	_require_own_person(names, form)
	if names & PARENTED:
		_require_parent(calls, form)
	if assets.DOOR in names:
		assets.require_there(form.get("items"))
	if names & set(UPLOADS):
		form.pop("method", None)
	payload.clean(calls, request, form)


def _require_arguments(calls: list[Call], form: MutableMapping[str, Any]) -> None:
	"""To the framework's doors an argument that says nothing is one that is missing."""
	for call in calls:
		if call.name.startswith(OURS) and call.name not in FACES:
			continue
		for name in [name for name, value in form.items() if value is None]:
			form.pop(name)
		if call.function and not call.name.startswith(OURS):
			arguments.check_arguments(call.function, form)


def _require_kinds(names: set[str], form: Mapping[str, Any]) -> None:
	"""Our own endpoints are typed; of the framework's, the commonest arguments are held to what they are everywhere."""
	said = form.keys()
	for name in said & DOCTYPES:
		if form[name] not in (None, "") and (name != "dt" or isinstance(form[name], str)):
			require_known(form[name])
	for name in said & TEXTS:
		if not isinstance(form[name], str | int | float | None):
			if not _may_be_list(names, name, form[name]):
				raise_unreadable(name)
	for name in said & NAMES:
		if isinstance(form[name], str) and (len(form[name]) > LONGEST_NAME or "\0" in form[name]):
			raise_unreadable(name)


def _may_be_list(names: set[str], name: str, value: Any) -> bool:
	"""Several people at once are given a task; own endpoints check their own types."""
	return isinstance(value, list) and (
		name == "assign_to" or all(called.startswith(OURS) for called in names)
	)


def _hold_rows(names: set[str], form: MutableMapping[str, Any]) -> None:
	if names & EXPORTS:
		return
	if COUNT in names:
		for name in form.keys() & {*LIMITS, *STARTS}:
			_whole(name, form.pop(name))  # past the first row of the answer, which is the number, nothing is
	for name in LIMITS:
		if name in form:
			form[name] = _whole(name, form[name], at_zero=MOST_ROWS)
	for name in STARTS:
		if name in form and all(not called.startswith("frappe.desk.calendar") for called in names):
			if not _is_moment(names):
				form[name] = _whole(name, form[name], most=10**9)
	if names & LISTS and not any(form.get(name) for name in LIMITS):
		form["limit_page_length"] = MOST_ROWS


def drop_groups_of_count(calls: list[Call], form: MutableMapping[str, Any]) -> None:
	"""Drop the groups of a count, of which the framework counts the first, and fails where there is none. After the grammar: what
	is no question is refused.
	"""
	if any(call.name == COUNT for call in calls):
		for name in (*FIGURES, "group_by"):
			form.pop(name, None)


def _is_moment(names: set[str]) -> bool:
	"""A calendar's `start` is a date."""
	return any(called.endswith(".get_events") for called in names)


def _whole(name: str, value: Any, most: int = MOST_ROWS, at_zero: int = 0) -> int:
	if value in (None, ""):
		return at_zero
	try:
		number = int(value)
	except (TypeError, ValueError, OverflowError):
		raise_unreadable(name)
	if number < 0 or isinstance(value, bool):
		raise_unreadable(name)
	return min(number, most) if number else at_zero


def _require_own_person(names: set[str], form: Mapping[str, Any]) -> None:
	"""Require that an argument for the acting person names nobody but the signed-in one."""
	if form.get(PERSON) in (None, "", frappe.session.user) or all(name.startswith(OURS) for name in names):
		return
	frappe.throw(_("You can only do this for yourself."), DoorClosedError)


def _require_parent(calls: list[Call], form: MutableMapping[str, Any]) -> None:
	"""Rows of a table are asked for with the kind of document they really stand in."""
	doctype = next((call.doctype for call in calls if call.doctype), None) or form.get("doctype")
	if not isinstance(doctype, str) or not doctype:
		return
	parents = parents_of(doctype)
	for name in ("parent", "parent_doctype", "parenttype"):
		if form.get(name) in (None, ""):
			continue
		if not parents:
			form.pop(name)  # not a table: it says nothing
		elif form[name] not in parents:
			raise_unreadable(name)


def parents_of(doctype: str) -> set[str]:
	"""Kinds of document whose rows are of this kind; empty for what is no table."""
	if not frappe.get_meta(doctype).istable:
		return set()
	if doctype in access.PARENTS:
		return set(access.parents_of(doctype))
	return set(
		frappe.get_all(
			"DocField", {"options": doctype, "fieldtype": ("in", frappe.model.table_fields)}, pluck="parent"
		)
	)
