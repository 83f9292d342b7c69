"""Choice of the scale in force: the newest submitted one of its kind whose dates hold the day."""

from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from bontot.criteria.scales import Grade, Group, Item, Scale, Step

DOCTYPE = "Scoring Scale"


def in_force(kind: str, on: date | str) -> Scale | None:
	"""The scale of a kind on a day; None before the oldest one that is known.

	The only answer to which scale holds for a meeting (its day), or for a year's ratings (its last day).
	"""
	on = getdate(on)
	name = next((row.name for row in _dated(kind) if _holds(row, on)), None)
	return get(name) if name else None


def get(name: str) -> Scale:
	"""A scale as plain values. Raises DoesNotExistError."""
	return freeze(frappe.get_cached_doc(DOCTYPE, name))


def _dated(kind: str) -> list[dict]:
	"""Submitted scales of a kind, newest first."""
	# Whoever holds a seat reads scales (access/rules.py); rules are the same for everybody.
	return frappe.get_all(
		DOCTYPE,
		{"scale_kind": kind, "docstatus": 1},
		["name", "valid_from", "valid_to"],
		order_by="valid_from desc, version desc, creation desc",
	)


def _holds(row: dict, on: date) -> bool:
	return row.valid_from <= on and (row.valid_to is None or row.valid_to >= on)


def freeze(doc: Document) -> Scale:
	"""A scale document (saved or not) as plain values."""
	return Scale(
		name=doc.name or "",
		kind=doc.scale_kind,
		groups=tuple(Group(row.group_key, row.group_name, row.points or 0) for row in doc.groups),
		items=tuple(
			Item(
				row.item_key,
				row.group_key,
				row.item_name,
				row.points or 0,
				row.measure or "",
				bool(row.must_be_full),
				row.guidance or "",
			)
			for row in doc.items
		),
		steps=tuple(Step(row.item_key, row.at_least or 0, row.points or 0) for row in doc.steps),
		grades=tuple(Grade(row.grade_key, row.grade_name, row.at_least or 0) for row in doc.grades),
		settings={row.setting_key: row.setting_value or "" for row in doc.settings},
		without_points=bool(doc.without_points),
	)
