"""Criterion sh_cb_2 as a pure rule: it turns both ways, and nothing that is not due counts as lacking."""

import unittest
from dataclasses import replace
from datetime import date

from bontot.meeting import kinds, quality
from bontot.meeting.findings import Fact, Window

YEAR = Window(date(2026, 1, 1), date(2026, 12, 31), as_of=date(2027, 1, 20))


def months(*grades: str) -> list[Fact]:
	"""A minuted regular meeting each month from January on, with these grades ("-": no meeting)."""
	return [
		Fact(
			f"m{month}",
			"TC0000001",
			kinds.REGULAR,
			date(2026, month, 3),
			"Minuted",
			for_month=date(2026, month, 1),
			grade=grade,
		)
		for month, grade in enumerate(grades, 1)
		if grade != "-"
	]


def judge(*grades: str, least: int = 80, as_of: date | None = None):
	window = replace(YEAR, as_of=as_of) if as_of else YEAR
	return quality.judge(months(*grades), window, least, days=2)


class TestQuality(unittest.TestCase):
	def test_eleven_of_twelve_good_months_are_enough(self) -> None:
		"""Facts §2.2: 11 of 12, threshold 80 %."""
		judged = judge(*["Good"] * 11, "Fair")
		self.assertEqual((judged.result, judged.done, judged.wanted), ("Met", 11, 12))

	def test_each_more_month_that_is_not_good_brings_it_down(self) -> None:
		results = [judge(*["Good"] * (12 - bad), *["Fair"] * bad).result for bad in range(5)]
		self.assertEqual(results, ["Met", "Met", "Met", "Not Met", "Not Met"])

	def test_a_month_without_meeting_counts_against_it_once_it_is_over(self) -> None:
		judged = judge(*["Good"] * 9, "-", "-", "-")
		self.assertEqual((judged.result, judged.wanted, len(judged.gaps)), ("Not Met", 12, 3))
		judged = judge(*["Good"] * 10, as_of=date(2026, 11, 30))
		self.assertEqual((judged.result, judged.wanted, judged.gaps), ("Met", 10, []))

	def test_a_meeting_nobody_scored_is_waited_for_and_named(self) -> None:
		judged = judge(*["Good"] * 9, "", "Fair", "Fair")
		self.assertEqual((judged.result, judged.open), ("Awaiting Rating", 1))
		self.assertEqual([gap.fact.name for gap in judged.gaps], ["m10"])
		self.assertEqual(judge(*["Good"] * 11, "").result, "Met")  # whatever it comes to
		self.assertEqual(judge(*["Fair"] * 11, "").result, "Not Met")

	def test_what_the_year_can_still_mend_is_not_lacking(self) -> None:
		early = judge("Fair", "Good", as_of=date(2026, 2, 20))
		self.assertEqual(early.result, "Not Yet Due")
		late = judge(*["Fair"] * 3, *["Good"] * 7, as_of=date(2026, 10, 20))
		self.assertEqual(late.result, "Not Met")  # 9 of 12 at best

	def test_nothing_held_in_january_is_not_due(self) -> None:
		self.assertEqual(judge(as_of=date(2026, 1, 15)).result, "Not Yet Due")

	def test_without_a_share_only_what_every_share_gives_is_decided(self) -> None:
		for grades, wanted in (
			(["Good"] * 12, "Met"),
			(["Fair"] * 12, "Not Met"),
			(["Good"] * 11 + ["Fair"], "Awaiting Rating"),
		):
			with self.subTest(grades=grades):
				self.assertEqual(judge(*grades, least=0).result, wanted)

	def test_only_regular_meetings_that_were_held_count(self) -> None:
		facts = months(*["Good"] * 12)
		facts[0] = replace(facts[0], kind=kinds.THEMATIC)
		facts[1] = replace(facts[1], status="Planned")
		self.assertEqual(quality.judge(facts, YEAR, 80, 2).done, 10)
