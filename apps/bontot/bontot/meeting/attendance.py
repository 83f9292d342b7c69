"""Members who count at a meeting, and the sums of the roll call."""

from collections.abc import Iterable
from dataclasses import dataclass

from bontot.meeting.names import name_key
from bontot.organization.members.member_rules import COUNTED, LEFT, TEMPORARILY_AWAY, TEMPORARILY_IN, Member

EXEMPT = "Exempt"
PRESENT, EXCUSED, UNEXCUSED = "Present", "Excused", "Unexcused"


@dataclass(frozen=True, slots=True)
class Row:
	"""One line of the roll: the member's state on that day and how he or she was marked."""

	state: str
	mark: str


@dataclass(frozen=True, slots=True)
class Counts:
	"""`expected` is the denominator: without exempt, temporarily away and temporarily attached members."""

	expected: int
	present: int
	excused: int
	unexcused: int
	temporary: int
	exempt: int
	away: int

	@property
	def percent(self) -> float:
		return percent(self.present, self.expected)


def is_counted(state: str) -> bool:
	return state in COUNTED


def starting_roll(members: Iterable[Member]) -> list[tuple[Member, str]]:
	"""(member, mark) in the order of Vietnamese names: all present but those who are exempt or away.

	Members who have left stand on no roll.
	"""
	kept = sorted((m for m in members if m.state != LEFT), key=lambda m: (name_key(m.full_name), m.name))
	return [(m, EXCUSED if m.state in (EXEMPT, TEMPORARILY_AWAY) else PRESENT) for m in kept]


def count(rows: Iterable[Row]) -> Counts:
	rows = list(rows)
	marks = [row.mark for row in rows if is_counted(row.state)]
	return Counts(
		expected=len(marks),
		present=marks.count(PRESENT),
		excused=marks.count(EXCUSED),
		unexcused=marks.count(UNEXCUSED),
		temporary=sum(row.state == TEMPORARILY_IN and row.mark == PRESENT for row in rows),
		exempt=sum(row.state == EXEMPT for row in rows),
		away=sum(row.state == TEMPORARILY_AWAY for row in rows),
	)


def percent(part: int, whole: int) -> float:
	"""Per cent with one decimal, rounded down, so that 89.99 never reads as 90; 0 of nobody."""
	return (1000 * part // whole) / 10 if whole else 0.0
