"""The computed criteria as pure rules: each turns both ways when the record behind it changes."""

import unittest
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bontot.meeting import findings, kinds
from bontot.meeting.findings import MET, NOT_MET, NOT_YET_DUE, Fact, Series, Window

YEAR = Window(date(2026, 1, 1), date(2026, 12, 31), as_of=date(2027, 1, 20))
HALF = Window(date(2026, 1, 1), date(2026, 6, 30), as_of=date(2026, 7, 20))
CELL = (Series(kinds.REGULAR, 1), Series(kinds.THEMATIC, 3))
HALVES = (Series(kinds.WHOLE_ORGANIZATION, 6),)
COMMITTEE = Series(kinds.PARTY_COMMITTEE, 1)


def meeting(kind: str, day: date, status: str = "Minuted", **fields) -> Fact:
	month = day.replace(day=1) if kind == kinds.REGULAR else None
	fields = {"for_month": month, **fields}
	return Fact(f"{kind}-{day}", "TC0000001", kind, day, status, **fields)


def cell_year() -> list[Fact]:
	"""Twelve regular and four thematic meetings, all minuted."""
	regular = [meeting(kinds.REGULAR, date(2026, month, 3)) for month in range(1, 13)]
	return regular + [meeting(kinds.THEMATIC, date(2026, month, 20)) for month in (2, 5, 8, 11)]


def cell(facts: list[Fact], window: Window = YEAR) -> findings.Judgement:
	return findings.regularity(facts, window, CELL, minutes_days=2)


class TestCellMeetings(unittest.TestCase):
	def test_a_full_year_is_met(self) -> None:
		judged = cell(cell_year())
		self.assertEqual((judged.result, judged.done, judged.wanted), (MET, 16, 16))

	def test_each_single_missing_meeting_turns_it(self) -> None:
		for index, left_out in enumerate(cell_year()):
			facts = cell_year()
			del facts[index]
			judged = cell(facts)
			self.assertEqual((judged.result, len(judged.gaps)), (NOT_MET, 1), left_out.name)
			self.assertTrue(judged.gaps[0].span.holds(left_out.meeting_date))

	def test_a_meeting_without_minutes_does_not_count_until_they_are_there(self) -> None:
		facts = cell_year()
		facts[2] = replace(facts[2], status="Held")
		judged = cell(facts)
		self.assertEqual(
			(judged.result, judged.gaps[0].why, judged.gaps[0].fact), (NOT_MET, "no_minutes", facts[2])
		)
		facts[2] = replace(facts[2], status="Minuted")
		self.assertEqual(cell(facts).result, MET)

	def test_a_planned_meeting_does_not_count(self) -> None:
		facts = cell_year()
		facts[0] = replace(facts[0], status="Planned")
		self.assertEqual(cell(facts).result, NOT_MET)

	def test_a_thematic_meeting_does_not_replace_the_regular_one(self) -> None:
		facts = [*cell_year()[1:], meeting(kinds.THEMATIC, date(2026, 1, 3))]
		self.assertEqual(cell(facts).result, NOT_MET)

	def test_four_thematic_meetings_in_one_quarter_leave_three_quarters_empty(self) -> None:
		facts = cell_year()[:12] + [meeting(kinds.THEMATIC, date(2026, 2, day)) for day in (2, 9, 16, 23)]
		self.assertEqual([gap.span.number for gap in cell(facts).gaps], [2, 3, 4])

	def test_a_regular_meeting_counts_for_its_month_when_held_in_the_next(self) -> None:
		facts = cell_year()
		facts[2] = meeting(kinds.REGULAR, date(2026, 4, 1), for_month=date(2026, 3, 1))
		self.assertEqual(cell(facts).result, MET)

	def test_what_is_not_yet_due_is_never_missing(self) -> None:
		facts = cell_year()[:10] + cell_year()[12:15]
		judged = cell(facts, replace(YEAR, as_of=date(2026, 11, 24)))
		self.assertEqual((judged.result, judged.done, judged.wanted, judged.gaps), (MET, 13, 13, []))
		self.assertEqual(
			[gap.due_on for gap in judged.ahead], [date(2026, 11, 30), date(2026, 12, 31), date(2026, 12, 31)]
		)

	def test_the_last_day_is_in_time_and_the_next_is_late(self) -> None:
		facts = cell_year()[:10] + cell_year()[12:15]
		self.assertEqual(cell(facts, replace(YEAR, as_of=date(2026, 11, 30))).result, MET)
		self.assertEqual(cell(facts, replace(YEAR, as_of=date(2026, 12, 1))).result, NOT_MET)

	def test_nothing_is_due_in_the_middle_of_january(self) -> None:
		self.assertEqual(cell([], replace(YEAR, as_of=date(2026, 1, 15))).result, NOT_YET_DUE)

	def test_minutes_of_a_last_day_have_two_more_days(self) -> None:
		facts = cell_year()
		facts[2] = replace(facts[2], meeting_date=date(2026, 3, 31), status="Held")
		first_quarter = [f for f in facts if f.meeting_date < date(2026, 4, 1)]
		self.assertEqual(cell(first_quarter, replace(YEAR, as_of=date(2026, 4, 2))).gaps, [])
		self.assertEqual(len(cell(first_quarter, replace(YEAR, as_of=date(2026, 4, 3))).gaps), 1)

	def test_six_months_ask_six_and_two(self) -> None:
		facts = [f for f in cell_year() if f.meeting_date <= HALF.ends_on]
		self.assertEqual((cell(facts, HALF).result, cell(facts, HALF).wanted), (MET, 8))
		self.assertEqual(cell(facts[1:], HALF).result, NOT_MET)

	def test_months_before_the_founding_are_not_asked(self) -> None:
		founded = replace(YEAR, valid_from=date(2026, 8, 12))
		facts = [f for f in cell_year() if f.meeting_date >= date(2026, 9, 1)]
		judged = cell(facts, founded)
		self.assertEqual((judged.result, judged.wanted), (MET, 4 + 1))

	def test_settings_decide_how_many(self) -> None:
		two = (Series(kinds.THEMATIC, 3, least=2),)
		facts = cell_year() + [meeting(kinds.THEMATIC, date(2026, month, 25)) for month in (2, 5, 8)]
		self.assertEqual(findings.regularity(facts, YEAR, two, 2).result, NOT_MET)
		facts.append(meeting(kinds.THEMATIC, date(2026, 11, 25)))
		self.assertEqual(findings.regularity(facts, YEAR, two, 2).result, MET)

	def test_a_meeting_after_the_day_of_judgement_is_not_counted(self) -> None:
		march = replace(YEAR, as_of=date(2026, 4, 1))
		facts = [f for f in cell_year() if f.meeting_date.month in (1, 2)]
		facts.append(meeting(kinds.REGULAR, date(2026, 4, 5), for_month=date(2026, 3, 1)))
		self.assertEqual(cell(facts, march).result, NOT_MET)


