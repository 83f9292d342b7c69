"""Returns of a file, by its log and its way: whether it may go to the level below, and whether it came from above."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from bontot.approval.core import routes, routing, steps, transitions

LEVEL_BELOW = "Level Directly Below"  # as a row of a resolution says it


def why_none_below(route: routing.FrozenRoute, position: int) -> str | None:
	"""Reason why a file cannot go back to the level below that at `position` of its way; None: it can."""
	if position < 1:
		return _("No level below this one has appraised the file. Return it to the unit.")
	below = route.steps[position - 1]
	if routes.lives(below.organization, getdate()):
		return None
	message = _("{0}, which appraised the file below, has ended. Return the file to the unit, or decide it.")
	return message.format(below.organization_name)


def act_of(row: Document) -> str:
	"""The act that a returning row of a resolution asks for: to the unit, unless it says the level below."""
	return transitions.RETURNS["below" if row.return_to == LEVEL_BELOW else "author"]


def why_not_returned(file: Any, row: Document) -> str | None:
	"""Reason why a waiting file (its columns) cannot go where a returning row says; None: it can."""
	if act_of(row) == transitions.RETURN:
		return why_no_author(file)
	return why_none_below(routing.thaw(file.route), file.route_position or 0)


def why_no_author(file: Any) -> str | None:
	"""Reason why a file (its columns) cannot go back to its author; only one reopened after its organisation ended meets this."""
	if routes.lives(file.organization, getdate()):
		return None
	return _(
		"{0} has ended, so nobody there could mend this file. Decide it as it stands, or have the body above decide it."
	).format(file.organization_name)


def came_from_above(doc: Document) -> bool:
	"""Whether a file was reopened where it waits and nothing done with it since, or its level is asked to look again."""
	where = {"file_name": doc.name, "sequence": doc.step_sequence or 0, "act": transitions.REOPEN}
	return bool(doc.returned_by or frappe.db.exists("Approval Step", where))


def sent_down_before(doc: Document, organization: str, agreed_at: datetime) -> steps.Entry | None:
	"""The return from above that the agreement of `organization` at that moment answered; None: it answered none."""
	mine = {"file_name": doc.name, "act": transitions.AGREE, "acting_organization": organization}
	agreed = frappe.db.get_value("Approval Step", mine | {"acted_at": agreed_at}, "sequence")
	where = {"file_name": doc.name, "sequence": ("<", agreed), "act": ("not in", transitions.UNJUDGED)}
	fields = (
		"act",
		"acting_organization",
		"acted_at",
		"from_state",
		"to_state",
		"reason",
		"reasons",
		"criteria_touched",
	)
	last = frappe.db.get_value("Approval Step", where, fields, order_by="sequence desc", as_dict=True)
	if last.act != transitions.RETURN or last.to_state != transitions.UNDER_APPRAISAL:
		return None
	back = steps.Entry(last.act, last.acting_organization, None, last.acted_at, last.from_state)
	back.reasons = steps.touched(last)
	back.criteria = list(back.reasons)
	return back


def when_agreed(doc: Document, organization: str) -> datetime | None:
	where = {"file_name": doc.name, "act": transitions.AGREE, "acting_organization": organization}
	return frappe.db.get_value("Approval Step", where, "acted_at", order_by="sequence desc")


def open_return(doc: Document) -> dict[str, Any] | None:
	"""{organization_name, reason}: who above asks the level where a file waits to look at it again, and why; "" where each
	criterion has its own reason."""
	if not doc.returned_by:
		return None
	where = {"file_name": doc.name, "act": transitions.RETURN, "acting_organization": doc.returned_by}
	# Whoever reads the file reads its log; the caller has checked the file.
	reason = frappe.db.get_value("Approval Step", where, "reason", order_by="sequence desc")
	return {
		"organization_name": steps.organization_names({doc.returned_by}).get(doc.returned_by, ""),
		"reason": reason or "",
	}
