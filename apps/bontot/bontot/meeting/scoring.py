"""Scoring of a meeting's record: a scale and plain facts in, a row an item out. No words, no database.

An item that the record answers gets its points from it; every other one is for the secretary to judge. A person may
correct what the record says, with a reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bontot.criteria import scales
from bontot.criteria.scales import Item, Scale

Fault = Literal["out_of_range", "reason_needed"]


@dataclass(frozen=True, slots=True)
class Facts:
	"""Facts from the record of one meeting. Times in minutes, days whole days before the meeting."""

	minutes: int | None = None
	"""From start to end; from the first start to the last end when a thematic meeting was held the same day."""
	least_minutes: int = 0
	expected: int = 0
	present: int = 0
	unexcused: int = 0
	excused_in_a_row: int | None = None
	"""Members absent with reason more than three times running; None without a roll of names."""
	papers: int = 0
	papers_sent: int = 0
	days_ahead: int | None = None
	least_days: int = 0
	agenda: int = 0
	agenda_done: int = 0
	speakers: int = 0
	"""How many spoke; 0 means that nobody has noted it."""
	last_tasks: int = 0
	last_tasks_done: int = 0
	concluded: bool = False
	minuted: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
	"""Measure of the record: per cent of what is asked for (None: nothing), and a code with numbers that says why."""

	share: float | None
	why: str
	numbers: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
	points: float
	reason: str = ""


@dataclass(frozen=True, slots=True)
class ScoreRow:
	item: Item
	measured: Measured
	computed: float | None
	given: Given | None = None
	"""What a person set, whether it counts or not."""
	suggested: float | None = None
	"""What the same item had last time, for one that people judge and have not judged yet."""

	@property
	def points(self) -> float | None:
		"""Return a person's points where the record has come to none or they bear a reason; else the record's."""
		if self.given and (self.computed is None or self.given.reason.strip()):
			return self.given.points
		return self.computed

	@property
	def short(self) -> bool:
		"""Whether the best grade needs it in full, and it is not."""
		return self.item.must_be_full and self.points is not None and self.points < self.item.points


@dataclass(frozen=True, slots=True)
class Score:
	rows: tuple[ScoreRow, ...]
	points: float
	"""Of the items that have points."""
	grade: str
	"""Key of the grade; "" while an item has no points."""

	@property
	def open(self) -> int:
		return sum(row.points is None for row in self.rows)


def _duration(facts: Facts) -> Measured:
	if facts.minutes is None:
		return Measured(None, "no_times")
	share = min(100.0, 100 * facts.minutes / facts.least_minutes) if facts.least_minutes else 100.0
	return Measured(
		share, "duration" if share >= 100 else "duration_short", (facts.minutes, facts.least_minutes)
	)


def _attendance(facts: Facts) -> Measured:
	if not facts.expected:
		return Measured(None, "no_roll")
	if facts.unexcused:
		return Measured(0, "unexcused", (facts.unexcused, facts.present, facts.expected))
	return Measured(100 * facts.present / facts.expected, "attendance", (facts.present, facts.expected))


def _excused_in_a_row(facts: Facts) -> Measured:
	if facts.excused_in_a_row is None:
		return Measured(None, "no_names")
	if facts.excused_in_a_row:
		return Measured(0, "absent_in_a_row", (facts.excused_in_a_row,))
	return Measured(100, "none_in_a_row")


def _preparation(facts: Facts) -> Measured:
	if not facts.agenda:
		return Measured(0, "no_agenda")
	if not facts.papers:
		return Measured(0, "no_papers")
	if facts.papers_sent < facts.papers or facts.days_ahead is None:
		return Measured(0, "papers_not_sent", (facts.papers - facts.papers_sent,))
	if facts.days_ahead < facts.least_days:
		return Measured(0, "papers_late", (max(facts.days_ahead, 0), facts.least_days))
	return Measured(100, "papers_ahead", (facts.days_ahead,))


def _agenda(facts: Facts) -> Measured:
	if not facts.agenda:
		return Measured(None, "no_agenda")
	return Measured(100 * facts.agenda_done / facts.agenda, "agenda", (facts.agenda_done, facts.agenda))


def _speakers(facts: Facts) -> Measured:
	if not facts.speakers or not facts.present:
		return Measured(None, "no_speakers")
	return Measured(
		min(100.0, 100 * facts.speakers / facts.present), "speakers", (facts.speakers, facts.present)
	)


def _last_tasks(facts: Facts) -> Measured:
	if not facts.last_tasks:
		return Measured(None, "no_last_tasks")
	share = 100 * facts.last_tasks_done / facts.last_tasks
	return Measured(share, "last_tasks", (facts.last_tasks_done, facts.last_tasks))


def _closing(facts: Facts) -> Measured:
	if not facts.minuted:
		return Measured(None, "no_minutes")
	return Measured(100, "closing") if facts.concluded else Measured(0, "no_conclusion")


MEASURES: dict[str, Callable[[Facts], Measured]] = {
	"duration": _duration,
	"attendance": _attendance,
	"excused_in_a_row": _excused_in_a_row,
	"preparation": _preparation,
	"agenda": _agenda,
	"speakers": _speakers,
	"last_tasks": _last_tasks,
	"closing": _closing,
}


def score(
	scale: Scale, facts: Facts, given: Mapping[str, Given], before: Mapping[str, float] | None = None
) -> Score:
	"""Points of every item. `given`: what people set, by item; `before`: points of the last meeting's items."""
	rows = tuple(_row(scale, item, facts, given.get(item.item_key), before or {}) for item in scale.items)
	points = {row.item.item_key: row.points for row in rows if row.points is not None}
	return Score(rows, sum(points.values()), scales.graded(scale, points))


def _row(
	scale: Scale, item: Item, facts: Facts, given: Given | None, before: Mapping[str, float]
) -> ScoreRow:
	measured = MEASURES[item.measure](facts) if item.measure else Measured(None, "judged")
	computed = scales.earned(scale, item, measured.share)
	suggested = None
	if not item.measure and given is None and item.item_key in before:
		suggested = min(before[item.item_key], item.points)
	return ScoreRow(item, measured, computed, given, suggested)


def faults(rows: Sequence[ScoreRow]) -> list[tuple[Fault, ScoreRow]]:
	"""Find the faults of the points people gave, in the order of the scale."""
	found: list[tuple[Fault, ScoreRow]] = []
	for row in rows:
		if row.given and not 0 <= row.given.points <= row.item.points:
			found.append(("out_of_range", row))
		elif row.given and row.computed not in (None, row.given.points) and not row.given.reason.strip():
			found.append(("reason_needed", row))
	return found
