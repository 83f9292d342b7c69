"""A file that is sent again after a return, straight to the level that returned it, where its route says so: whether it
may go so, and whether it came so."""

from __future__ import annotations

import json

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.approval.core import kinds, routes, transitions


def position(doc: Document) -> int:
	"""Position on its way of the level to which a returned file goes when it is sent; 0: as ever.

	0 too where anything has changed that the levels below agreed to and that was not returned: they see it again
	(`Kind.changed_beyond_return`). The way is the one of the return: a file that lies with its author is re-routed by nobody, and
	one whose levels have ended is given another way before this is asked.
	"""
	if doc.state != transitions.RETURNED or not applies_to(doc):
		return 0
	if kinds.of(doc.doctype).changed_beyond_return(doc):
		return 0
	where = {"file_name": doc.name, "act": transitions.RETURN, "to_state": transitions.RETURNED}
	back_from = frappe.db.get_value("Approval Step", where, "acting_organization", order_by="sequence desc")
	line = [step.organization for step in routes.steps_of(doc)]
	return line.index(back_from) if back_from in line else 0


def applies_to(doc: Document) -> bool:
	"""Whether the route says so that was frozen with the file."""
	return bool(doc.route) and json.loads(doc.route)["straight_back"]


def came(doc: Document) -> bool:
	"""Whether a waiting file was sent straight to where it waits, and nobody has acted on it since."""
	if doc.state != transitions.UNDER_APPRAISAL or not doc.route_position or not applies_to(doc):
		return False
	where = {"file_name": doc.name, "act": ("not in", transitions.UNJUDGED)}
	return frappe.db.get_value("Approval Step", where, "act", order_by="sequence desc") == transitions.SEND


def words(doc: Document, position: int) -> str:
	"""For the log: past whom the file goes."""
	steps = routes.steps_of(doc)
	passed = "; ".join(step.organization_name for step in steps[:position])
	message = _("Straight to {0}, which had returned it. What was agreed to stands: {1}.")
	if kinds.of(doc.doctype).table != "title":  # all of it may have been mended
		message = _("Straight to {0}, which had returned it. Not seen again by: {1}.")
	return message.format(steps[position].organization_name, passed)
