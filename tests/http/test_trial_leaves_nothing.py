"""The throw-away province of `bin/start --check` is played on a site in use: afterwards that is as it was."""

from __future__ import annotations

import unittest

from tests.bad_days.digests import changed, state
from tests.bad_days.ground import BENCH, rows
from tests.main_job.round import Round
from tests.main_job.trial import execute, province


class TestTrial(unittest.TestCase):
	def test_nothing_of_it_stays(self) -> None:
		execute(BENCH.root, "bontot.demo.trial.remove")  # what an earlier one left behind by being killed
		before = state()
		with province(BENCH.root) as told:
			secretary = Round(BENCH.url, BENCH.var, told).person("secretary")
			secretary.page("/app")
			made = changed(before, state())
		self.assertLessEqual(
			{"tabUser", "tabContact", "tabDocShare", "tabDefaultValue", "tabMeeting"}, set(made)
		)
		self.assertEqual(changed(before, state()), [])
		self.assertEqual(rows("SELECT name FROM tabUser WHERE name LIKE '%@kiemtra.example'"), [])
