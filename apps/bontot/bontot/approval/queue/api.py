"""Lists of what waits for the signed-in user, went on or came to their knowledge, and one act on many."""

from typing import Annotated, Any, get_args

import frappe
from frappe import _
from pydantic import ConfigDict
from typing_extensions import TypedDict

from bontot.approval.queue import bulk, choices, ended_documents, vacancies
from bontot.approval.queue import for_information as receiving
from bontot.approval.queue import waiting as queues
from bontot.approval.queue import waiting_documents as documents_queue
from bontot.argument_types import WRITTEN, Name
from bontot.arguments import ArgumentError
from bontot.outbox.conflicts import run_again_on_conflict

MAX_LIMIT = 100  # documents at once


class ShownFile(TypedDict):
	"""An evaluation as the page showed it."""

	__pydantic_config__ = ConfigDict(extra="forbid")

	evaluation: Name
	expected_sequence: int


ShownFiles = Annotated[list[ShownFile], WRITTEN]


@frappe.whitelist(methods=["GET", "POST"])
def queue(
	text: str = "",
	period: str = "",
	period_kind: str = "",
	title_kind: str = "",
	organization_kind: str = "",
	act: str = "",
	branch: str = "",
	changed: bool = False,
	overdue: bool = False,
	differs: bool = False,
	missing_evidence: bool = False,
	newer: bool = False,
	start: int = 0,
	limit: int = 20,
) -> dict[str, Any]:
	"""Evaluations that wait for the signed-in user (`queue.page`); receives: whether decided files come to
	the user's levels (`received`)."""
	flags = {"changed": changed, "overdue": overdue, "differs": differs, "missing_evidence": missing_evidence}
	flags["newer"] = newer
	texts = (text, period, period_kind, title_kind, organization_kind, act, branch)
	found = queues.page(frappe.session.user, queues.Filters(*texts, **flags), start, limit)
	return found | {"receives": receiving.receives(frappe.session.user)}


@frappe.whitelist(methods=["GET", "POST"])
def get_queue_choices() -> dict[str, list[dict[str, Any]]]:
	"""Choices by which the signed-in user's queue can be narrowed (`choices.of_user`)."""
	return choices.of_user(frappe.session.user)


@frappe.whitelist(methods=["GET", "POST"])
def forwarded(
	text: str = "",
	period: str = "",
	period_kind: str = "",
	title_kind: str = "",
	start: int = 0,
	limit: int = 20,
) -> dict[str, Any]:
	"""Whereabouts of the evaluations that the signed-in user's organisations have acted on: {rows, total}."""
	filters = queues.Filters(text=text, period=period, period_kind=period_kind, title_kind=title_kind)
	return queues.forwarded(frappe.session.user, filters, start, limit)


@frappe.whitelist(methods=["GET", "POST"])
def list_for_information(
	text: str = "",
	period_kind: str = "",
	title_kind: str = "",
	flag: str = "",
	start: int = 0,
	limit: int = 20,
) -> dict[str, Any]:
	"""Files decided below that come to the knowledge of the signed-in user's levels (`for_information.page`): {rows, total}. Raises ArgumentError."""
	if flag not in get_args(receiving.Flag):
		frappe.throw(_("The request cannot be read. Reload the page and try again."), ArgumentError)
	filters = queues.Filters(text=text, period_kind=period_kind, title_kind=title_kind)
	return receiving.page(frappe.session.user, filters, flag, start, limit)


@frappe.whitelist(methods=["GET", "POST"])
def stuck(start: int = 0, limit: int = 20) -> dict[str, Any]:
	"""Files within the signed-in user's reach that wait where nobody can act: {rows, total}."""
	return vacancies.page(frappe.session.user, start, limit)


@frappe.whitelist(methods=["GET", "POST"])
def bulk_sample(files: ShownFiles) -> list[dict[str, Any]]:
	"""Of [{evaluation, expected_sequence}] those that the signed-in user opens before agreeing to all at once:
	[{evaluation, organization_name, opened}]."""
	return bulk.sample(files)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def bulk_agree(files: ShownFiles) -> list[dict[str, Any]]:
	"""Agree with many files [{evaluation, expected_sequence}]; [{evaluation, ok, message}] in the same order."""
	return bulk.agree(files)


# Documents that are no evaluations


@frappe.whitelist(methods=["GET", "POST"])
def waiting_documents(start: int = 0, limit: int = 20, kind: str = "") -> dict[str, Any]:
	"""Documents that wait for the signed-in user (`waiting_documents.page`), at most 100 at once."""
	return documents_queue.page(frappe.session.user, *_part(start, limit), kind)


@frappe.whitelist(methods=["GET", "POST"])
def forwarded_documents(start: int = 0, limit: int = 20, kind: str = "") -> dict[str, Any]:
	"""Whereabouts of documents on which the signed-in user's organisations have acted (`ended_documents.passed_on`)."""
	return ended_documents.passed_on(frappe.session.user, *_part(start, limit), kind)


@frappe.whitelist(methods=["GET", "POST"])
def list_ended(start: int = 0, limit: int = 20, kind: str = "") -> dict[str, Any]:
	"""Documents ended below that come to the knowledge of the signed-in user's levels (`ended_documents.ended_below`)."""
	return ended_documents.ended_below(frappe.session.user, *_part(start, limit), kind)


def _part(start: int, limit: int) -> tuple[int, int]:
	return max(start, 0), min(max(limit, 1), MAX_LIMIT)
