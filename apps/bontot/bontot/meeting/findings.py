"""Judgement of the meetings on record against a criterion: plain facts in, a judgement out, no words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from bontot.meeting import calendar_rules, kinds
from bontot.meeting.calendar_rules import Span, is_overdue

Result = Literal["Met", "Not Met", "Awaiting Rating", "Not Yet Due"]
MET, NOT_MET, NOT_YET_DUE = "Met", "Not Met", "Not Yet Due"
HALF, YEAR = 6, 12  # months


@dataclass(frozen=True, slots=True)
class Fact:
	"""One meeting as the criteria see it."""

	name: str
	organization: str
	kind: str
	meeting_date: date
	status: str
	title: str = ""
	for_month: date | None = None
	papers: int = 0
	papers_sent: int = 0
	last_sent_on: date | None = None
	agenda: int = 0
	agenda_done: int = 0
	prepared_by: str | None = None
	prepared_by_held: bool = False
	has_file: bool = False
	approved_on: date | None = None
	grade: str = ""
	points: float = 0
	scale: str = ""
	short: tuple[str, ...] = ()
	"""Items that the best grade needs in full and that are not."""

	@property
	def held(self) -> bool:
		return self.status in ("Held", "Minuted")

	@property
	def minuted(self) -> bool:
		return self.status == "Minuted"


@dataclass(frozen=True, slots=True)
class Window:
	"""The period that is judged, the day it is judged on, and the life of the organisation as what it is assessed as."""

	starts_on: date
	ends_on: date
	as_of: date
	valid_from: date | None = None
	valid_to: date | None = None

	def spans(self, length: int) -> list[Span]:
		whole = calendar_rules.spans(self.starts_on, self.ends_on, length)
		return calendar_rules.lived(whole, self.valid_from, self.valid_to)

	def holds(self, day: date) -> bool:
		return self.starts_on <= day <= min(self.ends_on, self.as_of)


@dataclass(frozen=True, slots=True)
class Line:
	"""A meeting and whether it satisfies the criterion; `why` is a code the wording module knows ("" when ok)."""

	fact: Fact
	ok: bool
	why: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
	"""Gap in the meetings: missing and overdue, or (in `ahead`) still to come; a span's meeting, or a mend of `fact`."""

	kind: str
	span: Span
	due_on: date
	wanted: int = 1
	why: str = ""
	fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Series:
	"""Frequency asked of a kind of meeting: `least` in each span of `length` months.

	A span that is short of them may still be served by meetings up to `days_after` days after it, within its year: the
	whole organisation meets on the first half-year at the end of June or early in July. A series of the whole year is asked in
	halves of whoever lived through one only.
	"""

	kind: str
	length: int
	least: int = 1
	days_after: int = 0

	def until(self, span: Span) -> date:
		"""The last day on which a meeting may serve the span."""
		last = span.ends_on + timedelta(days=self.days_after)
		return min(last, span.ends_on.replace(month=12, day=31))


@dataclass(frozen=True, slots=True)
class Owed:
	"""Obligation of an organisation from a series in a span, with the held meetings that serve it: the one answer to which
	meeting fulfils which span, for the criterion, the ledger and the first page alike.
	"""

	series: Series
	span: Span
	least: int
	held: list[Fact]
	minutes_days: int = 0

	@property
	def minuted(self) -> list[Fact]:
		return [fact for fact in self.held if fact.minuted]

	@property
	def short(self) -> int:
		return max(self.least - len(self.minuted), 0)

	@property
	def unminuted(self) -> Fact | None:
		"""The last meeting that was held and still lacks its minutes."""
		return next((fact for fact in reversed(self.held) if not fact.minuted), None)

	@property
	def done_by(self) -> Fact | None:
		"""The meeting with which it was fulfilled; None while it is not."""
		return (
			None if self.short else sorted(self.minuted, key=lambda fact: fact.meeting_date)[self.least - 1]
		)

	@property
	def due_on(self) -> date:
		"""The last day in time: a meeting that was held still has its days for the minutes."""
		due_on = self.series.until(self.span)
		if self.short and (fact := self.unminuted):
			return max(due_on, fact.meeting_date + timedelta(days=self.minutes_days))
		return due_on


