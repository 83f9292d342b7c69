from dataclasses import replace
from unittest import TestCase

from bontot.criteria import points
from bontot.criteria.overlay_rules import Change, Core, Item, lint
from bontot.criteria.points import Problem, Scale

WRITTEN = {points.SETTING: "dk_1 = 10/6; dk_2=5/2,5\ndk_3 = 5/5"}
KNOWN = ("dk_1", "dk_2", "dk_3", "nvct_2")


class TestReading(TestCase):
	def test_a_framework_without_points_scores_nothing(self):
		for settings in ({}, {points.SETTING: ""}, {points.SETTING: " ; \n"}):
			with self.subTest(settings):
				self.assertEqual((points.of(settings), points.problems(settings, KNOWN)), ({}, []))
		self.assertEqual(points.least_total({}), 0)

	def test_scales_as_written(self):
		expected = {"dk_1": Scale(10, 6), "dk_2": Scale(5, 2.5), "dk_3": Scale(5, 5)}
		self.assertEqual(points.of(WRITTEN), expected)
		self.assertEqual(points.problems(WRITTEN, KNOWN), [])
		self.assertEqual(points.least_total({points.LEAST_TOTAL: " 15 "}), 15)

	def test_what_is_wrong_is_said(self):
		cases = (
			("dk_1", "points_malformed", "dk_1"),
			("dk_1 = 10", "points_malformed", "dk_1 = 10"),
			("dk_1 = mười/6", "points_malformed", "dk_1 = mười/6"),
			("dk_1 = -1/6", "points_malformed", "dk_1 = -1/6"),
			("dk_9 = 10/6", "points_criterion_unknown", "dk_9"),
			("nvct_2 = 10/6", "points_computed", "nvct_2"),
			("dk_1 = 10/6; dk_1 = 5/3", "points_twice", "dk_1"),
			("dk_1 = 10/0", "points_least_outside", "dk_1"),
			("dk_1 = 10/11", "points_least_outside", "dk_1"),
			("dk_1 = 10/6.25", "points_least_outside", "dk_1"),
		)
		for text, code, subject in cases:
			with self.subTest(text):
				found = points.problems({points.SETTING: text}, KNOWN, computed=("nvct_2",))
				self.assertEqual(found, [Problem(code, subject)])


class TestScale(TestCase):
	def test_met_from_the_least_on(self):
		scale = Scale(10, 6)
		self.assertEqual([scale.met(given) for given in (0, 5.5, 6, 10)], [False, False, True, True])

	def test_halves_within_the_scale_are_taken(self):
		scale = Scale(10, 6)
		cases = ((0, True), (7.5, True), (10, True), (10.5, False), (-0.5, False), (7.3, False))
		for given, taken in cases:
			with self.subTest(given):
				self.assertEqual(scale.takes(given), taken)


class TestWeaker(TestCase):
	def test_a_least_number_may_rise_only(self):
		same = WRITTEN[points.SETTING]
		cases = (
			(same, []),
			(same.replace("10/6", "10/8"), []),
			(same.replace("10/6", "10/5,5"), ["dk_1"]),
			(same.replace("10/6", "12/6"), ["dk_1"]),
			(same.replace("10/6", "10/10,5"), ["dk_1"]),
			("dk_1 = 10/6", ["dk_2", "dk_3"]),
			("", ["dk_1", "dk_2", "dk_3"]),
		)
		for wanted, expected in cases:
			with self.subTest(wanted):
				self.assertEqual(points.weaker(WRITTEN, wanted), expected)

	def test_where_the_core_scores_nothing_nothing_is_weaker(self):
		self.assertEqual(points.weaker({}, "dk_1 = 10/6"), [])


class TestLinter(TestCase):
	"""A body's overlay may raise the least number of points of a criterion, and do nothing else to points."""

	def lint(self, *changes: Change, scored: str = "dk_1 = 10/6; dk_2 = 5/3"):
		items = tuple(
			Item(key, "dk", key, key, "Judged", "", True, True, True, True, True)
			for key in ("dk_1", "dk_2", "dk_3")
		)
		core = Core(("dk",), items, {points.SETTING: scored})
		return [(found.rule, found.item) for found in lint(core, "Cell", changes)]

	def tighten(self, value: str) -> Change:
		return Change("Tighten", setting_key=points.SETTING, setting_value=value)

	def test_what_a_body_may_write(self):
		self.assertEqual(self.lint(self.tighten("dk_1 = 10/8; dk_2 = 5/3")), [])

	def test_what_it_may_not(self):
		cases = (
			("dk_1 = 10/5; dk_2 = 5/3", [("points_weaker", "dk_1")]),
			("dk_1 = 20/6; dk_2 = 5/3", [("points_weaker", "dk_1")]),
			("dk_1 = 10/8", [("points_weaker", "dk_2")]),
			("dk_1 = 10/8; dk_2 = 5/3; dk_3 = 5/1", [("points_weaker", "dk_3")]),
			("dk_1 = 10/6; dk_2 = 5/3", [("nothing_tightened", points.SETTING)]),
			("dk_1 = tám; dk_2 = 5/3", [("points_malformed", points.SETTING), ("points_weaker", "dk_1")]),
		)
		for value, expected in cases:
			with self.subTest(value):
				self.assertEqual(self.lint(self.tighten(value)), expected)

	def test_what_the_province_does_not_score_a_body_does_not_either(self):
		found = self.lint(self.tighten("dk_1 = 10/6"), scored="")
		self.assertEqual(found, [("setting_fixed", points.SETTING)])

	def total(self, *changes: Change, most: int = 9999, **of_items: bool) -> list[tuple[str, str]]:
		marks = {"for_cell": True, "for_grassroots": True, "for_six_month": True, "for_year": True} | of_items
		items = tuple(
			Item(key, "dk", key, key, "Judged", "", required=True, may_be_waived=True, **marks)
			for key in ("dk_1", "dk_2", "dk_3")
		)
		settings = {points.SETTING: "dk_1 = 10/6; dk_2 = 10/6", "pass_rule": "points", "pass_points": "14"}
		core = Core(("dk",), items, settings, {"pass_points": "Higher"}, most={"pass_points": most})
		return [(found.rule, found.core) for found in lint(core, "Cell", changes)]

	def test_a_total_that_nobody_could_reach_would_be_none(self):
		"""The rule would fall away, and a file of 12 points would be good here that is not by the province's 14."""
		raised = Change("Tighten", setting_key="pass_points", setting_value="20")
		self.assertEqual(self.total(raised), [])
		self.assertEqual(self.total(replace(raised, setting_value="21")), [("total_unreachable", "20")])
		waived = Change("Waive", "dk_1", reason="Không có")
		self.assertEqual(self.total(waived), [("total_unreachable", "10")])
		self.assertEqual(self.total(replace(waived, criterion_key="dk_3")), [])
		self.assertEqual(self.total(raised, most=19), [("value_impossible", "19")])

	def test_a_total_that_the_provinces_own_makes_unreachable_is_not_the_bodys_fault(self):
		raised = Change("Tighten", setting_key="pass_points", setting_value="15")
		self.assertEqual(self.total(raised, for_year=False), [])

	def test_a_scored_criterion_is_not_split(self):
		parts = [
			Change("Split", key, f"{key}_{part}", "", "Phần", "Phần", "Judged", "", True, True, True)
			for key in ("dk_1", "dk_3")
			for part in ("a", "b")
		]
		self.assertEqual(self.lint(*parts), [("split_loses_points", "dk_1")])
