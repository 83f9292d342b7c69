"""Four goods by body: a branch's figures, a line a body directly below, the same numbers as on the overview page."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from bontot.synthesis import figures, overview

KINDS = (("Cell", "cells"), ("Grassroots Organization", "grassroots"))
COUNTED = ("waiting", "returned", "not_sent", "declared", "not_recognized")


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], None, None, list[dict]]:
	"""Columns, rows and a summary. Raises OutsideScopeError for a branch the reader may not see."""
	wanted = frappe._dict(filters or {})
	shown = overview.collect(frappe.session.user, wanted.period, wanted.organization, getdate())
	if not shown["period"]:
		return columns(), [], None, None, []
	rows = [row_of(body) for body in shown["bodies"]]
	return columns(), rows, None, None, [summary(kind) for kind in shown["kinds"]]


def columns() -> list[dict]:
	number = {"fieldtype": "Int", "width": 110}
	labels = {
		"waiting": _("Under appraisal"),
		"returned": _("Returned for correction"),
		"not_sent": _("Not sent yet"),
		"declared": _("Declared not reached by the unit"),
		"not_recognized": _("Title not recognized"),
	}
	found = [{"fieldname": "body", "label": _("Party organization"), "fieldtype": "Data", "width": 280}]
	for kind, key in KINDS:
		name = _("Party cells") if kind == "Cell" else _("Grassroots party organizations")
		found += [
			{"fieldname": f"{key}_reached", "label": _("{0}: reached").format(name), **number},
			{"fieldname": f"{key}_eligible", "label": _("{0}: within the review").format(name), **number},
			{
				"fieldname": f"{key}_share",
				"label": _("{0}: share (%)").format(name),
				"fieldtype": "Float",
				"precision": 1,
				"width": 110,
			},
		]
	found += [{"fieldname": key, "label": labels[key], **number} for key in COUNTED]
	return [
		*found,
		{"fieldname": "outside", "label": _("Outside the review"), **number},
		{"fieldname": "overdue", "label": _("Tasks overdue"), **number},
	]


def row_of(body: dict[str, Any]) -> dict[str, Any]:
	row = {
		"body": body["organization_name"],
		"organization": body["organization"],
		"overdue": body["overdue"],
	}
	counted = dict.fromkeys(COUNTED, 0)
	for kind, key in KINDS:
		figure = body["kinds"].get(kind)
		row[f"{key}_reached"] = figure["reached"] if figure else 0
		row[f"{key}_eligible"] = figure["eligible"] if figure else 0
		tenths = figures.tenths(row[f"{key}_reached"], row[f"{key}_eligible"])
		row[f"{key}_share"] = None if tenths is None else tenths / 10
		for part in figure["parts"] if figure else []:
			name = part["figure"].split(":")[0]
			if name in counted:
				counted[name] += part["count"]
	outside = sum(figure["outside"] for figure in body["kinds"].values())
	return row | counted | {"outside": outside}


def summary(kind: dict[str, Any]) -> dict[str, Any]:
	share = "—" if kind["tenths"] is None else f"{kind['tenths'] // 10},{kind['tenths'] % 10} %"
	name = _("Party cells") if kind["title_kind"] == "Cell" else _("Grassroots party organizations")
	return {
		"label": name,
		"value": f"{kind['reached']}/{kind['eligible']} = {share}",
		"datatype": "Data",
		"indicator": "Green" if kind["target_reached"] else "Orange",
	}
