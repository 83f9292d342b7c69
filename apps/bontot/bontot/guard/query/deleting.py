"""Deleting the rows one has chosen in a list: of more than ten the framework answers at once and lets a job find out what may
not go. So it is asked before whether each may, and of what may not nothing is begun."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from bontot import arguments
from bontot.organization.access import hide_existence

DOOR = "frappe.desk.reportview.delete_items"


class NotYoursToDeleteError(frappe.PermissionError):
	"""Some of the chosen documents the person may see but not delete (HTTP 403)."""


def require_all(doctype: str, items: Any) -> None:
	"""Raise TargetNotReadableError for what is out of reach or not there, NotYoursToDeleteError for what only others delete."""
	names = arguments.parsed("items", items, list)
	if not all(isinstance(name, str | int) for name in names):
		arguments.wrong_kind(["items"])
	kept = 0
	for name in map(str, names):
		if not frappe.db.exists(doctype, name) or not frappe.has_permission(doctype, "read", name):
			frappe.clear_messages()
			hide_existence.refuse()
		kept += not frappe.has_permission(doctype, "delete", name)
	if kept:
		message = _(
			"{0} of the {1} chosen rows are not yours to delete. Nothing was deleted; take them out and try again."
		)
		frappe.throw(message.format(kept, len(names)), NotYoursToDeleteError)
