"""Rules on a member's state by day, and on dates and states that cannot be. Pure: no database, "today" is an argument."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

LEFT = "Left"
FULL, PROBATIONARY = "Full", "Probationary"
TEMPORARILY_IN, TEMPORARILY_AWAY = "Temporarily In", "Temporarily Away"
# Who counts: the denominator of attendance and of ratings. The exempt and those away or temporarily in do not.
COUNTED = frozenset({FULL, PROBATIONARY})


@dataclass(frozen=True, slots=True)
class Member:
	"""A member as on one day."""

	name: str
	full_name: str
	state: str


@dataclass(frozen=True, slots=True)
class Change:
	"""Change of a member's state, from that day on until the next change."""

	from_date: date
	state: str


@dataclass(frozen=True, slots=True)
class Move:
	"""A member left one organisation for another for good, on a day."""

	effective: date
	origin: str


def changes_of(rows: Iterable[Any]) -> list[Change]:
	"""The record of changes in rows with `from_date` (a date or its text) and `state`, in order of the days."""
	found = [Change(_day(row.from_date), row.state) for row in rows if row.from_date]
	return sorted(found, key=lambda one: one.from_date)


def _day(value: date | str) -> date:
	return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def state_on(
	on: date,
	state: str,
	changes: Sequence[Change],
	admitted: date | None,
	official: date | None,
	left: date | None,
) -> str | None:
	"""The state on a day; None of one not yet admitted, or gone. `state` is today's, `changes` are those on record.

	Before the first change on record, and of who has left since, only full and probationary can be told apart.
	"""
	if (admitted and on < admitted) or (left and on >= left) or (state == LEFT and not left):
		return None
	known = [change for change in sorted(changes, key=lambda one: one.from_date) if change.from_date <= on]
	if known:
		return None if known[-1].state == LEFT else known[-1].state
	if not changes and state not in (FULL, LEFT):
		return state
	return PROBATIONARY if official and on < official else FULL


def changes_after(
	day: date, before: str, after: str, changes: Sequence[Change], first_day: date
) -> list[Change]:
	"""The record once the state turned from `before` to `after` on `day`; what was before the first change is kept."""
	kept = [change for change in changes if change.from_date < day]
	if not kept and first_day < day:
		kept = [Change(first_day, before)]
	later = [change for change in changes if change.from_date > day]
	return [*kept, Change(day, after), *later]


def away(changes: Sequence[Change], first: date, last: date, back: str) -> list[Change]:
	"""The record of who is away from `first` to `last` and `back` in that state afterwards."""
	after = last + timedelta(days=1)
	record = [change for change in changes if change.from_date < first or change.from_date > last]
	record.append(Change(first, TEMPORARILY_AWAY))
	if all(change.from_date != after for change in record):
		record.append(Change(after, back))
	return sorted(record, key=lambda one: one.from_date)


def organization_on(on: date, current: str, moves: Sequence[Move]) -> str:
	"""Return where the member belonged on a day, from where he or she belongs now and the moves since."""
	later = [move for move in moves if move.effective > on]
	return min(later, key=lambda move: move.effective).origin if later else current


def contradiction(
	state: str, admitted: date | None, official: date | None, left: date | None, today: date
) -> str | None:
	"""Code of the first contradiction, or None. A date that is not known contradicts nothing, except for leaving."""
	if any(day and day > today for day in (admitted, official)):
		return "in_future"
	if admitted and official and official < admitted:
		return "official_before_admission"
	if state == PROBATIONARY and official:
		return "probationary_with_official_date"
	if state == LEFT and not left:
		return "left_without_date"
	if state != LEFT and left:
		return "date_without_leaving"
	if left and left > today:
		return "in_future"
	if left and any(day and left < day for day in (admitted, official)):
		return "left_before_admission"
	return None
