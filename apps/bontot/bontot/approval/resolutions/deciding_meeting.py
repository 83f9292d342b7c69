"""Meeting of a body at which a resolution was decided: the rule, and the meetings that could be, the latest first."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from bontot.approval.core.errors import DecidingMeetingError
from bontot.meeting import kinds

# Who decides is a body (domain/facts.md §2.3): its permanent members prepare, they do not decide for it.
DECIDES = (kinds.PARTY_COMMITTEE, kinds.STANDING_COMMITTEE, kinds.WHOLE_ORGANIZATION)
HELD = ("Held", "Minuted")
MOST = 12
Problem = Literal["", "other_kind", "not_held", "after"]


def problem_of(kind: str, held: bool, held_on: date, dated: date) -> Problem:
	"""Reason why a body's meeting cannot have decided a resolution of this date; "": it can have."""
	if kind not in DECIDES:
		return "other_kind"
	if not held:
		return "not_held"
	return "after" if held_on > dated else ""


def validate(organization: str, meeting: str | None, dated: date) -> None:
	"""Refuse a meeting that cannot have decided. Raises DecidingMeetingError, one answer for those of others and for none."""
	if not meeting:
		return
	fields = ("organization", "meeting_kind", "meeting_date", "status")
	row = frappe.db.get_value("Meeting", meeting, fields, as_dict=True)
	if not row or row.organization != organization:
		refuse(_("The meeting must be one of the body that decides. Choose it from the list."))
	held_on = getdate(row.meeting_date)
	if problem := problem_of(row.meeting_kind, row.status in HELD, held_on, dated):
		messages = {
			"other_kind": _("A meeting of this kind does not decide for the body. Choose another."),
			"not_held": _("The meeting is not recorded as held. Record it first, or choose another."),
			"after": _("The meeting of {0} lies after the date of the resolution, {1}.").format(
				formatdate(held_on), formatdate(dated)
			),
		}
		refuse(messages[problem])


def refuse(message: str) -> None:
	frappe.throw(message, DecidingMeetingError, title=_("Check the Meeting"))


def choices(organization: str) -> list[dict[str, Any]]:
	"""[{name, title, meeting_date}] of the meetings that may have decided, the latest first; the caller has checked a seat."""
	filters = {
		"organization": organization,
		"meeting_kind": ("in", DECIDES),
		"status": ("in", HELD),
		"meeting_date": ("<=", getdate()),
	}
	# By the reader's own scope, as everywhere.
	return frappe.get_list(
		"Meeting",
		filters,
		["name", "title", "meeting_date"],
		order_by="meeting_date desc, name",
		limit_page_length=MOST,
	)
