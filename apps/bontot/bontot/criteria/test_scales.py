from dataclasses import replace
from unittest import TestCase

from bontot.criteria import scales
from bontot.criteria.scales import Grade, Group, Item, Problem, Scale, Step

SCALE = Scale(
	"thu",
	scales.MEETING_QUALITY,
	(Group("a", "A", 40), Group("b", "B", 60)),
	(Item("a1", "a", "A1", 40, "attendance", True), Item("b1", "b", "B1", 60)),
	(Step("a1", 90, 40), Step("a1", 65, 20), Step("a1", 0, 10)),
	(Grade("Good", "Tốt", 90), Grade("Fair", "Khá", 70), Grade("Average", "TB", 50), Grade("Poor", "Kém", 0)),
)
A, B = SCALE.items
LEVELS = Scale(
	"cu",
	scales.MEETING_QUALITY,
	grades=tuple(replace(grade, at_least=0) for grade in SCALE.grades),
	without_points=True,
)
NEITHER = [Problem("groups_missing", SCALE.kind), Problem("grades_order", SCALE.kind)]


class TestProblems(TestCase):
	def test_each_problem_is_found(self):
		turned = (SCALE.grades[1], SCALE.grades[0], *SCALE.grades[2:])
		flat = (*SCALE.grades[:2], Grade("Average", "TB", 70), SCALE.grades[3])
		high = (Grade("Good", "Tốt", 101), *SCALE.grades[1:])
		cases: tuple[tuple[str, Scale, list[Problem]], ...] = (
			("sound", SCALE, []),
			("item twice", replace(SCALE, items=(A, B, replace(B, points=0))), [Problem("key_twice", "b1")]),
			(
				"no such group",
				replace(SCALE, items=(A, B, Item("c", "c", "C", 1))),
				[Problem("group_unknown", "c")],
			),
			("sum", replace(SCALE, items=(A, replace(B, points=59))), [Problem("group_sum", "B")]),
			(
				"no such measure",
				replace(SCALE, items=(A, replace(B, measure="x"))),
				[Problem("measure_unknown", "x")],
			),
			(
				"step of nothing",
				replace(SCALE, steps=(*SCALE.steps, Step("z", 0, 1))),
				[Problem("item_unknown", "z")],
			),
			(
				"step too high",
				replace(SCALE, steps=(Step("a1", 90, 41), *SCALE.steps[1:])),
				[Problem("step_above_item", "a1")],
			),
			(
				"falls",
				replace(SCALE, steps=(Step("a1", 90, 5), *SCALE.steps[1:])),
				[Problem("steps_fall", "a1")],
			),
			("no zero", replace(SCALE, steps=SCALE.steps[:2]), [Problem("steps_no_zero", "a1")]),
			(
				"grades turned",
				replace(SCALE, grades=turned),
				[Problem("grades_wrong", "Good, Fair, Average, Poor")],
			),
			("two begin alike", replace(SCALE, grades=flat), [Problem("grades_order", SCALE.kind)]),
			("out of reach", replace(SCALE, grades=high), [Problem("grades_order", SCALE.kind)]),
			("grades only", LEVELS, []),
			("not said so", replace(LEVELS, without_points=False), NEITHER),
			("bounds", replace(LEVELS, grades=SCALE.grades), [Problem("points_where_none", SCALE.kind)]),
			("groups", replace(LEVELS, groups=SCALE.groups), [Problem("points_where_none", SCALE.kind)]),
			("steps", replace(LEVELS, steps=SCALE.steps), [Problem("points_where_none", SCALE.kind)]),
			(
				"one grade",
				replace(LEVELS, grades=LEVELS.grades[:1]),
				[Problem("grades_wrong", "Good, Fair, Average, Poor")],
			),
		)
		for label, scale, wanted in cases:
			with self.subTest(label):
				self.assertEqual(scales.problems(scale, {"attendance"}), wanted)


class TestEarned(TestCase):
	def test_by_steps(self):
		for share, points in ((100, 40), (90, 40), (89.9, 20), (65, 20), (64.9, 10), (0, 10), (None, None)):
			with self.subTest(share):
				self.assertEqual(scales.earned(SCALE, A, share), points)

	def test_without_steps_only_the_whole_is_proved(self):
		for share, points in ((100, 60), (99.9, None), (0, None), (None, None)):
			with self.subTest(share):
				self.assertEqual(scales.earned(SCALE, B, share), points)


class TestGrade(TestCase):
	def test_bounds_belong_to_the_better_grade(self):
		for points, grade in (
			(100, "Good"),
			(90, "Good"),
			(89.5, "Fair"),
			(70, "Fair"),
			(69.9, "Average"),
			(50, "Average"),
			(49.9, "Poor"),
			(0, "Poor"),
		):
			with self.subTest(points):
				self.assertEqual(scales.grade_of(SCALE, points), grade)

	def test_no_points_come_to_a_grade_where_there_are_none(self):
		self.assertEqual([scales.grade_of(LEVELS, points) for points in (0, 95)], ["", ""])
		self.assertEqual(scales.graded(LEVELS, {}), "")

	def test_best_grade_needs_its_items_in_full(self):
		self.assertEqual(scales.graded(SCALE, {"a1": 40, "b1": 55}), "Good")
		self.assertEqual(scales.graded(SCALE, {"a1": 39, "b1": 60}), "Fair")
		self.assertEqual(scales.graded(SCALE, {"a1": 20, "b1": 60}), "Fair")
		lenient = replace(SCALE, items=(replace(A, must_be_full=False), B))
		self.assertEqual(scales.graded(lenient, {"a1": 39, "b1": 60}), "Good")

	def test_no_grade_while_an_item_has_no_points(self):
		self.assertEqual(scales.graded(SCALE, {"a1": 40}), "")
		self.assertEqual(scales.graded(SCALE, {"a1": 40, "b1": 0}), "Poor")

	def test_at_least(self):
		kind = scales.MEMBER_RATING
		found = [scales.at_least(key, "Well Completed", kind) for key in (*scales.RATING_GRADES, "", "Good")]
		self.assertEqual(found, [True, True, False, False, False, False])


class TestShortfall(TestCase):
	def test_what_keeps_points_from_the_next_grade(self):
		found = scales.shortfall(SCALE, "Fair", 95, ["A1"])
		self.assertEqual((found.grade.grade_key, found.points, found.items), ("Good", 0, ("A1",)))
		found = scales.shortfall(SCALE, "Fair", 85, [])
		self.assertEqual((found.grade.grade_key, found.points, found.items), ("Good", 5, ()))

	def test_items_in_full_are_asked_of_the_best_grade_only(self):
		found = scales.shortfall(SCALE, "Average", 65, ["A1"])
		self.assertEqual((found.grade.grade_key, found.points, found.items), ("Fair", 5, ()))
		found = scales.shortfall(SCALE, "Average", 65, ["A1"], wanted="Good")
		self.assertEqual((found.grade.grade_key, found.points, found.items), ("Good", 25, ("A1",)))

	def test_nothing_keeps_the_best_and_nothing_is_said_of_what_is_not_graded(self):
		self.assertIsNone(scales.shortfall(SCALE, "Good", 100, []))
		self.assertIsNone(scales.shortfall(SCALE, "", 40, ["A1"]))
		self.assertIsNone(scales.shortfall(LEVELS, "Fair", 0, []))

	def test_the_ladder_begins_with_most_points(self):
		self.assertEqual([step.at_least for step in scales.ladder(SCALE, A)], [90, 65, 0])
		self.assertEqual(scales.ladder(SCALE, B), [])
