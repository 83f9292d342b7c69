"""Yearly ratings of the demo: each by its own luck."""

from datetime import date
from types import SimpleNamespace

from bontot.demo import rated
from bontot.organization.testing import create_test_tree
from bontot.rating.rules import DULY, EXCELLENT, MEMBER, NOT, WELL
from bontot.rating.subjects import Subject
from bontot.tests.case import BontotTestCase

DAY = date(2025, 12, 20)


class TestRated(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		create_test_tree()
		self.placed = {key: SimpleNamespace(name=key, path=key) for key in ("A", "B")}

	def grades(self, *counts: int) -> dict[str, str]:
		subjects = [
			Subject(f"{place}{number}", "Đảng viên", f"{place}{number}", place, place, "Đ", place, "")
			for place, count in zip(self.placed, counts, strict=True)
			for number in range(count)
		]
		rows = rated.rows(MEMBER, subjects, self.placed, DAY, 7)
		return {row["member"]: row["grade"] for row in rows}

	def test_all_grades_are_given(self) -> None:
		self.assertEqual(set(self.grades(60, 60).values()), {EXCELLENT, WELL, DULY, NOT})

	def test_one_more_changes_the_other_group_not_at_all_and_its_own_by_the_cap_alone(self) -> None:
		before, after = self.grades(60, 60), self.grades(61, 60)
		self.assertEqual(after.keys() - before.keys(), {"A60"})
		changed = [name for name, grade in before.items() if after[name] != grade]
		self.assertLessEqual(len(changed), 1)
		self.assertEqual([name for name in changed if name.startswith("B")], [])
