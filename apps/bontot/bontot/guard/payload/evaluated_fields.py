"""Stored fields that the framework runs: as code of a page, or compiled as an expression or a template.

The content policy stops scripts in markup and leaves `eval` to the desk, which is built on it. What reaches it from the database
stands here by field, of both frameworks, and is written by administrators alone, whatever door the document came by
(docs/decisions/content-policy.md).
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.guard.errors import EvaluatedFieldError
from bontot.organization import access

_FIELD = (
	"depends_on",
	"mandatory_depends_on",
	"read_only_depends_on",
	"collapsible_depends_on",
	"options",
	"link_filters",
)
FIELDS: dict[str, tuple[str, ...]] = {
	# Expressions of forms, and templates of fields of type HTML, which the desk translates before it compiles them.
	"DocField": _FIELD,
	"Custom Field": _FIELD,
	"Customize Form Field": _FIELD,
	"Property Setter": ("value",),
	"Web Form Field": _FIELD,
	"Form Tour Step": ("next_step_condition",),
	"Navbar Item": ("action", "condition"),
	"Translation": ("translated_text",),
	# Code, and what a report's print is compiled from.
	"Client Script": ("script",),
	"Page": ("script",),
	"Report": ("javascript", "report_script"),
	"Print Format": ("html",),
	"Letter Head": ("header_script", "footer_script"),
	"Website Script": ("javascript",),
	# Of cards and charts: our desk reads dynamic filters as JSON (public/js/desk/stored_expressions.js), other desks do not.
	"Dashboard Chart": ("dynamic_filters_json", "source"),
	"Number Card": ("dynamic_filters_json", "filters_config"),
}
EMPTY = (None, "", "[]", "{}", "null")


def require_unchanged(doc: Document, method: str | None = None) -> None:
	"""Hook `before_validate` of all kinds. Raises EvaluatedFieldError."""
	if doc.doctype not in FIELDS and not _tables(doc):
		return
	if access.is_administrator(frappe.session.user):
		return
	rows = [doc, *doc.get_all_children()]
	stored = doc.get_doc_before_save()
	kept = {row.name: row for row in [stored, *stored.get_all_children()]} if stored else {}
	for row in rows:
		before = kept.get(row.name)
		for field in FIELDS.get(row.doctype, ()):
			said, was = row.get(field), before.get(field) if before else None
			if said != was and not (said in EMPTY and was in EMPTY):
				_refuse(row.doctype, field)


def _tables(doc: Document) -> bool:
	return any(table.options in FIELDS for table in doc.meta.get_table_fields())


def _refuse(doctype: str, field: str) -> None:
	meta = frappe.get_meta(doctype).get_field(field)
	label = _(meta.label) if meta and meta.label else field
	frappe.throw(
		_("{0} is run as a program, so that only an administrator may write it. Leave it as it is.").format(
			label
		),
		EvaluatedFieldError,
	)
