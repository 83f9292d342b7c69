"""Meetings for the calendar view."""

from datetime import datetime
from typing import Any

import frappe

from bontot.argument_types import ConditionList

MOST_EVENTS = 2000  # a month of a province is more than anybody reads in a calendar


@frappe.whitelist(methods=["GET"])
def get_events(start: datetime, end: datetime, filters: ConditionList | None = None) -> list[dict[str, Any]]:
	"""Readable meetings with a date in start … end (both included), narrowed by the list's own filters."""
	rows = frappe.get_list(
		"Meeting",
		[*(filters or []), ["Meeting", "meeting_date", "between", (start.date(), end.date())]],
		["name", "title", "meeting_date", "status", "planned_time", "start_time"],
		order_by="meeting_date",
		limit=MOST_EVENTS,
	)
	return [{**row, "title": words(row)} for row in rows]


def words(row: dict) -> str:
	"""The hour first, as in a diary."""
	time = row.start_time if row.start_time is not None else row.planned_time
	return row.title if time is None else f"{str(time).rsplit(':', 1)[0]} {row.title}"