class TestCommitteeMeetings(unittest.TestCase):
	def judge(self, fact: Fact, why, window: Window = YEAR, grace: int = 0) -> str:
		return findings.each_meeting([fact], window, Series(fact.kind, 1), why, grace).result

	def test_sequence(self) -> None:
		fact = meeting(kinds.PARTY_COMMITTEE, date(2026, 5, 20))
		self.assertEqual(self.judge(fact, findings.sequence_fault), NOT_MET)
		linked = replace(fact, prepared_by="M1")
		self.assertEqual(findings.sequence_fault(linked), "preparation_not_held")
		self.assertEqual(self.judge(replace(linked, prepared_by_held=True), findings.sequence_fault), MET)

	def test_papers_three_whole_days_ahead(self) -> None:
		fact = meeting(kinds.PARTY_COMMITTEE, date(2026, 5, 20), papers=2, papers_sent=2)
		for sent, fault in ((17, ""), (18, "papers_late"), (21, "papers_late"), (1, "")):
			judged = replace(fact, last_sent_on=date(2026, 5, sent))
			self.assertEqual(findings.papers_fault(judged, 3), fault, sent)
		unsent = replace(fact, papers_sent=1, last_sent_on=date(2026, 5, 1))
		self.assertEqual(findings.papers_fault(unsent, 3), "papers_not_sent")
		self.assertEqual(findings.papers_fault(replace(fact, papers=0, papers_sent=0), 3), "no_papers")

	def test_agenda(self) -> None:
		fact = meeting(kinds.PARTY_COMMITTEE, date(2026, 5, 20), agenda=3, agenda_done=2)
		self.assertEqual(self.judge(fact, findings.agenda_fault), NOT_MET)
		self.assertEqual(self.judge(replace(fact, agenda_done=3), findings.agenda_fault), MET)
		self.assertEqual(findings.agenda_fault(replace(fact, agenda=0, agenda_done=0)), "no_agenda")

	def test_minutes_are_archived_when_approved_and_attached(self) -> None:
		fact = meeting(kinds.PARTY_COMMITTEE, date(2026, 5, 20))
		approved = replace(fact, approved_on=date(2026, 5, 22))
		for judged, fault in (
			(fact, "minutes_not_attached_nor_approved"),
			(replace(fact, has_file=True), "minutes_not_approved"),
			(approved, "minutes_not_attached"),
			(replace(approved, has_file=True), ""),
		):
			with self.subTest(fault):
				self.assertEqual(findings.minutes_fault(judged), fault)
				result = self.judge(judged, findings.minutes_fault)
				self.assertEqual(result, NOT_MET if fault else MET)
		self.assertEqual(findings.minutes_fault(replace(fact, status="Held", has_file=True)), "no_minutes")

	def test_a_fault_may_be_mended_within_the_grace(self) -> None:
		fact = meeting(kinds.PARTY_COMMITTEE, date(2026, 5, 20), status="Held")
		two_days_on = replace(YEAR, as_of=date(2026, 5, 22))
		self.assertEqual(self.judge(fact, findings.minutes_fault, two_days_on, 2), NOT_YET_DUE)
		self.assertEqual(
			self.judge(fact, findings.minutes_fault, replace(YEAR, as_of=date(2026, 5, 23)), 2), NOT_MET
		)

	def test_preparation(self) -> None:
		fact = meeting(kinds.WHOLE_ORGANIZATION, date(2026, 6, 20), papers=1, papers_sent=1)
		ready = replace(fact, agenda=2, last_sent_on=date(2026, 6, 19))
		self.assertEqual(self.judge(ready, findings.preparation_fault), MET)
		self.assertEqual(findings.preparation_fault(replace(ready, agenda=0)), "no_agenda")
		self.assertEqual(
			self.judge(replace(ready, last_sent_on=date(2026, 6, 20)), findings.preparation_fault), NOT_MET
		)

	def test_one_faulty_meeting_among_good_ones_turns_it(self) -> None:
		good = [meeting(kinds.PARTY_COMMITTEE, date(2026, m, 9), agenda=1, agenda_done=1) for m in (1, 2, 3)]
		bad = replace(good[1], agenda_done=0)
		self.assertEqual(findings.each_meeting(good, YEAR, COMMITTEE, findings.agenda_fault).done, 3)
		judged = findings.each_meeting([good[0], bad, good[2]], YEAR, COMMITTEE, findings.agenda_fault)
		self.assertEqual((judged.result, judged.done, judged.wanted), (NOT_MET, 2, 3))

	def test_no_meeting_waits_until_the_period_is_over(self) -> None:
		for as_of, result in ((date(2026, 12, 31), NOT_YET_DUE), (date(2027, 1, 1), NOT_MET)):
			window = replace(YEAR, as_of=as_of)
			judged = findings.each_meeting([], window, COMMITTEE, findings.agenda_fault)
			self.assertEqual(judged.result, result)

	def test_a_period_too_short_to_hold_the_stretch_owes_no_meeting(self) -> None:
		"""The whole organisation meets once a half-year: a quarter alone never lacks it, a half-year does."""
		cases = ((date(2026, 4, 1), NOT_YET_DUE), (date(2026, 1, 1), NOT_MET))
		for starts_on, result in cases:
			window = findings.Window(starts_on, date(2026, 6, 30), date(2026, 8, 1))
			judged = findings.each_meeting([], window, HALVES[0], findings.agenda_fault)
			with self.subTest(starts_on):
				self.assertEqual(judged.result, result)

	def test_other_kinds_and_planned_meetings_are_not_judged(self) -> None:
		facts = [
			meeting(kinds.STANDING_COMMITTEE, date(2026, 5, 20)),
			meeting(kinds.PARTY_COMMITTEE, date(2026, 5, 20), status="Planned"),
		]
		self.assertEqual(findings.each_meeting(facts, YEAR, COMMITTEE, findings.agenda_fault).lines, [])

	def test_who_lived_through_no_whole_span_owes_no_meeting(self) -> None:
		"""Founded on the last day of September: no half-year to hold the whole organisation, three months of committees."""
		founded = replace(YEAR, valid_from=date(2026, 9, 30))
		ended = replace(YEAR, valid_to=date(2026, 6, 20))
		for window, asked, wanted in (
			(founded, HALVES[0], NOT_YET_DUE),
			(founded, COMMITTEE, NOT_MET),
			(replace(YEAR, valid_from=date(2026, 12, 3)), COMMITTEE, NOT_YET_DUE),
			(ended, HALVES[0], NOT_YET_DUE),
			(ended, COMMITTEE, NOT_MET),
			(YEAR, replace(HALVES[0], least=0), NOT_YET_DUE),
		):
			with self.subTest(window=window, asked=asked):
				judged = findings.each_meeting([], window, asked, findings.agenda_fault)
				self.assertEqual(judged.result, wanted)
		good = meeting(kinds.WHOLE_ORGANIZATION, date(2026, 11, 2), agenda=1, agenda_done=1)
		for fact, wanted in ((good, MET), (replace(good, agenda_done=0), NOT_MET)):
			judged = findings.each_meeting([fact], founded, HALVES[0], findings.agenda_fault)
			self.assertEqual(judged.result, wanted)

	def test_a_meeting_early_in_july_is_judged_where_it_serves_the_first_half(self) -> None:
		asked = Series(kinds.WHOLE_ORGANIZATION, 6, 1, days_after=15)
		june, july = (
			meeting(kinds.WHOLE_ORGANIZATION, day, agenda=1, agenda_done=1)
			for day in (date(2026, 6, 28), date(2026, 7, 3))
		)
		bad = replace(july, agenda_done=0)
		for facts, as_of, wanted in (
			([july], HALF.as_of, MET),
			([bad], HALF.as_of, NOT_MET),
			([june, bad], HALF.as_of, MET),  # the half had its own; July's is the second half's
			([july], date(2026, 7, 2), NOT_YET_DUE),
			([], date(2026, 7, 15), NOT_YET_DUE),
			([], date(2026, 7, 16), NOT_MET),
			([replace(july, meeting_date=date(2026, 7, 16))], HALF.as_of, NOT_MET),
		):
			with self.subTest(facts=[fact.name for fact in facts], as_of=as_of):
				window = replace(HALF, as_of=as_of)
				judged = findings.each_meeting(facts, window, asked, findings.agenda_fault)
				self.assertEqual(judged.result, wanted)


