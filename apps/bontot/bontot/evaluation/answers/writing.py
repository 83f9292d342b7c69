"""Files in the hands of an act: read with their rows locked, and written back without what an act cannot change.

An act sets columns of the file and of its criteria from values that services made; nothing of them comes unchecked from a
form. So the file is not read a second time, its links and lengths are not looked at again, and criteria that stayed as they
were are not written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import now

DOCTYPE, ITEM = "Evaluation", "Evaluation Item"
STAMP = frozenset(("modified", "modified_by"))


def read_locked(names: Iterable[str]) -> dict[str, Document]:
	"""Return {name: file} of those that exist, all rows locked until the transaction ends.

	Locked in the order of their names, so that two acts on several files never wait for one another in a ring.
	"""
	wanted = sorted(set(names))
	if not wanted:
		return {}
	files, item = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType(ITEM)
	rows = frappe.qb.from_(files).select("*").where(files.name.isin(wanted)).orderby(files.name).for_update()
	found = {row.name: row for row in rows.run(as_dict=True)}
	criteria = frappe.qb.from_(item).select("*").where(item.parent.isin(list(found) or [""]))
	criteria = criteria.where(item.parenttype == DOCTYPE).orderby(item.parent).orderby(item.idx).for_update()
	items: dict[str, list[Any]] = {name: [] for name in found}
	for row in criteria.run(as_dict=True):
		items[row.parent].append(row)
	return {
		name: remember(frappe.get_doc({"doctype": DOCTYPE, **row, "items": items[name]}))
		for name, row in found.items()
	}


def remember(doc: Document) -> Document:
	"""Keep on a file that was just read how it stands, for `write` to see what an act changes."""
	doc._stood = _values(doc)
	for row in doc.items:
		row._stood = _values(row)
	return doc


def _values(row: Document) -> dict[str, Any]:
	return {column: row.__dict__.get(column) for column in row.meta.get_valid_columns()}


def write(docs: Sequence[Document]) -> None:
	"""Write what acts changed in files that `remember` has seen, and tell those who follow a file's changes."""
	stamp = {"modified": now(), "modified_by": frappe.session.user}
	for doc in docs:
		doc.update(stamp)
		doc.db_update()
	write_items([row for doc in docs for row in doc.items], stamp)
	for doc in docs:
		# What the hooks of a saved file are given: how it stood before.
		doc._doc_before_save = frappe._dict(doc._stood, doctype=DOCTYPE)
		doc.run_method("on_update")
		doc.clear_cache()
		doc.notify_update()
		remember(doc)


def write_items(rows: Sequence[Document], stamp: dict[str, Any]) -> None:
	"""Write criteria that changed; those that changed in the same way share one statement."""
	alike: dict[tuple, list[str]] = {}
	for row in rows:
		stood = row._stood
		changed = tuple(
			(column, value)
			for column, before in stood.items()
			if column not in STAMP and (value := row.__dict__.get(column)) != before
		)
		if changed:
			alike.setdefault(changed, []).append(row.name)
	for changed, names in alike.items():
		frappe.db.set_value(ITEM, {"name": ("in", names)}, dict(changed) | stamp, update_modified=False)
