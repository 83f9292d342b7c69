"""Endpoints of the ledger of obligations."""

from typing import Any

import frappe
from frappe.utils import getdate

from bontot.obligation import urging


@frappe.whitelist(methods=["GET", "POST"])
def my_obligations(organization: str | None = None, only_owed: bool = True, limit: int = 100) -> list[dict]:
	"""Obligations the signed-in user may read, nearest due date first.

	Each: name, title, organization, duty, span_label, due_on, state, done_on, days_left (negative: overdue; None once
	done), record_doctype, record_name. At most 500.
	"""
	if not frappe.has_permission("Obligation", "read"):
		return []  # someone without a seat owes nothing
	filters: dict = {"state": "Due"} if only_owed else {}
	if organization:
		filters["organization"] = organization
	fields = ["name", "title", "organization", "duty", "span_label", "due_on", "state", "done_on"]
	rows = frappe.get_list(
		"Obligation",
		filters,
		[*fields, "record_doctype", "record_name"],
		order_by="due_on asc, name asc",
		limit=max(1, min(limit, 500)),
	)
	today = getdate()
	for row in rows:
		row.days_left = (row.due_on - today).days if row.state == "Due" else None
	return rows


@frappe.whitelist(methods=["POST"])
def urge(organization: str, note: str = "") -> dict[str, int]:
	"""Tell everyone late at or below `organization`, today (shape and refusals: obligation.urging.start)."""
	return urging.start(organization, note)


@frappe.whitelist(methods=["GET", "POST"])
def foresee_urging(organization: str) -> dict[str, Any]:
	"""Return whom `urge` would tell (shape and refusals: obligation.urging.foresee)."""
	return urging.foresee(organization)
