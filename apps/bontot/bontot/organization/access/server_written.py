"""Fields that only the server writes: they stay as stored, whatever a client sends along. The only place that knows them.

A desk sends whole documents, and the framework stores every column that it finds in them: a state, a path, a hash, who made
it and when, a row of somebody else's table. What is read-only in a form is read-only here too. The guard says which documents
of a request a client has written (`mark`); before anything looks at one of them it gets back what is stored (`hold`), from
the row that the framework has read to compare. A controller that works in `before_validate` calls `hold` first, since hooks
(`doc_events`, for all others) come after it. Services change the same fields in documents that no client sent; a row of
another document nobody carries off, whoever saves.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model import child_table_fields, default_fields, optional_fields, table_fields
from frappe.model.document import Document
from frappe.model.meta import Meta
from frappe.utils import cstr

from bontot.organization import access
from bontot.organization.access import own_account
from bontot.organization.errors import ForeignRowError

APP = "bontot"
# Of every kind of document, the framework's too; the framework itself sets the rest of its own columns.
STORED_ONCE = ("owner", "creation", "idx")
PLACE_OF_ROW = ("parent", "parenttype", "parentfield")
# Never by the name of a single field.
STANDARD = frozenset((*default_fields, *child_table_fields, *optional_fields))
# Of what is new.
NEVER_SAID = frozenset((*STORED_ONCE, "modified_by", *optional_fields))
# What a copy of a cancelled document says of itself when it is new; the framework looks whether it is cancelled.
SAID_WHEN_NEW = frozenset(("amended_from",))
# Of kinds of the framework whose forms show it open: who said something, who handed it out, by what it finds and deletes bytes.
WHO = {
	"Comment": frozenset(("comment_email", "comment_by")),
	"ToDo": frozenset(("assigned_by", "assigned_by_full_name", "sender")),
	"File": frozenset(
		("content_hash", "thumbnail_url", "old_parent", "is_home_folder", "is_attachments_folder")
	),
}
SENT = "bontot_sent"  # on frappe.local: {(doctype, name)} that a client has written
HELD = "bontot_held"  # of frappe.flags: those that were put right; what a service saves of them afterwards is its own


def is_ours(doctype: str) -> bool:
	meta = frappe.get_meta(doctype)
	return frappe.local.module_app.get(frappe.scrub(meta.module)) == APP


def fields_of(doctype: str) -> frozenset[str]:
	"""Fields of a kind of document, or of a row, that only the server writes: those that a form shows read-only, WHO, and of an
	account all that are not its owner's."""
	if doctype == own_account.ACCOUNT:
		return own_account.closed_fields(frappe.get_meta(doctype))
	return _read_only(frappe.get_meta(doctype)) if is_ours(doctype) else WHO.get(doctype, frozenset())


def _read_only(meta: Meta) -> frozenset[str]:
	return frozenset(field.fieldname for field in meta.fields if field.read_only and not field.is_virtual)


def drop_from_new(document: dict[str, Any], doctype: str) -> None:
	"""Take out of a new document, or a new row, what the server will write. A row says at which place it stands."""
	standard = NEVER_SAID - {"idx"} if frappe.get_meta(doctype).istable else NEVER_SAID
	for name in (fields_of(doctype) - SAID_WHEN_NEW | standard) & document.keys():
		document.pop(name)


def mark(doctype: str, *names: Any) -> None:
	"""Remember that a client has written these stored documents in the request: as it spells their names, and as they are."""
	sent = getattr(frappe.local, SENT, None)
	if sent is None:
		sent = set()
		setattr(frappe.local, SENT, sent)
	said = {str(name) for name in names}
	sent.update((doctype, name) for name in said | _stored_spellings(doctype, said))


def _stored_spellings(doctype: str, names: set[str]) -> set[str]:
	"""The database finds 'ABC' and 'abc ' where 'abc' stands, and the framework goes on with what it found."""
	meta = frappe.get_meta(doctype)
	if meta.issingle or meta.get("is_virtual") or not names:
		return set()
	return set(frappe.get_all(doctype, {"name": ("in", sorted(names))}, pluck="name"))


def hold(doc: Document, method: str | None = None) -> None:
	"""Put back what is stored in a document that a client sent. Raises ForeignRowError, DoesNotExistError.

	On its way to be cancelled nothing of it changes at all: the framework would store it as it was sent.
	"""
	if not (stored := doc.get_doc_before_save()):
		return
	ours = is_ours(doc.doctype)
	if ours:
		require_own_name(doc, stored)
		require_own_rows(doc, stored)
	if (key := (doc.doctype, str(doc.name))) not in (getattr(frappe.local, SENT, None) or ()):
		return
	if not ours and access.is_administrator(frappe.session.user):
		return  # documents of the framework are theirs to write
	held = frappe.flags.setdefault(HELD, set())
	if key in held:
		return
	held.add(key)
	require_own_rows(doc, stored)
	_put_back(doc, stored, whole=method == "before_cancel")


def require_own_name(doc: Document, stored: Document) -> None:
	"""Raise DoesNotExistError for another spelling of the name: rows, steps and files would be written under it."""
	if cstr(doc.name) != cstr(stored.name):
		message = _("There is nothing at this address. Reload the page and try again.")
		frappe.throw(message, frappe.DoesNotExistError)


def require_own_rows(doc: Document, stored: Document) -> None:
	"""Raise ForeignRowError for a row that is named and does not stand in this document: the framework would move it here."""
	for table in doc.meta.get_table_fields():
		own = {cstr(row.name) for row in stored.get(table.fieldname)}
		for row in doc.get(table.fieldname):
			if row.name and not row.get("__islocal") and cstr(row.name) not in own:
				message = _(
					"A row of {0} is no longer in this document. Reload the page and do it once more."
				)
				frappe.throw(message.format(_(table.label)), ForeignRowError)


def _put_back(doc: Document, stored: Document, *, whole: bool) -> None:
	kept = set(doc.meta.get_valid_columns()) if whole else {*fields_of(doc.doctype), *STORED_ONCE}
	if doc.meta.istable:
		kept |= set(PLACE_OF_ROW)
	kept -= {"docstatus", "modified", "modified_by", "name"}  # the framework's to set and to compare
	tables = {field.fieldname for field in doc.meta.get_table_fields()}
	for name in kept - tables:
		doc.set(name, stored.get(name))
	for name in tables:
		if whole or name in kept:
			doc.set(name, [row.as_dict() for row in stored.get(name)])
		else:
			_put_back_rows(doc.get(name), {row.name: row for row in stored.get(name)})


def _put_back_rows(rows: list[Document], stored: dict[str, Document]) -> None:
	for row in rows:
		if row.name in stored:
			for name in (*fields_of(row.doctype), "owner", "creation"):
				row.set(name, stored[row.name].get(name))


def closed_names(doctype: str, names: set[str]) -> set[str]:
	"""Return which fields that a client names one by one it may not change, are tables, or are no field at all.

	A table is changed with its document, whose rows are looked at one by one; `__islocal` would make a copy of it.
	"""
	fields = frappe.get_meta(doctype).fields
	single = {field.fieldname for field in fields if field.fieldtype not in table_fields}
	return names & (STANDARD | fields_of(doctype)) | names - single


def label_of(doctype: str, fieldname: str) -> str:
	field = frappe.get_meta(doctype).get_field(fieldname)
	return _(field.label) if field and field.label else fieldname