@dataclass(frozen=True, slots=True)
class Tally:
	"""Count of the spans of a series that are due (or done already), and of those that have their meetings. Of a series of the
	whole year: how many meetings, of how many.
	"""

	series: Series
	done: int
	wanted: int


@dataclass(frozen=True, slots=True)
class Judgement:
	"""`done` of `wanted` things due; `lines` open the records; `gaps` are overdue; `ahead` is still in time."""

	result: Result
	done: int = 0
	wanted: int = 0
	lines: list[Line] = field(default_factory=list)
	gaps: list[Gap] = field(default_factory=list)
	ahead: list[Gap] = field(default_factory=list)
	tallies: list[Tally] = field(default_factory=list)
	open: int = 0
	"""Of those wanted: how many nobody has graded yet."""
	least: int = 0
	"""Per cent asked for; 0 where nobody has set it."""
	until_now: Result = MET
	"""Of a result that is not yet due: what it comes to by what was due until now."""


def counted_in(fact: Fact, span: Span) -> bool:
	"""A regular meeting counts for its month even when it was held days later; any other for its date."""
	return span.holds(fact.for_month if fact.kind == kinds.REGULAR and fact.for_month else fact.meeting_date)


def regularity(
	facts: Sequence[Fact], window: Window, series: Iterable[Series], minutes_days: int
) -> Judgement:
	"""Are meetings held and minuted as often as each of `series` asks, in every span that is due by `as_of`?

	A meeting held on the last days still has `minutes_days` days for its minutes.
	"""
	lines: list[Line] = []
	gaps: list[Gap] = []
	ahead: list[Gap] = []
	tallies: list[Tally] = []
	done = wanted = 0
	for asked in series:
		due = have = 0
		found = owed(facts, window, asked, minutes_days)
		for one in found:
			lines += [Line(f, f.minuted, "" if f.minuted else "no_minutes") for f in one.held]
			if not one.short:
				have, due = have + 1, due + 1
			elif is_overdue(one.due_on, window.as_of):
				due += 1
				gaps.append(_gap(one))
			else:
				ahead.append(_gap(one))
		done, wanted = done + have, wanted + due
		if asked.length == YEAR and found:
			have, due = sum(one.least - one.short for one in found), sum(one.least for one in found)
		tallies.append(Tally(asked, have, due))
	return Judgement(_result(done, wanted, gaps), done, wanted, lines, gaps, ahead, tallies)


def held_by(facts: Sequence[Fact], window: Window, kind: str) -> list[Fact]:
	return [f for f in facts if f.kind == kind and f.held and f.meeting_date <= window.as_of]


def owed(facts: Sequence[Fact], window: Window, asked: Series, minutes_days: int = 0) -> list[Owed]:
	"""The spans in which meetings of a series are owed, each with the held ones that serve it; none serves two."""
	found: list[Owed] = []
	left = held_by(facts, window, asked.kind)
	for span, least in owed_spans(window, asked):
		held = served_by(left, span, least, asked)
		found.append(Owed(asked, span, least, held, minutes_days))
		left = [f for f in left if f not in held]
	return found


