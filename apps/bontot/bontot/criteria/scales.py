"""Scales of points and grades as pure values: what is wrong with one, what a share earns, what points come to.

A scale is data (doctype Scoring Scale, dated and submitted); `scale_register` finds the one in force.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

MEETING_QUALITY, ORGANIZATION_RATING, MEMBER_RATING = (
	"Meeting Quality",
	"Organization Rating",
	"Member Rating",
)
# Best first. The keys are stored with meetings and ratings; their words and bounds are the scale's.
MEETING_GRADES = ("Good", "Fair", "Average", "Poor")
RATING_GRADES = ("Excellently Completed", "Well Completed", "Duly Completed", "Not Completed")
GRADES: dict[str, tuple[str, ...]] = {
	MEETING_QUALITY: MEETING_GRADES,
	ORGANIZATION_RATING: RATING_GRADES,
	MEMBER_RATING: RATING_GRADES,
}

Code = Literal[
	"key_twice",
	"group_unknown",
	"item_unknown",
	"group_sum",
	"step_above_item",
	"steps_fall",
	"steps_no_zero",
	"grades_wrong",
	"grades_order",
	"measure_unknown",
	"groups_missing",
	"points_where_none",
]


@dataclass(frozen=True, slots=True)
class Group:
	group_key: str
	group_name: str
	points: float


@dataclass(frozen=True, slots=True)
class Item:
	item_key: str
	group_key: str
	item_name: str
	points: float
	measure: str = ""
	must_be_full: bool = False
	guidance: str = ""


@dataclass(frozen=True, slots=True)
class Step:
	"""Step of a scale: from `at_least` per cent on, the item earns `points`."""

	item_key: str
	at_least: float
	points: float


@dataclass(frozen=True, slots=True)
class Grade:
	grade_key: str
	grade_name: str
	at_least: float


@dataclass(frozen=True, slots=True)
class Scale:
	name: str
	kind: str
	groups: tuple[Group, ...] = ()
	items: tuple[Item, ...] = ()
	steps: tuple[Step, ...] = ()
	grades: tuple[Grade, ...] = ()
	settings: dict[str, str] = field(default_factory=dict)
	without_points: bool = False
	"""Grades only, which people choose: of older regulations no points are known."""

	@property
	def total(self) -> float:
		return sum(group.points for group in self.groups)

	def setting(self, key: str, default: str) -> str:
		"""The answer given to a question of the scale, or the default where nobody has answered."""
		return (self.settings.get(key) or "").strip() or default


@dataclass(frozen=True, slots=True)
class Problem:
	code: Code
	subject: str
	"""The key, group or measure that the problem is about."""


def problems(scale: Scale, measures: Collection[str]) -> list[Problem]:
	"""Every problem in the order a reader meets them; `measures` are those the records can answer."""
	if scale.without_points:
		return _problems_without_points(scale)
	groups = [group.group_key for group in scale.groups]
	items = {item.item_key: item for item in scale.items}
	found = [] if groups else [Problem("groups_missing", scale.kind)]
	found += [Problem("key_twice", key) for key in _repeated(groups)]
	found += [Problem("key_twice", key) for key in _repeated(item.item_key for item in scale.items)]
	for item in scale.items:
		if item.group_key not in groups:
			found.append(Problem("group_unknown", item.group_key))
		if item.measure and item.measure not in measures:
			found.append(Problem("measure_unknown", item.measure))
	if scale.items:
		for group in scale.groups:
			inside = sum(item.points for item in scale.items if item.group_key == group.group_key)
			if inside != group.points:
				found.append(Problem("group_sum", group.group_name))
	found += _step_problems(scale, items)
	return found + _grade_problems(scale)


def _problems_without_points(scale: Scale) -> list[Problem]:
	wanted = GRADES.get(scale.kind, ())
	found = []
	if scale.groups or scale.items or scale.steps or any(grade.at_least for grade in scale.grades):
		found.append(Problem("points_where_none", scale.kind))
	if tuple(grade.grade_key for grade in scale.grades) != wanted:
		found.append(Problem("grades_wrong", ", ".join(wanted)))
	return found


def _step_problems(scale: Scale, items: Mapping[str, Item]) -> list[Problem]:
	found: list[Problem] = []
	by_item: dict[str, list[Step]] = {}
	for step in scale.steps:
		by_item.setdefault(step.item_key, []).append(step)
	for key, steps in by_item.items():
		if key not in items:
			found.append(Problem("item_unknown", key))
			continue
		steps = sorted(steps, key=lambda step: step.at_least)
		if any(not 0 <= step.points <= items[key].points for step in steps):
			found.append(Problem("step_above_item", key))
		if any(low.points > high.points for low, high in pairwise(steps)):
			found.append(Problem("steps_fall", key))
		if steps[0].at_least != 0:
			found.append(Problem("steps_no_zero", key))
	return found


def _grade_problems(scale: Scale) -> list[Problem]:
	keys = tuple(grade.grade_key for grade in scale.grades)
	wanted = GRADES.get(scale.kind, ())
	if keys != wanted:
		return [Problem("grades_wrong", ", ".join(wanted))]
	bounds = [grade.at_least for grade in scale.grades]
	falling = all(high > low for high, low in pairwise(bounds))
	if not falling or bounds[-1] != 0 or bounds[0] > scale.total:
		return [Problem("grades_order", scale.kind)]
	return []


def _repeated(keys: Iterable[str]) -> list[str]:
	return [key for key, times in Counter(keys).items() if times > 1]


def earned(scale: Scale, item: Item, share: float | None) -> float | None:
	"""Points of an item for what the record shows (per cent, 0 to 100); None where people must judge.

	Without steps the record can only say that everything is as it should be: a part of it is for people to weigh.
	"""
	if share is None:
		return None
	steps = ladder(scale, item)
	if not steps:
		return item.points if share >= 100 else None
	return next((step.points for step in steps if share >= step.at_least), None)


def grade_of(scale: Scale, points: float) -> str:
	"""Key of the grade that so many points come to; "" for a scale without grades, or without points."""
	if scale.without_points:
		return ""
	for grade in scale.grades:
		if points >= grade.at_least:
			return grade.grade_key
	return scale.grades[-1].grade_key if scale.grades else ""


def graded(scale: Scale, points: Mapping[str, float]) -> str:
	"""Key of the grade of a whole set of items; "" while an item has no points.

	The best grade also needs every item in full that the scale marks so; without, it is the next one.
	"""
	if not scale.items or any(item.item_key not in points for item in scale.items):
		return ""
	key = grade_of(scale, sum(points[item.item_key] for item in scale.items))
	short = any(item.must_be_full and points[item.item_key] < item.points for item in scale.items)
	if short and key == scale.grades[0].grade_key:
		return scale.grades[1].grade_key
	return key


@dataclass(frozen=True, slots=True)
class Shortfall:
	"""Reason why a meeting has no better grade: the points it lacks (0: none), the items that are not full."""

	grade: Grade
	points: float
	items: tuple[str, ...]


def shortfall(
	scale: Scale, key: str, total: float, short: Sequence[str], wanted: str = ""
) -> Shortfall | None:
	"""Explain why points of the grade `key` are not `wanted` (the next better one); None where they are, or are no whole set.

	`short`: names of the items that the best grade needs in full and that are not.
	"""
	order = [grade.grade_key for grade in scale.grades]
	if scale.without_points or key not in order or not order.index(key):
		return None
	grade = scale.grades[order.index(wanted) if wanted else order.index(key) - 1]
	items = tuple(short) if grade == scale.grades[0] else ()
	return Shortfall(grade, max(grade.at_least - total, 0), items)


def ladder(scale: Scale, item: Item) -> list[Step]:
	"""The steps of an item, most points first; [] for one without steps."""
	own = [step for step in scale.steps if step.item_key == item.item_key]
	return sorted(own, key=lambda step: -step.at_least)


def at_least(key: str, wanted: str, kind: str) -> bool:
	"""Whether a grade is as good as `wanted` or better; False for a grade that is none."""
	order = GRADES[kind]
	return key in order and order.index(key) <= order.index(wanted)
