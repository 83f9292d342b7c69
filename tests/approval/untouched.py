"""Check that a refused act has left nothing behind, in whatever table."""

from __future__ import annotations

import unittest
from functools import cache
from typing import Any

import frappe

# What hangs on files and organisations besides the app's own records.
HANGING = (
	"Comment",
	"Communication",
	"Version",
	"File",
	"ToDo",
	"DocShare",
	"Notification Log",
	"Email Queue",
	"Deleted Document",
	"User",
	"Has Role",
)
# Session counters of the server: it counts rows of temporary tables apart.
WRITTEN = (
	"""show session status where variable_name in ('Handler_write', 'Handler_update', 'Handler_delete')"""
)


def rows_written() -> Any:
	"""What this connection has written so far, also what it has put back: equal twice, nothing was written in between."""
	return frappe.db.sql(WRITTEN)


def digest() -> dict[str, int]:
	"""{table: checksum of all its rows, as this transaction sees them} of the app's tables and what hangs on them."""
	return dict(frappe.db.sql(f"checksum table {', '.join(_tables())}"))


def differing(before: dict[str, int], after: dict[str, int], besides: tuple[str, ...] = ()) -> list[str]:
	"""Doctypes of the tables that are not as they were."""
	changed = [table.split(".tab")[1] for table in before if before[table] != after[table]]
	return [doctype for doctype in changed if doctype not in besides]


@cache
def _tables() -> list[str]:
	"""Backquoted; names of the site's own doctypes."""
	where = {"module": ("in", frappe.get_module_list("bontot")), "issingle": 0, "is_virtual": 0}
	return [f"`tab{name}`" for name in sorted({*frappe.get_all("DocType", where, pluck="name"), *HANGING})]


def compare(
	test: unittest.TestCase, before: Any, save_point: str, what: Any, besides: tuple[str, ...] = ()
) -> None:
	"""Roll back to the savepoint, at which `rows_written` gave `before`: every row must have been as it is then.

	besides: doctypes that what came before the refusal has written.
	"""
	if rows_written() == before:
		frappe.db.rollback(save_point=save_point)
		return
	found = digest()
	frappe.db.rollback(save_point=save_point)
	test.assertEqual(differing(digest(), found, besides), [], what)
