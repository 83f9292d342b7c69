"""One act on many files, each in a savepoint of its own: a refused one harms no other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _

from bontot.approval import service

MAX_FILES = 200


def agree(files: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
	"""[{evaluation, ok, message}] in the order given; files are locked by name, so two bulks never cross."""
	if len(files) > MAX_FILES:
		frappe.throw(_("At most {0} files at once. Select fewer.").format(MAX_FILES), title=_("Too Many"))
	results: dict[int, dict[str, Any]] = {}
	for place in sorted(range(len(files)), key=lambda number: str(files[number].get("evaluation"))):
		results[place] = agree_to_one(files[place])
	return [results[place] for place in range(len(files))]


def agree_to_one(row: dict[str, Any]) -> dict[str, Any]:
	evaluation, expected = str(row.get("evaluation") or ""), row.get("expected_sequence")
	frappe.db.savepoint("bulk_row")
	try:
		if not isinstance(expected, int):
			frappe.throw(_("Select the file again."), title=_("Incomplete"))
		service.agree(evaluation, expected)
	except (frappe.ValidationError, frappe.PermissionError) as error:
		frappe.db.rollback(save_point="bulk_row")
		frappe.clear_last_message()
		return {"evaluation": evaluation, "ok": False, "message": str(error)}
	return {"evaluation": evaluation, "ok": True, "message": ""}
