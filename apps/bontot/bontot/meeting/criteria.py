"""The computed criteria that rest on meetings: one query feeds many organisations, `findings` judges, words follow.

Registered under the hook `computed_criteria`. Each calculator is (name in CALCULATORS) -> kinds it reads, a judge and
the words of its summary; `bulk` judges many organisations at once from the same feeding query.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe.query_builder.functions import Count, IfNull, Max, Sum
from frappe.utils import create_batch
from pypika import Case

from bontot.criteria.registry import Context, Finding
from bontot.meeting import findings, kinds, quality, wording
from bontot.meeting.findings import Fact, Judgement, Owed, Series, Window
from bontot.organization.tree import dated

BATCH = 1000  # organisations a query: an `in` list of this length stays an index range
DEFAULTS = {
	"regular_per_month": 1,
	"thematic_per_quarter": 1,
	"whole_organization_per_year": 2,
	"whole_organization_per_half": 0,  # 0: the halves are not binding by themselves
	"whole_organization_days_after": 15,  # "end of June or early July"; how long after, the plan does not say
	"papers_ahead_days": 3,
	"minutes_due_days": 2,
	"good_meeting_share_percent": 0,  # the plan does not say; 0 is "not set"
}


@dataclass(frozen=True, slots=True)
class Calculator:
	kinds: tuple[str, ...]
	judge: Callable[[Sequence[Fact], Window, Callable[[str], int]], Judgement]
	subject: str
	"""Code of the counted thing, for the words of the summary."""
	with_papers: bool = False
	with_agenda: bool = False
	with_score: bool = False
	later: str = ""
	"""Setting that says for how many days after the period its meetings may still count, within the year."""


def series_of(kind: str, setting: Callable[[str], int]) -> Series:
	"""Return how often a body's meetings of a kind are asked for, for criteria and obligations alike."""
	if kind == kinds.REGULAR:
		return Series(kind, 1, setting("regular_per_month"))
	if kind == kinds.THEMATIC:
		return Series(kind, 3, setting("thematic_per_quarter"))
	if kind == kinds.WHOLE_ORGANIZATION:
		if least := setting("whole_organization_per_half"):
			return Series(kind, findings.HALF, least, setting("whole_organization_days_after"))
		return Series(kind, findings.YEAR, setting("whole_organization_per_year"))
	return Series(kind, 1)


def _cell(facts: Sequence[Fact], window: Window, setting: Callable[[str], int]) -> Judgement:
	series = (series_of(kinds.REGULAR, setting), series_of(kinds.THEMATIC, setting))
	return findings.regularity(facts, window, series, setting("minutes_due_days"))


def _whole(facts: Sequence[Fact], window: Window, setting: Callable[[str], int]) -> Judgement:
	series = (series_of(kinds.WHOLE_ORGANIZATION, setting),)
	return findings.regularity(facts, window, series, setting("minutes_due_days"))


def _each(kind: str, fault: Callable[[Fact], str], grace: bool = False):
	def judge(facts: Sequence[Fact], window: Window, setting: Callable[[str], int]) -> Judgement:
		days = setting("minutes_due_days") if grace else 0
		return findings.each_meeting(facts, window, series_of(kind, setting), fault, days)

	return judge


def _papers(facts: Sequence[Fact], window: Window, setting: Callable[[str], int]) -> Judgement:
	days, asked = setting("papers_ahead_days"), series_of(kinds.PARTY_COMMITTEE, setting)
	return findings.each_meeting(facts, window, asked, lambda fact: findings.papers_fault(fact, days))


def _quality(facts: Sequence[Fact], window: Window, setting: Callable[[str], int]) -> Judgement:
	return quality.judge(facts, window, setting("good_meeting_share_percent"), setting("minutes_due_days"))


_COMMITTEE, _ALL = (kinds.PARTY_COMMITTEE,), (kinds.WHOLE_ORGANIZATION,)
_LATER = "whole_organization_days_after"
CALCULATORS: dict[str, Calculator] = {
	"cell_regular_and_thematic": Calculator((kinds.REGULAR, kinds.THEMATIC), _cell, "regularity"),
	"meeting_quality": Calculator((kinds.REGULAR,), _quality, "quality", with_score=True),
	"committee_sequence": Calculator(
		_COMMITTEE, _each(kinds.PARTY_COMMITTEE, findings.sequence_fault), "sequence"
	),
	"papers_ahead": Calculator(_COMMITTEE, _papers, "papers", with_papers=True),
	"agenda_followed": Calculator(
		_COMMITTEE,
		_each(kinds.PARTY_COMMITTEE, findings.agenda_fault, grace=True),
		"agenda",
		with_agenda=True,
	),
	"minutes_archived": Calculator(
		_COMMITTEE, _each(kinds.PARTY_COMMITTEE, findings.minutes_fault, grace=True), "minutes"
	),
	"whole_organization_meetings": Calculator(_ALL, _whole, "regularity", later=_LATER),
	"preparation": Calculator(
		_ALL,
		_each(kinds.WHOLE_ORGANIZATION, findings.preparation_fault),
		"preparation",
		with_papers=True,
		with_agenda=True,
		later=_LATER,
	),
	"whole_organization_agenda_followed": Calculator(
		_ALL,
		_each(kinds.WHOLE_ORGANIZATION, findings.agenda_fault, grace=True),
		"agenda",
		with_agenda=True,
		later=_LATER,
	),
}


