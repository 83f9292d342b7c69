"""Closing a period: from then on no act changes any of its files."""

import frappe
from frappe import _
from frappe.utils import now_datetime

from bontot.evaluation import rechecking
from bontot.evaluation.errors import MissingFilesError, PeriodStateError
from bontot.evaluation.opening import forget, without_file
from bontot.organization import access

NAMED = 3


def close(name: str) -> None:
	"""Close an open period as the signed-in user. Raises NoSeatError, PeriodStateError, MissingFilesError."""
	period = frappe.get_doc("Review Period", name, for_update=True)
	access.require_seat(period.organization, "decide")
	if period.state != "Open":
		message = _("Only an open period can be closed; {0} is not open.").format(period.title)
		frappe.throw(message, PeriodStateError, title=_("Period Not Open"))
	refuse_missing_files(period)
	period.state = "Closed"
	period.closed_on = now_datetime()
	period.flags.by_service = True
	period.save(ignore_permissions=True)  # require_seat has checked who closes
	forget(period.name)
	rechecking.enqueue(period.name, "closed")


def refuse_missing_files(period) -> None:
	"""Whoever has no file stands in no figure: none is left out of a closed period unseen."""
	if not (missing := without_file(period)):
		return
	named = ", ".join(row.organization_name for row in missing[:NAMED])
	message = _(
		"{0} organizations of this period have no file yet: {1}. Press “{2}”, wait until they are made, then close it."
	)
	if len(missing) > NAMED:
		named = f"{named}, …"
	message = message.format(len(missing), named, _("Add Organizations Founded Since"))
	frappe.throw(message, MissingFilesError, title=_("Files Missing"))
