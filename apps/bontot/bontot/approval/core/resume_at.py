"""A file that is sent again after a return, straight to the level that returned it, where its route says so."""

from __future__ import annotations

import frappe
from frappe import _

from bontot.approval.core import transitions
from bontot.approval.core.cases import Case


def position(case: Case) -> int:
	"""Position on its way of the level to which a returned file goes when it is sent; 0: as ever.

	0 too where anything has changed that the levels below agreed to and that was not returned: they see it again
	(`Kind.changed_beyond_return`). The way is the one of the return: a file that lies with its author is re-routed by nobody, and
	one whose levels have ended is given another way before this is asked.
	"""
	doc, route = case.doc, case.route
	if doc.state != transitions.RETURNED or not route.straight_back or case.kind.changed_beyond_return(doc):
		return 0
	where = {"file_name": doc.name, "act": transitions.RETURN, "to_state": transitions.RETURNED}
	back_from = frappe.db.get_value("Approval Step", where, "acting_organization", order_by="sequence desc")
	line = [step.organization for step in route.steps]
	return line.index(back_from) if back_from in line else 0


def words(case: Case) -> str:
	"""For the log: past whom the file goes."""
	steps, position = case.route.steps, case.situation.straight_to
	passed = "; ".join(step.organization_name for step in steps[:position])
	message = _("Straight to {0}, which had returned it. What was agreed to stands: {1}.")
	if case.kind.table != "title":  # all of it may have been mended
		message = _("Straight to {0}, which had returned it. Not seen again by: {1}.")
	return message.format(steps[position].organization_name, passed)
