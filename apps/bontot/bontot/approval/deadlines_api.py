"""What the form of a new review period asks about the routes."""

from datetime import date
from typing import Literal

import frappe

from bontot.approval import deadlines
from bontot.organization import access


@frappe.whitelist(methods=["GET"])
def propose_deadlines(
	period_kind: Literal["Year", "Six-Month", "Quarter", "Own"], ends_on: date, report_due_on: date
) -> list[dict[str, str]]:
	"""The last day to send for each level, counted back from the report's: [{level, level_name, due_on}]. Only officers
	of a Commission open periods; anybody else is told nothing."""
	if not any(seat.is_commission for seat in access.seats(frappe.session.user)):
		return []
	return deadlines.propose(period_kind, ends_on, report_due_on)
