from unittest import TestCase

from bontot.rating import rules
from bontot.rating.rules import DULY, EXCELLENT, WELL, CapRule, exceeded, fits


class TestCap(TestCase):
	def test_worked_example(self):
		"""Facts §2.2: 2 excellent, 12 well, 3 duly; 20 % of 12 are 2.4, so 2."""
		self.assertEqual(CapRule(20).allowed(12, 2), 2)

	def test_base_and_rounding_are_data(self):
		cases = (
			(CapRule(20), 14, 2, 2),
			(CapRule(20), 15, 2, 3),
			(CapRule(20, "well_completed_or_better"), 13, 2, 3),
			(CapRule(20, "well_completed"), 13, 2, 2),
			(CapRule(20, rounding="up"), 11, 0, 3),
			(CapRule(20, rounding="nearest"), 12, 0, 2),
			(CapRule(20, rounding="nearest"), 13, 0, 3),
			(CapRule(20), 4, 1, 0),
			(CapRule(0), 100, 0, 0),
		)
		for rule, well, excellent, wanted in cases:
			with self.subTest((rule, well, excellent)):
				self.assertEqual(rule.allowed(well, excellent), wanted)

	def test_only_groups_one_chose_in_are_judged(self):
		standing = {"a": ("one", WELL), "b": ("one", EXCELLENT), "c": ("two", EXCELLENT)}
		self.assertEqual(exceeded(standing, {"d": ("three", WELL)}, CapRule(20)), [])
		[over] = exceeded(standing, {"d": ("one", WELL)}, CapRule(20))
		self.assertEqual((over.group, over.excellent, over.well, over.allowed), ("one", 1, 2, 0))

	def test_a_new_choice_takes_the_place_of_what_stood(self):
		standing = {f"w{index}": ("one", WELL) for index in range(5)} | {"e": ("one", EXCELLENT)}
		self.assertEqual(exceeded(standing, {"e": ("one", EXCELLENT)}, CapRule(20)), [])
		self.assertEqual(exceeded(standing, {"w0": ("one", EXCELLENT)}, CapRule(20))[0].excellent, 2)
		self.assertEqual(exceeded(standing, {"w0": ("one", DULY)}, CapRule(20))[0].allowed, 0)

	def test_without_a_rule_nothing_is_exceeded(self):
		self.assertEqual(exceeded({}, {"a": ("one", EXCELLENT)}, None), [])


class TestActs(TestCase):
	def test_what_fits_each_state(self):
		table = {
			"": {"propose", "decide"},
			"Proposed": {"propose", "review", "return", "decide"},
			"Returned": {"propose", "decide"},
			"Reviewed": {"review", "return", "decide"},
			"Decided": {"decide"},
		}
		for state, wanted in table.items():
			with self.subTest(state):
				self.assertEqual({act for act in rules.ACTS if fits(act, state)}, wanted)
