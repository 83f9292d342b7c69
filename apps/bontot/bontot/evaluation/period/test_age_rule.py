import unittest
from datetime import date

import frappe

from bontot.criteria.setup import ensure_framework
from bontot.evaluation.answers import reading
from bontot.evaluation.period import age_rule
from bontot.evaluation.testing import create_test_open_period
from bontot.organization.testing import create_test_organization, create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
HALF = (date(2026, 1, 1), date(2026, 6, 30))


class TestAgeRule(unittest.TestCase):
	def test_whole_months(self) -> None:
		for founded, period, months in (
			(None, YEAR, 12),
			(date(1999, 5, 6), YEAR, 12),
			(date(2026, 1, 1), YEAR, 12),
			(date(2026, 7, 1), YEAR, 6),
			(date(2026, 7, 2), YEAR, 5),
			(date(2026, 12, 1), YEAR, 1),
			(date(2026, 12, 2), YEAR, 0),
			(date(2026, 6, 1), HALF, 1),
			(date(2026, 8, 1), HALF, 0),
		):
			with self.subTest(founded=founded, period=period):
				self.assertEqual(age_rule.whole_months(founded, *period), months)

	def test_only_who_was_founded_in_the_period_can_be_too_young(self) -> None:
		for founded, least, young in (
			(date(2026, 7, 1), 6, False),
			(date(2026, 7, 2), 6, True),
			(date(2026, 7, 2), 0, False),
			(date(2025, 12, 31), 13, False),
			(None, 13, False),
		):
			with self.subTest(founded=founded, least=least):
				self.assertEqual(age_rule.too_young(founded, *YEAR, least), young)

	def test_an_unanswered_question_asks_for_nothing(self) -> None:
		self.assertEqual([age_rule.least_months({"least_age_months": v}) for v in ("", " ", "6")], [0, 0, 6])
		self.assertEqual(age_rule.least_months({}), 0)


class TestFoundedInTheYear(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.early = self.found("2026-03-01")
		self.late = self.found("2026-09-15")

	def found(self, day: str) -> str:
		return create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots, valid_from=day).name

	def open(self, least: str) -> dict[str, tuple]:
		framework = ensure_framework(self.tree.province, {"least_age_months": least})
		period = create_test_open_period(
			self.tree.province, officer=self.officer, year=2026, framework=framework
		)
		fields = ["organization", "state", "outside_reason"]
		rows = frappe.get_all("Evaluation", {"period": period.name}, fields)
		return {row.organization: (row.state, row.outside_reason) for row in rows}

	def test_too_young_ones_have_a_file_outside_with_its_reason(self) -> None:
		files = self.open("6")
		self.assertEqual(files[self.early], ("Draft", None))
		state, reason = files[self.late]
		self.assertEqual(state, "Outside")
		self.assertIn("6", reason)
		self.assertEqual(files[self.tree.cell_a], ("Draft", None))

	def test_its_page_says_from_when_it_is_asked(self) -> None:
		framework = ensure_framework(self.tree.province)
		period = create_test_open_period(
			self.tree.province, officer=self.officer, year=2026, framework=framework
		).name
		told = {
			name: reading.read(f"{name}-{period}")["founded_on"] for name in (self.early, self.tree.cell_a)
		}
		self.assertEqual(told, {self.early: date(2026, 3, 1), self.tree.cell_a: None})

	def test_control_without_an_answer_everybody_is_in(self) -> None:
		files = self.open("")
		self.assertEqual({files[self.early][0], files[self.late][0]}, {"Draft"})

	def test_who_came_out_of_a_merger_is_as_old_as_what_it_came_from(self) -> None:
		row = {"organization": self.late, "predecessor": self.tree.cell_b, "relation": "Merged"}
		frappe.get_doc(doctype="Organization Succession", on_date="2026-09-15", **row).db_insert()
		self.assertEqual(self.open("6")[self.late], ("Draft", None))