class TestWholeOrganization(unittest.TestCase):
	def judge(self, *days: date, as_of: date = YEAR.as_of) -> findings.Judgement:
		facts = [meeting(kinds.WHOLE_ORGANIZATION, day) for day in days]
		return findings.regularity(facts, replace(YEAR, as_of=as_of), HALVES, minutes_days=2)

	def test_one_in_each_half(self) -> None:
		self.assertEqual(self.judge(date(2026, 6, 28), date(2026, 12, 20)).result, MET)
		self.assertEqual(self.judge(date(2026, 6, 28)).result, NOT_MET)
		self.assertEqual(self.judge(date(2026, 6, 28), date(2026, 6, 29)).result, NOT_MET)

	def test_the_second_half_is_not_missing_before_its_end(self) -> None:
		self.assertEqual(self.judge(date(2026, 6, 28), as_of=date(2026, 12, 15)).result, MET)
		self.assertEqual(self.judge(as_of=date(2026, 6, 30)).result, NOT_YET_DUE)
		self.assertEqual(self.judge(as_of=date(2026, 7, 1)).result, NOT_MET)

	def test_the_mid_year_meeting_may_be_held_early_in_july(self) -> None:
		"""Up to 15 days after June it serves the first half, once, and never a second time the second half."""
		for days, as_of, wanted in (
			((date(2026, 7, 15), date(2026, 12, 20)), YEAR.as_of, MET),
			((date(2026, 7, 16), date(2026, 12, 20)), YEAR.as_of, NOT_MET),
			((date(2026, 7, 5),), YEAR.as_of, NOT_MET),
			((date(2026, 7, 5), date(2026, 7, 9)), YEAR.as_of, MET),
			((date(2026, 6, 28), date(2026, 7, 5)), YEAR.as_of, MET),
			((), date(2026, 7, 15), NOT_YET_DUE),
			((), date(2026, 7, 16), NOT_MET),
			((date(2026, 6, 28), date(2027, 1, 4)), YEAR.as_of, NOT_MET),
		):
			with self.subTest(days=days, as_of=as_of):
				facts = [meeting(kinds.WHOLE_ORGANIZATION, day) for day in days]
				series = (Series(kinds.WHOLE_ORGANIZATION, 6, 1, days_after=15),)
				judged = findings.regularity(facts, replace(YEAR, as_of=as_of), series, minutes_days=2)
				self.assertEqual(judged.result, wanted)


