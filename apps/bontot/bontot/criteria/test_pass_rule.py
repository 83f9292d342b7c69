from unittest import TestCase

from bontot.criteria.pass_rule import group_percent, problems


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
