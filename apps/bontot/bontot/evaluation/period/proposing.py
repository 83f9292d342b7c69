"""Proposed values of a new period: the officer corrects them instead of filling an empty form."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate

from bontot.criteria import period_kinds
from bontot.organization import access

# Of the plan: the year's report reaches the province before 30 December (IV.2(4)). Deadlines below are not in it; these
# leave the levels above their days, after the half-year has ended, and the officer changes them. Where the route gives the
# levels days of their own, the form puts the first of those in the place of the day to send.
LAST_DAYS = {"Year": ((12, 31), (12, 15), (12, 29)), "Six-Month": ((6, 30), (7, 5), (7, 31))}
SELF_DUE_DAYS, REPORT_DUE_DAYS = 5, 20  # after a quarter or an own period, as after the mid-year


def values(user: str, period_kind: str, year: int, today: date) -> dict[str, Any]:
	"""Fields of a Review Period for the signed-in officer; without a seat of the Commission only what dates follow."""
	proposed = dates(period_kind, year, today)
	proposed["title"] = title(period_kind, proposed["starts_on"], proposed["ends_on"])
	seats = [seat for seat in access.seats(user) if seat.is_commission]
	if seats:
		proposed["organization"] = seats[0].organization
		proposed["framework"] = framework_for(seats[0].organization, proposed["starts_on"])
	return proposed


def dates(period_kind: str, year: int, today: date) -> dict[str, Any]:
	"""starts_on, ends_on, self_assessment_due_on, report_due_on. A quarter or an own period: the quarter or the month of
	`today` in that year. Pure. Raises KeyError for an unknown kind."""
	if period_kind in LAST_DAYS:
		starts_on = date(year, 1, 1)
		ends_on, self_due, report_due = (date(year, *day) for day in LAST_DAYS[period_kind])
	else:
		last = {period_kinds.QUARTER: period_kinds.last_of_quarter, period_kinds.OWN: last_of_month}[
			period_kind
		]
		ends_on = last(date(year, today.month, 1))
		months = 3 if period_kind == period_kinds.QUARTER else 1
		starts_on = date(year, ends_on.month - months + 1, 1)
		self_due = ends_on + timedelta(days=SELF_DUE_DAYS)
		report_due = ends_on + timedelta(days=REPORT_DUE_DAYS)
	return {
		"year": year,
		"period_kind": period_kind,
		"starts_on": starts_on,
		"ends_on": ends_on,
		"self_assessment_due_on": self_due,
		"report_due_on": report_due,
	}


def last_of_month(day: date) -> date:
	return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def title(period_kind: str, starts_on: date, ends_on: date) -> str:
	if period_kind == period_kinds.YEAR:
		return _("Annual review {0}").format(starts_on.year)
	if period_kind == period_kinds.SIX_MONTH:
		return _("Mid-year review {0}").format(starts_on.year)
	if period_kind == period_kinds.QUARTER:
		roman = ("I", "II", "III", "IV")[period_kinds.quarter(starts_on) - 1]
		return _("Review of quarter {0}, {1}").format(roman, starts_on.year)
	return _("Interim review from {0} to {1}").format(formatdate(starts_on), formatdate(ends_on))


def framework_for(organization: str, starts_on: date) -> str | None:
	"""The newest submitted framework of the body that applies on the first day."""
	filters = {"organization": organization, "docstatus": 1, "valid_from": ("<=", starts_on)}
	# Whoever holds a seat reads frameworks (access/rules.py), and this one is the officer's own body's.
	rows = frappe.get_all(
		"Criteria Framework", filters, ["name", "valid_to"], order_by="valid_from desc, version desc"
	)
	return next(
		(row.name for row in rows if not row.valid_to or row.valid_to >= starts_on + timedelta(days=1)), None
	)
