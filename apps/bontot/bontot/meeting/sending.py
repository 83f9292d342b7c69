"""When the record of a meeting is ready for the level above, and what of it whoever appraises it should look at."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.meeting.errors import NotMinutedError, NotScoredError


def require_ready(meeting: Document) -> None:
	"""Raise NotMinutedError, VotesError or NotScoredError: nothing of it can be added once it has been sent."""
	if meeting.status != "Minuted":
		message = _("Finish the record first: minutes are sent of a meeting that was held and minuted.")
		frappe.throw(message, NotMinutedError, title=_("No Minutes Yet"))
	meeting.require_votes_that_fit()
	if meeting.quality_scale and not meeting.quality_grade:
		message = _("Score the meeting first: once the minutes are sent, its score can no longer be given.")
		frappe.throw(message, NotScoredError, title=_("Score"))


def doubts(meeting: Mapping[str, Any]) -> list[str]:
	"""What of a meeting (its columns) is worth a look, in words; nothing: its record is plain."""
	found = []
	if meeting["unexcused_count"]:
		found.append(_("{0} absent without reason").format(meeting["unexcused_count"]))
	if meeting["quality_grade"] in ("Average", "Poor"):
		found.append(_("Meeting graded {0}").format(_(meeting["quality_grade"]).lower()))
	if not meeting["minutes_file"]:
		found.append(_("no signed copy attached"))
	return found
