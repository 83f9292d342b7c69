"""Decisions of a body at a sitting: what it can decide, what of it is not met, the list on paper, and a decision tried again."""

from typing import Any

import frappe
from frappe import _

from bontot import paper, printing
from bontot.approval.acts import unmet
from bontot.approval.core.errors import ActNotOpenError
from bontot.approval.queue import waiting as queues
from bontot.approval.resolutions import (
	deciding,
	deciding_documents,
	deciding_meeting,
	deciding_ratings,
	sitting,
)
from bontot.argument_types import Names
from bontot.organization import access
from bontot.organization.access import hide_existence
from bontot.organization.errors import NoSeatError
from bontot.outbox.conflicts import run_again_on_conflict
from bontot.rating import view as rating_view


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


@frappe.whitelist(methods=["GET", "POST"])
def download_list(
	organization: str = "", period: str = "", period_kind: str = "", title_kind: str = "", branch: str = ""
) -> None:
	"""The list of an organisation, by default of all whose decisions the signed-in user records, as PDF. Raises
	NoSeatError."""
	if organization:
		access.require_seat(organization, "decide")
		bodies = [organization]
	else:
		bodies = deciding_places()
	with paper.in_vietnamese():
		html = sitting.as_html(bodies, sitting.Wanted(period, period_kind, title_kind, branch))
		title = _("Files for the Sitting")
	printing.answer(title, printing.as_pdf(html))


def deciding_places() -> list[str]:
	"""Places where the signed-in user records decisions. Raises NoSeatError where that is nowhere."""
	seats = access.seats(frappe.session.user, ability="decide")
	if not seats:
		message = _("Only who records the decisions of a body has its list of files.")
		frappe.throw(message, NoSeatError, title=_("No Seat"))
	paths = {seat.organization: seat.path for seat in seats}
	return sorted(paths, key=lambda name: paths[name])


@frappe.whitelist(methods=["GET", "POST"])
def other_matters(organization: str) -> dict[str, list[dict[str, Any]]]:
	"""Matters that one sitting of a body may decide besides: {ratings: `deciding_ratings.waiting`, documents:
	`deciding_documents.waiting`, grades: [{key, label, at_least}]}. Raises NoSeatError."""
	access.require_seat(organization, "decide")
	return {
		"ratings": deciding_ratings.waiting(organization),
		"documents": deciding_documents.waiting(organization),
		"grades": rating_view.grades(None),
	}


@frappe.whitelist(methods=["GET", "POST"])
def deciding_meetings(organization: str) -> list[dict[str, Any]]:
	"""Meetings of a body at which a resolution may have been decided (`deciding_meeting.choices`). Raises NoSeatError."""
	access.require_seat(organization, "decide")
	return deciding_meeting.choices(organization)


@frappe.whitelist(methods=["GET", "POST"])
def unmet_criteria(organization: str, files: Names) -> dict[str, dict[str, Any]]:
	"""{file: {bar, unmet, waiting}} (`unmet.Standing`) of those of `files` that wait for a decision of the organisation and
	cannot be recognised, or only with a reason. Raises NoSeatError."""
	access.require_seat(organization, "decide")
	# The seat has been asked for; files of other bodies are left out.
	where: dict[str, Any] = {"name": ("in", files or [""]), "awaiting_organization": organization}
	found = unmet.pass_statuses(frappe.get_all("Evaluation", where, pluck="name"))
	return {name: one.as_dict() for name, one in found.items() if one.bar or one.to_confirm}


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def apply_again(resolution: str) -> str:
	"""Try the rows of a resolution that failed once more; the name of the outbox task."""
	hide_existence.require("Resolution", resolution)
	doc = frappe.get_doc("Resolution", resolution, for_update=True)
	seat = access.require_seat(doc.organization, "decide")
	if doc.docstatus != 1 or doc.state != "Partly Applied":
		frappe.throw(
			_("This resolution has no failed rows to try again."), ActNotOpenError, title=_("Nothing to Do")
		)
	doc.refuse_consecutive_level()  # who applies it acts on its rows, as who submits it
	doc.db_set("state", "Deciding")
	return deciding.enqueue(doc, seat, again=deciding.runs_of(doc.name))
