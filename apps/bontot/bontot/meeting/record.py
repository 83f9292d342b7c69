"""Name and status of a meeting, and the month it counts for."""

from datetime import date
from typing import Literal

from bontot.meeting import kinds
from bontot.meeting.calendar_rules import first_of_month

Status = Literal["Planned", "Held", "Minuted"]
MOST_YEARS_AHEAD, MOST_YEARS_BACK = 1, 10  # beyond them the year is mistyped


def status(*, meeting_date: date, today: date, has_roll: bool, took_place: bool, has_minutes: bool) -> Status:
	"""Planned until the roll is called on or after the day; minuted once minutes are there.

	`took_place`: a start time or the act "held". Minutes say it as well: nobody minutes what did not happen.
	"""
	if meeting_date > today or not has_roll or not (took_place or has_minutes):
		return "Planned"
	return "Minuted" if has_minutes else "Held"


def month_of(
	kind: str, meeting_date: date, chosen: date | None, before: tuple[date, date] | None = None
) -> date:
	"""First day of the month a meeting counts for.

	Only a regular meeting may choose one. `before`: (date, month) as saved last; a month that followed the date then
	follows it now.
	"""
	followed = before is not None and before[1] == first_of_month(before[0]) and chosen == before[1]
	if kind != kinds.REGULAR or chosen is None or followed:
		return first_of_month(meeting_date)
	return first_of_month(chosen)


def months_apart(one: date, other: date) -> int:
	return abs((one.year - other.year) * 12 + one.month - other.month)


def far_off(day: date, today: date) -> Literal["ahead", "back", ""]:
	"""Whether a day lies too far ahead to be planned for, or too far back to be recorded still."""
	if (day.year - MOST_YEARS_AHEAD, day.month, day.day) > (today.year, today.month, today.day):
		return "ahead"
	return (
		"back"
		if (day.year + MOST_YEARS_BACK, day.month, day.day) < (today.year, today.month, today.day)
		else ""
	)
