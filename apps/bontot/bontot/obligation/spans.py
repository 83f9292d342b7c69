"""Due dates of a duty: the spans of a year and the due date in each. Dates in, dates out; no database, no clock."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

# Months a span lasts and how its label is written after the year.
FREQUENCIES: dict[str, tuple[int, str]] = {
	"Monthly": (1, "-{number:02}"),
	"Quarterly": (3, "-Q{number}"),
	"Six-Month": (6, "-H{number}"),
	"Yearly": (12, ""),
}


@dataclass(frozen=True, slots=True)
class Span:
	"""A stretch of the year in which a duty is done once. `label` is ASCII and unique: 2026-03, 2026-Q1, 2026-H1, 2026."""

	label: str
	start: date
	end: date


def spans(frequency: str, year: int) -> list[Span]:
	"""Return the spans of one year in order. Raises KeyError for an unknown frequency."""
	months, pattern = FREQUENCIES[frequency]
	made = []
	for number, first in enumerate(range(1, 13, months), start=1):
		label = f"{year}{pattern.format(number=number)}"
		made.append(Span(label, date(year, first, 1), end_of_month(year, first + months - 1)))
	return made


def frequency_of(label: str) -> str:
	"""Return the frequency of the spans that bear such a label."""
	_year, _dash, part = label.partition("-")
	if part.startswith(("Q", "H")):
		return {"Q": "Quarterly", "H": "Six-Month"}[part[0]]
	return "Monthly" if part else "Yearly"


def due_on(span: Span, due_month: int | None, due_day: int | None) -> date:
	"""Return the last day on which the duty of `span` is in time.

	:param due_month: 1 is the first month of the span; beyond its last month it lies after the span; None: the last one
	:param due_day: day of that month, cut to its length; None or 0: its last day
	"""
	last = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1
	offset = span.start.month - 1 + (due_month or last) - 1
	year, month = span.start.year + offset // 12, offset % 12 + 1
	length = calendar.monthrange(year, month)[1]
	return date(year, month, min(due_day or length, length))


def end_of_month(year: int, month: int) -> date:
	return date(year, month, calendar.monthrange(year, month)[1])
