"""A legal document as papers of the Party cite it: kind, number, day, issuer, subject. Pure, but for `in_force` (the register).

What nobody has given is left out, as the plan itself does of a decision whose subject it does not say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

DOCTYPE = "Legal Document"
FACTS = ("document_kind", "document_number", "issued_on", "issuer", "title")
LONGEST_CHAIN = 20  # documents that replaced one another; a longer one runs in a circle


def heading(row: Mapping[str, Any]) -> str:
	"""Kind and number; kind and subject of a document whose number nobody has given."""
	kind, number = row["document_kind"], row.get("document_number")
	return f"{kind} số {number}" if number else " ".join(filter(None, (kind, row.get("title"))))


def citation(row: Mapping[str, Any]) -> str:
	"""«Nghị quyết số 21-NQ/TW, ngày 16/6/2022 của Ban Chấp hành Trung ương Đảng khoá XIII về …»; Vietnamese on every page."""
	numbered = bool(row.get("document_number"))
	parts = [
		heading(row) if numbered else row["document_kind"],
		f"ngày {day(getdate(row['issued_on']))}" if row.get("issued_on") else "",
	]
	named = (", " if numbered else " ").join(filter(None, parts))
	issuer = f"của {row['issuer']}" if row.get("issuer") else ""
	return " ".join(filter(None, (named, issuer, row.get("title"))))


def day(on: date) -> str:
	"""16/6/2022, 08/3/2018: days below 10 and the first two months with a leading 0 (05-HD/VPTW)."""
	month = f"{on.month:02}" if on.month < 3 else str(on.month)
	return f"{on.day:02}/{month}/{on.year}"


def lacking(row: Mapping[str, Any]) -> list[str]:
	"""Facts that the register still asks for, of FACTS."""
	return [fact for fact in FACTS if not row.get(fact)]


def in_force(kept: Mapping[str, Any], on: date) -> dict[str, Any]:
	"""The document that stood on that day in the place of one that a period has frozen, with what the register has since learned
	of it. One whose day of issue nobody has given is no successor: it could be later."""
	found = dict(kept)
	for _step in range(LONGEST_CHAIN):
		row = _of_register(found)
		if not row:
			break
		found |= {fact: row[fact] for fact in FACTS if not found.get(fact)}
		later = frappe.db.get_value(DOCTYPE, row.replaced_by, ["name", "issued_on"], as_dict=True)
		if not later or not later.issued_on or getdate(later.issued_on) > on:
			break
		found = {"legal_document": later.name}
	return found


def _of_register(kept: Mapping[str, Any]) -> Any:
	# Whoever holds a seat reads the register (access/rules.py), and a decision is printed by who may print it.
	return frappe.db.get_value(DOCTYPE, kept["legal_document"], [*FACTS, "replaced_by"], as_dict=True)
