"""Figures against a plain count, on tables and on random sets of files."""

import unittest
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bontot.synthesis import figures
from bontot.synthesis.figures import FiguresError, Row

STATES = {
	"Year": [
		"Draft",
		"Under Appraisal",
		"Returned",
		"Recognized",
		"Not Recognized",
		"Declared Not Reached",
		"Outside",
	],
	"Quarter": [
		"Draft",
		"Under Appraisal",
		"Returned",
		"Interim Reviewed",
		"Declared Not Reached",
		"Outside",
	],
	"Six-Month": [
		"Draft",
		"Under Appraisal",
		"Returned",
		"Interim Reviewed",
		"Declared Not Reached",
		"Outside",
	],
}


@st.composite
def branches(draw) -> tuple[str, list[Row]]:
	period_kind = draw(st.sampled_from(sorted(STATES)))
	row = st.builds(
		Row,
		title_kind=st.sampled_from(figures.TITLE_KINDS),
		state=st.sampled_from(STATES[period_kind]),
		count=st.integers(1, 500),
		child=st.sampled_from(["", "A", "B", "C"]),
		sector=st.sampled_from(["", "xa", "phuong"]),
		waiting_level=st.sampled_from(["co_so", "truc_thuoc_tinh", "tinh"]),
		withdrawn=st.booleans(),
	)
	return period_kind, draw(st.lists(row, max_size=40))


class TestFigures(unittest.TestCase):
	@given(branches())
	def test_equals_a_plain_count(self, drawn) -> None:
		period_kind, rows = drawn
		branch = figures.add_up(rows, period_kind)
		for kind in figures.TITLE_KINDS:
			files = [row for row in rows if row.title_kind == kind for _one in range(row.count)]
			got = branch.kinds[kind]
			reached = [f for f in files if f.state in ("Recognized", "Interim Reviewed") and not lost(f)]
			refused = [f for f in files if f.state == "Not Recognized" or lost(f)]
			self.assertEqual(got.reached, len(reached))
			self.assertEqual(got.counts["not_recognized"], len(refused))
			self.assertEqual(got.outside, sum(f.state == "Outside" for f in files))
			self.assertEqual(got.eligible, sum(f.state != "Outside" for f in files))
			for level in ("co_so", "truc_thuoc_tinh", "tinh"):
				waiting = [f for f in files if f.state == "Under Appraisal" and f.waiting_level == level]
				self.assertEqual(got.waiting[level], len(waiting))
			parts = ("reached", "not_recognized", "declared", "waiting", "returned", "not_sent")
			self.assertEqual(sum(got.counts[part] for part in parts), got.eligible)
			for child in ("", "A", "B", "C"):
				below = branch.bodies.get(child, figures.blank())[kind]
				self.assertEqual(below.total, sum(f.child == child for f in files))

	@given(st.integers(0, 20000), st.integers(0, 20000), st.integers(0, 1000))
	def test_missing_is_the_least_number_that_reaches_the_target(self, reached, more, tenth) -> None:
		eligible, percent = reached + more, Fraction(tenth, 10)
		missing = figures.missing_to_target(reached, eligible, percent)
		if not eligible:
			self.assertEqual(missing, 0)
			return
		self.assertTrue(figures.target_reached(reached + missing, eligible, percent))
		self.assertTrue(missing == 0 or not figures.target_reached(reached + missing - 1, eligible, percent))

	def test_the_target_is_exact_and_shares_round_down(self) -> None:
		"""6412 of 7130 is 89.93 %: short by 5. 2999 of 3000 never shows as 100 %."""
		self.assertFalse(figures.target_reached(6412, 7130, 90))
		self.assertEqual(figures.missing_to_target(6412, 7130, 90), 5)
		self.assertEqual(figures.tenths(6412, 7130), 899)
		self.assertEqual(figures.tenths(2999, 3000), 999)
		self.assertTrue(figures.target_reached(9, 10, 90))
		self.assertFalse(figures.target_reached(0, 0, 90))
		self.assertIsNone(figures.tenths(0, 0))

	def test_setting_is_read_as_written(self) -> None:
		cases = (("90", Fraction(90)), (" 92,5 ", Fraction(185, 2)), ("", None), (None, None))
		for text, expected in cases:
			with self.subTest(text=text):
				self.assertEqual(figures.percent_setting(text), expected)

	def test_a_state_out_of_place_stops_everything(self) -> None:
		for period_kind, state in (
			("Six-Month", "Recognized"),
			("Quarter", "Not Recognized"),
			("Own", "Recognized"),
			("Year", "Interim Reviewed"),
			("Year", "Lost"),
		):
			with self.subTest(state=state), self.assertRaises(FiguresError):
				figures.add_up([Row("Cell", state, 1)], period_kind)
		with self.assertRaises(FiguresError):
			figures.add_up([Row("Party Group", "Draft", 1)], "Year")

	def test_parts_that_disagree_are_refused(self) -> None:
		rows = [Row("Cell", "Recognized", 3, "A", "xa"), Row("Cell", "Under Appraisal", 2, "B", "", "tinh")]
		spoilers = (
			lambda branch: branch.kinds["Cell"].add("reached", 1),
			lambda branch: branch.bodies["A"]["Cell"].add("declared", 1),
			lambda branch: branch.sectors["xa"]["Cell"].add("outside", 1),
			lambda branch: branch.kinds["Cell"].waiting.update({"tinh": 1}),
		)
		for spoil in spoilers:
			branch = figures.add_up(rows, "Year")
			spoil(branch)
			with self.subTest(), self.assertRaises(FiguresError):
				figures.check(branch, 5)

	def test_both_kinds_together(self) -> None:
		rows = [Row("Cell", "Recognized", 9), Row("Grassroots Organization", "Draft", 1)]
		both = figures.together(figures.add_up(rows, "Year").kinds)
		self.assertEqual((both.reached, both.eligible), (9, 10))


def lost(row: Row) -> bool:
	return row.withdrawn and row.state == "Recognized"
