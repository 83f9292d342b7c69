"""Cleaning of every text that is stored, whatever wrote it: an editor's field keeps an editor's markup, a plain text only words.

Two rules, by the kind of field. A field of an editor keeps what `markup` lists. In every other one each `<` that would begin
a tag is set apart by a blank: no letter is lost, and the desk, which shows stored text as markup, shows what was typed. Code
(JSON, scripts, print formats) is neither; who may write it is asked elsewhere.

It runs where rows are written (`db_insert`, `db_update`, `set_value`), below every endpoint and every controller; before a
controller looks at a document; and in place of the framework's own cleaning, which leaves some fields and all JSON alone and
takes time in proportion to the square of a text. The framework has no hook where rows are written: its methods are wrapped, once
a process.
"""

from __future__ import annotations

import functools
import json
import sys
from typing import Any

import frappe
from frappe import _
from frappe.database.database import Database
from frappe.model.base_document import BaseDocument
from frappe.model.document import Document
from frappe.utils import html_utils

from bontot.guard.payload import markup
from bontot.organization.access import is_administrator
from bontot.text import without_tags

EDITED = frozenset(("Text Editor", "HTML Editor", "Markdown Editor", "HTML"))
CODE = frozenset(("Code", "JSON", "Password", "Geolocation"))
# Plain by its kind, but the framework puts markup of its own around what somebody typed.
COMPOSED = frozenset((("Notification Log", "subject"),))
# JSON whose texts are markup, and which is shown nowhere as it is.
BLOCKS = ("Workspace", "content")
# What only administrators write, for others to see as they wrote it; from anybody else it is cleaned too.
OF_ADMINISTRATORS = frozenset((
	"About Us Settings", "Auto Email Report", "Contact Us Settings", "Custom Field", "DocField", "DocType", "Email Account",
	"Email Template", "Form Tour", "Form Tour Step", "Letter Head", "Module Onboarding", "Notification", "Onboarding Step",
	"Print Format", "Print Settings", "Property Setter", "Translation", "Web Page", "Website Settings", "Workspace",
))  # fmt: skip
ESCAPED = "\\u003"  # as JSON within a text may write what begins a tag
SHORT = 140  # letters that every column takes
MOST_BYTES = 65_535  # of a column of text
EARLY = "run_before_save_methods"  # what a controller counts, compares or signs is what will be kept
STANDING = "bontot_stands_around"


class TextDoesNotFitError(frappe.CharacterLengthExceededError):
	"""A text is longer than its field, as it was sent or with its tags set apart (HTTP 417)."""


def cleaned(doctype: str, fieldname: str, value: str) -> str:
	"""`value` as this field keeps it."""
	if "<" not in value and ESCAPED not in value:
		return value
	df = frappe.get_meta(doctype).get_field(fieldname)
	kind = df.fieldtype if df else None
	if kind in CODE or (doctype in OF_ADMINISTRATORS and is_administrator(frappe.session.user)):
		return value
	if kind in EDITED or (doctype, fieldname) in COMPOSED:
		return markup.clean(value)
	rule = markup.clean if (doctype, fieldname) == BLOCKS else without_tags
	if value.lstrip()[:1] in ("{", "["):
		try:  # written anew: of a key that is there twice one value is read, and both are shown
			return json.dumps(_each(json.loads(value), rule), ensure_ascii=False)
		except (ValueError, RecursionError):
			pass  # no JSON after all
	return without_tags(value)


def _each(value: Any, rule: Any) -> Any:
	if isinstance(value, list):
		return [_each(item, rule) for item in value]
	if isinstance(value, dict):
		return {rule(key): _each(item, rule) for key, item in value.items()}
	return rule(value) if isinstance(value, str) else value


def clean(doc: BaseDocument) -> None:
	"""Clean every field of a document in place; its rows are written, and so cleaned, by themselves."""
	for fieldname, value in list(doc.__dict__.items()):
		if isinstance(value, str) and fieldname != "doctype":
			if (kept := cleaned(doc.doctype, fieldname, value)) != value:
				doc.__dict__[fieldname] = kept
			if len(kept) > SHORT:
				require_fit(doc.doctype, fieldname, kept)


def require_fit(doctype: str, fieldname: str, value: str) -> None:
	"""Raise TextDoesNotFitError for what the database would not take; it would say so in an error of its own."""
	df = frappe.get_meta(doctype).get_field(fieldname)
	if not df or df.get("is_virtual"):
		return
	column, most = frappe.db.type_map.get(df.fieldtype) or ("", "")
	if column == "varchar":
		most, there = int(df.get("length") or most or SHORT), len(value)
	elif column == "text" and len(value) * 4 > MOST_BYTES:
		most, there = MOST_BYTES, len(value.encode(errors="replace"))
	else:
		return
	if there > most:
		message = _("'{0}' holds {1} characters, at most {2} fit. Shorten it, or attach it as a file.")
		label = _(df.label or fieldname)
		frappe.throw(message.format(label, there, most), TextDoesNotFitError, title=label)


def stand_around() -> None:
	"""Wrap what writes rows, once a process (`guard.edge.request_hooks`, hook `before_job`). Cheap when it is done."""
	if getattr(BaseDocument.db_insert, STANDING, False):
		return
	for name in ("db_insert", "db_update"):
		setattr(BaseDocument, name, _after_cleaning(getattr(BaseDocument, name)))
	setattr(Document, EARLY, _after_cleaning(getattr(Document, EARLY)))
	BaseDocument._sanitize_content = clean
	Database.set_value = _with_clean_values(Database.set_value)
	_replace(html_utils.sanitize_html, sanitize_html)


def _after_cleaning(inner: Any) -> Any:
	@functools.wraps(inner)
	def write(self: BaseDocument, *args: Any, **options: Any) -> Any:
		clean(self)
		if inner.__name__ == EARLY:
			for row in self.get_all_children():
				clean(row)
		return inner(self, *args, **options)

	setattr(write, STANDING, True)
	return write


def _with_clean_values(inner: Any) -> Any:
	@functools.wraps(inner)
	def set_value(
		self: Any, dt: str, dn: Any, field: Any, val: Any = None, *args: Any, **options: Any
	) -> Any:
		if isinstance(field, dict):
			field = {name: _one(dt, name, value) for name, value in field.items()}
		else:
			val = _one(dt, field, val)
		return inner(self, dt, dn, field, val, *args, **options)

	return set_value


def _one(doctype: str, fieldname: Any, value: Any) -> Any:
	if not isinstance(value, str) or not isinstance(fieldname, str):
		return value
	return cleaned(doctype, fieldname, value)


@functools.wraps(html_utils.sanitize_html)
def sanitize_html(html: Any, *_options: Any, **_named: Any) -> Any:
	"""Clean markup in place of the framework's function, which a nested text holds for a minute."""
	return markup.clean(html) if isinstance(html, str) else html


def _replace(inner: Any, ours: Any) -> None:
	for module in list(sys.modules.values()):
		if getattr(module, "__dict__", {}).get(inner.__name__) is inner:
			setattr(module, inner.__name__, ours)
