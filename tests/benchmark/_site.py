"""Common parts of the cases: the test site in this process, signed out and closed at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import frappe
from bontot.compat import mend_pydantic_config

from ops.bench import SITE


@contextmanager
def site() -> Iterator[None]:
	"""Connect as Administrator; whatever was not committed is rolled back."""
	os.chdir(Path(os.environ["BONTOT_BENCH_ROOT"]) / "sites")
	frappe.init(SITE, sites_path=".")
	frappe.connect()
	mend_pydantic_config()
	frappe.set_user("Administrator")
	try:
		yield
	finally:
		frappe.set_user("Administrator")
		frappe.db.rollback()
		frappe.destroy()


@contextmanager
def counted_statements() -> Iterator[list[str]]:
	"""Statements that go to the database inside, in their order."""
	seen: list[str] = []
	run = frappe.db.sql

	def note(query: object, *arguments: object, **options: object) -> object:
		seen.append(str(query))
		return run(query, *arguments, **options)

	frappe.db.sql = note
	try:
		yield seen
	finally:
		frappe.db.sql = run


def peer_doctype(name: str, fields: list[dict], **values: object) -> None:
	"""A custom doctype of the site, as an administrator makes one by hand; DDL commits, so `drop_peers` ends it."""
	drop_peers(name)
	permissions = [
		{"role": role, "read": 1, "write": 1, "create": 1} for role in ("System Manager", "Seat Holder")
	]
	doc = {"doctype": "DocType", "name": name, "module": "Custom", "custom": 1, "permissions": permissions}
	frappe.get_doc({**doc, "fields": fields, **values}).insert()


def drop_peers(*names: str) -> None:
	frappe.db.rollback()
	for name in names:
		if frappe.db.exists("DocType", name):
			frappe.delete_doc("DocType", name, force=True)
		frappe.db.sql_ddl(f"drop table if exists `tab{name}`")  # which the deletion of a doctype leaves
	frappe.db.commit()  # what DDL had committed goes the same way
