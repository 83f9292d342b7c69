from dataclasses import replace
from unittest import TestCase

from bontot.criteria.content import Criterion, Only, Problem, problems, problems_of_lines

GOOD = Criterion("dk_1", "doan_ket", "Judged", "", True, True)


class TestContent(TestCase):
	def test_each_problem_is_found(self):
		computed = replace(GOOD, criterion_key="sh_1", kind="Computed", calculator="known")
		cases = (
			("sound", ["doan_ket"], [GOOD, computed], []),
			("group twice", ["doan_ket", "doan_ket"], [GOOD], [Problem("group_twice", "doan_ket")]),
			("criterion twice", ["doan_ket"], [GOOD, GOOD], [Problem("criterion_twice", "dk_1")]),
			("no such group", ["khac"], [GOOD], [Problem("group_unknown", "doan_ket")]),
			(
				"no such calculator",
				["doan_ket"],
				[replace(computed, calculator="lost")],
				[Problem("calculator_unknown", "lost")],
			),
			(
				"computed by nothing",
				["doan_ket"],
				[replace(computed, calculator="")],
				[Problem("calculator_missing", "sh_1")],
			),
			("no cell", ["doan_ket"], [replace(GOOD, for_cell=False)], [Problem("kind_empty", "Cell")]),
			(
				"no grassroots organization",
				["doan_ket"],
				[replace(GOOD, for_grassroots=False)],
				[Problem("kind_empty", "Grassroots Organization")],
			),
		)
		for label, groups, criteria, wanted in cases:
			with self.subTest(label):
				self.assertEqual(problems(groups, criteria, {"known"}), wanted)

	def test_each_problem_of_lines_about_one_criterion_is_found(self):
		cell = replace(GOOD, criterion_key="sh_1", for_grassroots=False)
		half = replace(GOOD, criterion_key="dk_2", only_some=True, for_six_month=False)
		office = Only("dk_1", sector="co_quan")
		cases = (
			("none", [GOOD], [], [], []),
			("sound", [GOOD, replace(GOOD, criterion_key="dk_2", only_some=True)], ["dk_1"], [office], []),
			("nothing named", [GOOD], [], [Only("dk_1")], [Problem("only_of_nothing", "dk_1")]),
			(
				"no such one",
				[GOOD],
				["x"],
				[Only("y", sector="xa")],
				[Problem("only_of_unknown", key) for key in "xy"],
			),
			(
				"never",
				[GOOD, cell],
				[],
				[Only("sh_1", "dang_bo_co_so", "Grassroots Organization")],
				[Problem("only_of_never", "sh_1")],
			),
			("for its kind", [GOOD, cell], [], [Only("sh_1", "chi_bo_co_so", "Cell")], []),
			(
				"all for some",
				[replace(GOOD, only_some=True)],
				[],
				[],
				[Problem("group_for_some", "doan_ket")],
			),
			(
				"nobody else at year's end",
				[half, replace(GOOD, for_year=False)],
				[],
				[],
				[Problem("group_for_some", "doan_ket")],
			),
			(
				"nobody else required",
				[half, replace(GOOD, required=False)],
				[],
				[],
				[Problem("group_for_some", "doan_ket")],
			),
		)
		for label, criteria, based, only, wanted in cases:
			with self.subTest(label):
				self.assertEqual(problems_of_lines(criteria, based, only), wanted)
