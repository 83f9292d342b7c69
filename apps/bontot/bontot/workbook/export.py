"""Export of what the person sees, as a workbook that can be imported again: `fill` writes it, `count_rows` counts it."""

from collections.abc import Iterator
from typing import IO, Any

import frappe
from frappe import _

from bontot.organization import access
from bontot.workbook import snapshot
from bontot.workbook.layout import SHEETS
from bontot.workbook.snapshot import TABLES, selected
from bontot.workbook.writing import Writer

AT_ONCE = 20_000  # rows that a person waits for; more is made in the background
ORDER = {
	"organizations": "own.path",
	"members": "own.organization_path, own.full_name, own.name",
	"seats": "own.organization_path, own.position, own.from_date, own.name",
}


def template(target: IO[bytes]) -> None:
	_kinds, lists = snapshot.masters()
	writer = Writer(lists)
	for key in SHEETS:
		writer.sheet(key)
	writer.save(target)


def require_reading(branch: str) -> None:
	"""Raise PermissionError unless the signed-in user may export all three kinds and sees the whole branch."""
	for doctype in TABLES.values():
		frappe.has_permission(doctype, "export", throw=True)
	if not access.scope(frappe.session.user).covers(branch or None):
		frappe.throw(_("You may not see this document, or it does not exist."), frappe.PermissionError)


def count_rows(branch: str) -> int:
	total = 0
	for key in SHEETS:
		where, parameters = snapshot.within(
			branch, "own.path" if key == "organizations" else "own.organization_path"
		)
		total += frappe.db.sql(f"select count(*) from `tab{TABLES[key]}` own where {where}", parameters)[0][0]
	return total


def fill(target: IO[bytes], branch: str, tick: Any = lambda: None) -> None:
	"""Write the workbook of a branch ("" for everything) for the signed-in user; the caller has asked `require_reading`.

	Columns of permission level 1 are left out for whoever may not read them.
	"""
	_kinds, lists = snapshot.masters()
	personal = 1 in frappe.get_meta("Party Member").get_permlevel_access("read")
	writer = Writer(lists, personal)
	for key in SHEETS:
		writer.sheet(key, _ticking(rows(key, branch), tick))
		tick()
	writer.save(target)


def _ticking(found: Iterator[tuple], tick: Any) -> Iterator[tuple]:
	for number, row in enumerate(found, start=1):
		if number % 5000 == 0:
			tick()
		yield row


def rows(key: str, branch: str) -> Iterator[tuple]:
	"""Stored values in the order of the layout, with codes in the place of links to organisations."""
	where, parameters = snapshot.within(
		branch, "own.path" if key == "organizations" else "own.organization_path"
	)
	link = "parent_organization" if key == "organizations" else "organization"
	columns = ", ".join("null" if name == "null" else f"own.{name}" for name in selected(key).split(", "))
	found = frappe.db.sql(
		f"""select coalesce(nullif(other.code, ''), other.name), other.organization_name, own.name, {columns}
		from `tab{TABLES[key]}` own left join `tabParty Organization` other on other.name = own.`{link}`
		where {where} order by {ORDER[key]}""",
		parameters,
	)
	sheet = SHEETS[key]
	place = sheet.position("parent" if key == "organizations" else "organization")
	titled = None if key == "organizations" else sheet.position("organization_name")
	for code, title, name, *stored in found:
		stored[place] = code
		if titled is not None:
			stored[titled] = title
		elif not stored[0]:
			stored[0] = name
		yield tuple(stored)
