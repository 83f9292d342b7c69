"""Acts on what has ended: reopen an evaluation, withdraw its title, lock it; end a document in force. By the body that decided,
or one above it."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate, now_datetime

from bontot.approval.acts import recognitions
from bontot.approval.core import moves, routing, transitions
from bontot.approval.core.cases import Case
from bontot.approval.core.errors import ActNotOpenError, LockedFileError, WithdrawalError
from bontot.approval.people import conflicts, seating
from bontot.organization import access
from bontot.organization.errors import NoSeatError
from bontot.text import nfc

ACTS = (transitions.REOPEN, transitions.WITHDRAW, transitions.LOCK)
FROM_ABOVE: tuple[access.Ability, ...] = ("decide", "appraise")  # who ends a document in force from above


def abilities_for(case: Case, act: str) -> tuple[access.Ability, ...]:
	"""Abilities that the act asks for: what a body decided is reopened by who records for a body; an officer concludes an interim review and reopens it."""
	by_officer = act == transitions.LOCK or case.route.steps[-1].act != routing.DECIDE
	return ("decide", "appraise") if by_officer else ("decide",)


def reopen(doctype: str, name: str, expected_sequence: int, reason: str) -> Document:
	"""Put a decided evaluation back to the level that ended it; a title it had is marked and holds no longer."""
	case = moves.open_document(doctype, name, expected_sequence)
	doc, seat = case.doc, require_seat_for(case, transitions.REOPEN)
	entry = moves.entry_for(case, transitions.REOPEN, seat.organization, seat)
	entry.reason = moves.required_reason(reason)
	moves.move(case, entry)
	doc.resolution = doc.locked_by = doc.locked_at = None
	moves.finish(case, entry)
	if recognition := recognitions.of_file(doc.name):
		values = {"reopened_on": entry.at.date(), "reopening_reason": entry.reason}
		if recognition.state == recognitions.VALID:  # a title withdrawn before stays withdrawn
			recognitions.mark(recognition, recognitions.REOPENED, **values)
	return doc


def withdraw(
	doctype: str,
	name: str,
	expected_sequence: int,
	reason: str,
	number: str = "",
	decided_on: date | None = None,
) -> Document:
	"""End what holds: an evaluation's title, by the decision of this number and date, or a document that is in force."""
	case = moves.open_document(doctype, name, expected_sequence, closed_too=True)
	if case.kind.table == "title":
		return withdraw_title(case, reason, number, decided_on)
	return put_out_of_force(case, reason)


def withdraw_title(case: Case, reason: str, number: str, decided_on: date | None) -> Document:
	"""Take a title back by a decision of the deciding body or one above it, also after the period was closed.

	The evaluation says that it was withdrawn; figures count it as not recognised from then on.
	"""
	doc, seat = case.doc, require_seat_for(case, transitions.WITHDRAW)
	recognition = recognitions.of_file(doc.name)
	if not recognition or recognition.state != recognitions.VALID:
		message = _("This file holds no title that could be withdrawn. Reload the page.")
		frappe.throw(message, ActNotOpenError, title=_("Not Possible Now"))
	number = nfc(number).strip()
	refuse_faulty_decision(number, decided_on, recognition)
	entry = moves.entry_for(case, transitions.WITHDRAW, seat.organization, seat)
	text = moves.required_reason(reason)
	entry.reason = _("Decision {0} of {1}: {2}").format(number, formatdate(decided_on), text)
	moves.move(case, entry)
	moves.finish(case, entry)
	recognitions.mark(
		recognition,
		recognitions.WITHDRAWN,
		withdrawn_on=decided_on,
		withdrawal_number=number,
		withdrawal_reason=text,
		withdrawn_by=seat.organization,
	)
	return doc


def put_out_of_force(case: Case, reason: str) -> Document:
	"""End a document that is in force: by the body it belongs to, or by the level that agreed or one above it."""
	doc, kind = case.doc, case.kind
	outcome = transitions.outcome(case.situation, transitions.WITHDRAW)
	moves.refuse_impossible(outcome if kind.withdrawable else "not_open_here", doc)
	seat = ending_seat(case, frappe.session.user)
	if not seat:
		message = _("Only {0}, the level that agreed to it and those above it may end it.")
		frappe.throw(message.format(doc.organization_name), NoSeatError, title=_("No Seat"))
	kind.before_withdrawing(doc)
	entry = moves.entry_for(case, transitions.WITHDRAW, seat.organization, seat)
	entry.reason = moves.required_reason(reason)
	moves.move(case, entry)
	return moves.finish(case, entry)


