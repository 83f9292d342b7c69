"""Rules for texts that people type into a meeting: one spelling, and no more than a page of print can hold."""

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.meeting.errors import TextTooLongError
from bontot.text import nfc

MOST_CHARACTERS = 20_000
TYPED = ("Data", "Small Text", "Text", "Long Text")


def normalise(doc: Document) -> None:
	"""Compose Vietnamese letters in every text of the document and its rows (read-only ones are made by us)."""
	for part in (doc, *doc.get_all_children()):
		for field in part.meta.fields:
			if field.fieldtype in TYPED and not field.read_only and part.get(field.fieldname):
				part.set(field.fieldname, nfc(part.get(field.fieldname)))


def validate_lengths(doc: Document) -> None:
	"""Raises TextTooLongError naming the field."""
	for part in (doc, *doc.get_all_children()):
		for field in part.meta.fields:
			composed = field.fieldname == "minutes_text" and part.get("minutes_composed")
			if field.fieldtype in TYPED and not field.read_only and not composed:
				validate_length(field.label, part.get(field.fieldname))


def validate_length(label: str, text: str | None) -> None:
	if len(text or "") > MOST_CHARACTERS:
		frappe.throw(
			_("'{0}' holds {1} characters, at most {2} fit. Shorten it, or attach it as a file.").format(
				_(label), len(text or ""), MOST_CHARACTERS
			),
			TextTooLongError,
			title=_(label),
		)
