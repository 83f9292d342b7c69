"""Refusals of the framework that name a kind of document, or a report, by its key ("Leadership Document") name it in words.

Asked once, where a refusal leaves what dispatches requests (`replay`).
"""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _
from frappe.utils import strip_html

# As the framework writes them; the key stands in the place of what is open.
REFUSALS = (
	"Insufficient Permission for {0}",
	"Insufficient Permission Level for {0}",
	"You don't have permission to get a report on: {0}",
	"You don't have access to Report: {0}",
	"You do not have Read or Select Permissions for {}",
	"Not Permitted to read {0}",
)


def speak() -> None:
	"""Put words in the place of keys, in all that the request says of its refusal."""
	if told := frappe.flags.error_message:
		frappe.flags.error_message = in_words(told)
	frappe.local.message_log = [_spoken(entry) for entry in frappe.local.message_log]


def in_words(told: str) -> str:
	"""A refusal with its kind in words; any other text as it is."""
	for refusal in REFUSALS:
		place = "{0}" if "{0}" in refusal else "{}"
		before, _place, after = _(refusal).partition(place)
		if not (told.startswith(before) and told.endswith(after)):
			continue
		key = strip_html(told[len(before) : len(told) - len(after)])
		if frappe.db.exists("DocType", key) or frappe.db.exists("Report", key):
			return f"{before}{frappe.bold(_(key))}{after}"
	return told


def _spoken(entry: Any) -> Any:
	"""An entry of the log of messages: the framework keeps them as JSON, newer ones as they are."""
	message = json.loads(entry) if isinstance(entry, str) else entry
	if not isinstance(message, dict) or not isinstance(message.get("message"), str):
		return entry
	words = in_words(message["message"])
	if words == message["message"]:
		return entry
	message = {**message, "message": words}
	return json.dumps(message) if isinstance(entry, str) else frappe._dict(message)
