"""Ratios come out of paired runs as they should, and the runner says when one falls short."""

from __future__ import annotations

import contextlib
import io
import os
import random
import unittest
from unittest import mock

from ops import benchmark, ratio
from ops.benchmark import Count, Figure
from ops.ratio import Ratio


class TestRatio(unittest.TestCase):
	def test_a_machine_that_slows_down_does_not_change_the_ratio(self) -> None:
		below = [1.0, 2.0, 4.0, 8.0, 16.0]
		found = ratio.of_pairs([3 * seconds for seconds in below], below)
		self.assertEqual((found.median, found.low, found.high), (3, 3, 3))

	def test_interval_holds_the_true_ratio_and_narrows_with_pairs(self) -> None:
		chance = random.Random(7)
		widths = []
		for pairs in (9, 200):
			above = [2 * chance.lognormvariate(0, 0.3) for _ in range(pairs)]
			found = ratio.of_pairs(above, [1.0] * pairs)
			self.assertTrue(found.low <= 2 <= found.high, found)
			widths.append(found.high - found.low)
		self.assertGreater(widths[0], 2 * widths[1])

	def test_what_cannot_be_compared_is_refused(self) -> None:
		for above, below in (([1, 1], [1, 1]), ([1, 1, 1], [1, 1]), ([1, 1, 1], [1, 0, 1])):
			with self.subTest(above=above, below=below), self.assertRaises(ValueError):
				ratio.of_pairs(above, below)

	def test_measure_runs_both_ways_in_turn(self) -> None:
		now, order = [0.0], []

		def way(name: str, seconds: float):
			def run() -> None:
				order.append(name)
				now[0] += seconds

			return run

		found = ratio.measure(way("a", 5), way("b", 2), pairs=4, warm_up=1, clock=lambda: now[0])
		self.assertEqual(str(found), "2.50× [2.50-2.50, 4 pairs]")
		self.assertEqual("".join(order), "abbaabbaab")


class TestRunner(unittest.TestCase):
	def play(self, *figures: Figure | Count | Exception, **how: bool) -> tuple[int, list[str]]:
		def measure():
			for figure in figures:
				if isinstance(figure, Exception):
					raise figure
				yield figure

		out = io.StringIO()
		with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
			code = benchmark.play(["case"], lambda name: measure, **how)
		return code, out.getvalue().splitlines()

	def test_lines_and_exit_codes(self) -> None:
		three = Ratio(3.0, 2.9, 3.1, 9)
		good = Figure("scope_list", "stock User Permissions", three, at_least=3)
		short = Figure("scope_list", "bare SQL", three, at_most=1.3)
		line = "scope_list · stock User Permissions · 3.00× [2.90-3.10, 9 pairs] · ≥ 3× · ok"
		self.assertEqual(self.play(good), (0, [line]))
		code, lines = self.play(good, short)
		self.assertEqual((code, lines[1].split(" · ")[3:]), (1, ["≤ 1.3×", "short"]))
		self.assertEqual(self.play(), (1, []))
		self.assertEqual(self.play(good, RuntimeError("gone")), (1, [line, "case · broke off"]))

	def test_a_count_decides_only_with_a_bound(self) -> None:
		few, many = (Count("case", "statements", number, at_most=20) for number in (18, 21))
		told = Count("case", "seconds", 3.25)
		code, lines = self.play(few, told)
		self.assertEqual((code, lines), (0, ["case · statements · 18 · ≤ 20 · ok", "case · seconds · 3.25"]))
		self.assertEqual(self.play(many)[0], 1)

	def test_seconds_decide_of_a_case_that_was_asked_for_by_name(self) -> None:
		fast, slow = (Count("case", "seconds", number, at_most_by_name=60) for number in (59.9, 60.1))
		self.assertEqual(self.play(fast, by_name=True), (0, ["case · seconds · 59.9 · ≤ 60 · ok"]))
		self.assertEqual(self.play(slow, by_name=True), (1, ["case · seconds · 60.1 · ≤ 60 · short"]))
		code, (line,) = self.play(slow)
		self.assertEqual((code, line.split(" · ")[2][:4]), (0, "60.1"))
		self.assertNotIn("short", line)
		figure = Figure("case", "bare SQL", Ratio(3.0, 2.9, 3.1, 9), at_most=1.3)
		self.assertEqual(self.play(figure, by_name=True), self.play(figure))
		for bound in (60, 61):  # what always decides, decides by name as well
			self.assertEqual(
				self.play(Count("case", "MiB", 60.5, at_most=bound), by_name=True)[0], bound == 60
			)

	def test_names_are_handed_on_as_they_were_given(self) -> None:
		"""All cases are no case asked for by name, though the bench's Python plays them one by one."""
		asked = []
		with (
			mock.patch.dict(os.environ, {"BONTOT_BENCH_ROOT": "/x"}),
			mock.patch.object(benchmark, "play", lambda names, load, by_name: asked.append((names, by_name))),
		):
			benchmark.main([])
			benchmark.main(["resolution"])
		self.assertEqual(asked, [(benchmark.cases([]), False), (["resolution"], True)])

	def test_a_figure_wants_exactly_one_bound(self) -> None:
		for bounds in ({}, {"at_least": 1, "at_most": 2}):
			with self.subTest(bounds), self.assertRaises(ValueError):
				Figure("a", "b", Ratio(1, 1, 1, 3), **bounds)
