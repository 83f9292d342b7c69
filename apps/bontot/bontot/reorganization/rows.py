"""Acts and shares as rows of a document, of a decision and of a proposal alike: what they say, and what they name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model import no_value_fields
from frappe.utils import cint, cstr

from bontot.organization import tree
from bontot.reorganization import sharing
from bontot.text import nfc

ACT_TEXTS = ("new_name", "new_short_name", "new_code", "target_new")
# What of this module can be shared out, and what a person calls it; other kinds: `sharing`.
TITLES = {"Party Member": "full_name", "Party Organization": "organization_name", "Seat": "title"}
TABLES = ("acts", "shares")


def set_texts(doc: Any) -> None:
	"""Composed letters and single spaces, as names are compared; a share says what its record is called.

	Of a record outside the branch a guessed name tells nothing.
	"""
	for act in doc.acts:
		for field in ACT_TEXTS:
			act.set(field, " ".join(nfc(act.get(field)).split()) or None)
	strange = {row for table, row in outside(doc, tree.path_of(doc.deciding_branch())) if table == "shares"}
	for share in doc.shares:
		share.goes_to_new = " ".join(nfc(share.goes_to_new).split()) or None
		share.record_title = "" if share.idx in strange else title_of(share.share_of, share.record)


def title_of(doctype: str, name: str) -> str:
	"""Return what a person calls the record: a member's or an organisation's name, a seat's position and holder."""
	if doctype not in TITLES:
		return sharing.title_of(doctype, name)
	return frappe.db.get_value(doctype, name, TITLES[doctype]) or ""


def outside(doc: Any, path: str | None) -> list[tuple[str, int]]:
	"""Rows that name what does not lie at or below `path`, or is not there at all: [(table, number of the row)]."""
	named: list[tuple[str, int, str, str]] = []
	for act in doc.acts:
		named += [("acts", act.idx, tree.DOCTYPE, name) for name in (act.organization, act.target) if name]
	for share in doc.shares:
		named += [("shares", share.idx, tree.DOCTYPE, share.source)] if share.source else []
		named += [("shares", share.idx, share.share_of, share.record)] if share.record else []
	paths = _paths((doctype, name) for _table, _row, doctype, name in named)
	prefixes = (path or "?",)  # where there is no branch, nothing lies in it
	rows = [
		(table, row)
		for table, row, *record in named
		if not tree.is_within(paths.get(tuple(record)), prefixes)
	]
	return list(dict.fromkeys(rows))


def _paths(records: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
	by_kind: dict[str, set[str]] = {}
	for doctype, name in records:
		by_kind.setdefault(doctype, set()).add(name)
	found = {}
	for doctype in by_kind.keys() - TITLES.keys():
		for name, path in sharing.places(doctype, by_kind[doctype]).items():
			found[doctype, name] = path
	for doctype in by_kind.keys() & TITLES.keys():
		column = "path" if doctype == tree.DOCTYPE else "organization_path"
		# Only whether they lie in the branch; what they are called is not told by this.
		for row in frappe.get_all(
			doctype, {"name": ("in", sorted(by_kind[doctype]))}, ["name", f"{column} as path"]
		):
			found[doctype, row.name] = row.path
	return found


def values_of(row: Any) -> dict[str, str]:
	"""Return what a person wrote in a row: {field: value}, "" for what is empty, "0" included."""
	fields = (field for field in row.meta.fields if field.fieldtype not in no_value_fields)
	return {
		field.fieldname: cstr(row.get(field.fieldname) or "")
		for field in fields
		if not field.read_only and not field.is_virtual
	}


def words(row: Any) -> str:
	"""A row in one line: each field that is filled, with its label."""
	parts, written = [], values_of(row)
	for field in row.meta.fields:
		if value := written.get(field.fieldname):
			text = _shown(row, field, value)
			parts.append(text if field.fieldname == "act" else f"{_(field.label)}: {text}")
	return "; ".join(parts)


def _shown(row: Any, field: Any, value: str) -> str:
	if field.fieldtype == "Select":
		return _(value)
	if field.fieldtype == "Check":
		return _("Yes") if cint(value) else _("No")
	if field.fieldtype == "Dynamic Link":
		return row.record_title or value
	if field.fieldtype == "Link":
		title = frappe.get_meta(field.options).title_field
		return (frappe.db.get_value(field.options, value, title) if title else "") or value
	return value


def copied(doc: Any) -> dict[str, list[dict[str, str]]]:
	"""Both tables as another document can hold them."""
	return {table: [values_of(row) for row in doc.get(table)] for table in TABLES}