WHOLE_YEAR = Series(kinds.WHOLE_ORGANIZATION, 12, 2)


class TestTwiceAYear(unittest.TestCase):
	"""The plan asks for two meetings in the year; which halves they lie in it does not say (II.2.2.2(1))."""

	def judge(self, *days: date, as_of: date = YEAR.ends_on, **life: date) -> findings.Judgement:
		facts = [meeting(kinds.WHOLE_ORGANIZATION, day) for day in days]
		return findings.regularity(facts, replace(YEAR, as_of=as_of, **life), (WHOLE_YEAR,), minutes_days=2)

	def test_two_in_the_year_are_two_whenever_they_are(self) -> None:
		for days in ((date(2026, 7, 16), date(2026, 12, 28)), (date(2026, 7, 20), date(2026, 12, 20))):
			judged = self.judge(*days, as_of=date(2027, 1, 5))
			self.assertEqual((judged.result, judged.tallies[0].done, judged.tallies[0].wanted), (MET, 2, 2))

	def test_nothing_is_late_before_the_year_is_over(self) -> None:
		for as_of in (date(2026, 7, 1), date(2026, 12, 31)):
			judged = self.judge(as_of=as_of)
			self.assertEqual((judged.result, judged.gaps), ("Not Yet Due", []))
			[ahead] = judged.ahead  # June was missed: both are still due, at the year's end
			self.assertEqual((ahead.wanted, ahead.due_on), (2, date(2026, 12, 31)))
		self.assertEqual(self.judge(as_of=date(2027, 1, 1)).result, NOT_MET)
		self.assertEqual(self.judge(date(2026, 6, 30), as_of=date(2027, 1, 1)).result, NOT_MET)

	def test_who_lived_through_half_a_year_owes_its_half(self) -> None:
		young = {"valid_from": date(2026, 5, 2)}
		self.assertEqual(self.judge(as_of=date(2027, 1, 5), **young).gaps[0].wanted, 1)
		self.assertEqual(self.judge(date(2026, 12, 3), as_of=date(2027, 1, 5), **young).result, MET)
		self.assertEqual(
			self.judge(as_of=date(2027, 1, 5), valid_from=date(2026, 8, 1)).result, "Not Yet Due"
		)

	def test_a_six_month_review_asks_for_no_part_of_it(self) -> None:
		half = Window(date(2026, 1, 1), date(2026, 6, 30), date(2026, 8, 1))
		self.assertEqual(findings.owed([], half, WHOLE_YEAR), [])


