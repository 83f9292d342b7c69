from unittest import TestCase

import frappe

from bontot.evaluation.answers import comparing, reading
from bontot.evaluation.testing import answer_all, create_test_evaluation, create_test_open_period
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase


class TestBetween(TestCase):
	def test_only_what_turned_to_met_or_away_from_it(self):
		before = {"a": "Met", "b": "Not Met", "c": "Met", "e": "Not Met", "f": "Met"}
		now = {"a": "Not Met", "b": "Met", "c": "Met", "d": "Met", "e": "Awaiting Rating"}
		found = [(one.criterion_key, one.turn) for one in comparing.between(before, now)]
		self.assertEqual(found, [("a", "worse"), ("b", "better")])
		self.assertEqual(comparing.counted(before, now), {"better": 1, "worse": 1})


class TestLastPeriod(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		self.author = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.last = create_test_open_period(self.tree.province, year=2025, **dates(2025))
		self.now = create_test_open_period(self.tree.province, year=2026, **dates(2026))
		self.file = create_test_evaluation(self.tree.cell_a, self.now.name)

	def seen(self):
		with self.set_user(self.author):
			return reading.read(self.file.name)["last_period"]

	def test_the_same_kind_of_period_that_ended_before(self):
		create_test_open_period(self.tree.province, "Six-Month")  # ends in June of this year
		answer_all(create_test_evaluation(self.tree.cell_a, self.last.name).name, "Not Met")
		answer_all(self.file.name, "Met")
		seen = self.seen()
		self.assertEqual((seen["title"], seen["met"], seen["total"]), (self.last.title, 0, 9))
		turned = {row["criterion_key"]: row["turn"] for row in seen["turned"]}
		self.assertEqual(turned["dk_1"], "better")
		self.assertNotIn("nvct_2", turned)

	def test_none_before_the_first(self):
		first = create_test_evaluation(self.tree.cell_a, self.last.name)
		with self.set_user(self.author):
			self.assertIsNone(reading.read(first.name)["last_period"])

	def test_nothing_of_a_file_the_reader_may_not_see(self):
		"""The file of last year was left behind at another organisation's path: whoever reads there sees it, not here."""
		answer_all(create_test_evaluation(self.tree.cell_a, self.last.name).name, "Met")
		self.assertIsNotNone(self.seen())
		path = frappe.db.get_value("Party Organization", self.tree.other_cell, "path")
		last = comparing.last_file(self.file).name
		frappe.db.set_value("Evaluation", last, "organization_path", path)
		self.assertIsNone(self.seen())


def dates(year: int) -> dict[str, str]:
	days = {
		"starts_on": "01-01",
		"ends_on": "12-31",
		"self_assessment_due_on": "12-20",
		"report_due_on": "12-29",
	}
	return {field: f"{year}-{day}" for field, day in days.items()}
