"""Documents that climb through the approval: which of their columns only its acts write, and when a person changes one.

The acts themselves are `approval/`; it stands above the modules that own such documents, which therefore know no more of
it than this.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

import frappe
from frappe import _
from frappe.model import no_value_fields, numeric_fieldtypes, table_fields
from frappe.model.base_document import get_controller
from frappe.model.document import Document
from frappe.utils import cstr, flt

from bontot.organization import access, tree
from bontot.organization.errors import OnlyByApprovalError, SentDocumentError
from bontot.organization.scoped import ScopedDocument

OPEN_STATES = ("Draft", "Returned")
# Where a document stands on its way. A form may post them and they are not kept.
COLUMNS = (
	"state",
	"decided_on",
	"sent_at",
	"round",
	"route",
	"route_position",
	"awaiting_organization",
	"awaiting_path",
	"awaiting_act",
	"awaiting_since",
	"awaiting_due_on",
	"returned_by",
	"behind_organization",
	"ahead_organization",
	"step_sequence",
	"head_hash",
)
ATTACH = ("Attach", "Attach Image")
DIGEST = "2:"  # before a digest in which empty fields do not count; those made earlier bear no mark
# {doctype: fields that came when unmarked digests had been kept}: left empty, they are no part of those.
ADDED_LATER: dict[str, tuple[str, ...]] = {}
FRESH = {"state": "Draft", "round": 0, "route_position": 0, "step_sequence": 0}
FOLLOWS_TREE = ("organization_path", "organization_name")


class ClimbingDocument(ScopedDocument):
	"""A document that its organisation sends up. One that can be submitted is so by the act of approval that puts it in force.

	It carries COLUMNS and FOLLOWS_TREE. Subclasses that do more in these methods call `super()` first.
	"""

	set_by_service: ClassVar[tuple[str, ...]] = ()  # fields that are no part of what a person wrote
	frozen_by_sending: ClassVar[tuple[str, ...]] = ()  # fields that sending fills, no form does

	def before_validate(self) -> None:
		super().before_validate()
		if not self.flags.by_service:
			self.refuse_sent()
			self.keep_columns()
		self.set_organization_name()

	def set_organization_name(self) -> None:
		self.organization_name = frappe.db.get_value(tree.DOCTYPE, self.organization, "organization_name")

	def before_submit(self) -> None:
		self.require_service()

	def before_cancel(self) -> None:
		self.require_service()

	def on_trash(self) -> None:
		if frappe.db.get_value(self.doctype, self.name, "step_sequence"):
			message = _(
				"What was sent once stays on record. Change it and send it again instead of deleting it."
			)
			frappe.throw(message, SentDocumentError, title=_("Not Deleted"))

	def refuse_sent(self) -> None:
		before = self.get_doc_before_save()
		if before and before.state not in OPEN_STATES:
			message = _("This has been sent and stays as it is until it is taken back or returned.")
			frappe.throw(message, SentDocumentError, title=_("Not Changed Now"))

	def keep_columns(self) -> None:
		before = self.get_doc_before_save()
		for column in (*COLUMNS, *type(self).frozen_by_sending):
			self.set(column, before.get(column) if before else FRESH.get(column))

	def require_service(self) -> None:
		if not self.flags.by_service:
			message = _(
				"This comes into force, and goes out of it, by the acts of its approval only. Send it first."
			)
			frappe.throw(message, OnlyByApprovalError, title=_("Not Done Here"))


def submit(doc: Document) -> None:
	"""Put a document in force. The act of approval has asked for the seat and the reason; roles submit nothing."""
	doc.flags.by_service = doc.flags.ignore_permissions = True
	doc.submit()


def cancel(doc: Document) -> None:
	"""Put a document out of force, as `submit`."""
	doc.flags.by_service = doc.flags.ignore_permissions = True
	doc.cancel()


def write_columns(doc: Document) -> None:
	"""Write where a locked document stands, and nothing else of it; who has it open is told."""
	columns = (*COLUMNS, *getattr(type(doc), "frozen_by_sending", ()))
	frappe.db.set_value(doc.doctype, doc.name, {column: doc.get(column) for column in columns})
	doc.notify_update()


def content_digest(doc: Document) -> str:
	"""DIGEST and the SHA-256 (hex) of what people wrote in a document as it is stored: its fields and tables, in their order.

	What is empty does not count, so that a field which an upgrade or a site adds later changes no digest.
	"""
	return DIGEST + _sha256(_content_of(doc, _full_fields_of))


def still_says(doc: Document, digest: str | None) -> bool:
	"""Whether a document says what a digest kept with an act stood for, also one from before empty fields were left out."""
	if digest and digest.startswith(DIGEST):
		return content_digest(doc) == digest
	return _sha256(_content_of(doc, _all_fields_of)) == digest


def _content_of(doc: Document, fields_of: Callable[[Document, set[str]], dict[str, Any]]) -> dict[str, Any]:
	left_out = {*COLUMNS, *FOLLOWS_TREE, *getattr(type(doc), "set_by_service", ())}
	content = fields_of(doc, left_out)
	for field in doc.meta.get_table_fields():
		rows = [fields_of(row, set()) for row in doc.get(field.fieldname)]
		if rows or fields_of is _all_fields_of:
			content[field.fieldname] = rows
	return content


def _sha256(content: dict[str, Any]) -> str:
	text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
	return hashlib.sha256(text.encode()).hexdigest()


def _full_fields_of(row: Document, left_out: set[str]) -> dict[str, Any]:
	"""Fields that hold something: a number that is nought, and a box that is not ticked, hold nothing."""
	empty = {
		field.fieldname for field in row.meta.fields if _is_empty(row.get(field.fieldname), field.fieldtype)
	}
	return _all_fields_of(row, left_out | empty)


def _is_empty(value: Any, fieldtype: str) -> bool:
	return value in (None, "") or (fieldtype in numeric_fieldtypes and not flt(value))


def _all_fields_of(row: Document, left_out: set[str]) -> dict[str, Any]:
	skipped = (*no_value_fields, *table_fields)
	later = ADDED_LATER.get(row.doctype, ())
	content = {
		field.fieldname: cstr(row.get(field.fieldname))
		for field in row.meta.fields
		if field.fieldtype not in skipped
		and field.fieldname not in left_out
		and not (field.fieldname in later and _is_empty(row.get(field.fieldname), field.fieldtype))
	}
	for field in row.meta.fields:  # a file is what lies behind its address
		if field.fieldtype in ATTACH and row.get(field.fieldname):
			where = {"file_url": row.get(field.fieldname)}
			content[f"{field.fieldname} content"] = cstr(frappe.db.get_value("File", where, "content_hash"))
	return content


# What hangs on it


def holds_files(doctype: str | None, name: str | None) -> bool:
	"""Whether files of this document stay as they are: it climbs, and lies with somebody else or has ended."""
	if not access.is_scoped(doctype) or not issubclass(get_controller(doctype), ClimbingDocument):
		return False
	state = frappe.db.get_value(doctype, name, "state")
	return bool(state) and state not in OPEN_STATES


def refuse_held_files(targets: Iterable[tuple[str | None, str | None]]) -> None:
	"""Raise SentDocumentError when a file that hangs, or is to hang, on one of these (doctype, name) must stay as it is."""
	if any(holds_files(*target) for target in targets):
		message = _("What was sent keeps its files as they are until it is taken back or returned.")
		frappe.throw(message, SentDocumentError, title=_("Not Changed Now"))


def keep_files_of_sent(doc: Document, method: str | None = None) -> None:
	"""`before_validate` of File: nothing is hung on what was sent, taken off it or exchanged. Deleting is
	`judged_file`'s, before the framework takes the file from the disk."""
	before = None if doc.is_new() else doc.get_doc_before_save()
	files = [file for file in (doc, before) if file]
	refuse_held_files((file.attached_to_doctype, file.attached_to_name) for file in files)
