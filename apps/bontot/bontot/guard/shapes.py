"""What single doors of the framework fail on: found by asking each of them for rubbish (tests/guard/test_sweep.py)."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import frappe
from frappe.permissions import rights

from bontot.guard.targets import Call, raise_unreadable
from bontot.query_grammar import LONGEST_KEPT


def _plain_name(value: Any) -> bool:
	"""The framework takes a name that begins like JSON for JSON."""
	return isinstance(value, int) or (isinstance(value, str) and value.lstrip()[:1] not in ("{", "[", '"'))


def _list(value: Any) -> bool:
	return _kind(value) is list


def _written_list(value: Any) -> bool:
	"""The door reads JSON and takes nothing that was read before."""
	return isinstance(value, str) and _list(value)


def _written_object(value: Any) -> bool:
	return isinstance(value, str) and _kind(value) is dict


def _written_mark(value: Any) -> bool:
	"""A mark such as 0 or true, which the door reads as JSON where it is text."""
	return not isinstance(value, str) or isinstance(_parsed(value), int | list)


def _fields(value: Any) -> bool:
	return value == "*" or _list(value)


def _conditions(value: Any) -> bool:
	return _kind(value) in (list, dict)


def _figure(value: Any) -> bool:
	return isinstance(value, str) and value.lower() in ("count", "sum", "avg")


def _rows(value: Any) -> bool:
	found = _parsed(value)
	return isinstance(found, list) and all(
		isinstance(row, dict) and isinstance(row.get("name"), str) for row in found
	)


def _list_of_texts(value: Any) -> bool:
	found = _parsed(value)
	return isinstance(found, list) and all(isinstance(each, str) for each in found)


def _written_rows(value: Any) -> bool:
	return isinstance(value, str) and all(
		isinstance(row, dict) and isinstance(row.get("doctype"), str) and isinstance(row.get("name"), str)
		for row in (_parsed(value) if _list(value) else [None])
	)


def _object(value: Any) -> bool:
	return _kind(value) is dict


def _text(value: Any) -> bool:
	return isinstance(value, str)


def _nothing(value: Any) -> bool:
	return False


def _text_or_object(value: Any) -> bool:
	return isinstance(value, str | dict)


def _condition(value: Any) -> bool:
	return not isinstance(value, int | float)


def _right(value: Any) -> bool:
	return value in rights if isinstance(value, str) else False


def _tree_method(value: Any) -> bool:
	"""What the door hands on as the row above would be something else to a function that is no tree's: a column, a name."""
	return tuple(inspect.signature(inspect.unwrap(frappe.get_attr(value))).parameters)[:2] == (
		"doctype",
		"parent",
	)


def _file(value: Any) -> bool:
	return isinstance(value, str) and bool(frappe.db.exists("File", value))


def _kind(value: Any) -> type:
	"""Of what an argument says; a desk says the same again and again."""
	return (
		_kind_of_text(value)
		if isinstance(value, str) and len(value) <= LONGEST_KEPT
		else type(_parsed(value))
	)


@lru_cache(maxsize=1024)
def _kind_of_text(text: str) -> type:
	return type(_parsed(text))


def _parsed(value: Any) -> Any:
	try:
		return json.loads(value) if isinstance(value, str) else value
	except (ValueError, RecursionError):
		return None


LOGGED = ("columns", "doctype", "document", "file_type", "filters", "method", "page", "report_name")
Shape = dict[str, Callable[[Any], bool]]
WHERE: Shape = {"filters": _conditions, "or_filters": _conditions}
QUERY: Shape = WHERE | {
	"fields": _fields, "docstatus": _written_mark, "save_user_settings": _written_mark, "user_settings": _written_object,
	"aggregate_function": _figure,
}  # fmt: skip
SEARCH: Shape = {"filters": _conditions, "filter_fields": _written_list}
STATISTICS: Shape = {"filters": _written_list, "stats": _written_list}
SHAPES: dict[str, Shape] = {
	"bontot.organization.search.search_link": SEARCH,
	"bontot.organization.search.search_widget": SEARCH,
	"bontot.synthesis.export.export_query": QUERY,
	"bontot.synthesis.link_titles.get": QUERY,
	"frappe.client.get": {"filters": lambda value: isinstance(_parsed(value), dict)},
	"frappe.client.get_list": WHERE | {"fields": _fields},
	"frappe.client.get_value": {"filters": _condition},
	"frappe.client.has_permission": {"perm_type": _right},
	"frappe.client.set_value": {"fieldname": _text_or_object},
	"frappe.client.validate_link": {"docname": _plain_name},
	"frappe.core.api.file.get_attached_images": {"names": _list},
	"frappe.core.api.file.move_file": {"file_list": _rows, "new_parent": _file, "old_parent": _file},
	"frappe.core.doctype.access_log.access_log.make_access_log": {
		name: lambda value: not isinstance(value, dict) for name in LOGGED
	},
	"frappe.desk.doctype.number_card.number_card.get_percentage_difference": {
		"doc": _object,
		"filters": _conditions,
	},
	"frappe.desk.doctype.number_card.number_card.get_result": {
		"doc": _object,
		"filters": _conditions,
		"to_date": _text,
	},
	"frappe.desk.doctype.tag.tag.add_tags": {"tags": _list_of_texts, "docs": _list_of_texts, "color": _text},
	"frappe.desk.form.assign_to.add_multiple": {"args": _nothing, "name": _written_list},
	"frappe.desk.form.linked_with.cancel_all_linked_docs": {
		"docs": _written_rows,
		"ignore_doctypes_on_cancel_all": _list,
	},
	"frappe.desk.form.save.savedocs": {
		"action": lambda value: value in ("Save", "Submit", "Update", "Cancel")
	},
	"frappe.desk.form.utils.get_next": {
		"value": lambda value: isinstance(value, str | int),
		"filters": _list,
		"prev": lambda value: str(value) in ("0", "1"),
		"sort_order": lambda value: value in ("asc", "desc"),
	},
	"frappe.desk.reportview.get_count": QUERY,
	"frappe.desk.reportview.get_list": QUERY,
	"frappe.desk.reportview.get_sidebar_stats": STATISTICS,
	"frappe.desk.reportview.get_stats": STATISTICS,
	"frappe.desk.treeview.get_all_nodes": {"tree_method": _tree_method},
	"resource:list": WHERE | {"fields": _written_list},
}


def require(calls: list[Call], form: Mapping[str, Any]) -> None:
	"""Raise RequestError for an argument of a shape that its door cannot take."""
	for call in calls:
		for name, fits in SHAPES.get(call.name, {}).items():
			if form.get(name) not in (None, "") and not fits(form[name]):
				raise_unreadable(name)
