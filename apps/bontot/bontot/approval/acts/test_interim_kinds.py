"""Quarters and periods of own length: reviews without a title, on the way of the six-month review."""

from __future__ import annotations

from datetime import date
from unittest import TestCase

import frappe

from bontot.approval.core import routing, transitions
from bontot.approval.core.routing import Route, RouteStep
from bontot.approval.core.transitions import Situation
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as, climb
from bontot.criteria import period_kinds


class TestQuarter(ApprovalTestCase):
	period_kind = "Quarter"

	def test_it_climbs_is_concluded_and_gives_no_title(self) -> None:
		climb(self.file, self.users)
		self.assertEqual(self.doc().awaiting_act, "Appraise")
		act_as(self.users.province, "agree", self.file)
		self.assertEqual(self.doc().state, "Interim Reviewed")
		self.assertFalse(frappe.db.exists("Recognition", {"evaluation": self.file}))

	def test_ratings_are_not_due(self) -> None:
		results = {item.criterion_key: item.computed_result for item in self.doc().items}
		self.assertEqual(results.get("nvct_2") or "Not Yet Due", "Not Yet Due")


class TestOwn(TestQuarter):
	period_kind = "Own"


class TestRules(TestCase):
	def test_no_title_is_given_or_refused(self) -> None:
		acts = ("Appraise", "Decide")
		for kind in period_kinds.ALL:
			situation = Situation(transitions.UNDER_APPRAISAL, 1, acts, period_kind=kind)
			for act in (transitions.RECOGNIZE, transitions.REFUSE):
				found = transitions.outcome(situation, act)
				with self.subTest(kind=kind, act=act):
					self.assertEqual(found == "title_for_six_months", kind != "Year")

	def choose(self, *routes: Route, kind: str) -> str:
		return routing.choose(routes, "Evaluation", kind, "Cell", date(2026, 11, 24)).name

	def test_a_kind_without_a_route_of_its_own_goes_the_six_month_way_and_a_year_never_does(self) -> None:
		step = (RouteStep("co_so"),)
		mid = Route("mid", step, period_kind="Six-Month", priority=10)
		own = Route("own", step, period_kind="Quarter")
		self.assertEqual(self.choose(mid, kind="Quarter"), "mid")
		self.assertEqual(self.choose(mid, own, kind="Quarter"), "own")
		self.assertEqual(self.choose(mid, own, kind="Own"), "mid")
		self.assertEqual(self.choose(mid, own, kind="Six-Month"), "mid")
		for routes in ((mid, own), (own,)):
			with self.assertRaises(routing.NoRouteError):
				self.choose(*routes, kind="Year")
		with self.assertRaises(routing.NoRouteError):
			self.choose(own, kind="Six-Month")