def owed_spans(window: Window, asked: Series) -> list[tuple[Span, int]]:
	"""The spans of a series and how many meetings are owed in each: only what the organisation lived through wholly. Who lived
	through the second half of a year alone owes that half's part of what is asked in the year."""
	if asked.least <= 0:
		return []
	if whole := window.spans(asked.length):
		return [(span, asked.least) for span in whole]
	if asked.length != YEAR or not calendar_rules.spans(window.starts_on, window.ends_on, YEAR):
		return []
	halves = [span for span in window.spans(HALF) if span.ends_on.month == YEAR]
	return [(span, (asked.least + 1) // 2) for span in halves]


def served_by(facts: Sequence[Fact], span: Span, least: int, asked: Series) -> list[Fact]:
	"""The held meetings of a span; where it is short of minuted ones, those soon after it that it still needs."""
	found = [f for f in facts if counted_in(f, span)]
	short = least - sum(f.minuted for f in found)
	if asked.days_after and short > 0:
		found += [f for f in facts if span.ends_on < f.meeting_date <= asked.until(span)][:short]
	return found


def _gap(one: Owed) -> Gap:
	if fact := one.unminuted:
		return Gap(one.series.kind, one.span, one.due_on, one.short, "no_minutes", fact)
	return Gap(one.series.kind, one.span, one.due_on, one.short, "not_held")


def _result(done: int, wanted: int, gaps: list[Gap]) -> Result:
	if gaps:
		return NOT_MET
	return MET if wanted and done == wanted else NOT_YET_DUE


def each_meeting(
	facts: Sequence[Fact],
	window: Window,
	asked: Series,
	why: Callable[[Fact], str],
	grace_days: int = 0,
) -> Judgement:
	"""Does every meeting of a series held by `as_of` satisfy `why` (which names what is wrong, "" for nothing)?

	Judged are those of the period and those soon after it that still serve it. None at all is not yet due while one may
	still be held, and not met after that; who lived through no whole span in which one is asked for owes none. A fault may
	still be mended for `grace_days` days after the meeting.
	"""
	kind, asked_for = asked.kind, owed(facts, window, asked)
	later = [f for one in asked_for for f in one.held if f.meeting_date > window.ends_on]
	held = [f for f in held_by(facts, window, kind) if window.holds(f.meeting_date) or f in later]
	span = Span(window.starts_on, window.ends_on)
	lines = [Line(f, not (fault := why(f)), fault) for f in held]
	faults = [
		Gap(kind, span, line.fact.meeting_date + timedelta(days=grace_days), 1, line.why, line.fact)
		for line in lines
		if not line.ok
	]
	if asked_for and not held:
		until = max(window.ends_on, *(asked.until(one.span) for one in asked_for))
		faults = [Gap(kind, span, until, 1, "not_held")]
	gaps = [gap for gap in faults if is_overdue(gap.due_on, window.as_of)]
	ahead = [gap for gap in faults if not is_overdue(gap.due_on, window.as_of)]
	done = sum(line.ok for line in lines)
	return Judgement(_result(done, done + len(gaps), gaps), done, done + len(gaps), lines, gaps, ahead)


def sequence_fault(fact: Fact) -> str:
	"""A meeting of the committee follows one of its standing committee or permanent members."""
	if not fact.prepared_by:
		return "not_prepared"
	return "" if fact.prepared_by_held else "preparation_not_held"


def papers_fault(fact: Fact, days: int) -> str:
	"""All papers went out at least `days` whole days before the meeting."""
	if not fact.papers:
		return "no_papers"
	if fact.papers_sent < fact.papers or fact.last_sent_on is None:
		return "papers_not_sent"
	return "" if calendar_rules.days_ahead(fact.last_sent_on, fact.meeting_date) >= days else "papers_late"


def agenda_fault(fact: Fact) -> str:
	"""Every item of the agenda was carried out."""
	if not fact.agenda:
		return "no_agenda"
	return "" if fact.agenda_done == fact.agenda else "agenda_open"


def minutes_fault(fact: Fact) -> str:
	"""Minutes are there, the day they were approved is noted, and a copy is attached: the plan's evidence asks for both."""
	if not fact.minuted:
		return "no_minutes"
	if not fact.approved_on:
		return "minutes_not_attached_nor_approved" if not fact.has_file else "minutes_not_approved"
	return "" if fact.has_file else "minutes_not_attached"


def preparation_fault(fact: Fact) -> str:
	"""An agenda was made, and papers went out before the day of the meeting."""
	return ("" if fact.agenda else "no_agenda") or papers_fault(fact, days=1)
