"""Documents that climb through the approval: which of their columns only its acts write, and when a person changes one.

The acts themselves are `approval/`; it stands above the modules that own such documents, which therefore know no more of
it than this.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from typing import Any, ClassVar

import frappe
from frappe import _
from frappe.model import no_value_fields, numeric_fieldtypes, table_fields
from frappe.model.base_document import get_controller
from frappe.model.document import Document
from frappe.utils import cstr, flt

from bontot.organization import access, tree
from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.errors import OnlyByApprovalError, SentDocumentError

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
FRESH = {"state": "Draft", "round": 0, "route_position": 0, "step_sequence": 0}
FOLLOWS_TREE = ("organization_path", "organization_name")


class ApprovableDocument(ScopedDocument):
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
	"""SHA-256 (hex) of what people wrote in a document as it is stored: its fields and tables, in their order.

	What is empty does not count, so that a field which an upgrade or a site adds later changes no digest.
	"""
	content = _fields_of(doc, {*COLUMNS, *FOLLOWS_TREE, *getattr(type(doc), "set_by_service", ())})
	for field in doc.meta.get_table_fields():
		if rows := doc.get(field.fieldname):
			content[field.fieldname] = [_fields_of(row) for row in rows]
	text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
	return hashlib.sha256(text.encode()).hexdigest()


def _fields_of(row: Document, left_out: Collection[str] = ()) -> dict[str, Any]:
	"""Fields that hold something: a number that is nought, and a box that is not ticked, hold nothing."""
	content = {}
	for field in row.meta.fields:
		value = row.get(field.fieldname)
		if (
			field.fieldtype in (*no_value_fields, *table_fields)
			or field.fieldname in left_out
			or _is_empty(value, field.fieldtype)
		):
			continue
		content[field.fieldname] = cstr(value)
		if field.fieldtype in ATTACH:  # a file is what lies behind its address
			kept = frappe.db.get_value("File", {"file_url": value}, "content_hash")
			content[f"{field.fieldname} content"] = cstr(kept)
	return content


def _is_empty(value: Any, fieldtype: str) -> bool:
	return value in (None, "") or (fieldtype in numeric_fieldtypes and not flt(value))


# What hangs on it


def holds_files(doctype: str | None, name: str | None) -> bool:
	"""Whether files of this document stay as they are: it climbs, and lies with somebody else or has ended."""
	if not access.is_scoped(doctype) or not issubclass(get_controller(doctype), ApprovableDocument):
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
