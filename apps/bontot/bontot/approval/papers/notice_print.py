"""The notice of a file's result, from the body that decided it to the organisation. Asked by the print format."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

from bontot import paper
from bontot.approval.acts import after_decision
from bontot.approval.core import routing, transitions
from bontot.approval.core.errors import ActNotOpenError
from bontot.approval.papers import explaining

ENDED = (*transitions.DECIDED, transitions.DECLARED_NOT_REACHED, transitions.OUTSIDE)


def notice_for_print(doc: Document) -> dict[str, Any]:
	"""Content of the notice. Raises PermissionError; ActNotOpenError while the file has no result."""
	stored = frappe.get_doc("Evaluation", doc.name)
	stored.check_permission("print")
	with paper.in_vietnamese():
		if stored.state not in ENDED:
			message = _("This file has no result yet, so there is nothing to give notice of.")
			frappe.throw(message, ActNotOpenError, title=_("Not Possible Now"))
		shown = explaining.of_file(stored)
		place = sender_of(stored)
		return {
			**paper.paper_head(place),
			"on_behalf_of": paper.on_behalf_of(place),
			"to": paper.committee_name(shown["organization_name"]),
			"period_title": shown["period_title"],
			"verdict": shown["verdict"],
			"decision": decision_of(stored),
			"rested_on": shown["rested_on"],
			"said": shown["said"],
			"met": shown["met"],
			"total": shown["total"],
			"not_met": [
				item["short_text"]
				for group in shown["groups"]
				for item in group["items"]
				if item["result"] == "Not Met"
			],
		}


def sender_of(doc: Document) -> str:
	"""The body that ended the file; where it never went up, the one directly above the organisation."""
	if doc.route and doc.state in transitions.DECIDED:
		return after_decision.deciding_place(routing.thaw(doc.route))
	above = frappe.db.get_value("Party Organization", doc.organization, "parent_organization")
	return above or doc.organization


def decision_of(doc: Document) -> str:
	if not doc.resolution:
		return ""
	number, on = frappe.db.get_value("Resolution", doc.resolution, ["number", "resolution_date"])
	return _("Decision {0} of {1}.").format(number, formatdate(on, "dd/MM/yyyy"))
