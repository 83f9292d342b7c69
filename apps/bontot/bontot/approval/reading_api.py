"""What is asked besides the acts: why a file came to its result, which meeting may have adopted it, what a level receives,
which titles an organisation holds, what a queue can be narrowed by."""

from typing import Any, get_args

import frappe
from frappe import _

from bontot.approval import adoption, explaining, queue, queue_choices, title_register
from bontot.approval import received as receiving
from bontot.approval.api import require_reading
from bontot.arguments import ArgumentError


@frappe.whitelist(methods=["GET", "POST"])
def get_explanation(name: str) -> dict[str, Any]:
	"""Why a file came to its result (see `explaining.of_file`). Raises DoesNotExistError, PermissionError."""
	doc = frappe.get_doc("Evaluation", name)
	require_reading(doc)
	return explaining.of_file(doc)


@frappe.whitelist(methods=["GET", "POST"])
def get_queue_choices() -> dict[str, list[dict[str, Any]]]:
	"""What the signed-in user's queue can be narrowed by (`queue_choices.of_user`)."""
	return queue_choices.of_user(frappe.session.user)


@frappe.whitelist(methods=["GET", "POST"])
def get_adoption(evaluation: str) -> dict[str, Any]:
	"""Which meetings may have adopted a self-assessment, with their votes, the latest chosen (`adoption.proposal`)."""
	doc = frappe.get_doc("Evaluation", evaluation)
	doc.check_permission("read")
	return adoption.proposal(doc)


@frappe.whitelist(methods=["GET", "POST"])
def get_titles(organization: str) -> list[dict[str, Any]]:
	"""The titles of an organisation, the latest year first (`title_register.of_organization`); none of one beyond reach, and of
	one that does not exist."""
	return title_register.of_organization(organization)


@frappe.whitelist(methods=["GET", "POST"])
def received(
	text: str = "",
	period_kind: str = "",
	title_kind: str = "",
	flag: str = "",
	start: int = 0,
	limit: int = 20,
) -> dict[str, Any]:
	"""What was decided below and comes to the signed-in user's levels (`received.page`): {rows, total}. Raises ArgumentError."""
	if flag not in get_args(receiving.Flag):
		frappe.throw(_("The request cannot be read. Reload the page and try again."), ArgumentError)
	filters = queue.Filters(text=text, period_kind=period_kind, title_kind=title_kind)
	return receiving.page(frappe.session.user, filters, flag, start, limit)
