"""Vietnamese working days: weekends, public holidays and Tết, with the days the government moved.

Dates in, dates and counts out; no clock and no database. The library knows the lunar calendar and the
exchanges announced so far (a Saturday worked for a Friday off).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache

import holidays


@cache
def calendar_of(year: int) -> holidays.HolidayBase:
	"""Public holidays of one year, names in Vietnamese. Cached: working out Tết is not free."""
	return holidays.country_holidays("VN", years=year, language="vi", expand=False)


def is_working_day(day: date) -> bool:
	return calendar_of(day.year).is_working_day(day)


def holiday_name(day: date) -> str | None:
	"""Vietnamese name of a public holiday, None on any other day."""
	return calendar_of(day.year).get(day)


def add(start: date, days: int) -> date:
	"""The working day that lies `days` working days after `start` (before it when negative).

	`days` 0 gives `start` itself when it is a working day, or else the next one.
	"""
	day, step = start, timedelta(days=1 if days >= 0 else -1)
	if days == 0:
		while not is_working_day(day):
			day += step
		return day
	left = abs(days)
	while left:
		day += step
		left -= is_working_day(day)
	return day


@lru_cache(maxsize=4096)  # rows of a list share a few deadlines
def between(start: date, end: date) -> int:
	"""Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
	if end < start:
		return -between(end, start)
	return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def left(due_on: date | None, today: date) -> int | None:
	"""Working days until a deadline; negative when it is over, None where there is none."""
	return between(today, due_on) if due_on else None
