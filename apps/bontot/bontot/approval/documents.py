"""Acts on documents that are no evaluations: the same service, named by kind. Their doors: `documents_api`."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate

from bontot.approval import bars, kinds, rerouting, routes, seating, service, steps, transitions
from bontot.approval.errors import DecisionError, UnknownKindError
from bontot.organization import access
from bontot.organization.errors import NoSeatError
from bontot.text import nfc

FROM_ABOVE: tuple[access.Ability, ...] = ("decide", "appraise")


def open_document(doctype: str, name: str, expected_sequence: int) -> Document:
	"""The document, its row locked. Raises UnknownKindError, DoesNotExistError, StaleFileError."""
	require_document_kind(doctype)
	return service.open_file(name, expected_sequence, doctype=doctype)


def require_document_kind(doctype: str) -> kinds.Kind:
	"""The kind, if its documents are acted on here; an evaluation has doors of its own, which ask for more."""
	kind = kinds.of(doctype)
	if kind.table == "title":
		message = _("{0} is not acted on here. Open it on its own page.").format(_(doctype))
		frappe.throw(message, UnknownKindError, title=_("Not Possible Now"))
	return kind


def send(doctype: str, name: str, expected_sequence: int) -> Document:
	"""Send a document to the first level above; its kind refuses what is not ready."""
	return service.send_up(open_document(doctype, name, expected_sequence))


def recall(doctype: str, name: str, expected_sequence: int) -> Document:
	"""Take a document back from the level that has it and has not acted yet."""
	return service.take_back(open_document(doctype, name, expected_sequence))


def agree(doctype: str, name: str, expected_sequence: int) -> Document:
	"""Agree and pass on; at a last level that appraises the document is thereby in force."""
	doc = open_document(doctype, name, expected_sequence)
	return service.finish(doc, service.agree_to(doc))


def approve(doctype: str, name: str, expected_sequence: int, number: str, decided_on: date) -> Document:
	"""Record that the body where the document waits has decided to approve it. Raises DecisionError."""
	doc = open_document(doctype, name, expected_sequence)
	seat = service.require_recorder(doc, transitions.APPROVE)
	kinds.of(doctype).refuse_when_held(name)
	entry = service.entry_for(doc, transitions.APPROVE, doc.awaiting_organization, seat)
	entry.reason = decision_words(number, decided_on)
	put_in_force(doc, entry)
	return service.finish(doc, entry)


def put_in_force(doc: Document, entry: steps.Entry) -> None:
	"""What a body's approval makes of a locked document, in memory; by its own number and date or by a resolution."""
	here = doc.awaiting_organization
	service.move(doc, service.situation_of(doc), entry)
	kinds.of(doc.doctype).agreed(doc, here, entry.at)


def decision_words(number: str, decided_on: date) -> str:
	number = nfc(number).strip()
	if not number:
		message = _("Decision Number: enter the number of the decision by which the body approves it.")
		frappe.throw(message, DecisionError, title=_("Check the Decision"))
	if decided_on > getdate():
		message = _("Decision Date: {0} lies in the future.").format(formatdate(decided_on))
		frappe.throw(message, DecisionError, title=_("Check the Decision"))
	return _("Decision {0} of {1}").format(number[:140], formatdate(decided_on))


def return_document(
	doctype: str, name: str, expected_sequence: int, reason: str, to: service.ReturnTo = "author"
) -> Document:
	"""Give a document back to be mended, or to the level below to look at it again."""
	doc = open_document(doctype, name, expected_sequence)
	entry = service.returning(doc, to)
	entry.reason = service.required_reason(reason)
	return service.send_back(doc, entry)


def reroute(doctype: str, name: str, expected_sequence: int, reason: str) -> Document:
	"""Work a waiting document's way out anew, from today's tree and routes. Raises what `rerouting.reroute` raises."""
	return rerouting.send_along(open_document(doctype, name, expected_sequence), reason)


def withdraw(doctype: str, name: str, expected_sequence: int, reason: str) -> Document:
	"""End a document that is in force: by the body it belongs to, or by the level that agreed or one above it."""
	doc = open_document(doctype, name, expected_sequence)
	outcome = transitions.outcome(service.situation_of(doc), transitions.WITHDRAW)
	service.refuse_impossible(outcome if kinds.of(doctype).withdrawable else "not_open_here", doc)
	seat = withdrawing_seat(doc, frappe.session.user)
	if not seat:
		message = _("Only {0}, the level that agreed to it and those above it may end it.")
		frappe.throw(message.format(doc.organization_name), NoSeatError, title=_("No Seat"))
	kinds.of(doctype).before_withdrawing(doc)
	entry = service.entry_for(doc, transitions.WITHDRAW, seat.organization, seat)
	entry.reason = service.required_reason(reason)
	service.move(doc, service.situation_of(doc), entry)
	return service.finish(doc, entry)


def withdrawing_seat(doc: Document, user: str) -> dict | None:
	own = access.seats(user, organization=doc.organization, ability=kinds.of(doc.doctype).author)
	return own[0] if own else seating.first_seat(user, levels_over(doc), FROM_ABOVE)


def levels_over(doc: Document) -> list[str]:
	"""The level that agreed and those above it."""
	steps = routes.steps_of(doc)
	return seating.at_or_above(steps[-1].organization) if steps else []


def may(doc: Document, act: str, user: str) -> tuple[bool, str]:
	"""(allowed, why not) for acts that only documents know."""
	if act == transitions.WITHDRAW:
		kind = kinds.of(doc.doctype)
		if not (kind.withdrawable and withdrawing_seat(doc, user)):
			return False, ""
		held = kind.why_in_force(doc)
		return not held, held
	place = doc.awaiting_organization
	if not access.seats(user, organization=place, ability="decide"):
		return False, ""
	barred = bars.why_consecutive(doc.name, place, bars.hands(user, place, "decide"), doctype=doc.doctype)
	return not barred, barred[1] if barred else ""
