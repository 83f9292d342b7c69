"""Months, quarters and halves of a period, and which of them are due by a date."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Span:
	"""A month, quarter or half year: first and last day, both included."""

	starts_on: date
	ends_on: date

	@property
	def number(self) -> int:
		"""1-12 for a month, 1-4 for a quarter, 1-2 for a half: its place in the year."""
		length = self.ends_on.month - self.starts_on.month + 1
		return self.ends_on.month // length

	def holds(self, day: date | None) -> bool:
		return day is not None and self.starts_on <= day <= self.ends_on


def first_of_month(day: date) -> date:
	return day.replace(day=1)


def last_of_month(day: date) -> date:
	return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def spans(starts_on: date, ends_on: date, length: int) -> list[Span]:
	"""The spans of `length` months (1, 3 or 6) that lie wholly within the period, in order."""
	found = []
	start = date(starts_on.year, 1, 1)
	while start <= ends_on:
		span = Span(start, last_of_month(start.replace(month=start.month + length - 1)))
		if starts_on <= span.starts_on and span.ends_on <= ends_on:
			found.append(span)
		start = span.ends_on + timedelta(days=1)
	return found


def lived(all_spans: list[Span], valid_from: date | None, valid_to: date | None) -> list[Span]:
	"""Spans during the whole of which an organisation existed: nothing is asked for the month of its founding."""
	return [
		span
		for span in all_spans
		if (valid_from is None or valid_from <= span.starts_on)
		and (valid_to is None or valid_to >= span.ends_on)
	]


def is_overdue(due_on: date, as_of: date) -> bool:
	"""The due day itself is still in time."""
	return as_of > due_on


def days_ahead(sent_on: date, meeting_date: date) -> int:
	"""Whole days between the day papers went out and the day of the meeting; negative when sent after it."""
	return (meeting_date - sent_on).days
