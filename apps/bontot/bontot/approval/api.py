"""What pages call. Who acts is the signed-in user; each act expects the step number of the page it was shown on."""

from datetime import date
from typing import Annotated, Any, Literal

import frappe
from frappe import _
from frappe.model.document import Document
from pydantic import ConfigDict, FiniteFloat
from typing_extensions import TypedDict

from bontot.approval import (
	bulk,
	by_turn,
	deciding,
	file_view,
	later,
	received,
	rerouting,
	service,
	vacancies,
)
from bontot.approval import queue as queues
from bontot.approval.errors import ActNotOpenError, WithdrawalError
from bontot.argument_types import WRITTEN, Name
from bontot.organization import access, seen
from bontot.outbox.conflicts import run_again_on_conflict


class ShownFile(TypedDict):
	"""An evaluation as the page showed it."""

	__pydantic_config__ = ConfigDict(extra="forbid")

	evaluation: Name
	expected_sequence: int


ShownFiles = Annotated[list[ShownFile], WRITTEN]
Points = Annotated[dict[str, FiniteFloat], WRITTEN]  # by criterion
Reasons = Annotated[dict[Name, str], WRITTEN]  # by criterion


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def send(
	evaluation: str,
	expected_sequence: int,
	adopted_by_meeting: str | None = None,
	votes_for: int = 0,
	votes_against: int = 0,
	votes_other: int = 0,
) -> dict[str, Any]:
	"""Send a file to the level above. A refusal for something missing carries the list as `missing`, one for returned criteria
	that were left as they were as `unanswered`."""
	adoption = (adopted_by_meeting, votes_for, votes_against, votes_other)
	return done(service.send(evaluation, expected_sequence, *adoption))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def recall(evaluation: str, expected_sequence: int) -> dict[str, Any]:
	"""Take a file back while the level that has it has not acted."""
	return done(service.recall(evaluation, expected_sequence))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def agree(
	evaluation: str, expected_sequence: int, points: Points | None = None, reason: str = ""
) -> dict[str, Any]:
	"""Agree and pass the file on; with other points than counted before ({criterion: points}) for this reason."""
	return done(service.agree(evaluation, expected_sequence, points, reason))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def return_file(
	evaluation: str,
	expected_sequence: int,
	reasons: Reasons,
	to: Literal["author", "below"] = "author",
) -> dict[str, Any]:
	"""Give the file back to its author, or to the level below to look again: these criteria, each for its own reason."""
	return done(service.return_file(evaluation, expected_sequence, reasons, to))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def declare_not_reached(evaluation: str, expected_sequence: int, reason: str) -> dict[str, Any]:
	"""The organisation says itself that it has not reached the title."""
	return done(service.declare_not_reached(evaluation, expected_sequence, reason))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def reopen(evaluation: str, expected_sequence: int, reason: str) -> dict[str, Any]:
	"""Put a decided file back to the level that ended it."""
	return done(later.reopen(evaluation, expected_sequence, reason))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def withdraw_recognition(
	evaluation: str, expected_sequence: int, number: str, decided_on: str, reason: str
) -> dict[str, Any]:
	"""Take a title back by the decision of this number and date (ISO)."""
	return done(later.withdraw(evaluation, expected_sequence, number, day(decided_on), reason))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def lock(evaluation: str, expected_sequence: int) -> dict[str, Any]:
	"""Keep a decided file as it is, at a level that receives it."""
	return done(later.lock(evaluation, expected_sequence))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def reroute(evaluation: str, expected_sequence: int, reason: str, to: str | None = None) -> dict[str, Any]:
	"""Send a waiting file along its way as worked out anew, or on to the level `to`."""
	return done(rerouting.reroute(evaluation, expected_sequence, reason, to or None))


@frappe.whitelist(methods=["GET", "POST"])
def reroute_choices(evaluation: str) -> list[dict[str, Any]]:
	"""Levels at which a waiting file could go on (see `rerouting.choices`)."""
	doc = frappe.get_doc("Evaluation", evaluation)
	require_reading(doc)
	return rerouting.choices(doc) if rerouting.may(doc, frappe.session.user) else []


