"""Permissions of the framework's doctypes, held to the reviewed list `framework_doctypes.toml`: what is not listed is closed.

The framework's own Custom DocPerm carries it, which lists, forms, searches, reports, exports and the desk's menus all ask; so
nothing is offered that would be refused. Roles that an administrator hands out by hand (Script Manager …) keep what they have.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import frappe
from frappe import permissions
from frappe.model.document import Document
from frappe.model.meta import Meta

from bontot.organization import access
from bontot.setup import roles

LIST = Path(__file__).with_name("framework_doctypes.toml")
AUTOMATIC = ("All", "Guest", "Desk User")  # the last one on a current framework alone
ORDINARY = (*AUTOMATIC, *roles.SYNCED)
ADMINISTRATORS = "System Manager"
# Whose permissions the framework reads from its own alone.
FIXED = frozenset((*Meta.special_doctypes, "Custom DocPerm"))


@cache
def read() -> dict[str, frozenset[str]]:
	"""Rights of ordinary people by doctype; none for a closed one."""
	table = tomllib.loads(LIST.read_text())
	closed = [*table["closed"]["doctypes"], *table["closed"]["only_new"]]
	opened = {name: frozenset(line["may"]) for name, line in table["open"].items()}
	if both := opened.keys() & set(closed):
		raise ValueError(f"framework_doctypes.toml: both open and closed: {sorted(both)}")
	return {**{name: frozenset() for name in closed}, **opened}


def doctypes() -> list[str]:
	"""The installed framework's; rows of tables follow their documents."""
	modules = frappe.get_all("Module Def", {"app_name": "frappe"}, pluck="name")
	filters = {"module": ("in", modules), "istable": 0, "custom": 0}
	return frappe.get_all("DocType", filters, pluck="name", order_by="name")


def rights_beyond(doctype: str) -> Iterator[tuple[str, set[str]]]:
	"""Role and rights of ordinary people that stand not on the list."""
	for row in frappe.get_meta(doctype).permissions:
		if row.role in ORDINARY and (more := _rights(row) - read().get(doctype, frozenset())):
			yield row.role, more


def install() -> None:
	for doctype in doctypes():
		if doctype not in FIXED and any(rights_beyond(doctype)):
			narrow(doctype)


def narrow(doctype: str) -> None:
	"""Take from ordinary roles what stands not on the list; what administrators set for other roles stays."""
	permissions.setup_custom_perms(doctype)
	rows = [
		frappe.get_doc("Custom DocPerm", name)
		for name in frappe.get_all("Custom DocPerm", {"parent": doctype}, pluck="name")
	]
	kept = [row for row in rows if row.role not in ORDINARY]
	for row in rows:
		if row in kept:
			continue
		left = _rights(row) & read().get(doctype, frozenset())
		if left:
			row.update({right: int(right in left) for right in permissions.rights})
		elif kept:
			frappe.delete_doc(row.doctype, row.name, ignore_permissions=True)  # the installing administrator
			continue
		else:  # without a row the framework's own would hold again
			row.role = ADMINISTRATORS
			row.if_owner = 0
		kept.append(row)
		row.save(ignore_permissions=True)  # as above
	frappe.clear_cache(doctype=doctype)


def _rights(row: Document) -> set[str]:
	return {right for right in permissions.rights if row.get(right)}


def no_rows(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition of what the desk asks for by itself and ordinary people are told nothing of."""
	return "" if access.is_administrator(user or frappe.session.user) else access.NOTHING


def is_administrators(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	return None if access.is_administrator(user or frappe.session.user) else False
