"""Tests that the output of the usual runners is counted rightly, and that a suite that breaks never counts as green."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import threading
import unittest
from datetime import datetime
from pathlib import Path
from unittest import mock

from ops import clock, runner, suites
from ops.bench import Bench, load
from ops.counts import Counts, of_node, of_summary, of_unittest
from ops.suites import Suite


class TestReaders(unittest.TestCase):
	def test_unittest(self) -> None:
		cases = {
			"Ran 3 tests in 0.1s\n\nOK\n": Counts(3, 0, 0),
			"Ran 1 test in 0.1s\n\nFAILED (errors=1)\n": Counts(0, 1, 0),
			"Ran 9 tests in 1.1s\n\nFAILED (failures=2, errors=1, skipped=3)\n": Counts(3, 3, 3),
			"Ran 4 tests in 1.1s\n\nOK (skipped=4)\n": Counts(0, 0, 4),
			"Ran 0 tests in 0.0s\n\nFAILED (errors=1)\n": Counts(0, 1, 0),
			"Ran 2 tests in 0.0s\n\nFAILED (expected failures=1, unexpected successes=1)\n": Counts(1, 1, 0),
			"Ran 2 tests in 0.1s\n\nOK\nnoise\nRan 5 tests in 3s\n\nFAILED (failures=1)\n": Counts(6, 1, 0),
			"Traceback: it never came to the tests": Counts(),
		}
		for text, wanted in cases.items():
			with self.subTest(text):
				self.assertEqual(of_unittest(text), wanted)

	def test_node(self) -> None:
		self.assertEqual(
			of_node("# tests 7\n# pass 4\n# fail 1\n# cancelled 1\n# skipped 1\n"), Counts(4, 2, 1)
		)

	def test_summary_is_the_last_line_of_its_form(self) -> None:
		self.assertEqual(
			of_summary("1 passed, 0 failed\nmore\n5 passed, 2 failed, 3 skipped\n"), Counts(5, 2, 3)
		)
		self.assertEqual(str(Counts(5, 2, 3)), "5 passed, 2 failed, 3 skipped")
		self.assertEqual(str(Counts(5)), "5 passed, 0 failed")


class TestSuites(unittest.TestCase):
	def setUp(self) -> None:
		folder = tempfile.TemporaryDirectory()
		self.addCleanup(folder.cleanup)
		logs = Path(folder.name).resolve()
		for name in ("LOGS", "PICTURES", "REPO"):
			patch = mock.patch.object(runner, name, logs)
			patch.start()
			self.addCleanup(patch.stop)

	def play(self, script: str, minutes: float = 1) -> tuple[Counts, str]:
		suite = Suite("probe", lambda bench: [sys.executable, "-c", script], "unittest", minutes=minutes)
		bench, out = load("test"), io.StringIO()
		with contextlib.redirect_stdout(out):
			counts = runner.play(suite, bench, runner.Grounds(bench))
		return counts, out.getvalue()

	def test_a_suite_that_breaks_counts_as_a_failure(self) -> None:
		green = "print('Ran 2 tests in 0.1s\\n\\nOK')"
		cases = {
			green: Counts(2, 0),
			f"{green}; raise SystemExit(4)": Counts(2, 1),
			"raise RuntimeError('no such module')": Counts(0, 1),
			"print('nothing to do')": Counts(0, 1),
		}
		for script, wanted in cases.items():
			with self.subTest(script):
				self.assertEqual(self.play(script)[0], wanted)
		self.assertIn("no such module", self.play("raise RuntimeError('no such module')")[1])

	def test_a_suite_that_never_ends_is_ended(self) -> None:
		counts, text = self.play("import time; time.sleep(60)", minutes=0.01)
		self.assertEqual(counts, Counts(0, 1))
		self.assertIn("longer than", text)

	def test_a_suite_is_told_the_test_bench_and_never_the_main_one(self) -> None:
		given = runner.environment(load("test"))
		self.assertTrue(given["BONTOT_BENCH_ROOT"].endswith("var/test-bench"))
		self.assertNotIn(f":{load().ports.web}", given["BONTOT_URL"])
		with (
			mock.patch.dict(os.environ, BONTOT_TEST_BENCH="main"),
			self.assertRaisesRegex(SystemExit, "main"),
		):
			runner.main(["ops"])

	def test_each_bench_begins_with_its_own_suites_and_then_helps_the_other(self) -> None:
		everything = [suite for suite in suites.chosen([]) if suite.needs in ("site", "stack")]
		waiting = runner.Waiting(everything)
		first = waiting.take("stack")
		self.assertEqual(first.needs, "stack")
		rest = list(waiting.take_all("site"))
		self.assertIsNone(waiting.take("stack"))
		self.assertCountEqual([s.name for s in (first, *rest)], [s.name for s in everything])
		needs = [s.needs for s in rest]
		self.assertEqual(needs, sorted(needs))  # "site" before "stack"
		of_stack = [s.minutes for s in (first, *rest) if s.needs == "stack"]
		self.assertEqual(of_stack, sorted(of_stack, reverse=True))

	def test_suites_at_the_same_time_are_all_counted_and_share_once(self) -> None:
		started, met = [], threading.Barrier(2, timeout=20)

		def play(suite: Suite, bench: Bench, grounds: runner.Grounds) -> Counts:
			runner.share_once()
			started.append((suite.name, bench.name))
			if suite.needs in ("site", "stack"):
				met.wait()  # control: one after another, nobody comes to meet it
			return Counts(1)

		few = [
			Suite(need or "none", lambda bench: [], "unittest", need)
			for need in ("", "apps", "site", "stack")
		]
		out = io.StringIO()
		with (
			mock.patch.object(runner, "play", play),
			mock.patch.object(runner, "chosen", return_value=few),
			mock.patch.object(runner, "share") as share,
			mock.patch.object(runner.os, "cpu_count", return_value=2),
			mock.patch.dict(os.environ),
			contextlib.redirect_stdout(out),
		):
			os.environ.pop("BONTOT_TEST_BENCH", None)
			runner._shared.cache_clear()
			self.addCleanup(runner._shared.cache_clear)
			self.assertEqual(runner.main([]), 0)
		self.assertEqual(out.getvalue(), "4 passed, 0 failed\n")
		self.assertEqual(started[:2], [("none", "test"), ("apps", "test")])
		self.assertCountEqual(started[2:], [("site", "test"), ("stack", "beside")])
		share.assert_called_once_with()

	def test_an_unknown_suite_is_refused_by_name(self) -> None:
		with self.assertRaisesRegex(SystemExit, "'nope'.*ops, lint, node"):
			suites.chosen(["nope"])


class TestClock(unittest.TestCase):
	def test_moment_and_distance_become_an_offset(self) -> None:
		now = datetime(2026, 11, 24, 8, 0, tzinfo=clock.VIETNAM)
		for text, wanted in {
			"@2026-11-25 08:00:01": 86401,
			"+45d": 45 * 86400,
			"-90m": -5400,
			"+0s": 0,
		}.items():
			with self.subTest(text):
				self.assertEqual(clock.offset_seconds(text, now), wanted)
		for wrong in ("tomorrow", "@2027-01-15", "45d", "+1w"):
			with self.subTest(wrong), self.assertRaises(ValueError):
				clock.offset_seconds(wrong, now)

	def test_without_a_clock_nothing_is_preloaded(self) -> None:
		self.assertEqual(clock.variables({}), {})
		self.assertEqual(clock.fixed({"BONTOT_CLOCK": "+2d"})["BONTOT_CLOCK"], "+172800s")
