"""What the meetings on record say about a criterion: plain facts in, a judgement out, no words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from bontot.meeting import calendar_rules, kinds
from bontot.meeting.calendar_rules import Span, is_overdue

Result = Literal["Met", "Not Met", "Awaiting Rating", "Not Yet Due"]
MET, NOT_MET, NOT_YET_DUE = "Met", "Not Met", "Not Yet Due"


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
	"""What is missing and overdue, or (in `ahead`) still to come: a kind of meeting in a span, or a mend of `fact`."""

	kind: str
	span: Span
	due_on: date
	wanted: int = 1
	why: str = ""
	fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Series:
	"""How often a kind of meeting is asked for: `least` in each span of `length` months.

	A span that is short of them may still be served by meetings up to `days_after` days after it, within its year: the
	whole organisation meets on the first half-year at the end of June or early in July.
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
class Tally:
	"""Of the spans of a series that are due (or done already): how many have their meetings."""

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
	for asked in series:
		done = wanted = 0
		for span, found in served(facts, window, asked):
			minuted = [f for f in found if f.minuted]
			lines += [Line(f, f.minuted, "" if f.minuted else "no_minutes") for f in found]
			waiting = [f for f in found if not f.minuted]
			short = asked.least - len(minuted)
			if short <= 0:
				done, wanted = done + 1, wanted + 1
				continue
			gap = _gap(asked, span, short, waiting, minutes_days)
			if is_overdue(gap.due_on, window.as_of):
				wanted += 1
				gaps.append(gap)
			else:
				ahead.append(gap)
		tallies.append(Tally(asked, done, wanted))
	done, wanted = sum(tally.done for tally in tallies), sum(tally.wanted for tally in tallies)
	return Judgement(_result(done, wanted, gaps), done, wanted, lines, gaps, ahead, tallies)


def held_by(facts: Sequence[Fact], window: Window, kind: str) -> list[Fact]:
	return [f for f in facts if f.kind == kind and f.held and f.meeting_date <= window.as_of]


def served(facts: Sequence[Fact], window: Window, asked: Series) -> list[tuple[Span, list[Fact]]]:
	"""The spans in which meetings of a series are owed, each with the held ones that serve it; none serves two."""
	if asked.least <= 0:
		return []
	found, left = [], held_by(facts, window, asked.kind)
	for span in window.spans(asked.length):
		found.append((span, served_by(left, span, asked)))
		left = [f for f in left if f not in found[-1][1]]
	return found


def served_by(facts: Sequence[Fact], span: Span, asked: Series) -> list[Fact]:
	"""The held meetings of a span; where it is short of minuted ones, those soon after it that it still needs."""
	found = [f for f in facts if counted_in(f, span)]
	short = asked.least - sum(f.minuted for f in found)
	if asked.days_after and short > 0:
		found += [f for f in facts if span.ends_on < f.meeting_date <= asked.until(span)][:short]
	return found


def _gap(asked: Series, span: Span, short: int, waiting: list[Fact], minutes_days: int) -> Gap:
	due_on = asked.until(span)
	if waiting:
		fact = waiting[-1]
		due_on = max(due_on, fact.meeting_date + timedelta(days=minutes_days))
		return Gap(asked.kind, span, due_on, short, "no_minutes", fact)
	return Gap(asked.kind, span, due_on, short, "not_held")


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
	kind, owed = asked.kind, served(facts, window, asked)
	later = [f for _span, found in owed for f in found if f.meeting_date > window.ends_on]
	held = [f for f in held_by(facts, window, kind) if window.holds(f.meeting_date) or f in later]
	span = Span(window.starts_on, window.ends_on)
	lines = [Line(f, not (fault := why(f)), fault) for f in held]
	faults = [
		Gap(kind, span, line.fact.meeting_date + timedelta(days=grace_days), 1, line.why, line.fact)
		for line in lines
		if not line.ok
	]
	if owed and not held:
		until = max(window.ends_on, *(asked.until(one) for one, _found in owed))
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
