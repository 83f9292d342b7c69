"""Tests that what is owed, judged and shown is one and the same, whoever asks."""

from __future__ import annotations

import random
from datetime import date
from types import MappingProxyType

import frappe

from bontot.criteria import registry
from bontot.criteria.registry import Context
from bontot.criteria.setup import ensure_framework
from bontot.evaluation.testing import create_test_open_period
from bontot.obligation import ledger, reminders
from bontot.obligation.test_ledger import create_bare_meeting
from bontot.obligation.testing import owe_since
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.synthesis import own_tasks
from bontot.tests.case import BontotTestCase


class TestOwedAlike(BontotTestCase):
	"""Ledger and criterion read the same meetings alike, and who is above sees no lateness that one does not see oneself."""

	KEYS = MappingProxyType(
		{
			"Cell Regular": "cell_regular_and_thematic",
			"Cell Thematic": "cell_regular_and_thematic",
			"Whole Organization": "whole_organization_meetings",
		}
	)

	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		owe_since("2020-01-01")
		self.author = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user

	def late_by_ledger(self, organization: str, kinds: tuple[str, ...], as_of: date) -> set[tuple]:
		duties = frappe.get_all("Duty", {"meeting_kind": ("in", kinds)}, pluck="name")
		where = {"organization": organization, "duty": ("in", duties), "state": "Due", "due_on": ("<", as_of)}
		where["span_start"] = (">=", date(as_of.year, 1, 1))
		return set(frappe.get_all("Obligation", where, ["due_on"], as_list=True))

	def late_by_criterion(self, organization: str, key: str, kind: str, as_of: date, **settings: str) -> set:
		year = date(as_of.year, 1, 1), date(as_of.year, 12, 31)
		context = Context(organization, kind, "Year", *year, as_of, settings)
		return {(date.fromisoformat(one["due_on"]),) for one in registry.compute(key, context).missing}

	def seed(self, choose: random.Random) -> None:
		for month in range(1, 13):
			if choose.random() < 0.8:
				day = f"2026-{month:02}-{choose.randint(1, 28):02}"
				late = create_bare_meeting(
					self.tree.cell_a, day, choose.choice(("Minuted", "Minuted", "Held"))
				)
				if month < 12 and choose.random() < 0.2:  # of its month, held in the next
					frappe.db.set_value("Meeting", late, "meeting_date", f"2026-{month + 1:02}-02")
			if choose.random() < 0.4:
				create_bare_meeting(self.tree.cell_a, f"2026-{month:02}-25", kind="Cell Thematic")
			if choose.random() < 0.2:
				day = f"2026-{month:02}-{choose.choice((3, 12, 28)):02}"
				create_bare_meeting(self.tree.grassroots, day, kind="Whole Organization")

	def test_over_generated_years_they_never_disagree(self):
		settings = {"whole_organization_per_half": "0"}
		framework = ensure_framework(self.tree.province)
		for seed in range(8):
			choose = random.Random(seed)
			half = str(seed % 2)
			settings["whole_organization_per_half"] = half
			where = {"parent": framework, "setting_key": "whole_organization_per_half"}
			frappe.db.set_value("Framework Setting", where, "setting_value", half)
			frappe.db.delete("Meeting", {"organization": ("in", [self.tree.cell_a, self.tree.grassroots])})
			self.seed(choose)
			for as_of in (
				date(2026, 3, 1),
				date(2026, 7, 9),
				date(2026, 7, 16),
				date(2026, 11, 2),
				date(2026, 12, 31),
			):
				ledger.rebuild(as_of, [self.tree.cell_a, self.tree.grassroots])
				for organization, kind, kinds in (
					(self.tree.cell_a, "Cell", ("Cell Regular", "Cell Thematic")),
					(self.tree.grassroots, "Grassroots Organization", ("Whole Organization",)),
				):
					with self.subTest(seed=seed, as_of=as_of, kinds=kinds):
						self.assertEqual(
							self.late_by_ledger(organization, kinds, as_of),
							self.late_by_criterion(
								organization, self.KEYS[kinds[0]], kind, as_of, **settings
							),
						)
				self.nobody_sees_more(as_of)

	def nobody_sees_more(self, as_of: date) -> None:
		"""Check that what a superior counts as overdue stands as late on the own first page too."""
		where = {"organization": self.tree.grassroots, "state": "Due", "due_on": ("<", as_of)}
		counted = set(frappe.get_all("Obligation", where, pluck="name"))
		own = {
			task["key"] for task in own_tasks.collect([self.tree.grassroots], as_of) if task["sign"] == "late"
		}
		self.assertEqual(counted, own & counted)

	def test_twice_a_year_is_one_duty_at_its_end_and_a_reminder_in_june(self):
		ensure_framework(self.tree.province)
		places = [self.tree.grassroots]
		ledger.rebuild(date(2026, 6, 20), places)
		where = {"organization": self.tree.grassroots, "duty": "sinh_hoat_dang_bo"}
		rows = frappe.get_all(
			"Obligation", {**where, "span_start": (">=", "2026-01-01")}, ["span_label", "due_on"]
		)
		self.assertEqual([(row.span_label, row.due_on) for row in rows], [("2026", date(2026, 12, 31))])
		tasks = own_tasks.collect(places, date(2026, 6, 20))
		[task] = [one for one in tasks if one["key"].endswith("sinh_hoat_dang_bo-2026")]
		self.assertEqual((task["sign"], task["due_on"]), ("open", "2026-12-31"))
		self.assertIn("2", task["note"])
		told = [one for one in reminders.due_reminders(date(2026, 6, 20)) if one.stage.name == "Suggestion"]
		self.assertIn(self.author, {one.recipient for one in told})
		create_bare_meeting(self.tree.grassroots, "2026-07-16", kind="Whole Organization")
		create_bare_meeting(self.tree.grassroots, "2026-12-28", kind="Whole Organization")
		ledger.rebuild(date(2026, 12, 30), places)
		self.assertEqual(
			frappe.get_all("Obligation", {**where, "span_label": "2026"}, pluck="state"), ["Done"]
		)

	def test_a_half_that_the_framework_binds_is_served_early_in_july(self):
		framework = ensure_framework(self.tree.province)
		setting = {"parent": framework, "setting_key": "whole_organization_per_half"}
		frappe.db.set_value("Framework Setting", setting, "setting_value", "1")
		create_bare_meeting(self.tree.grassroots, "2026-07-03", kind="Whole Organization")
		ledger.rebuild(date(2026, 8, 1), [self.tree.grassroots])
		where = {
			"organization": self.tree.grassroots,
			"duty": "sinh_hoat_dang_bo",
			"span_start": (">=", "2026-01-01"),
		}
		found = frappe.get_all("Obligation", where, ["span_label", "state", "due_on"], order_by="span_label")
		self.assertEqual(
			[(row.span_label, row.state, row.due_on) for row in found],
			[("2026-H1", "Done", date(2026, 7, 15)), ("2026-H2", "Due", date(2026, 12, 31))],
		)

	def test_a_review_that_nobody_opened_is_overdue_for_nobody_and_opening_it_is_a_duty(self):
		commission = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		day = date(2026, 8, 1)
		ledger.rebuild(day)
		self.assertFalse(frappe.db.exists("Obligation", {"duty": "so_ket_6_thang", "span_label": "2026"}))
		row = frappe.get_all(
			"Obligation", {"duty": "mo_ky_6_thang", "span_label": "2026"}, ["organization", "state"]
		)
		self.assertIn((self.tree.province, "Due"), [(one.organization, one.state) for one in row])
		[task] = self.opening(commission, day)
		self.assertEqual((task["sign"], task["address"]), ("late", "/app/review-period/new"))
		told = [one for one in reminders.due_reminders(date(2026, 6, 16)) if one.recipient == commission]
		self.assertTrue(told)
		create_test_open_period(self.tree.province, "Six-Month", commission)
		self.assertEqual(self.opening(commission, day), [])
		ledger.rebuild(day)
		where = {"duty": "mo_ky_6_thang", "span_label": "2026", "organization": self.tree.province}
		self.assertIn(frappe.db.get_value("Obligation", where, "state"), ("Done", "Done Late"))
		asked = {"duty": "so_ket_6_thang", "span_label": "2026", "organization": self.tree.cell_a}
		self.assertEqual(frappe.db.get_value("Obligation", asked, "state"), "Due")

	def opening(self, user: str, day: date) -> list[own_tasks.Task]:
		return [task for task in own_tasks.opening_tasks(user, day) if task["key"].endswith("-2026")]
