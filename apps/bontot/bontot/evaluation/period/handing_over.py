"""Targets of the year of an organisation that is split are shared out: who takes one on gets it in its own register, without
a result; what the old one reached stays where it was entered (hook `reorganization_shares`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from bontot.reorganization.change import Change, Line

TARGET = "Yearly Target"
TITLE = 140  # what a row of the grid holds
TAKEN_ALONG = ("target", "year", "planned")


def held(sources: list[str]) -> list[dict[str, str]]:
	"""List the targets of this year and those to come: what is past is over."""
	where = {"organization": ("in", sources), "year": (">=", getdate().year)}
	# Whoever may reorganise the organisation was asked before.
	rows = frappe.get_all(TARGET, where, ["organization", "name", "title"], order_by="year, creation")
	return [row | {"title": (row.title or "")[:TITLE]} for row in rows]


def titles(names: list[str]) -> list[dict[str, str]]:
	rows = frappe.get_all(TARGET, {"name": ("in", names or [""])}, ["name", "title"])
	return [row | {"title": (row.title or "")[:TITLE]} for row in rows]


def places(names: list[str]) -> dict[str, str]:
	where = {"name": ("in", names or [""])}
	return dict(frappe.get_all(TARGET, where, ["name", "organization_path"], as_list=True))


def brought(trace: Any, done_at: datetime) -> list[str]:
	"""A register that somebody has written in since is one that the undo would take away with what he wrote."""
	where = {"name": ("in", trace or [""]), "modified": ("<=", done_at)}
	return frappe.get_all(TARGET, where, pluck="name")


def preview(change: Change) -> list[Line]:
	return [
		{
			"what": _("Yearly targets handed to new organizations"),
			"count": len(change.handed.get(TARGET, ())),
			"becomes": _("stand in their own register, without a result; the old ones keep theirs"),
		}
	]


def apply(change: Change) -> list[str]:
	"""Names of the targets that it wrote, for `undo`."""
	made = []
	for name, organization in change.handed.get(TARGET, {}).items():
		values = frappe.db.get_value(TARGET, name, TAKEN_ALONG, as_dict=True)
		remark = _("Taken over by {0}.").format(change.decision)
		doc = frappe.get_doc({"doctype": TARGET, "organization": organization, "remark": remark, **values})
		made.append(doc.insert(ignore_permissions=True).name)  # who entered the decision was asked for it
	return made


def undo(change: Change, trace: list[str] | None) -> None:
	frappe.db.delete(TARGET, {"name": ("in", trace or [""])})
