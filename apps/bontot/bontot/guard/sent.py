"""Documents that a client sends: of a known kind, with rows that are rows, without what only the server may say."""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from typing import Any

import frappe
from frappe.model import table_fields
from werkzeug.wrappers import Request

from bontot.guard.targets import Call, raise_unreadable, require_known

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
# Doors whose `doc` must be a document; elsewhere it may be a name or a definition of a card (organization.asking).
SAVES = frozenset((
	"frappe.client.insert", "frappe.client.save", "frappe.client.submit", "frappe.desk.form.save.savedocs",
))  # fmt: skip


def clean(calls: list[Call], request: Request, form: MutableMapping[str, Any]) -> None:
	"""Clean what `form` or the body holds of documents, in place. Raises RequestError."""
	names = {call.name for call in calls}
	for call in calls:
		if call.name in WHOLE:
			_clean_body(call, request, form)
	for name in DOCUMENTS:
		if name in form and (names & SAVES or _is_json(form[name])):
			form[name] = _cleaned(name, form[name], strict=bool(names & SAVES))


def _clean_body(call: Call, request: Request, form: MutableMapping[str, Any]) -> None:
	"""The framework looks into the body itself where the form has no `data`: so it gets one that was looked at."""
	source = form.get("data")
	if source is None:
		text = request.get_data(as_text=True)
		source = text if _parsed(text) is not None else dict(form)
	found = _parsed(source)
	if not isinstance(found, dict):
		raise_unreadable("data")
	_check(found, call.doctype, 0)
	form.update({name: found[name] for name in found if name in form})
	for name in NOT_SAID:
		form.pop(name, None)
	if not request.path.startswith("/api/v2/"):
		form["data"] = json.dumps(found, default=str)


def _cleaned(name: str, value: Any, *, strict: bool) -> Any:
	was_text = isinstance(value, str)
	found = _parsed(value)
	documents = found if isinstance(found, list) else [found]
	if strict and not all(isinstance(document, dict) for document in documents):
		raise_unreadable(name)
	if len(documents) > MOST_SENT:
		raise_unreadable(name)
	for document in documents:
		if isinstance(document, dict):
			if strict or document.get("doctype"):
				require_known(document.get("doctype"))
			_check(document, document.get("doctype"), 0)
	return json.dumps(found, default=str) if was_text else found


def _check(document: dict[str, Any], doctype: str | None, depth: int) -> None:
	if depth > DEEPEST:
		raise_unreadable("doc")
	for name in NOT_SAID:
		document.pop(name, None)
	if not doctype:
		return
	meta = frappe.get_meta(doctype)
	for fieldname, value in document.items():
		field = meta.get_field(fieldname)
		if field and field.fieldtype in table_fields:
			_check_rows(fieldname, value, field.options, depth)
		elif (
			isinstance(value, dict | list)
			and field
			and field.fieldtype not in ("JSON", "Code", "Table MultiSelect")
		):
			raise_unreadable(fieldname)


def _check_rows(fieldname: str, rows: Any, doctype: str, depth: int) -> None:
	if rows in (None, ""):
		return
	if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
		raise_unreadable(fieldname)
	for row in rows:
		if row.get("doctype") not in (None, "", doctype):
			raise_unreadable(fieldname)
		_check(row, doctype, depth + 1)


def _is_json(value: Any) -> bool:
	return isinstance(value, dict | list) or (isinstance(value, str) and value.lstrip()[:1] in ("{", "["))


def _parsed(value: Any) -> Any:
	if not isinstance(value, str):
		return value
	try:
		return json.loads(value)
	except ValueError:
		return None
