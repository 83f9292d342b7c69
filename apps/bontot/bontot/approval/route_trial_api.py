"""What the form of a route asks to try it on an organisation. Who asks is the signed-in user; reads only."""

from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from bontot.approval import route_trial


@frappe.whitelist(methods=["GET"])
def try_route(route: str, organization: str, on: date | None = None) -> dict[str, Any]:
	"""Return which levels a document of the organisation, sent on a day (default today), would pass by a saved route, and
	whether this is the route it would take (`route_trial.Trial`). Raises PermissionError, RouteTrialError."""
	return dict(route_trial.run(route, organization, getdate(on), frappe.session.user))
