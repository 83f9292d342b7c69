"""Bodies of a branch that have fewer or more members than their kind asks for: the body above has to consent, or to mend it."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from bontot.organization import tree
from bontot.organization.members import bounds
from bontot.organization.members.bound_rules import FEW


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows, of today; without a branch of all that the reader sees. A branch out of reach has no rows."""
	branch = frappe._dict(filters or {}).organization
	path = tree.path_of(branch)
	if branch and not path:
		return columns(), []
	found = bounds.outside(path, getdate())
	kinds = dict(frappe.get_all("Organization Kind", fields=["name", "kind_name"], as_list=True))
	above = {row.parent_organization for row in found} - {None}
	# Whose children one sees, his name one may see.
	named = ["name", "organization_name"]
	titles = dict(frappe.get_all(tree.DOCTYPE, {"name": ("in", sorted(above) or [""])}, named, as_list=True))
	return columns(), [row_of(row, kinds, titles) for row in found]


def columns() -> list[dict]:
	def column(fieldname: str, label: str, fieldtype: str = "Data", width: int = 120, **more: Any) -> dict:
		return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}

	return [  # what counts first: a phone shows two or three columns
		column("organization_name", _("Organization"), width=230),
		column("members", _("Members"), "Int", 95),
		column("least", _("At Least"), "Int", 95),
		column("most", _("At Most"), "Int", 95),
		column("finding", _("Finding"), width=140),
		column("above", _("Organization Above"), width=240),
		column("kind_name", _("Organization Kind"), width=160),
		column("organization", _("Code"), "Link", 110, options=tree.DOCTYPE),
	]


def row_of(row: dict[str, Any], kinds: dict[str, str], titles: dict[str, str]) -> dict[str, Any]:
	return {
		"organization": row["name"],
		"organization_name": row["organization_name"],
		"above": titles.get(row["parent_organization"]),
		"kind_name": kinds[row["kind"]],
		"members": row["members"],
		"least": row["least"] or None,
		"most": row["most"] or None,
		"finding": _("Too few members") if row["verdict"] == FEW else _("Too many members"),
	}
