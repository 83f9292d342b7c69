"""Conclusions and remarks of a year stay with the branch of that year, whatever is moved in January."""

from datetime import date

from bontot.criteria.registry import Context
from bontot.evaluation.computing import registers, residence
from bontot.evaluation.errors import RegisterError
from bontot.evaluation.testing import create_test_conclusion, create_test_remark
from bontot.organization.testing import create_test_member, create_test_tree
from bontot.reorganization.testing import reorganize
from bontot.tests.case import BontotTestCase


class TestBranchOfTheYear(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		for year in (2025, 2026):
			member = create_test_member(self.tree.cell_b).name
			create_test_conclusion(self.tree.cell_b, member=member, concluded_on=f"{year}-06-01")
			create_test_remark(self.tree.cell_b, member, year=year, received_on=f"{year}-06-10")

	def found(self, place: str, year: int, as_of: date) -> tuple[str, int]:
		name = getattr(self.tree, place)
		kind = "Cell" if "cell" in place else "Grassroots Organization"
		context = Context(name, kind, "Year", date(year, 1, 1), date(year, 12, 31), as_of, {})
		return registers.discipline(context).result, len(residence.remarks_of(context))

	def test_a_move_after_the_year_takes_nothing_of_it_along(self) -> None:
		acts = [{"act": "Move", "organization": self.tree.cell_b, "target": self.tree.other_grassroots}]
		reorganize(self.tree.province, "2026-01-02", acts)
		clean, burdened = ("Met", 0), ("Not Met", 1)
		for year, place, wanted in (
			(2025, "grassroots", burdened),
			(2025, "other_grassroots", clean),
			(2025, "cell_b", burdened),
			(2026, "grassroots", clean),
			(2026, "other_grassroots", burdened),
			(2026, "cell_b", burdened),
		):
			with self.subTest(place, year=year):
				self.assertEqual(self.found(place, year, date(year + 1, 2, 10)), wanted)

	def test_what_is_entered_late_lies_where_the_member_was(self) -> None:
		"""The cell is merged on 1 October 2025: what is dated before lies with it, what is dated after with its heir."""
		member = create_test_member(self.tree.cell_b).name
		acts = [{"act": "Merge", "organization": self.tree.cell_b, "target": self.tree.cell_a}]
		reorganize(self.tree.province, "2025-10-01", acts)
		self.assertEqual(self.found("cell_a", 2025, date(2026, 2, 10)), ("Met", 0))
		for day, own, other in (
			("2025-09-30", self.tree.cell_b, self.tree.cell_a),
			("2025-10-01", self.tree.cell_a, self.tree.cell_b),
		):
			with self.subTest(day):
				with self.assertRefused(RegisterError):
					create_test_conclusion(other, member=member, concluded_on=day)
				create_test_conclusion(own, member=member, concluded_on=day)
		self.assertEqual(self.found("cell_a", 2025, date(2026, 2, 10)), ("Not Met", 0))
		for year, own, other in (
			(2024, self.tree.cell_b, self.tree.cell_a),
			(2025, self.tree.cell_a, self.tree.cell_b),
		):
			with self.subTest(year):
				with self.assertRefused(RegisterError):
					create_test_remark(other, member, year=year)
				create_test_remark(own, member, year=year)

	def test_what_stood_with_a_cell_that_ended_in_the_year_stays_with_its_branch(self) -> None:
		acts = [{"act": "Merge", "organization": self.tree.cell_b, "target": self.tree.cell_a}]
		reorganize(self.tree.province, "2025-10-01", acts)
		self.assertEqual(self.found("grassroots", 2025, date(2026, 2, 10)), ("Not Met", 1))
