"""Columns that follow from the kinds of the organisations above: which bodies are grassroots ones, which stand above those."""

from __future__ import annotations

from collections.abc import Mapping

import frappe

KIND = "Organization Kind"
GRASSROOTS, UPPER = "grassroots_organization", "upper_organization"
# Column of an organisation: the mark of the kinds whose bodies it names. The nearest one counts, the organisation included.
MARKS = {GRASSROOTS: "is_grassroots", UPPER: "is_upper"}


def marked() -> dict[str, frozenset[str]]:
	"""{column: codes of the kinds that it names}."""
	return {
		column: frozenset(frappe.get_all(KIND, {mark: 1}, pluck="name", order_by=None))
		for column, mark in MARKS.items()
	}


def columns_of(
	name: str,
	kind: str,
	above: Mapping[str, str | None] | None,
	marks: Mapping[str, frozenset[str]],
) -> dict[str, str | None]:
	"""Both columns of an organisation, from those of its parent (None: it has none).

	Where no marked body stands above a commune, which is directly under the province, it is the upper one itself: figures by
	body leave nobody out.
	"""
	found = {
		column: name if kind in kinds else above.get(column) if above else None
		for column, kinds in marks.items()
	}
	if above is not None and not found[UPPER]:
		found[UPPER] = name
	return found


def columns_here(name: str, kind: str, above: Mapping[str, str | None] | None) -> dict[str, str | None]:
	"""Return what `columns_of` does, by the kind's own marks: for one organisation."""
	found = frappe.get_cached_value(KIND, kind, list(MARKS.values()))
	marks = {
		column: frozenset((kind,) if on else ()) for column, on in zip(MARKS, found or (0, 0), strict=True)
	}
	return columns_of(name, kind, above, marks)
