"""A saved route tried on an organisation: through whom its file would go, and whether this is the route it would take."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import add_days, getdate, nowdate

from bontot.approval.core import routes
from bontot.approval.core.errors import RouteTrialError
from bontot.approval.doctype.approval_route.test_approval_route import create_test_route
from bontot.approval.people import api as routes_api
from bontot.approval.testing import create_test_file, create_test_officers, create_test_open_period
from bontot.organization.testing import (
	create_test_delegation,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.tests.case import BontotTestCase

YEAR = "bontot-year-province"
CLIMB = (("co_so", "Appraise"), ("truc_thuoc_tinh", "Appraise"), ("tinh", "Decide"))


class TrialTestCase(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.users = create_test_officers(self.tree)

	def trial(self, route: str, organization: str, on: date | None = None, user: str | None = None):
		with self.set_user(user or self.users.province):
			return routes_api.try_route(route, organization, on)

	def states(self, told) -> list[tuple[str, str]]:
		return [(row["level_name"], row["state"]) for row in told["levels"]]

	def people(self, told) -> dict[str, list[str]]:
		return {
			row["organization"]: [person["name"] for person in row["people"]]
			for row in told["levels"]
			if row["state"] == "acts"
		}


class TestLevels(TrialTestCase):
	def test_the_way_is_the_one_that_a_sent_file_takes(self):
		told = self.trial(YEAR, self.tree.cell_a)
		period = create_test_open_period(self.tree.province)
		file = frappe.get_doc("Evaluation", create_test_file(self.tree.cell_a, period))
		taken = routes.work_out(file, getdate())
		self.assertEqual(taken.route, YEAR)
		self.assertEqual(
			[(row["organization"], row["act"], row["days_allowed"]) for row in told["levels"]],
			[(step.organization, step.act, step.days_allowed) for step in taken.steps],
		)
		self.assertEqual((told["days"], told["problem"]), (15, ""))
		self.assertEqual([row["taken"] for row in told["verdicts"]], [True])

	def test_levels_that_do_not_exist_are_named_as_left_out(self):
		commune = self.trial(YEAR, self.tree.commune_cell)
		self.assertEqual([state for _level, state in self.states(commune)], ["acts", "absent", "acts"])
		own = self.trial(YEAR, self.tree.grassroots)
		self.assertEqual([state for _level, state in self.states(own)], ["own", "acts", "acts"])
		above = self.trial("bontot-year-above", self.tree.cell_a)
		self.assertEqual([state for _level, state in self.states(above)], ["acts", "beyond", "beyond"])
		self.assertEqual(
			above["levels"][0]["act"], "Decide"
		)  # the last one left does what the route ends with

	def test_who_receives_afterwards(self):
		route = create_test_route(CLIMB[0], ("truc_thuoc_tinh", "Decide"), ("tinh", "Receive"))
		route.steps[2].may_lock = 1
		told = self.trial(route.insert().name, self.tree.cell_a)
		last = told["levels"][-1]
		self.assertEqual(
			(last["state"], last["organization"], last["may_lock"]), ("receives", self.tree.province, True)
		)
		self.assertEqual(told["days"], 10)

	def test_what_cannot_be_sent_or_tried(self):
		route = create_test_route(*CLIMB)
		route.steps[1].may_skip_if_absent = 0
		told = self.trial(route.insert().name, self.tree.commune_cell)
		level = frappe.db.get_value("Organization Level", "truc_thuoc_tinh", "level_name")
		self.assertIn(level, told["problem"])
		self.assertEqual(told["levels"], [])
		proposal = self.trial("bontot-proposal-province", self.tree.province)
		self.assertEqual((bool(proposal["problem"]), proposal["levels"]), (True, []))
		province = self.trial(YEAR, self.tree.province)  # it is assessed for no title
		self.assertEqual((bool(province["problem"]), province["verdicts"]), (True, []))
		with self.assertRefused(RouteTrialError):
			self.trial(YEAR, self.tree.cell_a, date(2019, 12, 31))
		self.assertEqual(self.trial(YEAR, self.tree.cell_a, date(2020, 1, 1))["problem"], "")


class TestPeople(TrialTestCase):
	def test_who_sits_there_on_the_day_own_seat_or_lent(self):
		names = self.people(self.trial(YEAR, self.tree.cell_a))
		self.assertEqual(names[self.tree.grassroots], ["Người grassroots"])
		self.assertEqual(names[self.tree.body], ["Người body"])
		recorders = ["Người clerk", "Người province"]  # who record for the body
		self.assertEqual(names[self.tree.province], recorders)
		frappe.db.set_value("Seat", {"user": self.users.body}, "to_date", "2021-12-31")
		told = self.trial(YEAR, self.tree.cell_a)
		self.assertEqual(self.people(told)[self.tree.body], [])
		self.assertTrue(told["levels"][1]["may_fill"])
		then = self.trial(YEAR, self.tree.cell_a, date(2021, 12, 31))
		self.assertEqual(self.people(then)[self.tree.body], ["Người body"])
		seat = frappe.db.get_value("Seat", {"user": self.users.grassroots}, "name")
		tomorrow = getdate(add_days(nowdate(), 1))
		create_test_delegation(seat, create_test_user("Người thay"), tomorrow)
		at = self.tree.grassroots
		self.assertEqual(self.people(self.trial(YEAR, self.tree.cell_a))[at], ["Người grassroots"])
		self.assertIn("Người thay", self.people(self.trial(YEAR, self.tree.cell_a, tomorrow))[at])

	def test_nobody_appraises_the_own_organization_and_the_body_decides_instead(self):
		create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", self.users.grassroots)
		level = self.trial(YEAR, self.tree.cell_a)["levels"][0]
		self.assertEqual((level["people"], level["own_unit"]), ([], ["Người grassroots"]))
		self.assertFalse(level["body"])
		other = self.trial(YEAR, self.tree.cell_b)["levels"][0]
		self.assertEqual((other["own_unit"], len(other["people"])), ([], 1))
		create_test_seat(self.tree.grassroots, "can_bo_van_phong", create_test_user("Người ghi"))
		level = self.trial(YEAR, self.tree.cell_a)["levels"][0]
		self.assertEqual(([one["name"] for one in level["people"]], level["body"]), (["Người ghi"], True))

	def test_one_person_at_two_levels_in_a_row(self):
		create_test_seat(self.tree.body, "can_bo_tham_dinh", self.users.grassroots)
		told = self.trial(YEAR, self.tree.cell_a)
		beside = {person["name"]: person["also_below"] for person in told["levels"][1]["people"]}
		self.assertEqual(beside, {"Người body": False, "Người grassroots": True})

	def test_what_is_told_within_the_askers_reach(self):
		told = self.trial(YEAR, self.tree.cell_a, user=self.users.grassroots)
		self.assertEqual([row["within"] for row in told["levels"]], [True, False, False])
		self.assertEqual([len(row["people"]) for row in told["levels"]], [1, 0, 0])
		self.assertFalse(any(row["may_fill"] for row in told["levels"]))
		told = self.trial(YEAR, self.tree.cell_a)
		self.assertEqual([row["within"] for row in told["levels"]], [True, True, True])
		with self.assertRefused(frappe.PermissionError):
			self.trial(YEAR, self.tree.other_cell, user=self.users.secretary)
		with self.assertRefused(frappe.PermissionError):
			self.trial(YEAR, self.tree.cell_a, user=create_test_user())
		self.assertEqual(self.trial(YEAR, self.tree.cell_a, user=self.users.secretary)["problem"], "")


class TestTheChoice(TrialTestCase):
	"""Tests that what is said of each route agrees with the route that a file takes (`routing.choose` has its own tests)."""

	def verdict(self, route: str, organization: str | None = None, on: date | None = None):
		told = self.trial(route, organization or self.tree.cell_a, on)
		self.assertEqual(len(told["verdicts"]), 1, told["verdicts"])
		return told["verdicts"][0]

	def test_a_switched_off_route_says_what_switching_it_on_would_do(self):
		strong = create_test_route(*CLIMB, priority=99, disabled=1).insert().name
		found = self.verdict(strong)
		self.assertEqual((found["taken"], found["chosen"], len(found["reasons"])), (False, YEAR, 2))
		weak = create_test_route(*CLIMB, priority=0, disabled=1).insert().name
		self.assertNotEqual(self.verdict(weak)["reasons"][1], found["reasons"][1])
		frappe.db.set_value("Approval Route", strong, "disabled", 0)
		self.assertTrue(self.verdict(strong)["taken"])
		self.assertEqual(self.verdict(YEAR)["chosen"], strong)

	def test_a_dated_route_and_one_for_another_title(self):
		name = (
			create_test_route(*CLIMB, priority=99, valid_from="2027-01-01", valid_to="2027-12-31")
			.insert()
			.name
		)
		before, within, after = (
			self.verdict(name, on=day) for day in (date(2026, 12, 31), date(2027, 1, 1), date(2028, 1, 1))
		)
		self.assertEqual([row["taken"] for row in (before, within, after)], [False, True, False])
		self.assertEqual({before["chosen"], after["chosen"]}, {YEAR})
		self.assertNotEqual(before["reasons"], after["reasons"])
		name = create_test_route(*CLIMB, priority=99, title_kind="Grassroots Organization").insert().name
		found = self.verdict(name)
		self.assertEqual((found["taken"], found["chosen"]), (False, YEAR))
		self.assertTrue(self.verdict(name, self.tree.grassroots)["taken"])

	def test_each_kind_of_period_and_of_document_has_its_answer(self):
		told = self.trial("bontot-six-month-province", self.tree.cell_a)
		self.assertEqual(
			[len(row["cases"]) for row in told["verdicts"]], [3]
		)  # quarters and own periods go its way
		own = create_test_route(("co_so", "Appraise"), period_kind="Quarter").insert().name
		told = self.trial("bontot-six-month-province", self.tree.cell_a)
		self.assertEqual(
			sorted((row["taken"], row["chosen"], len(row["cases"])) for row in told["verdicts"]),
			[(False, own, 1), (True, "bontot-six-month-province", 2)],
		)
		overlay = self.trial("bontot-overlay-province", self.tree.body)
		self.assertEqual([row["taken"] for row in overlay["verdicts"]], [True])
		report = self.verdict("bontot-report-above", self.tree.body)
		self.assertTrue(report["taken"])
