"""Figures of a branch in a period, added up from its evaluations. Pure: plain rows in, plain figures out, no clock, no database.

For each kind that can earn the title, N = reached + not recognised + declared not reached + under appraisal (by the
level where it waits) + returned + not sent; organisations outside the review stand beside N.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from bontot.criteria import period_kinds

TitleKind = Literal["Cell", "Grassroots Organization"]
Bucket = Literal["reached", "not_recognized", "declared", "waiting", "returned", "not_sent", "outside"]

TITLE_KINDS: tuple[TitleKind, ...] = ("Cell", "Grassroots Organization")
BUCKET_OF_STATE: dict[str, Bucket] = {
	"Draft": "not_sent",
	"Under Appraisal": "waiting",
	"Returned": "returned",
	"Recognized": "reached",
	"Withdrawn": "not_recognized",
	"Interim Reviewed": "reached",
	"Not Recognized": "not_recognized",
	"Declared Not Reached": "declared",
	"Outside": "outside",
}
# An interim file earns no title; a year's file does not end with a review alone.
FOREIGN_STATES = {
	**{kind: {"Recognized", "Not Recognized", "Withdrawn"} for kind in period_kinds.INTERIM},
	"Year": {"Interim Reviewed"},
}


class FiguresError(Exception):
	"""The figures do not add up, or a file is in a state that its period does not know. Nothing may be shown then."""


@dataclass(frozen=True, slots=True)
class Row:
	"""`count` files that agree in everything here. `child`: path of the body directly below the branch, or the branch."""

	title_kind: str
	state: str
	count: int
	child: str = ""
	sector: str = ""
	waiting_level: str = ""
	withdrawn: bool = False


@dataclass(slots=True)
class Figures:
	"""Organisations of one kind. `waiting` counts by the code of the level where the file waits."""

	counts: Counter = field(default_factory=Counter)
	waiting: Counter = field(default_factory=Counter)

	@property
	def reached(self) -> int:
		return self.counts["reached"]

	@property
	def outside(self) -> int:
		return self.counts["outside"]

	@property
	def eligible(self) -> int:
		"""N of the plan's target: everything but what is outside."""
		return sum(self.counts.values()) - self.outside

	@property
	def total(self) -> int:
		return self.eligible + self.outside

	def add(self, bucket: Bucket, count: int, level: str = "") -> None:
		self.counts[bucket] += count
		if bucket == "waiting":
			self.waiting[level] += count

	def plus(self, other: "Figures") -> "Figures":
		return Figures(self.counts + other.counts, self.waiting + other.waiting)


ByKind = dict[str, Figures]


@dataclass(slots=True)
class BranchFigures:
	"""A branch by kind, and the same by body directly below (path) and by sector (code, "" when none is recorded)."""

	kinds: ByKind
	bodies: dict[str, ByKind]
	sectors: dict[str, ByKind]


def blank() -> ByKind:
	return {kind: Figures() for kind in TITLE_KINDS}


def bucket(state: str, period_kind: str, withdrawn: bool = False) -> Bucket:
	"""Return the bucket in which an evaluation counts. A recognition that was withdrawn is none. Raises FiguresError for a state
	out of place.
	"""
	if state not in BUCKET_OF_STATE or state in FOREIGN_STATES[period_kind]:
		raise FiguresError(f"A file of a {period_kind} period is in the state {state!r}.")
	return "not_recognized" if withdrawn and state == "Recognized" else BUCKET_OF_STATE[state]


def add_up(rows: Iterable[Row], period_kind: str) -> BranchFigures:
	"""Return the figures of grouped rows. Raises FiguresError when they do not add up."""
	rows = list(rows)
	branch = BranchFigures(blank(), {}, {})
	for row in rows:
		if row.title_kind not in branch.kinds:
			raise FiguresError(f"A file assesses the title {row.title_kind!r}.")
		place = bucket(row.state, period_kind, row.withdrawn)
		by_body = branch.bodies.setdefault(row.child, blank())
		by_sector = branch.sectors.setdefault(row.sector, blank())
		for kinds in (branch.kinds, by_body, by_sector):
			kinds[row.title_kind].add(place, row.count, row.waiting_level)
	check(branch, sum(row.count for row in rows))
	return branch


def check(branch: BranchFigures, files: int) -> None:
	"""Raise FiguresError unless parts and wholes agree: buckets, levels, bodies, sectors and the number of files."""
	if sum(figures.total for figures in branch.kinds.values()) != files:
		raise FiguresError(f"{files} files, but the kinds add up to another number.")
	for kind, whole in branch.kinds.items():
		if any(count < 0 for count in whole.counts.values()):
			raise FiguresError(f"{kind}: a count is negative.")
		if sum(whole.waiting.values()) != whole.counts["waiting"]:
			raise FiguresError(f"{kind}: the levels do not add up to what is under appraisal.")
		for parts in (branch.bodies, branch.sectors):
			joined = Figures()
			for kinds in parts.values():
				joined = joined.plus(kinds[kind])
			if +joined.counts != +whole.counts or +joined.waiting != +whole.waiting:
				raise FiguresError(f"{kind}: the parts do not add up to the whole.")


def together(kinds: Mapping[str, Figures]) -> Figures:
	"""Both kinds as one, for provinces that count the target so."""
	joined = Figures()
	for figures in kinds.values():
		joined = joined.plus(figures)
	return joined


def percent_setting(text: str | None) -> Fraction | None:
	"""The target as written in the framework: "90", "92,5"; None when the plan sets none. Raises ValueError."""
	return Fraction(text.strip().replace(",", ".")) if (text or "").strip() else None


def target_reached(reached: int, eligible: int, percent: Fraction | int) -> bool:
	"""Exactly 100·R ≥ percent·N; an empty branch has reached nothing."""
	return eligible > 0 and 100 * reached >= percent * eligible


def missing_to_target(reached: int, eligible: int, percent: Fraction | int) -> int:
	"""Return how many more whole organisations must reach it."""
	short = Fraction(percent) * eligible / 100 - reached
	return max(0, -(-short.numerator // short.denominator))


def tenths(part: int, whole: int) -> int | None:
	"""Share in tenths of a percent, rounded down (899 is 89,9 %); None without a whole."""
	return 1000 * part // whole if whole > 0 else None
