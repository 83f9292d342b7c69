"""Sending a summary report upwards: its figures are frozen as they stand, and from then on nothing of it changes."""

import json
from datetime import date

import frappe
from frappe.utils import getdate

from bontot.synthesis import overview
from bontot.synthesis.errors import ReportSentError

LAST_DAY = (12, 29)  # the plan, IV.2(4): before 30 December


def due_on(period_kind: str, year: int, report_due_on: date) -> date:
	"""The day a report is due at the latest: the period's own, for a year's report never after 29 December. Pure."""
	return min(report_due_on, date(year, *LAST_DAY)) if period_kind == "Year" else report_due_on


def send(name: str) -> None:
	"""Send a report as the signed-in user, who must be allowed to write it. Raises PermissionError, ReportSentError."""
	report = frappe.get_doc("Summary Report", name, for_update=True)
	report.check_permission("write")
	if report.state != "Draft":
		message = frappe._("The report was sent and stays as it is.")
		frappe.throw(message, ReportSentError, title=frappe._("Report Sent"))
	today = getdate()
	report.figures = json.dumps(figures_now(report, today), ensure_ascii=False, default=str)
	report.update({"state": "Sent", "as_of": today, "sent_on": today, "sent_by": frappe.session.user})
	report.flags.by_service = True
	report.save()


def figures_now(report, today: date) -> dict:
	"""What the overview shows of the reporting branch, as plain data."""
	period = overview.choose_period(overview.list_periods(report.organization), report.period)
	return overview.branch_figures(period, report.organization, today)