@frappe.whitelist(methods=["GET", "POST"])
def stuck(start: int = 0, limit: int = 20) -> dict[str, Any]:
	"""Files within the signed-in user's reach that wait where nobody can act: {rows, total}."""
	return vacancies.page(frappe.session.user, start, limit)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def bulk_agree(files: ShownFiles) -> list[dict[str, Any]]:
	"""Agree with many files [{evaluation, expected_sequence}]; [{evaluation, ok, message}] in the same order."""
	return bulk.agree(files)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def apply_again(resolution: str) -> str:
	"""Try the rows of a resolution that failed once more; the name of the outbox task."""
	seen.require("Resolution", resolution)
	doc = frappe.get_doc("Resolution", resolution, for_update=True)
	seat = access.require_seat(doc.organization, "decide")
	if doc.docstatus != 1 or doc.state != "Partly Applied":
		frappe.throw(
			_("This resolution has no failed rows to try again."), ActNotOpenError, title=_("Nothing to Do")
		)
	doc.refuse_consecutive_level()  # who applies it acts on its rows, as who submits it
	doc.db_set("state", "Deciding")
	return deciding.enqueue(doc, seat, again=deciding.runs_of(doc.name))


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
	"""What waits for the signed-in user (`queue.page`); receives: whether decided files come to
	the user's levels (`received`)."""
	flags = {"changed": changed, "overdue": overdue, "differs": differs, "missing_evidence": missing_evidence}
	flags["newer"] = newer
	texts = (text, period, period_kind, title_kind, organization_kind, act, branch)
	found = queues.page(frappe.session.user, queues.Filters(*texts, **flags), start, limit)
	return found | {"receives": received.receives(frappe.session.user)}


@frappe.whitelist(methods=["GET", "POST"])
def forwarded(
	text: str = "",
	period: str = "",
	period_kind: str = "",
	title_kind: str = "",
	start: int = 0,
	limit: int = 20,
) -> dict[str, Any]:
	"""Where the files went that the signed-in user's organisations have acted on: {rows, total}."""
	filters = queues.Filters(text=text, period=period, period_kind=period_kind, title_kind=title_kind)
	return queues.forwarded(frappe.session.user, filters, start, limit)


@frappe.whitelist(methods=["GET", "POST"])
def get_file(name: str) -> dict[str, Any]:
	"""A file for its reviewer (see `file_view.of_file`)."""
	doc = frappe.get_doc("Evaluation", name)
	require_reading(doc)
	return file_view.of_file(doc, frappe.session.user)


@frappe.whitelist(methods=["GET", "POST"])
def resolution_candidates(
	organization: str,
	period: str,
	text: str = "",
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
) -> list[dict[str, Any]]:
	"""Files of a period that wait for a decision of this organisation, narrowed as the queue is, with their flags, in order of
	the tree: all that one resolution may decide."""
	access.require_seat(organization, "decide")
	flags = {"changed": changed, "overdue": overdue, "differs": differs, "missing_evidence": missing_evidence}
	flags["newer"] = newer
	texts = (text, period, period_kind, title_kind, organization_kind, act, branch)
	return queues.candidates(organization, period, queues.Filters(*texts, **flags), frappe.session.user)


def require_reading(doc: Document) -> None:
	"""Who may read it by place, and who must act on it though it has moved away since it was sent."""
	if not by_turn.waits_for(doc, frappe.session.user):
		doc.check_permission("read")


def done(doc: Document) -> dict[str, Any]:
	"""What a page needs after an act to go on without reloading."""
	return {
		"evaluation": doc.name,
		"state": doc.state,
		"step_sequence": doc.step_sequence,
		"awaiting_organization": doc.awaiting_organization,
		"awaiting_act": doc.awaiting_act,
	}


def day(value: str) -> date:
	"""A day as pages send it (ISO). Refuses anything else."""
	try:
		return date.fromisoformat(value)
	except ValueError:
		message = _("Decision Date: {0} is no date. Choose it from the calendar.").format(value[:20])
		frappe.throw(message, WithdrawalError, title=_("Check the Decision"))
