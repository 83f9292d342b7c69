"""Common parts of all printed papers of the Party (05-HD/VPTW, 399-QĐ/TW): heads, dates, who signs for whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import frappe
from frappe import _

# Levels whose committee has a standing committee that signs; below it the committee itself does (facts §1.4: small
# committees of grassroots organisations have none).
STANDING_COMMITTEE_TO_RANK = 2
# What the committee of a party organisation is called, by how the name of the organisation begins (facts §1.4); a cell's paper
# bears the name of the cell. Vietnamese on every page, as the names are.
COMMITTEES = (
	("Đảng bộ tỉnh ", "Tỉnh ủy "),
	("Đảng bộ thành phố ", "Thành ủy "),
	("Đảng bộ huyện ", "Huyện ủy "),
	("Đảng bộ thị xã ", "Thị ủy "),
	("Đảng bộ ", "Đảng ủy "),
)
STYLE = """
	@page { size: A4; margin: 20mm 15mm 20mm 30mm; @top-center { content: counter(page); font: 13pt "Times New Roman", "Liberation Serif", serif; } }
	@page :first { @top-center { content: none; } }
	.print-format .paper, .print-format .paper td, .print-format .paper th { font-family: "Times New Roman", "Liberation Serif", serif; }
	.print-format .paper { font-size: 14pt; line-height: 1.35; color: #000; }
	.paper table.heads, .paper table.signatures { width: 100%; border: 0; }
	.paper table.heads td, .paper table.signatures td { border: 0; padding: 0 4px; text-align: center; vertical-align: top; width: 50%; }
	.paper table.heads td:first-child { width: 44%; }
	.paper table.heads td + td { width: 56%; }
	.paper table.signatures td.left { text-align: left; font-size: 12pt; }
	.paper .party { font-weight: bold; font-size: 15pt; text-decoration: underline; text-underline-offset: 5px; }
	.paper .place { font-style: italic; margin-top: 6pt; white-space: nowrap; }
	.paper h1 { font-size: 15pt; font-weight: bold; text-align: center; margin: 20pt 0 0; }
	.paper .about { text-align: center; font-weight: bold; margin: 0 0 4pt; }
	.paper .rule { text-align: center; margin: 0 0 10pt; }
	.paper h2 { font-size: 14pt; font-weight: bold; margin: 12pt 0 4pt; page-break-after: avoid; }
	.paper p { margin: 0 0 6pt; text-align: justify; text-indent: 10mm; }
	.paper p.words { white-space: pre-line; }
	.paper table.rows { width: 100%; border-collapse: collapse; margin: 4pt 0 8pt; }
	.paper table.rows th, .paper table.rows td { border: 1px solid #000; padding: 2pt 4pt; text-align: left; vertical-align: top; font-size: 12pt; }
	.print-format .paper table.rows th { color: #000; font-weight: bold; }
	.paper table.rows thead { display: table-header-group; }
	.paper table.rows td.number, .paper table.rows th.number { text-align: right; white-space: nowrap; }
	.paper .annex { page-break-before: always; }
	.paper table.signatures { margin-top: 20pt; page-break-inside: avoid; page-break-before: avoid; }
	.paper table.signatures td.gap { height: 70pt; }
"""


def paper_style() -> str:
	"""Return the style of papers, for print formats (hook `jinja`)."""
	return STYLE


def day_in_words(day: date) -> str:
	"""ngày 05 tháng 02 năm 2026: days below 10 and the first two months with a leading 0 (05-HD/VPTW)."""
	month = f"{day.month:02}" if day.month < 3 else str(day.month)
	return f"ngày {day.day:02} tháng {month} năm {day.year}"


def committee_name(organization_name: str) -> str:
	"""Return who writes and receives papers of an organisation: of “Đảng bộ xã Nà Mèo” it is “Đảng ủy xã Nà Mèo”."""
	for begins, committee in COMMITTEES:
		if organization_name.startswith(begins):
			return committee + organization_name.removeprefix(begins)
	return organization_name


def paper_head(organization: str) -> dict[str, str]:
	"""{superior, organization, place}: the organisation above and the committee that writes, as they are called today, the two
	lines of the left head (05-HD/VPTW); and the place before a date.

	A body without a place of its own writes that of its grassroots organisation, to whose commune it belongs.
	"""
	fields = ["organization_name", "parent_organization", "place", "grassroots_organization"]
	row = frappe.db.get_value("Party Organization", organization, fields, as_dict=True)
	above, grassroots = row.parent_organization, row.grassroots_organization
	superior = frappe.db.get_value("Party Organization", above, "organization_name") if above else ""
	place = row.place or (grassroots and frappe.db.get_value("Party Organization", grassroots, "place"))
	return {
		"superior": superior or "",
		"organization": committee_name(row.organization_name),
		"place": place or "",
	}


def on_behalf_of(organization: str) -> str:
	"""The body for which a paper of this organisation is signed."""
	level = frappe.db.get_value("Party Organization", organization, "level")
	rank = frappe.get_cached_value("Organization Level", level, "rank") if level else None
	if rank and rank <= STANDING_COMMITTEE_TO_RANK:
		return _("ON BEHALF OF THE STANDING COMMITTEE")
	return _("ON BEHALF OF THE PARTY COMMITTEE")


@contextmanager
def in_vietnamese() -> Iterator[None]:
	"""A printed paper speaks Vietnamese, whoever prints it."""
	before, frappe.local.lang = frappe.local.lang, "vi"
	try:
		yield
	finally:
		frappe.local.lang = before
