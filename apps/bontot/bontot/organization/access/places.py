"""Place of a document in the tree, by its row in the database; what that allows a person decides `access`."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from bontot.organization import tree


def of(doc: Document) -> list[str]:
	"""Paths that decide: where the stored row lies, and where the posted document wants to lie, if elsewhere.

	An organisation lies at itself; a new one is judged by its parent. Empty when no place is known: nobody may.
	"""
	if doc.doctype == tree.DOCTYPE:
		path = tree.path_of(doc.name) or tree.path_of(doc.get("parent_organization"))
		return [path] if path else []
	stored = doc.name and frappe.db.get_value(doc.doctype, doc.name, ("organization", "organization_path"))
	wanted = _wanted_organization(doc)
	if stored and wanted in (None, "", stored[0]):
		return [stored[1]] if stored[1] else []
	target = tree.path_of(wanted)
	places = [stored[1], target] if stored else [target]
	return [path for path in places if path] if all(places) else []


def written(doc: Document, user: str) -> list[str]:
	"""Paths at which `user` has just written the stored document: where it lies, where it lay before, and of a transfer
	that he answered where it leads."""
	column = "path" if doc.doctype == tree.DOCTYPE else "organization_path"
	before = doc.get_doc_before_save()
	paths = [one.get(column) for one in (doc, before) if one]
	if doc.get("answered_by") == user and doc.get("state") != "Withdrawn":
		paths.append(tree.path_of(doc.get("to_organization")))
	return [path for path in dict.fromkeys(paths) if path]


def _wanted_organization(doc: Document) -> str | None:
	"""Return where the document is to lie; one about a seat or a member lies where that is, whatever a client says."""
	if doc.doctype == "Member Transfer":
		return frappe.db.get_value("Party Member", doc.get("member"), "organization")
	if doc.doctype == "Delegation":
		return frappe.db.get_value("Seat", seat_of(doc), "organization")
	return doc.get("organization")


def seat_of(doc: Document) -> str | None:
	stored = doc.name and frappe.db.get_value(doc.doctype, doc.name, "seat")
	return stored or doc.get("seat")


def writer_of(doc: Document) -> str | None:
	"""Return who wrote the stored document; None of a new one."""
	return doc.name and frappe.db.get_value(doc.doctype, doc.name, "writer")


def of_other_side(doc: Document, field: str) -> str | None:
	"""Path of the other organisation that the stored document is about."""
	return tree.path_of(doc.name and frappe.db.get_value(doc.doctype, doc.name, field))


def is_named(doc: Document, rows: str, user: str) -> bool:
	"""Whether the stored document's table of people, of the kind `rows`, names the user."""
	named = {"parent": doc.name, "parenttype": doc.doctype, "user": user}
	return bool(doc.name and frappe.db.exists(rows, named))