class TestOneDefinition(unittest.TestCase):
	"""Tests that what is owed (the ledger's rows) and what a criterion finds missing are one answer, whatever a year was like."""

	@given(
		st.lists(
			st.tuples(
				st.dates(date(2026, 1, 1), date(2027, 1, 20)),
				st.sampled_from(["Planned", "Held", "Minuted", "Minuted"]),
				st.integers(0, 1),
			),
			max_size=16,
		),
		st.dates(date(2026, 1, 1), date(2027, 2, 1)),
		st.sampled_from(
			[
				Series(kinds.REGULAR, 1),
				Series(kinds.THEMATIC, 3),
				Series(kinds.THEMATIC, 3, 2),
				Series(kinds.WHOLE_ORGANIZATION, 6, 1, 15),
				WHOLE_YEAR,
			]
		),
		st.one_of(st.none(), st.dates(date(2025, 6, 1), date(2026, 12, 1))),
		st.integers(0, 5),
	)
	@settings(max_examples=300, deadline=None)
	def test_they_never_disagree(self, held, as_of, asked, valid_from, days) -> None:
		facts = []
		for number, (day, status, back) in enumerate(sorted(held)):
			month = (day - timedelta(days=31 * back)).replace(day=1)
			for_month = month if asked.kind == kinds.REGULAR else None
			facts.append(Fact(f"m{number}", "TC0000001", asked.kind, day, status, for_month=for_month))
		window = replace(YEAR, as_of=as_of, valid_from=valid_from)
		owed = findings.owed(facts, window, asked, days)
		judged = findings.regularity(facts, window, (asked,), days)
		late = [one for one in owed if one.short and one.due_on < as_of]
		self.assertEqual(
			[(gap.span, gap.due_on, gap.wanted) for gap in judged.gaps],
			[(one.span, one.due_on, one.short) for one in late],
		)
		self.assertEqual(judged.result == NOT_MET, bool(late))
		open_still = [one for one in owed if one.short and one.due_on >= as_of]
		self.assertEqual([gap.due_on for gap in judged.ahead], [one.due_on for one in open_still])
		done = [one for one in owed if one.done_by]
		self.assertEqual(judged.done, len(done))
		self.assertTrue(all(one.done_by.minuted for one in done))
		served = [fact.name for one in owed for fact in one.held]
		self.assertEqual(len(served), len(set(served)))  # none serves two
