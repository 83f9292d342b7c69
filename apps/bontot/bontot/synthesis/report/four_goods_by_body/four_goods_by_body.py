"""Four goods by body: a branch's figures, a line a body directly below, the same numbers as on the overview page."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from bontot.synthesis import figures, overview

KINDS = (("Cell", "cells"), ("Grassroots Organization", "grassroots"))
COUNTED = ("waiting", "returned", "not_sent", "declared", "not_recognized")


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str | None, None, list[dict]]:
	"""Columns, rows with their total, the period and branch in words, and a summary. Raises OutsideScopeError for a branch
	the reader may not see."""
	wanted = frappe._dict(filters or {})
	shown = overview.collect(frappe.session.user, wanted.period, wanted.organization, getdate())
	if not shown["period"]:
		return columns(), [], None, None, []
	rows = [row_of(body) for body in shown["bodies"]]
	rows += [total(rows)] if rows else []
	heading = f"{shown['period'].title} · {shown['organization']['organization_name']}"
	told = frappe.utils.escape_html(heading)
	return columns(), rows, told, None, [summary(kind) for kind in shown["kinds"]]


def columns() -> list[dict]:
	number = {"fieldtype": "Int", "width": 130}
	percent = {"fieldtype": "Float", "precision": 1, "width": 130}
	labels = {
		"cells_reached": _("Cells: reached"),
		"cells_eligible": _("Cells: in review"),
		"cells_share": _("Cells: share %"),
		"grassroots_reached": _("Grassroots: reached"),
		"grassroots_eligible": _("Grassroots: in review"),
		"grassroots_share": _("Grassroots: share %"),
		"both_share": _("Share of both kinds"),  # as the overview calls it
		"waiting": _("Under appraisal"),
		"returned": _("Returned for correction"),
		"not_sent": _("Not sent yet"),
		"declared": _("Declared not reached by the unit"),
		"not_recognized": _("Title not recognized"),
		"outside": _("Outside the review"),
		"overdue": _("Tasks overdue"),
	}
	body = {"fieldname": "body", "label": _("Party organization"), "fieldtype": "Data", "width": 280}
	return [
		body,
		*(
			{"fieldname": name, "label": label, **(percent if name.endswith("_share") else number)}
			for name, label in labels.items()
		),
	]


def row_of(body: dict[str, Any]) -> dict[str, Any]:
	row = {
		"body": body["organization_name"],
		"organization": body["organization"],
		"opens": body["here"] and not body["own"],
		"overdue": body["overdue"],
	}
	counted = dict.fromkeys(COUNTED, 0)
	for kind, key in KINDS:
		figure = body["kinds"].get(kind)
		row[f"{key}_reached"] = figure["reached"] if figure else 0
		row[f"{key}_eligible"] = figure["eligible"] if figure else 0
		for part in figure["parts"] if figure else []:
			name = part["figure"].split(":")[0]
			if name in counted:
				counted[name] += part["count"]
	outside = sum(figure["outside"] for figure in body["kinds"].values())
	return row | shares(row) | counted | {"outside": outside}


def shares(row: dict[str, Any]) -> dict[str, float | None]:
	"""Return the shares of each kind and of both in one, per cent; None without anybody within the review."""
	both = {name: sum(row[f"{key}_{name}"] for _kind, key in KINDS) for name in ("reached", "eligible")}
	parts = {key: (row[f"{key}_reached"], row[f"{key}_eligible"]) for _kind, key in KINDS}
	parts["both"] = (both["reached"], both["eligible"])
	tenths = {key: figures.tenths(*part) for key, part in parts.items()}
	return {f"{key}_share": None if value is None else value / 10 for key, value in tenths.items()}


def total(rows: list[dict[str, Any]]) -> dict[str, Any]:
	"""The last row: what stands above it, added up; shares are of the sums. The framework would add those up too."""
	added = [f"{key}_{name}" for _kind, key in KINDS for name in ("reached", "eligible")]
	row = {name: sum(row[name] for row in rows) for name in [*added, *COUNTED, "outside", "overdue"]}
	return row | shares(row) | {"body": _("Total"), "is_total": True}


def summary(kind: dict[str, Any]) -> dict[str, Any]:
	share = "—" if kind["tenths"] is None else f"{kind['tenths'] // 10},{kind['tenths'] % 10} %"
	name = _("Party cells") if kind["title_kind"] == "Cell" else _("Grassroots party organizations")
	return {
		"label": name,
		"value": f"{kind['reached']}/{kind['eligible']} = {share}",
		"datatype": "Data",
		"indicator": "Green" if kind["target_reached"] else "Orange",
	}
