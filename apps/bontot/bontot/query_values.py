"""Checks of the values that a field can be compared with: any other makes the framework fail or write invalid SQL.

Pure. Days and times are written as the desk sends them (ISO), whatever the person sees.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Any

LARGEST = 10**30
FIRST_YEAR, LAST_YEAR = 1000, 9998  # what the database keeps; to the last day a query adds one
DAYS = frozenset(
	("Date", "Datetime", "Moment")
)  # Moment: creation and modified, which are no fields of the form
MOMENTS = ("creation", "modified")
SPANS = ("week", "month", "quarter", "6 months", "year")
TIMESPANS = frozenset((
	"yesterday", "today", "tomorrow", *(f"{when} {span}" for when in ("last", "this", "next") for span in SPANS),
)) - {"this 6 months"}  # fmt: skip
PERIODS = frozenset(("1 week", "1 month", "3 months", "6 months", "1 year"))
COMPARING = frozenset(("=", "!=", ">", "<", ">=", "<=", "like", "not like"))
CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?\Z", re.ASCII)


def is_plain(value: Any) -> bool:
	"""Text that is text, a number that the database can hold, yes, no or nothing."""
	if isinstance(value, str):
		return value.isascii() or is_text(value)
	if isinstance(value, float):
		return math.isfinite(value) and abs(value) < LARGEST
	return value is None or (isinstance(value, int) and abs(value) < LARGEST)


def is_text(value: str) -> bool:
	"""Whether it can be written at all: JSON can hold halves of characters."""
	try:
		value.encode()
	except UnicodeEncodeError:
		return False
	return True


def fits(operator: str, value: Any, kind: str) -> bool:
	"""Whether a field of `kind` (its fieldtype, or Moment) can be compared so. `operator` in small letters."""
	if operator in COMPARING:
		return _fits_one(value, kind)
	if operator in ("in", "not in"):
		return value is None or isinstance(value, str | list)
	if operator == "is":
		return value in ("set", "not set")
	if kind not in DAYS or isinstance(value, list) != (operator == "between"):
		return False  # of a tree the framework keeps no borders here: nothing is "descendants of"
	if operator == "between":
		return len(value) == 2 and all(is_day(day) for day in value)
	return value in (TIMESPANS if operator == "timespan" else PERIODS)


def _fits_one(value: Any, kind: str) -> bool:
	if isinstance(value, list):
		return False
	if kind in ("Date", "Datetime"):
		return value is None or value == "" or is_day(value)
	return kind != "Time" or (isinstance(value, str) and is_time(value))


def is_day(value: Any) -> bool:
	"""A day, or a moment of one."""
	if not isinstance(value, str):
		return False
	day, _blank, clock = value.strip().replace("T", " ").partition(" ")
	try:
		year = date.fromisoformat(day).year
	except ValueError:
		return False
	return len(day) == 10 and FIRST_YEAR <= year <= LAST_YEAR and (not clock or is_time(clock))


def is_time(value: str) -> bool:
	if not CLOCK.match(value):
		return False
	hours, minutes, *seconds = value.split(":")
	return int(hours) < 24 and int(minutes) < 60 and all(float(second) < 60 for second in seconds)
