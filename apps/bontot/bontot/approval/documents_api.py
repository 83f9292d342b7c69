"""What forms of documents call to send, judge and end them. Who acts is the signed-in user."""

from datetime import date
from typing import Any, Literal

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.approval import document_view, documents, documents_elsewhere, documents_queue
from bontot.approval.api import require_reading
from bontot.approval.errors import DecisionError
from bontot.outbox.conflicts import run_again_on_conflict

MAX_LIMIT = 100


@frappe.whitelist(methods=["GET", "POST"])
def view(kind: str, name: str) -> dict[str, Any]:
	"""A document on its way (`document_view.of_document`). Raises UnknownKindError, DoesNotExistError, PermissionError."""
	documents.require_document_kind(kind)
	doc = frappe.get_doc(kind, name)
	require_reading(doc)
	return document_view.of_document(doc, frappe.session.user)


@frappe.whitelist(methods=["GET", "POST"])
def waiting(start: int = 0, limit: int = 20, kind: str = "") -> dict[str, Any]:
	"""Documents that wait for the signed-in user (`documents_queue.page`), at most 100 at once."""
	return documents_queue.page(frappe.session.user, *_part(start, limit), kind)


def _part(start: int, limit: int) -> tuple[int, int]:
	return max(start, 0), min(max(limit, 1), MAX_LIMIT)


@frappe.whitelist(methods=["GET", "POST"])
def passed_on(start: int = 0, limit: int = 20, kind: str = "") -> dict[str, Any]:
	"""Where documents went on which the signed-in user's organisations have acted (`documents_elsewhere.passed_on`)."""
	return documents_elsewhere.passed_on(frappe.session.user, *_part(start, limit), kind)


@frappe.whitelist(methods=["GET", "POST"])
def received(start: int = 0, limit: int = 20, kind: str = "") -> dict[str, Any]:
	"""What ended below of documents and comes to the signed-in user's levels (`documents_elsewhere.received`)."""
	return documents_elsewhere.received(frappe.session.user, *_part(start, limit), kind)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def send(kind: str, name: str, expected_sequence: int) -> dict[str, Any]:
	"""Send a document to the level above."""
	return done(documents.send(kind, name, expected_sequence))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def recall(kind: str, name: str, expected_sequence: int) -> dict[str, Any]:
	"""Take a document back while the level that has it has not acted."""
	return done(documents.recall(kind, name, expected_sequence))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def agree(kind: str, name: str, expected_sequence: int) -> dict[str, Any]:
	"""Agree and pass on, at a last level that appraises put in force."""
	return done(documents.agree(kind, name, expected_sequence))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def approve(kind: str, name: str, expected_sequence: int, number: str, decided_on: str) -> dict[str, Any]:
	"""Record the body's decision of this number and date (ISO) that approves a document."""
	return done(documents.approve(kind, name, expected_sequence, number, day(decided_on)))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def return_document(
	kind: str, name: str, expected_sequence: int, reason: str, to: Literal["author", "below"] = "author"
) -> dict[str, Any]:
	"""Give a document back to be mended, or to the level below to look at it again, for this reason."""
	return done(documents.return_document(kind, name, expected_sequence, reason, to))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def reroute(kind: str, name: str, expected_sequence: int, reason: str) -> dict[str, Any]:
	"""Send a waiting document along its way as worked out anew."""
	return done(documents.reroute(kind, name, expected_sequence, reason))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def withdraw(kind: str, name: str, expected_sequence: int, reason: str) -> dict[str, Any]:
	"""End a document that is in force."""
	return done(documents.withdraw(kind, name, expected_sequence, reason))


def done(doc: Document) -> dict[str, Any]:
	"""What a form needs after an act."""
	return {"name": doc.name, "state": doc.state, "step_sequence": doc.step_sequence}


def day(value: str) -> date:
	try:
		return date.fromisoformat(value)
	except ValueError:
		message = _("Decision Date: {0} is no date. Choose it from the calendar.").format(value[:20])
		frappe.throw(message, DecisionError, title=_("Check the Decision"))
