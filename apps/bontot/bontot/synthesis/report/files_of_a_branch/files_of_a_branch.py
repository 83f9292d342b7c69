"""The files of a branch in a period, or those behind one figure of the overview, with names instead of codes."""

from typing import Any

import frappe
from frappe import _

from bontot.synthesis import figures_query, overview, rows


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str | None]:
	"""Columns, rows with their total, the period and branch in words. Raises OutsideScopeError for a branch the reader may not see, UnknownFigureError."""
	wanted = frappe._dict(filters or {})
	user = frappe.session.user
	organization = wanted.organization or overview.highest_place(user)
	overview.require_in_scope(user, organization)
	period = overview.choose_period(overview.list_periods(organization), wanted.period)
	if not period:
		return columns(), [], None
	figure = rows.Wanted(wanted.figure or rows.ALL, wanted.title_kind or "", wanted.sector or "")
	found = rows.list_files(user, figures_query.branch_of(period, organization), figure, limit=0)
	shown = [row_of(row) for row in found["rows"]]
	heading = f"{period.title} · {overview.head(organization)['organization_name']}"
	return columns(), [*shown, *total(shown)], frappe.utils.escape_html(heading)


def columns() -> list[dict]:
	def column(fieldname: str, label: str, fieldtype: str = "Data", width: int = 160) -> dict:
		return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width}

	return [
		column("organization_name", _("Organization"), width=240),
		column("grassroots_organization_name", _("Grassroots Organization of the Unit"), width=220),
		column("upper_organization_name", _("Upper Organization"), width=220),
		column("organization_kind_name", _("Organization Kind")),
		column("sector_name", _("Kind of unit")),
		column("state_name", _("State"), width=130),
		column("awaiting_organization_name", _("Awaiting Organization"), width=220),
		column("met_count", _("Criteria Met"), "Int", 90),
		column("item_count", _("Criteria"), "Int", 90),
		column("sent_at", _("Sent At"), "Datetime"),
		column("decided_on", _("Decided On"), "Date", 120),
		column("outside_reason", _("Reason Outside"), width=200),
	]


def row_of(row: dict[str, Any]) -> dict[str, Any]:
	return row | {"state_name": _(row["state"])}


def total(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
	"""The last row: how many files, and their criteria added up; none without files."""
	if not rows:
		return []
	counts = {name: sum(row[name] or 0 for row in rows) for name in ("met_count", "item_count")}
	words = _("Total: {0} files").format(len(rows))
	return [{"organization_name": words, "is_total": True, **counts}]
