"""Documents that a client sends: of a known kind, with rows that are rows, without what only the server may say.

Which fields only the server writes: `organization.access.server_written`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping, Set
from typing import Any

import frappe
from frappe import _
from frappe.model import child_table_fields, default_fields, table_fields
from frappe.model.base_document import get_controller
from frappe.model.meta import Meta
from werkzeug.wrappers import Request

from bontot.guard.errors import ServerWrittenError
from bontot.guard.targets import Call, raise_unreadable, require_known
from bontot.organization.access import server_written

# Arguments that hold one document or several; a door that takes a name there gets a text that is no JSON.
DOCUMENTS = ("doc", "docs", "document")
# The framework leaves out some of these, not everywhere; nobody writes them by hand.
NOT_SAID = (
	"flags",
	"ignore_permissions",
	"ignore_links",
	"ignore_mandatory",
	"_meta",
	"meta",
	"parent_doc",
	"__onload",
)
# What a document says of itself besides its fields; `docname` is its name where `frappe.client.bulk_update` looks for it.
OF_ITSELF = frozenset((
	*default_fields, *child_table_fields, "__islocal", "__unsaved", "__newname", "docname",
))  # fmt: skip
MOST_SENT = 500  # documents in one request
DEEPEST = 4  # a document, its rows, and what a field of JSON may hold
WHOLE = frozenset(("resource:create", "resource:update"))  # the body is the document
PRINTS = frozenset(
	(
		"frappe.www.printview.get_html_and_style",
		"frappe.utils.print_format.download_pdf",
		"bontot.printing.download_pdf",
	)
)
INSERT = "frappe.client.insert"
# Doors whose `doc` must be a document; elsewhere it may be a name or a definition of a card (guard.query.query_filters).
SAVES = frozenset((
	INSERT, "frappe.client.save", "frappe.client.submit", "frappe.desk.form.save.savedocs",
))  # fmt: skip
OF_ADDRESS = WHOLE | {"resource:delete"}
NEW = frozenset((INSERT, "frappe.client.insert_many", "resource:create"))
SINGLE_VALUES = "frappe.client.set_value"
CANCEL = "frappe.desk.form.save.cancel"  # it sets one field on the way, as the state of a Workflow
# They take the name of one stored document.
BY_NAME = frozenset((SINGLE_VALUES, CANCEL, "frappe.client.cancel", "frappe.client.delete"))
OF_MANY = "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
# Of several, and in which argument.
BY_NAMES = {OF_MANY: "docnames", "frappe.desk.reportview.delete_items": "items"}
# They write two fields of a document, as what `field_map` names them; what else it names is shown alone.
CALENDARS = frozenset(("frappe.desk.calendar.update_event", "frappe.desk.gantt.update_task"))
NODE = "frappe.desk.treeview.add_node"  # the form is the document, and always a new one
# A stored document that says so of itself would be stored once more.
OF_NODES = frozenset(("cmd", "is_root", "data"))  # of its form, for the door itself
SAID_OF_NEW = ("name", "__islocal", "__newname")


def clean(
	calls: list[Call], request: Request, form: MutableMapping[str, Any], *, of_ours_alone: bool = False
) -> None:
	"""Clean what `form` or the body holds of documents, in place. Raises RequestError or ServerWrittenError.

	`of_ours_alone`: for administrators, who write documents of the framework that are anything.
	"""
	names = {call.name for call in calls}
	for doctype, documents in _by_name(calls, names, form):
		_refuse_loose_row(doctype, of_ours_alone)
		if documents and _is_looked_at(doctype, of_ours_alone):
			_mark(doctype, documents)
	for call in calls:
		if call.name in WHOLE and _is_looked_at(call.doctype, of_ours_alone):
			_clean_body(call, request, form)
	for name in DOCUMENTS:
		if name in form and (names & SAVES or _is_json(form[name])):
			form[name] = _cleaned(name, form[name], names, of_ours_alone)
	if NODE in names and _is_looked_at(form.get("doctype"), of_ours_alone):
		_refuse_loose_row(form["doctype"], of_ours_alone)
		for name in SAID_OF_NEW:
			form.pop(name, None)
		_check(form, form["doctype"], 0, new=True, besides=OF_NODES)
	for doctype, fields in _named(names, form):
		if _is_looked_at(doctype, of_ours_alone):
			_require_open(doctype, fields)


def _by_name(
	calls: list[Call], names: set[str], form: MutableMapping[str, Any]
) -> Iterator[tuple[Any, list[Any]]]:
	"""Doctype and names of stored documents that a request writes or deletes by their names."""
	for call in calls:
		if call.name in OF_ADDRESS:
			yield call.doctype, [call.document] if call.document else []
	if names & BY_NAME:
		yield form.get("doctype"), [form.get("name")]
	for door, argument in BY_NAMES.items():
		if door in names:
			if not isinstance(several := _parsed(form.get(argument)), list):
				raise_unreadable(argument)
			yield form.get("doctype"), several
	if names & CALENDARS:
		event = _parsed(form.get("args"))
		if not isinstance(event, dict):
			raise_unreadable("args")
		yield event.get("doctype"), [event.get("name")]


def _mark(doctype: str, names: list[Any]) -> None:
	"""A name is a name: the framework would look for the document that answers to filters."""
	if not all(isinstance(name, str | int) for name in names):
		raise_unreadable("name")
	server_written.mark(doctype, *names)


def _refuse_loose_row(doctype: Any, of_ours_alone: bool, parent: Any = None) -> None:
	"""A row is written with its document, which looks at all of its rows; by itself nothing would look at it.

	`parent`: in which kind of document it says it stands. The framework saves that one with the row, whatever kind the row
	says it is of: one of its own became a row of ours.
	"""
	require_known(doctype)
	if not frappe.get_meta(doctype).istable:
		return
	if parent:
		require_known(parent)
	if not of_ours_alone or any(server_written.is_ours(kind) for kind in (doctype, parent) if kind):
		message = _("Rows of a table are changed in their document. Open it and save it there.")
		frappe.throw(message, ServerWrittenError)


def _is_looked_at(doctype: Any, of_ours_alone: bool) -> bool:
	require_known(doctype)
	return not of_ours_alone or server_written.is_ours(doctype)


def _named(names: set[str], form: MutableMapping[str, Any]) -> Iterator[tuple[Any, list[Any]]]:
	"""Doctype and fields that a request names one by one for change."""
	if SINGLE_VALUES in names:
		several = _parsed(form.get("fieldname"))
		yield form.get("doctype"), list(several) if isinstance(several, dict) else [form.get("fieldname")]
	if OF_MANY in names and form.get("data"):
		several = _parsed(form["data"])
		if not isinstance(several, dict):
			raise_unreadable("data")
		yield form.get("doctype"), list(several)
	if names & CALENDARS:
		event, fields = _parsed(form.get("args")), _parsed(form.get("field_map"))
		if not isinstance(event, dict) or not isinstance(fields, dict):
			raise_unreadable("args")
		yield event.get("doctype"), [field for name in ("start", "end") if (field := fields.get(name))]
	if CANCEL in names and form.get("workflow_state_fieldname"):
		yield form.get("doctype"), [form["workflow_state_fieldname"]]


def _require_open(doctype: str, fields: list[Any]) -> None:
	if not all(isinstance(field, str) for field in fields):
		raise_unreadable("fieldname")
	if closed := server_written.closed_names(doctype, set(fields)):
		label = server_written.label_of(doctype, min(closed))
		message = _("{0} is written by the system. Use the button or the page made for it.")
		frappe.throw(message.format(f"“{frappe.utils.escape_html(label)}”"), ServerWrittenError)


def _clean_body(call: Call, request: Request, form: MutableMapping[str, Any]) -> None:
	"""The framework looks into the body itself where the form has no `data`: so it gets one that was looked at."""
	source = form.get("data")
	if source is None:
		text = request.get_data(as_text=True)
		source = text if _parsed(text) is not None else dict(form)
	found = _parsed(source)
	if not isinstance(found, dict):
		raise_unreadable("data")
	said = set(found)
	if call.name not in NEW:  # the address says which; the body would make another one of it
		for name in SAID_OF_NEW:
			found.pop(name, None)
	_check(found, call.doctype, 0, new=call.name in NEW)
	form.update({name: found[name] for name in found if name in form})
	for name in said - found.keys():
		form.pop(name, None)
	if not request.path.startswith("/api/v2/"):
		form["data"] = json.dumps(found, default=str)


def _cleaned(name: str, value: Any, doors: set[str], of_ours_alone: bool) -> Any:
	strict, was_text = bool(doors & SAVES), isinstance(value, str)
	found = _parsed(value)
	documents = found if isinstance(found, list) else [found]
	if strict and not all(isinstance(document, dict) for document in documents):
		raise_unreadable(name)
	if len(documents) > MOST_SENT and not of_ours_alone:
		raise_unreadable(name)
	for document in documents:
		if isinstance(document, dict):
			doctype = document.get("doctype")
			if doctype:
				_refuse_loose_row(doctype, of_ours_alone, document.get("parenttype"))
			if (strict or doctype) and not _is_looked_at(doctype, of_ours_alone):
				continue
			if doctype or not of_ours_alone:
				_check(document, doctype, 0, new=bool(doors & NEW) or _is_new(document))
	return json.dumps(found, default=str) if was_text else found


def _is_new(document: dict[str, Any]) -> bool:
	"""Tell whether the framework sees it as new when it saves."""
	return bool(document.get("__islocal")) or not document.get("name")


def _check(
	document: MutableMapping[str, Any],
	doctype: str | None,
	depth: int,
	*,
	new: bool,
	besides: frozenset[str] = frozenset(),
) -> None:
	if depth > DEEPEST:
		raise_unreadable("doc")
	for name in NOT_SAID:
		document.pop(name, None)
	if not doctype:
		return
	if new:
		server_written.drop_from_new(document, doctype)
	elif depth == 0 and (named := [document[name] for name in ("name", "docname") if document.get(name)]):
		_mark(doctype, named)
	meta = frappe.get_meta(doctype)
	for name in _no_fields(document.keys() - besides, meta):
		document.pop(name)
	for fieldname, value in document.items():
		if fieldname in server_written.STANDARD and isinstance(value, dict | list):
			raise_unreadable(fieldname)
		field = meta.get_field(fieldname)
		if field and field.fieldtype in table_fields:
			_check_rows(fieldname, value, field.options, depth)
		elif (
			isinstance(value, dict | list)
			and field
			and field.fieldtype not in ("JSON", "Code", "Table MultiSelect")
		):
			raise_unreadable(fieldname)


def _no_fields(names: Set[str], meta: Meta) -> Set[str]:
	"""The framework would write each into the document as an attribute, over what steers it: a method, a switch.

	Documents of ours are their fields; those of the framework take words of their own, but not the names of their class.
	"""
	names = names - OF_ITSELF - {field.fieldname for field in meta.fields}
	if server_written.is_ours(meta.name):
		return names
	controller = get_controller(meta.name)
	return {name for name in names if hasattr(controller, name)}


def _check_rows(fieldname: str, rows: Any, doctype: str, depth: int) -> None:
	if rows in (None, ""):
		return
	if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
		raise_unreadable(fieldname)
	for row in rows:
		if row.get("doctype") not in (None, "", doctype):
			raise_unreadable(fieldname)
		_check(row, doctype, depth + 1, new=_is_new(row))


def _is_json(value: Any) -> bool:
	return isinstance(value, dict | list) or (isinstance(value, str) and value.lstrip()[:1] in ("{", "["))


def _parsed(value: Any) -> Any:
	if not isinstance(value, str):
		return value
	try:
		return json.loads(value)
	except ValueError:
		return None
