from unittest import TestCase

from bontot.criteria import setting_kinds, setup
from bontot.criteria.setting_kinds import FRAMEWORK, SCALE, Setting


def found(key: str, value: str, kinds=FRAMEWORK) -> list[str]:
	return [problem.code for problem in setting_kinds.problems([Setting(key, key, value)], kinds, ["a", "b"])]


class TestKinds(TestCase):
	def test_what_rules_can_follow(self):
		for key, value in (
			("least_age_months", "6"),
			("least_age_months", " 6 "),
			("least_age_months", ""),
			("target_percent", "92,5"),
			("target_percent", "90.25"),
			("target_percent", "100"),
			("counted_on", "starts_on"),
			("quarter_criteria", "year"),
			("quarter_criteria", "a, b"),
			("outside_reasons", "Đang giải thể; khác"),
			("regular_per_month", "1"),
		):
			with self.subTest(key=key, value=value):
				self.assertEqual(found(key, value), [])

	def test_what_they_would_stumble_over(self):
		for key, value, code in (
			("least_age_months", "6 tháng", "not_a_number"),
			("least_age_months", "-1", "not_a_number"),
			("least_age_months", "٦", "not_a_number"),
			("least_age_months", "13", "out_of_bounds"),
			("regular_per_month", "2", "out_of_bounds"),  # a second one in a month is no regular meeting
			("target_percent", "90 %", "not_a_number"),
			("target_percent", "9/10", "not_a_number"),
			("target_percent", ",5", "not_a_number"),
			("target_percent", "100,5", "out_of_bounds"),
			("good_meeting_share_percent", "92,5", "not_a_number"),
			("good_meeting_share_percent", "101", "out_of_bounds"),
			("cell_committee_from_members", "chín", "not_a_number"),
			("adoption_within_days", "1" * 400, "out_of_bounds"),
			("counted_on", "31/12", "not_a_choice"),
			("counted_on", "Ends_on", "not_a_choice"),
			("quarter_criteria", "a; b", "criterion_unknown"),
			("quarter_criteria", ",", "criterion_unknown"),
			("least_age_month", "6", "unknown"),
		):
			with self.subTest(key=key, value=value):
				self.assertEqual(found(key, value), [code])

	def test_of_scales(self):
		self.assertEqual(found("least_minutes", "90 phút", SCALE), ["not_a_number"])
		self.assertEqual(found("excellent_cap_rounding", "xuống", SCALE), ["not_a_choice"])
		self.assertEqual(found("excellent_cap_percent", "20", SCALE), [])

	def test_a_key_stands_once(self):
		lines = [Setting("minutes_due_days", "A", "2"), Setting("minutes_due_days", "B", "")]
		codes = [problem.code for problem in setting_kinds.problems(lines, FRAMEWORK)]
		self.assertEqual(codes, ["twice", "twice"])

	def test_a_line_that_no_rule_reads_does_not_stop_a_period(self):
		lines = [Setting("forms_2", "A", "x"), Setting("minutes_due_days", "B", "hai")]
		told = setting_kinds.unreadable(setting_kinds.problems(lines, FRAMEWORK))
		self.assertEqual([problem.setting.key for problem in told], ["minutes_due_days"])

	def test_of_hook(self):
		declared = {"books_least": ["Whole Number"], "books_of": ["party", "state"]}
		kinds = setting_kinds.of_hook(declared)
		self.assertEqual(found("books_least", "2 cuốn", kinds), ["not_a_number"])
		self.assertEqual(found("books_of", "party", kinds), [])
		with self.assertRaises(KeyError):
			setting_kinds.of_hook({"books_least": ["Number"]})


class TestShipped(TestCase):
	def test_all_that_is_shipped_passes(self):
		framework = setup.read("plan_framework.json")
		keys = [row["criterion_key"] for row in framework["criteria"]]
		shipped = [(framework, FRAMEWORK), *((scale, SCALE) for scale in setup.read("scoring_scales.json"))]
		for content, kinds in shipped:
			lines = [
				Setting(row["setting_key"], row["setting_name"], row["setting_value"])
				for row in content["settings"]
			]
			with self.subTest(content["title"]):
				self.assertEqual(setting_kinds.problems(lines, kinds, keys), [])
