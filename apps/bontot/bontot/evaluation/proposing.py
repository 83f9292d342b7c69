"""What a new period would most likely be: the officer corrects it instead of filling an empty form."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _

from bontot.organization import access

# Of the plan: the year's report reaches the province before 30 December (IV.2(4)). Deadlines below are not in it; these
# leave the levels above a fortnight, and the officer changes them.
LAST_DAYS = {"Year": ((12, 31), (12, 15), (12, 29)), "Six-Month": ((6, 30), (7, 5), (7, 20))}


def values(user: str, period_kind: str, year: int) -> dict[str, Any]:
	"""Fields of a Review Period for the signed-in officer; without a seat of the Commission only what dates follow."""
	proposed = dates(period_kind, year)
	proposed["title"] = (
		_("Annual review {0}") if period_kind == "Year" else _("Mid-year review {0}")
	).format(year)
	seats = [seat for seat in access.seats(user) if seat.is_commission]
	if seats:
		proposed["organization"] = seats[0].organization
		proposed["framework"] = framework_for(seats[0].organization, proposed["starts_on"])
	return proposed


def dates(period_kind: str, year: int) -> dict[str, Any]:
	"""starts_on, ends_on, self_assessment_due_on, report_due_on. Pure. Raises KeyError for an unknown kind."""
	ends_on, self_due, report_due = (date(year, *day) for day in LAST_DAYS[period_kind])
	return {
		"year": year,
		"period_kind": period_kind,
		"starts_on": date(year, 1, 1),
		"ends_on": ends_on,
		"self_assessment_due_on": self_due,
		"report_due_on": report_due,
	}


def framework_for(organization: str, starts_on: date) -> str | None:
	"""The newest submitted framework of the body that applies on the first day."""
	filters = {"organization": organization, "docstatus": 1, "valid_from": ("<=", starts_on)}
	# Whoever holds a seat reads frameworks (access.MASTERS), and this one is the officer's own body's.
	rows = frappe.get_all(
		"Criteria Framework", filters, ["name", "valid_to"], order_by="valid_from desc, version desc"
	)
	return next(
		(row.name for row in rows if not row.valid_to or row.valid_to >= starts_on + timedelta(days=1)), None
	)
