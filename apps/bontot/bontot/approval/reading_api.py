"""What is asked besides the acts: why a file came to its result, and which meeting may have adopted it."""

from typing import Any

import frappe

from bontot.approval import adoption, explaining
from bontot.approval.api import require_reading


@frappe.whitelist(methods=["GET", "POST"])
def get_explanation(name: str) -> dict[str, Any]:
	"""Why a file came to its result (see `explaining.of_file`). Raises DoesNotExistError, PermissionError."""
	doc = frappe.get_doc("Evaluation", name)
	require_reading(doc)
	return explaining.of_file(doc)


@frappe.whitelist(methods=["GET", "POST"])
def get_adoption(evaluation: str) -> dict[str, Any]:
	"""Which meetings may have adopted a self-assessment, with their votes, the latest chosen (`adoption.proposal`)."""
	doc = frappe.get_doc("Evaluation", evaluation)
	doc.check_permission("read")
	return adoption.proposal(doc)
