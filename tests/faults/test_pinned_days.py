"""The main job is green on any day: early in the first month, on the day mid-year ends, on the year's last.

Each day is a start of the whole bench under that clock. Every run plays one, another each day; `bin/test faults`
named as such (BONTOT_ALL_DAYS) plays all three.
"""

from __future__ import annotations

import os
import unittest
from datetime import date

from tests.bad_days.clock import shifted
from tests.bad_days.ground import BENCH
from tests.main_job.round import Round
from tests.main_job.steps import STEPS
from tests.main_job.trial import province

DAYS = ("2027-01-15", "2027-06-30", "2026-12-31")


def chosen() -> tuple[str, ...]:
	if os.environ.get("BONTOT_ALL_DAYS"):
		return DAYS
	return (DAYS[date.today().toordinal() % len(DAYS)],)


class TestPinnedDays(unittest.TestCase):
	def test_the_main_job_holds_on_each(self) -> None:
		with shifted() as move:
			for day in chosen():
				with self.subTest(day):
					move(f"@{day} 09:15:00")
					self.play(day)

	def play(self, day: str) -> None:
		with province(BENCH.root) as trial:
			round = Round(BENCH.url, BENCH.var, trial)
			self.assertEqual(str(round.today), day, "the clock did not reach the site")
			for number, step in enumerate(STEPS, start=1):
				try:
					step.play(round)
				except Exception as error:
					raise AssertionError(f"{day}, step {number}, {step.title}: {error}") from error
