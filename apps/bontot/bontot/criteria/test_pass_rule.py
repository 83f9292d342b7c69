from unittest import TestCase

from bontot.criteria.pass_rule import RULE, group_percent, is_unreachable, least_points, problems


class TestPassRule(TestCase):
	def test_all_required_unless_the_framework_says_a_share(self):
		cases = (
			({}, 100),
			({"pass_rule": "all_required"}, 100),
			({"pass_rule": "group_share", "pass_group_percent": "80"}, 80),
			({"pass_rule": "all_required", "pass_group_percent": "80"}, 100),
		)
		for settings, wanted in cases:
			with self.subTest(settings=settings):
				self.assertEqual((group_percent(settings), problems(settings)), (wanted, []))

	def test_a_rule_that_cannot_be_followed_is_told_and_asks_for_everything(self):
		share = {"pass_rule": "group_share"}
		cases = (
			({"pass_rule": "điểm"}, "pass_rule_unknown"),
			(share, "pass_percent_missing"),
			*(
				(share | {"pass_group_percent": value}, "pass_percent_missing")
				for value in ("0", "101", "8,5", "-1", "tám")
			),
		)
		for settings, wanted in cases:
			with self.subTest(settings=settings):
				self.assertEqual((group_percent(settings), problems(settings)), (100, [wanted]))


class TestPoints(TestCase):
	def test_a_least_total_beside_every_required_criterion(self):
		settings = {RULE: "points", "pass_points": "14", "points_per_criterion": "a = 10/6; b = 10/6"}
		self.assertEqual((problems(settings), group_percent(settings)), ([], 100))
		self.assertEqual(least_points(settings), 14)
		self.assertEqual(least_points(settings | {RULE: "all_required"}), 0)
		self.assertEqual(least_points(settings | {RULE: " points "}), 14)

	def test_a_total_that_nobody_set_or_could_reach(self):
		settings = {RULE: "points", "points_per_criterion": "a = 10/6"}
		self.assertEqual(problems(settings), ["pass_points_missing"])
		self.assertEqual(problems(settings | {"pass_points": "11"}), ["pass_points_too_many"])
		self.assertEqual(least_points(settings | {"pass_points": "11"}), 0)

	def test_whether_those_who_are_asked_these_criteria_can_reach_it(self):
		settings = {RULE: "points", "pass_points": "14", "points_per_criterion": "a = 10/6; b = 10/6"}
		for asked, wanted in ((["a", "b", "c"], False), (["a"], True), ([], True)):
			with self.subTest(asked):
				self.assertEqual(is_unreachable(settings, asked), wanted)
		self.assertFalse(is_unreachable(settings | {RULE: ""}, []))
