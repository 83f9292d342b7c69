"""Attachments of mails: files that the sender may read, named by their rows; never what the request says of them.

The framework copies whatever file it is told the name of, and attaches what the request describes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe

from bontot import arguments
from bontot.guard.files import uploads
from bontot.guard.targets import Call, raise_unreadable

DOOR = "frappe.core.doctype.communication.email.make"
ARGUMENT = "attachments"
MOST = 50


def require_own_files(calls: list[Call], form: Mapping[str, Any]) -> None:
	"""Refuse files that the sender may not read, administrators too. Raises RequestError or FileNotReadableError."""
	if not any(call.name == DOOR for call in calls) or form.get(ARGUMENT) in (None, ""):
		return
	names = arguments.parsed(ARGUMENT, form[ARGUMENT], list)
	if len(names) > MOST or not all(isinstance(name, str) for name in names):
		raise_unreadable(ARGUMENT)
	for name in names:
		if not frappe.db.exists("File", name) or not frappe.has_permission("File", "read", doc=name):
			uploads.refuse_address()
