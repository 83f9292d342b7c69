"""Deadlines of the levels, counted back from the report's along the route, on working days."""

from datetime import date
from unittest import TestCase

import frappe

from bontot.approval.core import deadlines
from bontot.approval.core.routing import RECEIVE, Route, RouteStep
from bontot.approval.people import api as routes_api
from bontot.evaluation.period import proposing
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase

RANKS = {"tinh": 1, "truc_thuoc_tinh": 2, "co_so": 3, "chi_bo": 5}
REPORT = date(2026, 12, 29)  # a Tuesday


class TestCountedBack(TestCase):
	def count(self, *steps: RouteStep, levels=("chi_bo", "co_so"), stop_after: int = 0) -> dict[str, date]:
		return deadlines.counted_back(Route("r", steps, stop_after=stop_after), RANKS, levels, REPORT)

	def test_each_level_above_keeps_its_working_days(self) -> None:
		steps = RouteStep("co_so", days_allowed=3), RouteStep("tinh", days_allowed=2)
		found = self.count(*steps)
		self.assertEqual(found, {"chi_bo": date(2026, 12, 22), "co_so": date(2026, 12, 25)})

	def test_a_level_that_only_receives_takes_no_days_and_a_short_route_fewer(self) -> None:
		steps = (
			RouteStep("co_so", days_allowed=1),
			RouteStep("truc_thuoc_tinh", days_allowed=1),
			RouteStep("tinh", RECEIVE, days_allowed=9),
		)
		self.assertEqual(self.count(*steps)["chi_bo"], date(2026, 12, 25))
		self.assertEqual(self.count(*steps, stop_after=1)["chi_bo"], date(2026, 12, 28))

	def test_who_has_nobody_above_has_no_deadline(self) -> None:
		self.assertEqual(self.count(RouteStep("co_so"), levels=("co_so", "tinh")), {})


class TestProposing(BontotTestCase):
	def test_the_shipped_route_gives_every_level_its_day_and_the_period_takes_them(self) -> None:
		tree = create_test_tree()
		officer = create_test_seat(tree.province, "can_bo_btc_tinh").user
		with self.set_user(officer):
			rows = routes_api.propose_deadlines("Year", date(2026, 12, 31), REPORT)
		days = {row["level"]: row["due_on"] for row in rows}
		self.assertLess(days["chi_bo"], days["co_so"])
		self.assertLess(days["co_so"], REPORT.isoformat())
		self.assertEqual(next(row["level"] for row in rows), "chi_bo")
		levels = set(frappe.get_all("Organization Level", pluck="name"))
		self.assertLessEqual(set(days), levels)

	def test_of_a_half_year_nobody_must_send_before_it_is_over(self) -> None:
		tree = create_test_tree()
		day = proposing.dates("Six-Month", 2026, date(2026, 6, 1))
		with self.set_user(create_test_seat(tree.province, "can_bo_btc_tinh").user):
			rows = routes_api.propose_deadlines("Six-Month", day["ends_on"], day["report_due_on"])
		self.assertTrue(rows)
		for row in rows:
			self.assertGreater(row["due_on"], day["ends_on"].isoformat())

	def test_others_are_told_nothing(self) -> None:
		tree = create_test_tree()
		with self.set_user(create_test_seat(tree.cell_a, "bi_thu_chi_bo").user):
			self.assertEqual(routes_api.propose_deadlines("Year", date(2026, 12, 31), REPORT), [])
