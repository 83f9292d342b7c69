"""The life of a title: written when a body recognises, marked when its file is reopened or the title is withdrawn.

One row a file, so that a title recognised again after a reopening is the same title with another decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document

from bontot.organization import access

DOCTYPE = "Recognition"
VALID, REOPENED, WITHDRAWN = "Valid", "Reopened", "Withdrawn"


def write(files: Sequence[Document], resolution: Document) -> None:
	"""The titles that a resolution gives the organisations of files (of any years), each for its year."""
	if not files:
		return
	# Of files that the caller has locked and decided.
	where = {"evaluation": ("in", [file.name for file in files])}
	existing = dict(frappe.get_all(DOCTYPE, where, ["evaluation", "name"], as_list=True))
	before = lengths_before(files)
	for file in files:
		length = before.get(key_of(file, file.year - 1), 0)
		own = {"name": file.name, "year": file.year, "state": VALID}
		values = values_of(file, resolution, streaks(file.year - 1, length, [own])[file.name])
		if file.name in existing:  # the title holds again
			recognition = frappe.get_doc(DOCTYPE, existing[file.name])
			recognition.update(values)
			save(recognition)
		else:
			recognition = frappe.new_doc(DOCTYPE)
			recognition.update(values | {"organization_path": file.organization_path})
			recognition.db_insert()  # the controller refuses every other way in; the values are the locked file's
	for recognition in with_later_titles(files):
		follow_streak(recognition)


def values_of(file: Document, resolution: Document, streak: int) -> dict[str, Any]:
	return {
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
		"streak_years": streak,
	}


def key_of(row: Any, year: int) -> tuple[str, str, int]:
	return row.organization, row.title_kind, year


def lengths_before(files: Sequence[Document]) -> dict[tuple[str, str, int], int]:
	"""{(organisation, kind of title, year): years in a row} of valid titles in the years before those of the files."""
	where = {
		"organization": ("in", sorted({file.organization for file in files})),
		"year": ("in", sorted({file.year - 1 for file in files})),
		"state": VALID,
	}
	rows = frappe.get_all(DOCTYPE, where, ["organization", "title_kind", "year", "streak_years"])
	return {key_of(row, row.year): row.streak_years or 0 for row in rows}


def with_later_titles(files: Sequence[Document]) -> list[Document]:
	"""The titles of files whose organisations hold, or held, titles of later years."""
	where = {
		"organization": ("in", sorted({file.organization for file in files})),
		"year": (">", min(file.year for file in files)),
	}
	later = frappe.get_all(DOCTYPE, where, ["organization", "title_kind", "year"])
	return [
		of_file(file.name)
		for file in files
		if any(key_of(row, 0) == key_of(file, 0) and row.year > file.year for row in later)
	]


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
	"""{name: years in a row} of later titles (name, year, state; by year), when `year` ended a row of `length`.

	The one place that counts a streak: a year without a title, or with one that was withdrawn or is looked at again, breaks it.
	"""
	found = {}
	for row in later:
		holds = row["state"] == VALID
		length = (length + 1 if row["year"] == year + 1 else 1) if holds else 0
		year = row["year"]
		found[row["name"]] = length
	return found


def doubted(user: str) -> list[Any]:
	"""Files whose titles, given by bodies whose decisions `user` records, records no longer bear out (`rechecking`)."""
	places = sorted({seat.organization for seat in access.seats(user, ability="decide")})
	if not places:
		return []
	title, files = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType("Evaluation")
	resolution = frappe.qb.DocType("Resolution")
	query = frappe.qb.from_(title).join(files).on(files.name == title.evaluation)
	query = query.join(resolution).on(resolution.name == title.resolution)
	columns = ("name", "organization", "organization_name", "review_suggested_on", "review_reason")
	query = query.select(*(files[column] for column in columns)).orderby(
		files.review_suggested_on, files.name
	)
	where = (title.state == VALID) & (files.review_suggested == 1) & resolution.organization.isin(places)
	return query.where(where).run(as_dict=True)


def status_of(evaluation: str) -> dict[str, Any] | None:
	"""{state, withdrawn_on, withdrawal_number, withdrawal_reason, reopened_on} of a file's title, for its reader."""
	fields = ["state", "withdrawn_on", "withdrawal_number", "withdrawal_reason", "reopened_on", "decided_on"]
	return frappe.db.get_value(DOCTYPE, {"evaluation": evaluation}, fields, as_dict=True)


def withdrawal_fault(number: str, on: date, decided_on: date, today: date) -> str | None:
	"""Fault of the decision that withdraws a title: "number", "future", "before"; None: nothing."""
	if not number:
		return "number"
	if on > today:
		return "future"
	return "before" if on < decided_on else None
