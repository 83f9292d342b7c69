"""The meeting that adopted a self-assessment, and its vote: named when the file is sent, found by the system first."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate

from bontot.approval.acts import signing
from bontot.approval.core.adoption_rules import (
	Problem,
	Sitting,
	Votes,
	adoptable_from,
	guess,
	may_adopt,
	problem_of_meeting,
	problem_of_votes,
)
from bontot.approval.core.errors import AdoptionError

SETTING = "adoption_meeting"
WITHIN = "adoption_within_days"
REQUIRED = "required"
MOST_MEETINGS = 12
MEETING_FIELDS = (
	"name",
	"title",
	"organization",
	"meeting_kind",
	"meeting_date",
	"status",
	"headcount_present",
	"votes_for",
	"votes_against",
	"votes_other",
)


def is_required(doc: Document) -> bool:
	"""Whether the frozen framework asks for the meeting; the plan does not say, so by default it does not."""
	return (doc.frozen_framework()["settings"].get(SETTING) or "").strip() == REQUIRED


def set_on(doc: Document, meeting: str | None, votes: Votes) -> None:
	"""Put meeting and votes on a locked file. Raises AdoptionError, which names what to put right."""
	voters = None
	if meeting:
		row = frappe.db.get_value("Meeting", meeting, MEETING_FIELDS, as_dict=True)
		if not row or row.organization != doc.organization:
			message = _("The adopting meeting must be one of this organization. Choose it from the list.")
			refuse(message, _("Check the Meeting"))
		sitting = sitting_of(row)
		voters = sitting.voters
		problem = problem_of_meeting(sitting, kinds_for(doc), earliest(doc), getdate())
		if problem:
			refuse(meeting_words(problem, earliest(doc)), _("Check the Meeting"))
	elif is_required(doc):
		message = _("Choose the meeting that adopted the self-assessment; the province asks for it.")
		refuse(message, _("Which Meeting"))
	if problem := problem_of_votes(votes, voters, required=is_required(doc)):
		refuse(vote_words(problem, votes, voters), _("Check the Votes"))
	doc.adopted_by_meeting = meeting or None
	doc.votes_for, doc.votes_against, doc.votes_other = votes.in_favour, votes.against, votes.other


def proposal(doc: Document) -> dict[str, Any]:
	"""Choices that the page starts with: {meetings: [{name, title, meeting_date, voters, votes_for, votes_against, votes_other}],
	chosen, required, signature}; the caller has checked that the file may be read."""
	meetings = [described(row) for row in meetings_of(doc)]
	names = [row["name"] for row in meetings]
	kept = doc.adopted_by_meeting if doc.adopted_by_meeting in names else None
	return {
		"meetings": meetings,
		"chosen": kept or (names[0] if names else None),
		"required": is_required(doc),
		"signature": signing.of_file(doc),
	}


def meetings_of(doc: Document) -> list[Any]:
	"""The latest meetings of the unit that may have adopted its self-assessment, newest first."""
	filters = {
		"organization": doc.organization,
		"meeting_kind": ("in", kinds_for(doc)),
		"status": ("in", ("Held", "Minuted")),
		"meeting_date": ("between", (earliest(doc), getdate())),
	}
	# By the reader's own scope: whoever may not see the unit's meetings is shown none.
	return frappe.get_list(
		"Meeting",
		filters,
		MEETING_FIELDS,
		order_by="meeting_date desc, name",
		limit_page_length=MOST_MEETINGS,
	)


def kinds_for(doc: Document) -> tuple[str, ...]:
	"""A file may have been made, or sent, as that of a cell, and its organisation holds other meetings by now."""
	kind = frappe.db.get_value("Party Organization", doc.organization, "kind")
	return may_adopt(doc.title_kind, frappe.get_cached_value("Organization Kind", kind, "title_kind"))


def described(row: Any) -> dict[str, Any]:
	voters = sitting_of(row).voters
	votes = guess(Votes(row.votes_for or 0, row.votes_against or 0, row.votes_other or 0), voters)
	return {
		"name": row.name,
		"title": row.title,
		"meeting_date": row.meeting_date,
		"voters": voters,
		"votes_for": votes.in_favour,
		"votes_against": votes.against,
		"votes_other": votes.other,
	}


def sitting_of(row: Any) -> Sitting:
	return Sitting(
		row.meeting_kind, getdate(row.meeting_date), row.status in ("Held", "Minuted"), voters_at(row)
	)


def voters_at(row: Any) -> int | None:
	"""Full members who were present; of a meeting counted by number all who came, None where nobody counted."""
	states = frappe.get_all(
		"Meeting Attendance",
		{"parent": row.name, "parenttype": "Meeting"},
		["member_state", "attendance"],
		limit_page_length=0,
	)
	if states:
		return sum(one.member_state == "Full" and one.attendance == "Present" for one in states)
	return row.headcount_present or None


def earliest(doc: Document) -> date:
	period = frappe.get_cached_doc("Review Period", doc.period)
	opened_on = getdate(period.opened_on) if period.opened_on else None
	due_on = doc.self_assessment_due_on or period.self_assessment_due_on
	within = int((doc.frozen_framework()["settings"].get(WITHIN) or "").strip() or 0)
	return adoptable_from(getdate(period.starts_on), opened_on, getdate(due_on), within)


def meeting_words(problem: Problem, earliest: date) -> str:
	return {
		"other_kind": _("A meeting of this kind does not adopt the self-assessment. Choose another."),
		"ahead": _("The adopting meeting has not taken place yet."),
		"not_held": _("The adopting meeting is not recorded as held. Record it first, or choose another."),
		"before": _(
			"A meeting may have adopted this self-assessment from {0} on, not earlier. Choose one held since then."
		).format(formatdate(earliest)),
	}[problem]


def vote_words(problem: Problem, votes: Votes, voters: int | None) -> str:
	if problem == "many":
		message = _("{0} votes, but only {1} full members were present; probationary members do not vote.")
		return message.format(votes.total, voters)
	if problem == "lost":
		if voters is not None:
			message = _(
				"The self-assessment was not adopted: {0} of {1} full members who were present voted for it, and more than half must. Discuss it again."
			)
			return message.format(votes.in_favour, voters)
		message = _("The self-assessment was not adopted: {0} votes for it, {1} not. Discuss it again.")
		return message.format(votes.in_favour, votes.against + votes.other)
	return {
		"negative": _("Votes are counted from 0."),
		"no_vote": _("Write how many voted in favour, against and otherwise; the province asks for it."),
	}[problem]


def refuse(message: str, title: str) -> None:
	frappe.throw(message, AdoptionError, title=title)
