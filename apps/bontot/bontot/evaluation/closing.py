"""Closing a period: from then on no act changes any of its files."""

import frappe
from frappe import _
from frappe.utils import now_datetime

from bontot.evaluation import rechecking
from bontot.evaluation.errors import PeriodStateError
from bontot.evaluation.opening import forget
from bontot.organization import access


def close(name: str) -> None:
	"""Close an open period as the signed-in user. Raises NoSeatError, PeriodStateError."""
	period = frappe.get_doc("Review Period", name, for_update=True)
	access.require_seat(period.organization, "decide")
	if period.state != "Open":
		message = _("Only an open period can be closed; {0} is not open.").format(period.title)
		frappe.throw(message, PeriodStateError, title=_("Period Not Open"))
	period.state = "Closed"
	period.closed_on = now_datetime()
	period.flags.by_service = True
	period.save(ignore_permissions=True)  # require_seat has checked who closes
	forget(period.name)
	rechecking.enqueue(period.name, "closed")
