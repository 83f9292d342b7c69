"""Meetings for tests of this and later modules."""

from datetime import date

import frappe

from bontot.meeting import kinds, starting
from bontot.meeting.doctype.meeting.meeting import Meeting


def create_test_meeting(
	organization: str,
	meeting_kind: str = kinds.REGULAR,
	meeting_date: date | str = "2026-03-03",
	*,
	held: bool = True,
	minuted: bool = True,
	**fields,
) -> Meeting:
	"""A meeting with a full roll (ten by number where the organisation has no members), held and minuted."""
	day = frappe.utils.getdate(meeting_date)
	rows = starting.starting_rows(organization, meeting_kind, day)
	values = {
		"doctype": "Meeting",
		"organization": organization,
		"meeting_kind": meeting_kind,
		"meeting_date": day,
		"attendance": rows,
		"headcount_expected": 0 if rows else 10,
		"headcount_present": 0 if rows or not held else 9,
		"start_time": "08:00:00" if held else None,
		"minutes_text": "Biên bản buổi họp." if held and minuted else None,
	}
	return frappe.get_doc({**values, **fields}).insert()
