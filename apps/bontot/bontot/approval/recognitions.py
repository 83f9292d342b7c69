"""The life of a title: written when a body recognises, marked when its file is reopened or the title is withdrawn.

One row a file, so that a title recognised again after a reopening is the same title with another decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document

DOCTYPE = "Recognition"
VALID, REOPENED, WITHDRAWN = "Valid", "Reopened", "Withdrawn"


def write(file: Document, resolution: Document) -> None:
	"""The title a resolution gives a file's organisation for its year."""
	existing = frappe.db.get_value(DOCTYPE, {"evaluation": file.name})
	recognition = frappe.get_doc(DOCTYPE, existing) if existing else frappe.new_doc(DOCTYPE)
	recognition.update(
		{
			"organization": file.organization,
			"organization_name": file.organization_name,
			"year": file.year,
			"title_kind": file.title_kind,
			"evaluation": file.name,
			"resolution": resolution.name,
			"decided_on": resolution.resolution_date,
			"state": VALID,
			"reopened_on": None,
			"reopening_reason": None,
			"withdrawn_on": None,
			"withdrawal_number": None,
			"withdrawal_reason": None,
			"withdrawn_by": None,
			"streak_years": streak_until(file.organization, file.title_kind, file.year - 1) + 1,
		}
	)
	save(recognition)
	follow_streak(recognition)


def of_file(evaluation: str) -> Document | None:
	name = frappe.db.get_value(DOCTYPE, {"evaluation": evaluation}, for_update=True)
	return frappe.get_doc(DOCTYPE, name) if name else None


def mark(recognition: Document, state: str, **values: Any) -> None:
	"""The title no longer holds, for the reason given; streaks of later years follow."""
	recognition.update({"state": state, "streak_years": 0, **values})
	save(recognition)
	follow_streak(recognition)


def save(recognition: Document) -> None:
	recognition.flags.by_service = True
	recognition.save(ignore_permissions=True)  # the act that comes here has checked its seat


def streak_until(organization: str, title_kind: str, year: int) -> int:
	"""Years in a row up to `year` that the organisation holds this title; 0 when it does not in that year."""
	where = {"organization": organization, "title_kind": title_kind, "year": year, "state": VALID}
	return frappe.db.get_value(DOCTYPE, where, "streak_years") or 0


def follow_streak(recognition: Document) -> None:
	"""Let later years count anew from this one. What was before it stays, also years that were brought in by hand."""
	# Titles of one organisation; the act has checked its seat.
	later = frappe.get_all(
		DOCTYPE,
		{
			"organization": recognition.organization,
			"title_kind": recognition.title_kind,
			"year": (">", recognition.year),
		},
		["name", "year", "state", "streak_years"],
		order_by="year",
	)
	counted = streaks(recognition.year, recognition.streak_years or 0, later)
	for row in later:
		if row.streak_years != counted[row.name]:
			frappe.db.set_value(DOCTYPE, row.name, "streak_years", counted[row.name])


def streaks(year: int, length: int, later: Iterable[Mapping[str, Any]]) -> dict[str, int]:
	"""{name: years in a row} of later titles (name, year, state; by year), when `year` ended a row of `length`."""
	found = {}
	for row in later:
		holds = row["state"] == VALID
		length = (length + 1 if row["year"] == year + 1 else 1) if holds else 0
		year = row["year"]
		found[row["name"]] = length
	return found


def standing(evaluation: str) -> dict[str, Any] | None:
	"""{state, withdrawn_on, withdrawal_number, withdrawal_reason, reopened_on} of a file's title, for its reader."""
	fields = ["state", "withdrawn_on", "withdrawal_number", "withdrawal_reason", "reopened_on", "decided_on"]
	return frappe.db.get_value(DOCTYPE, {"evaluation": evaluation}, fields, as_dict=True)


def withdrawal_fault(number: str, on: date, decided_on: date, today: date) -> str | None:
	"""What is wrong with the decision that withdraws a title: "number", "future", "before"; None: nothing."""
	if not number:
		return "number"
	if on > today:
		return "future"
	return "before" if on < decided_on else None
