"""Stored documents that a request names, in whatever shape: by the address, by arguments beside the kind of document, as a list,
written out as JSON, or as a document that is sent along.

What is not known here is not asked about; `tests/guard/test_foreign.py` asks every open endpoint, and fails over one that tells a
document out of reach from one that is not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

Pairs = tuple[tuple[str, str], ...]
# How the framework's doors name the one document they are about.
PAIRS: Pairs = (
	("doctype", "name"), ("doctype", "docname"), ("doctype", "doc_name"), ("dt", "dn"), ("dt", "docname"),
	("reference_doctype", "reference_name"), ("ref_doctype", "docname"), ("document_type", "document_name"),
)  # fmt: skip
# Doors that name theirs otherwise, or of which an argument of such a name is none. After "=" the kind itself.
OTHERS: dict[str, Pairs] = {
	"bontot.guard.files.uploads.zip_files": (("=File", "files"),),
	"bontot.guard.query.saved_reports.save_report": (),  # the name that a new one is given
	"bontot.guard.query.tags.add_tags": (("dt", "docs"),),
	"frappe.automation.doctype.reminder.reminder.create_new_reminder": (("reminder_doctype", "reminder_docname"),),
	"frappe.core.api.file.get_attached_images": (("doctype", "names"),),
	"frappe.core.api.file.move_file": (("=File", "file_list"),),
	"bontot.guard.query.listings.make_access_log": (("doctype", "document"),),
	"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs": (("doctype", "docnames"),),
	"frappe.desk.doctype.note.note.mark_as_seen": (("=Note", "note"),),
	"frappe.desk.form.utils.remove_attach": (("dt", "dn"), ("=File", "fid")),
	"frappe.desk.form.utils.update_comment": (("=Comment", "name"),),
	"frappe.desk.query_report.save_report": (),
	"frappe.desk.reportview.delete_items": (("doctype", "items"),),
	"frappe.www.printview.get_html_and_style": (("doc", "name"),),
}  # fmt: skip
# Documents that are sent along, one or many, as objects or written out.
SENT = ("doc", "docs", "args")
# They make one: what is sent along is not there yet, whatever it says of itself.
MAKING = frozenset(("frappe.client.insert", "resource:create"))
# As the desk calls a document that it has not saved yet, and asks about, or an address that is to begin one: no stored one is
# named so.
NEW, UNSAVED = "new", "new-"


class Reached(Protocol):
	"""Target of a request (`guard.targets.Call`): the function, and the document that the address names for it."""

	name: str
	doctype: str | None
	document: str | None


def of(calls: Sequence[Reached], form: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
	"""Doctype and name of each."""
	for call in calls:
		if call.doctype and call.document:
			yield from _each(call.doctype, call.document)
		for kind, argument in OTHERS.get(call.name, PAIRS):
			yield from _each(kind[1:] if kind.startswith("=") else form.get(kind), form.get(argument))
		if call.name not in MAKING:
			for argument in SENT:
				for doc in _many(form.get(argument)):
					if isinstance(doc, Mapping) and not doc.get("__islocal"):
						yield from _each(doc.get("doctype"), doc.get("name"))


def _each(doctype: Any, named: Any) -> Iterator[tuple[str, str]]:
	if not isinstance(doctype, str) or not doctype or doctype.startswith("{"):
		return
	for one in _many(named):
		name = one.get("name") if isinstance(one, Mapping) else one
		if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
			continue
		if name != NEW and not str(name).startswith(UNSAVED):
			yield doctype, str(name)


def _many(value: Any) -> list[Any]:
	"""Return what a value names: itself, or what is in a list, written out or not."""
	if isinstance(value, str) and value.lstrip()[:1] in ("[", "{", '"'):
		try:
			value = json.loads(value)
		except (ValueError, RecursionError):
			return [value]
	return value if isinstance(value, list) else [value]
