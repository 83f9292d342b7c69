"""Answers to forms that ask about routes: of a route, to try it on an organisation; of a new review period, its deadlines. Reads only."""

from datetime import date
from typing import Any, Literal

import frappe
from frappe.utils import getdate

from bontot.approval.core import deadlines
from bontot.approval.people import route_trial
from bontot.organization import access


@frappe.whitelist(methods=["GET"])
def try_route(route: str, organization: str, on: date | None = None) -> dict[str, Any]:
	"""Return which levels a document of the organisation, sent on a day (default today), would pass by a saved route, and
	whether this is the route it would take (`route_trial.Trial`). Raises PermissionError, RouteTrialError."""
	return dict(route_trial.run(route, organization, getdate(on), frappe.session.user))


@frappe.whitelist(methods=["GET"])
def propose_deadlines(
	period_kind: Literal["Year", "Six-Month", "Quarter", "Own"], ends_on: date, report_due_on: date
) -> list[dict[str, str]]:
	"""The last day to send for each level, counted back from the report's: [{level, level_name, due_on}]. Only officers
	of a Commission open periods; anybody else is told nothing."""
	if not any(seat.is_commission for seat in access.seats(frappe.session.user)):
		return []
	return deadlines.propose(period_kind, ends_on, report_due_on)
