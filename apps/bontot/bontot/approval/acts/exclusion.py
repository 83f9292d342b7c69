"""A file set outside the review by a body above, for a reason of the province's closed list, and taken in again (facts §2.3).

The list is the setting `outside_reasons` of the framework that the period froze: reasons apart by semicolons; empty, nobody
is set outside by hand. Both acts stand in the step log; figures show the file with its reason. Until the period is closed the
file may come back. Those whom a rule has put outside (too young, ended) stay where the rule put them.
"""

from __future__ import annotations

import json

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from bontot.approval.acts import after_decision
from bontot.approval.core import kinds, moves, routes, transitions
from bontot.approval.core.cases import Case
from bontot.approval.core.errors import ActNotOpenError, AuthorGoneError, OutsideReasonError
from bontot.approval.core.transitions import SET_OUTSIDE, TAKE_IN
from bontot.approval.people import conflicts, seating
from bontot.organization.tree import DOCTYPE as ORGANIZATION
from bontot.text import nfc

SETTING = "outside_reasons"
AT_AUTHOR = (transitions.DRAFT, transitions.RETURNED)


def reasons_of(period: str) -> list[str]:
	"""The reasons that the period's framework knows, in its order."""
	frozen = json.loads(frappe.db.get_value("Review Period", period, "frozen_framework") or "{}")
	listed = frozen.get("settings", {}).get(SETTING) or ""
	return list(dict.fromkeys(filter(None, (nfc(one).strip() for one in listed.split(";")))))


def set_outside(
	doctype: str, name: str, expected_sequence: int, outside_reason: str, note: str = ""
) -> Document:
	"""Put a file that lies with its author outside the review.

	Raises NoSeatError, OwnUnitError, ActNotOpenError, OutsideReasonError, PeriodClosedError, StaleFileError.
	"""
	kinds.require_criteria(doctype)
	case = moves.open_document(doctype, name, expected_sequence)
	doc, seat = case.doc, require_seat(case, SET_OUTSIDE)
	reason = nfc(outside_reason).strip()
	if reason not in reasons_of(doc.period):
		message = _("Choose one of the reasons that the framework of this period lists.")
		frappe.throw(message, OutsideReasonError, title=_("Reason Outside"))
	entry = moves.entry_for(case, SET_OUTSIDE, seat.organization, seat)
	entry.reason = f"{reason}. {moves.required_reason(note)}" if nfc(note).strip() else reason
	doc.state, doc.outside_reason = transitions.OUTSIDE, reason
	moves.await_nobody(doc)
	return moves.finish(case, entry)


def take_in(doctype: str, name: str, expected_sequence: int, reason: str) -> Document:
	"""Let a file that was set outside by `set_outside` go on as it was. Raises as that, and AuthorGoneError."""
	kinds.require_criteria(doctype)
	case = moves.open_document(doctype, name, expected_sequence)
	doc, seat = case.doc, require_seat(case, TAKE_IN)
	if not routes.lives(doc.organization, getdate()):
		message = _("{0} has ended, so its file stays outside the review.").format(doc.organization_name)
		frappe.throw(message, AuthorGoneError, title=_("Reason Outside"))
	entry = moves.entry_for(case, TAKE_IN, seat.organization, seat)
	entry.reason = moves.required_reason(reason)
	doc.state, doc.outside_reason = set_outside_from(doc), None
	if doc.state == transitions.RETURNED:
		moves.await_author(doc, entry.at)
	else:
		moves.await_nobody(doc)
	return moves.finish(case, entry)


def set_outside_from(doc: Document) -> str | None:
	"""The state in which an act has put the file outside; None where no act has, or it was taken in since."""
	where = {"file_name": doc.name, "file_doctype": doc.doctype, "sequence": doc.step_sequence or 0}
	last = frappe.db.get_value("Approval Step", where, ("act", "from_state"), as_dict=True)
	return last.from_state if last and last.act == SET_OUTSIDE else None


def open_act(doc: Document) -> str | None:
	"""The one of the two acts that the file's state knows."""
	if doc.state in AT_AUTHOR:
		return SET_OUTSIDE
	return TAKE_IN if doc.state == transitions.OUTSIDE and set_outside_from(doc) else None


def places_for(doc: Document) -> list[str]:
	"""The body directly above the organisation, and those above it."""
	above = frappe.db.get_value(ORGANIZATION, doc.organization, "parent_organization")
	return seating.at_or_above(above) if above else []


def require_seat(case: Case, act: str) -> dict:
	doc = case.doc
	if open_act(doc) != act:
		message = _(
			"Only a file that lies with its unit is set outside, and only one set outside so is taken in again."
		)
		frappe.throw(message, ActNotOpenError, title=_("Not Possible Now"))
	seat = seating.require_first_seat(places_for(doc), ("decide",))
	beside = after_decision.neighbouring_levels(case, seat.organization)
	conflicts.refuse_barred(doc, frappe.session.user, seat.organization, "decide", beside)
	return seat


def may(case: Case, user: str) -> dict[str, dict[str, object]]:
	"""{act: {"allowed", "why"}} of the one act that is open to `user`; {} where none is."""
	doc, act = case.doc, open_act(case.doc)
	if not act or is_closed(doc) or (act == SET_OUTSIDE and not reasons_of(doc.period)):
		return {}
	seat = seating.first_seat(user, places_for(doc), ("decide",))
	if not seat:
		return {}
	beside = after_decision.neighbouring_levels(case, seat.organization)
	if conflicts.why_barred(doc, user, seat.organization, "decide", beside):
		return {}
	return {act: {"allowed": True, "why": ""}}


def is_closed(doc: Document) -> bool:
	return frappe.get_cached_value("Review Period", doc.period, "state") == "Closed"
