"""A print is of the stored row, in a format made for that kind of document, by whoever may read it; never by a key.

A kind with a paper of its own, which is its default, is not printed as the framework would lay out its form.
"""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from typing import Any

import frappe

from bontot import arguments
from bontot.guard.targets import Call, raise_unreadable, require_known

DOORS = frozenset((
	"page:printview", "frappe.www.printview.get_html_and_style", "bontot.printing.download_pdf",
	"frappe.utils.print_format.download_pdf", "frappe.utils.print_format.download_multi_pdf",
))  # fmt: skip
HTML = "frappe.www.printview.get_html_and_style"
WITHOUT = ("key", "style")
FORMATS = ("print_format", "format")
STANDARD = "Standard"


def clean(calls: list[Call], form: MutableMapping[str, Any]) -> None:
	"""Put right in `form` what would be printed, for everybody. Raises RequestError."""
	names = DOORS & {call.name for call in calls}
	if not names:
		return
	for name in WITHOUT:
		form.pop(name, None)
	doctype = _stored(form, sent_along=HTML in names)
	arguments.parsed("settings", form.get("settings") or {}, dict)
	for name in FORMATS:
		if form.get(name) and not _fits(form[name], doctype):
			form.pop(name)  # the print page keeps the format of the document that was printed before


def _stored(form: MutableMapping[str, Any], *, sent_along: bool) -> str:
	"""Kind of document that is printed. The print page sends the document along (`doc`): it is replaced by its name."""
	if not sent_along:
		form.pop("doc", None)
		require_known(form.get("doctype"))
		return form["doctype"]
	try:
		sent = json.loads(form["doc"]) if isinstance(form.get("doc"), str) else form.get("doc")
	except ValueError:
		sent = {"doctype": form["doc"], "name": form.get("name")}
	if not isinstance(sent, dict) or not isinstance(sent.get("name"), str | int):
		raise_unreadable("doc")
	require_known(sent.get("doctype"))
	form["doc"], form["name"] = sent["doctype"], str(sent["name"])
	return sent["doctype"]


def _fits(print_format: Any, doctype: str) -> bool:
	if not isinstance(print_format, str):
		raise_unreadable("print_format")
	if print_format == STANDARD:
		return not frappe.get_meta(doctype).default_print_format
	return frappe.get_cached_value("Print Format", print_format, "doc_type") == doctype
