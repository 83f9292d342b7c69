from dataclasses import replace
from unittest import TestCase

from bontot.criteria.content import Criterion, Problem, problems

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
