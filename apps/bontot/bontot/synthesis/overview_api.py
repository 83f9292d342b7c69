"""Endpoints of the page "Toàn Đảng bộ tỉnh". Reads only: each answers within the signed-in person's own scope."""

from typing import Any

import frappe
from frappe.utils import getdate

from bontot.synthesis import figures_query, overview, rows


@frappe.whitelist(methods=["GET"])
def get_overview(period: str | None = None, organization: str | None = None) -> dict[str, Any]:
	"""Figures of a branch in a period (shape: synthesis.overview.collect)."""
	return overview.collect(frappe.session.user, period, organization)


@frappe.whitelist(methods=["GET"])
def get_rows(
	organization: str,
	figure: str,
	period: str | None = None,
	title_kind: str = "",
	sector: str = "",
	start: int = 0,
	limit: int = 50,
) -> dict[str, Any]:
	"""The rows behind one figure (shape: synthesis.rows.list_files, for "overdue" list_overdue,
	for "later" list_later)."""
	user = frappe.session.user
	overview.require_in_scope(user, organization)
	limit = max(limit, 1)
	if figure == rows.OVERDUE:
		return rows.list_overdue(user, organization, getdate(), start, limit)
	chosen = overview.choose_period(overview.list_periods(organization), period)
	if not chosen:
		return {"rows": [], "total": 0, "elsewhere": 0}
	branch = figures_query.branch_of(chosen, organization)
	if figure == rows.LATER:
		return rows.list_later(user, branch, start, limit)
	return rows.list_files(user, branch, rows.Wanted(figure, title_kind, sector), start, limit)
