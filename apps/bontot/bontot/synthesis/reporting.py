"""Freezing of a summary report's figures when it is sent upwards. The way up is `report_kind`."""

import json
from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from bontot.synthesis import overview

LAST_DAY = (12, 29)  # the plan, IV.2(4): before 30 December


def due_on(period_kind: str, year: int, report_due_on: date) -> date:
	"""The day a report is due at the latest: the period's own, for a year's report never after 29 December. Pure."""
	return min(report_due_on, date(year, *LAST_DAY)) if period_kind == "Year" else report_due_on


def freeze(report: Document) -> None:
	"""Put on a report, in memory, what its branch comes to now, and who sends it when."""
	today = getdate()
	period = overview.choose_period(overview.list_periods(report.organization), report.period)
	shown = overview.branch_figures(period, report.organization, today)
	report.figures = json.dumps(shown, ensure_ascii=False, default=str)
	report.as_of = getdate(period.closed_on) if shown["frozen"] else today
	report.sent_on, report.sent_by = today, frappe.session.user
