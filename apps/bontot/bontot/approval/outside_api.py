"""Setting a file outside the review, and taking it in again, for the page of the file. Who acts is the signed-in user."""

from typing import Any

import frappe

from bontot.approval import outside
from bontot.approval.api import done, require_reading
from bontot.outbox.conflicts import run_again_on_conflict


@frappe.whitelist(methods=["GET", "POST"])
def reasons(evaluation: str) -> list[str]:
	"""The reasons of the closed list that the file's period knows."""
	doc = frappe.get_doc("Evaluation", evaluation)
	require_reading(doc)
	return outside.reasons_of(doc.period)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def set_outside(
	evaluation: str, expected_sequence: int, outside_reason: str, reason: str = ""
) -> dict[str, Any]:
	"""Put the file outside the review; `reason`: more about it, beside the one chosen from the list."""
	return done(outside.set_outside(evaluation, expected_sequence, outside_reason, reason))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def take_in(evaluation: str, expected_sequence: int, reason: str) -> dict[str, Any]:
	"""Let the file go on as it was before it was set outside."""
	return done(outside.take_in(evaluation, expected_sequence, reason))