def cell_regular_and_thematic(context: Context) -> Finding:
	return compute("cell_regular_and_thematic", context)


def meeting_quality(context: Context) -> Finding:
	return compute("meeting_quality", context)


def committee_sequence(context: Context) -> Finding:
	return compute("committee_sequence", context)


def papers_ahead(context: Context) -> Finding:
	return compute("papers_ahead", context)


def agenda_followed(context: Context) -> Finding:
	return compute("agenda_followed", context)


def minutes_archived(context: Context) -> Finding:
	return compute("minutes_archived", context)


def whole_organization_meetings(context: Context) -> Finding:
	return compute("whole_organization_meetings", context)


def preparation(context: Context) -> Finding:
	return compute("preparation", context)


def whole_organization_agenda_followed(context: Context) -> Finding:
	return compute("whole_organization_agenda_followed", context)


def compute(key: str, context: Context) -> Finding:
	"""Judge one organisation."""
	return bulk(key, [context])[context.organization]


def bulk(key: str, contexts: Sequence[Context]) -> dict[str, Finding]:
	"""Judge many organisations of one period with a handful of queries a thousand; by organisation.

	Raises ValueError when the contexts are not of one period, KeyError for a calculator that is not ours.
	"""
	calculator = CALCULATORS[key]
	found: dict[str, Finding] = {}
	for judged, context in judgements(calculator, contexts):
		found[context.organization] = wording.finding(calculator.subject, context, judged)
	return found


def still_ahead(key: str, context: Context) -> list[dict]:
	"""Return what a criterion still asks for within its time, in the form of Finding.missing: for "Việc của tôi"."""
	calculator = CALCULATORS[key]
	for judged, _context in judgements(calculator, [context]):
		return [wording.missing(context, gap) for gap in judged.ahead]
	return []


def judgements(
	calculator: Calculator,
	contexts: Sequence[Context],
	read: Callable[[Sequence[Fact]], Sequence[Fact]] = lambda facts: facts,
) -> Iterable[tuple[Judgement, Context]]:
	"""Judge organisations of one period one by one; `read`: what to make of an organisation's meetings before."""
	if len({(c.starts_on, c.ends_on, c.as_of) for c in contexts}) > 1:
		raise ValueError("All contexts of one call belong to one period and day.")
	for batch in create_batch(contexts, BATCH):
		names = [context.organization for context in batch]
		facts = feed(names, batch[0].starts_on, _last_day(calculator, batch), calculator)
		lives = dated.lives_as({context.organization: context.title_kind for context in batch})
		for context in batch:
			window = Window(context.starts_on, context.ends_on, context.as_of, *lives[context.organization])
			own = read(facts.get(context.organization, []))
			yield calculator.judge(own, window, _settings(context)), context


def _last_day(calculator: Calculator, contexts: Sequence[Context]) -> date:
	"""The last day whose meetings may count; each organisation's own thresholds are weighed by its judge."""
	last = contexts[0].ends_on
	days = max(_settings(context)(calculator.later) for context in contexts) if calculator.later else 0
	return min(last + timedelta(days=days), last.replace(month=12, day=31))


def _settings(context: Context) -> Callable[[str], int]:
	return numbers(context.settings)


def numbers(settings: Mapping[str, str]) -> Callable[[str], int]:
	"""Reads a threshold of a framework; what nobody has answered is as shipped."""

	def setting(key: str) -> int:
		value = (settings.get(key) or "").strip()
		return int(value) if value else DEFAULTS[key]

	return setting


