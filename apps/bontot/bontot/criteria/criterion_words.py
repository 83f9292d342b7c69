"""Wording, for pages and prints, of the legal basis of a criterion and of the kinds and sectors it applies to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate

from bontot.criteria import citing


def names_of_kinds() -> dict[str, str]:
	# Kinds and sectors are everybody's to read (access/rules.py), also in words about a file.
	return dict(frappe.get_all("Organization Kind", fields=["name", "kind_name"], as_list=True))


def names_of_sectors() -> dict[str, str]:
	# As kinds.
	return dict(frappe.get_all("Organization Sector", fields=["name", "sector_name"], as_list=True))


def only_for(criterion: Mapping[str, Any]) -> str:
	"""Name the kinds and sectors that a frozen criterion applies to, in one line; "" for one that applies to all."""
	parts = []
	for field, names_of in (("organization_kinds", names_of_kinds), ("sectors", names_of_sectors)):
		if codes := criterion.get(field):
			names = names_of()
			parts.append(", ".join(names.get(code, code) for code in codes))
	return "; ".join(parts)


def legal_basis(criterion: Mapping[str, Any]) -> list[str]:
	"""The documents a frozen criterion stands on: number, day, issuer, article; and what has replaced one since."""
	return [_document(row) for row in criterion.get("legal_basis", [])]


def _document(row: Mapping[str, str]) -> str:
	parts = [row["document_number"] or citing.heading(row)]
	if row["issued_on"]:
		parts.append(_("of {0}").format(formatdate(row["issued_on"], "dd/MM/yyyy")))
	words = " ".join(parts)
	words = ", ".join(filter(None, (words, row.get("issuer"), row.get("article"))))
	if row["document_number"] and (later := number_in_force(row["document_number"])):
		words = _("{0} (replaced by {1})").format(words, later)
	return words


def number_in_force(number: str) -> str:
	"""The number of the document that stands in the place of one today; "" while it stands itself.

	The register goes on after a framework is frozen, so this is what it says now.
	"""
	documents = frappe.qb.DocType("Legal Document")
	later = documents.as_("later")
	query = frappe.qb.from_(documents).join(later).on(later.name == documents.replaced_by)
	last = number
	for _step in range(citing.LONGEST_CHAIN):
		found = query.select(later.document_number).where(documents.document_number == last).run()
		if not found:
			break
		last = found[0][0]
	return last if last != number else ""