def ending_seat(case: Case, user: str) -> dict | None:
	"""The seat with which `user` may end a document in force: its own body's, or one of the level that agreed or above it."""
	if own := access.seats(user, organization=case.doc.organization, ability=case.kind.author):
		return own[0]
	if not case.route.steps:
		return None
	return seating.first_seat(user, seating.at_or_above(deciding_place(case.route)), FROM_ABOVE)


def refuse_faulty_decision(number: str, on: date | None, recognition: Document) -> None:
	if not on:
		message = _("Decision Date: choose the day of the decision that withdraws the title.")
		frappe.throw(message, WithdrawalError, title=_("Check the Decision"))
	messages = {
		"number": _("Decision Number: enter the number of the decision that withdraws the title."),
		"future": _("Decision Date: {0} lies in the future.").format(formatdate(on)),
		"before": _("Decision Date: {0} lies before the title was recognized ({1}).").format(
			formatdate(on), formatdate(recognition.decided_on)
		),
	}
	if fault := recognitions.withdrawal_fault(number, on, getdate(recognition.decided_on), getdate()):
		frappe.throw(messages[fault], WithdrawalError, title=_("Check the Decision"))


def lock(doctype: str, name: str, expected_sequence: int) -> Document:
	"""A receiving level keeps a decided evaluation as it is: from now on only it, or one above it, reopens or withdraws."""
	case = moves.open_document(doctype, name, expected_sequence)
	doc = case.doc
	if doc.get("locked_by"):
		frappe.throw(_("This file is locked already. Reload the page."), ActNotOpenError)
	seat = require_seat_for(case, transitions.LOCK)
	entry = moves.entry_for(case, transitions.LOCK, seat.organization, seat)
	moves.move(case, entry)
	doc.locked_by, doc.locked_at = seat.organization, now_datetime()
	return moves.finish(case, entry)


def require_seat_for(case: Case, act: str) -> dict:
	"""The seat with which the signed-in user does such an act, or the refusal that says why not."""
	moves.require_possible(case, act)
	doc, places = case.doc, places_for(case, act)
	if not places:
		message = _("The approval route of this file lets no level lock it.")
		frappe.throw(message, ActNotOpenError, title=_("Not Possible Now"))
	user, abilities = frappe.session.user, abilities_for(case, act)
	if doc.locked_by and not seating.first_seat(user, places, abilities):
		if seating.first_seat(user, places_for(case, act, ignore_lock=True), abilities):
			name = frappe.db.get_value("Party Organization", doc.locked_by, "organization_name")
			message = _("{0} has locked this file. Only it, or a level above it, may change it.").format(name)
			frappe.throw(message, LockedFileError, title=_("Locked"))
	seat = seating.require_first_seat(places, abilities)
	ability = next(one for one in abilities if seat[access.ABILITY_FIELDS[one]])
	conflicts.refuse_barred(
		doc, user, seat.organization, ability, neighbouring_levels(case, seat.organization)
	)
	return seat


def places_for(case: Case, act: str, ignore_lock: bool = False) -> list[str]:
	"""Places where an act on a decided file may be done, nearest first."""
	if act == transitions.LOCK:
		return [row["organization"] for row in case.route.receivers if row["may_lock"]]
	locked_by = None if ignore_lock else case.doc.locked_by
	return seating.at_or_above(locked_by or deciding_place(case.route))


def deciding_place(route: routing.FrozenRoute) -> str:
	return route.steps[-1].organization


def may(case: Case, act: str, user: str) -> tuple[bool, str]:
	"""(allowed, why not) for `user`, as the acts above ask it; no words where it is simply not this person's level."""
	doc, kind = case.doc, case.kind
	if kind.table != "title":
		held = kind.why_in_force(doc) if kind.withdrawable and ending_seat(case, user) else None
		return held == "", held or ""
	places, abilities = places_for(case, act), abilities_for(case, act)
	seat = seating.first_seat(user, places, abilities)
	if not seat or (act == transitions.LOCK and doc.locked_by):
		return False, ""
	if act == transitions.WITHDRAW:
		standing = recognitions.status_of(doc.name)
		if not standing or standing.state != recognitions.VALID:
			return False, ""
	ability = next(one for one in abilities if seat[access.ABILITY_FIELDS[one]])
	beside = neighbouring_levels(case, seat.organization)
	return not conflicts.why_barred(doc, user, seat.organization, ability, beside), ""


def neighbouring_levels(case: Case, place: str) -> list[str]:
	"""Levels of the file's way next to a place on it; from above its end, the last one."""
	return [level for level in case.neighbours(place) if level]