def owed_of(kind: str, contexts: Sequence[Context]) -> dict[str, list[Owed]]:
	"""Return what organisations owe of a kind of meeting in a period, by organisation: as their criteria read it."""
	calculator = Calculator((kind,), _cell, "", later=_LATER if kind == kinds.WHOLE_ORGANIZATION else "")
	found: dict[str, list[Owed]] = {}
	for batch in create_batch(contexts, BATCH):
		names = [context.organization for context in batch]
		facts = feed(names, batch[0].starts_on, _last_day(calculator, batch), calculator)
		lived = dated.lives_as({context.organization: context.title_kind for context in batch})
		for context in batch:
			window = Window(context.starts_on, context.ends_on, context.as_of, *lived[context.organization])
			setting, own = _settings(context), facts.get(context.organization, [])
			asked = series_of(kind, setting)
			found[context.organization] = findings.owed(own, window, asked, setting("minutes_due_days"))
	return found


def feed(
	organizations: Sequence[str], starts_on: date, ends_on: date, calculator: Calculator
) -> dict[str, list[Fact]]:
	"""Meetings of many organisations that may count for a period, by organisation, in order of date.

	Read without the reader's scope: a criterion counts records, whoever looks; rows shown are checked when opened.
	"""
	meeting, before = frappe.qb.DocType("Meeting"), frappe.qb.DocType("Meeting").as_("before")
	in_period = meeting.meeting_date[starts_on:ends_on] | meeting.for_month[starts_on:ends_on]
	rows = (
		frappe.qb.from_(meeting)
		.left_join(before)
		.on(before.name == meeting.prepared_by_meeting)
		.select(
			meeting.name,
			meeting.organization,
			meeting.meeting_kind.as_("kind"),
			meeting.meeting_date,
			meeting.for_month,
			meeting.status,
			meeting.title,
			meeting.prepared_by_meeting.as_("prepared_by"),
			Case().when(before.status.isin(["Held", "Minuted"]), 1).else_(0).as_("prepared_by_held"),
			Case().when(meeting.minutes_file != "", 1).else_(0).as_("has_file"),
			meeting.minutes_approved_on.as_("approved_on"),
			IfNull(meeting.quality_grade, "").as_("grade"),
			meeting.quality_points.as_("points"),
			IfNull(meeting.quality_scale, "").as_("scale"),
		)
		.where(
			meeting.organization.isin(list(organizations)) & meeting.meeting_kind.isin(list(calculator.kinds))
		)
		.where(in_period)
		.orderby(meeting.meeting_date, meeting.name)
		.run(as_dict=True)
	)
	names = [row.name for row in rows]
	papers = _papers_of(names) if calculator.with_papers else {}
	agenda = _agenda_of(names) if calculator.with_agenda else {}
	short = _short_items(rows) if calculator.with_score else {}
	facts: dict[str, list[Fact]] = {}
	for row in rows:
		row.prepared_by_held, row.has_file = bool(row.prepared_by_held), bool(row.has_file)
		fact = Fact(
			**{**row, **papers.get(row.name, {}), **agenda.get(row.name, {}), **short.get(row.name, {})}
		)
		facts.setdefault(row.organization, []).append(fact)
	return facts


def _papers_of(meetings: list[str]) -> dict[str, dict]:
	paper = frappe.qb.DocType("Meeting Paper")
	if not meetings:
		return {}
	rows = (
		frappe.qb.from_(paper)
		.select(paper.parent, Count("*"), Count(paper.sent_at), Max(paper.sent_at))
		.where(paper.parent.isin(meetings))
		.groupby(paper.parent)
		.run()
	)
	return {
		parent: {"papers": papers, "papers_sent": sent, "last_sent_on": last.date() if last else None}
		for parent, papers, sent, last in rows
	}


def _short_items(meetings: Sequence[frappe._dict]) -> dict[str, dict]:
	"""Return, for meetings that are graded, but not good, the items that the best grade needs in full and that are not."""
	below = [row.name for row in meetings if row.grade not in ("", quality.GOOD)]
	item = frappe.qb.DocType("Meeting Score")
	if not below:
		return {}
	rows = (
		frappe.qb.from_(item)
		.select(item.parent, item.item_name)
		.where(item.parent.isin(below) & (item.must_be_full == 1) & (item.has_points == 1))
		.where(item.points < item.most_points)
		.orderby(item.parent, item.idx)
		.run()
	)
	found: dict[str, dict] = {}
	for parent, name in rows:
		own = found.setdefault(parent, {"short": ()})
		own["short"] += (name,)
	return found


def _agenda_of(meetings: list[str]) -> dict[str, dict]:
	item = frappe.qb.DocType("Agenda Item")
	if not meetings:
		return {}
	rows = (
		frappe.qb.from_(item)
		.select(item.parent, Count("*"), Sum(item.is_done))
		.where(item.parent.isin(meetings))
		.groupby(item.parent)
		.run()
	)
	return {parent: {"agenda": items, "agenda_done": int(done or 0)} for parent, items, done in rows}
