"""Figures of a branch from the database: against a plain count, within the scope, equal to the rows they open."""

from types import SimpleNamespace
from typing import Any

import frappe
from frappe.utils import getdate

from bontot.evaluation.testing import create_test_open_period, create_test_rating
from bontot.organization.testing import (
	create_test_organization,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.supervision.testing import create_test_assignment
from bontot.synthesis import figures_query, overview, overview_api, rows
from bontot.synthesis.errors import NoPeriodError, OutsideScopeError, UnknownFigureError
from bontot.synthesis.testing import set_states
from bontot.tests.case import BontotTestCase

TODAY = "2026-11-24"


class OverviewTestCase(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.period = create_test_open_period(self.tree.province, officer=self.officer)
		self.body_officer = create_test_seat(self.tree.body, "can_bo_tham_dinh").user

	def spread(self) -> SimpleNamespace:
		"""One file in each state. Cells: 1 recognised, 1 at the grassroots, 1 outside, 1 not sent, 1 declared."""
		tree = self.tree
		set_states(
			self.period.name,
			{
				tree.cell_a: "Recognized",
				tree.cell_b: {
					"state": "Under Appraisal",
					"awaiting_organization": tree.grassroots,
					"awaiting_act": "Appraise",
				},
				tree.commune_cell: {"state": "Outside", "outside_reason": "Mới thành lập"},
				tree.agency_cell: "Declared Not Reached",
				tree.grassroots: "Not Recognized",
				tree.commune: "Returned",
			},
		)
		return tree

	def overview(
		self, user: str, organization: str | None = None, period: str | None = None
	) -> dict[str, Any]:
		return overview.collect(user, period, organization, TODAY)


class TestFigures(OverviewTestCase):
	def test_counts_every_state_of_the_province(self) -> None:
		self.spread()
		shown = self.overview(self.officer)
		cells, grassroots = shown["kinds"]
		self.assertEqual((cells["reached"], cells["eligible"], cells["outside"]), (1, 4, 1))
		self.assertEqual(
			{part["figure"]: part["count"] for part in cells["parts"]},
			{"reached": 1, "declared": 1, "waiting:co_so": 1, "not_sent": 1},
		)
		self.assertEqual((cells["tenths"], cells["beside"], cells["missing"]), (250, 200, 3))
		self.assertEqual(cells["outside_reasons"][0]["reason"], "Mới thành lập")
		self.assertEqual((grassroots["reached"], grassroots["eligible"]), (0, 3))
		self.assertEqual(shown["target"], "90")
		self.assertFalse(cells["target_reached"])

	def test_bodies_add_up_and_are_named(self) -> None:
		tree = self.spread()
		bodies = {row["organization"]: row for row in self.overview(self.officer)["bodies"]}
		self.assertEqual(set(bodies), {tree.body, tree.commune, tree.agency_cell, tree.other_body})
		self.assertEqual(bodies[tree.body]["both"], {"reached": 1, "eligible": 3, "tenths": 333})
		self.assertEqual(bodies[tree.body]["organization_name"], "Đảng bộ Ủy ban nhân dân tỉnh")

	def test_a_withdrawn_title_counts_as_not_recognized(self) -> None:
		tree = self.spread()
		recognition = frappe.get_doc(
			doctype="Recognition",
			organization=tree.cell_a,
			evaluation=f"{tree.cell_a}-{self.period.name}",
			year=2026,
			title_kind="Cell",
		)
		recognition.flags.by_service = True
		recognition.insert(ignore_permissions=True, ignore_mandatory=True, ignore_links=True)
		self.assertEqual(self.overview(self.officer)["kinds"][0]["reached"], 1)
		recognition.db_set("withdrawn_on", TODAY)
		cells = self.overview(self.officer)["kinds"][0]
		self.assertEqual(cells["reached"], 0)
		self.assertIn({"figure": "not_recognized", "count": 1}, cells["parts"])

	def test_a_move_after_the_opening_changes_no_figure(self) -> None:
		"""cell_a moves away: its old body still counts it, and says that the row lies elsewhere now."""
		tree = self.spread()
		foreign = frappe.db.get_value("Party Organization", tree.other_cell, "path")
		frappe.db.set_value("Evaluation", f"{tree.cell_a}-{self.period.name}", "organization_path", foreign)
		self.assertEqual(self.overview(self.body_officer)["kinds"][0]["reached"], 1)
		with self.set_user(self.body_officer):
			found = overview_api.get_rows(tree.body, "reached", self.period.name, "Cell")
		self.assertEqual((found["total"], len(found["rows"]), found["elsewhere"]), (1, 0, 1))

	def test_a_row_of_its_own_file_says_of_what_sort_it_is_for_a_cell_too(self) -> None:
		self.assertIn("tổ chức này", frappe._("{0} (its own file)", "vi"))

	def test_those_without_a_file_are_told_while_the_period_is_open(self) -> None:
		self.assertEqual(self.overview(self.officer)["without_file"], 0)
		create_test_organization("chi_bo_truc_thuoc", self.tree.commune)
		for user, told in ((self.officer, 1), (self.body_officer, 0)):  # the body stands beside the commune
			with self.subTest(user=user):
				self.assertEqual(self.overview(user)["without_file"], told)
		frappe.db.set_value("Review Period", self.period.name, "state", "Opening")
		self.assertEqual(self.overview(self.officer)["without_file"], 0)

	def test_interim_reviews_count_reviewed_files_and_have_no_target(self) -> None:
		for kind in ("Six-Month", "Quarter"):
			interim = create_test_open_period(self.tree.province, kind, officer=self.officer)
			set_states(interim.name, {self.tree.cell_a: "Interim Reviewed"})
			shown = self.overview(self.officer, period=interim.name)
			with self.subTest(kind):
				self.assertEqual((shown["kinds"][0]["reached"], shown["kinds"][0]["eligible"]), (1, 5))
				self.assertIsNone(shown["target"])
				self.assertIsNone(shown["kinds"][0]["target_reached"])

	def test_last_year_stands_beside(self) -> None:
		before = create_test_open_period(self.tree.province, officer=self.officer, year=2025)
		set_states(before.name, {self.tree.cell_a: "Recognized", self.tree.cell_b: "Recognized"})
		cells = self.overview(self.officer, period=self.period.name)["kinds"][0]
		self.assertEqual(cells["last_year"], {"year": 2025, "reached": 2, "eligible": 5, "tenths": 400})

	def test_the_plans_other_targets_open_their_files(self) -> None:
		"""I.2: everybody carries it out, nobody is rated "không hoàn thành nhiệm vụ"."""
		tree = self.spread()
		_sent, low = self.overview(self.officer)["plan"]
		self.assertEqual((low["whole"], low["reached"]), (0, False))  # of nobody rated nothing is reached
		for organization, grade in ((tree.cell_a, "Well Completed"), (tree.cell_b, "Not Completed")):
			create_test_rating(organization, 2026, grade=grade)
		create_test_rating(tree.cell_b, 2025, grade="Not Completed")
		sent, low = self.overview(self.officer)["plan"]
		self.assertEqual(
			(sent["count"], sent["whole"], sent["target"], sent["reached"]), (5, 7, "100", False)
		)
		self.assertEqual((low["count"], low["whole"], low["target"], low["reached"]), (1, 2, "0", False))
		with self.set_user(self.officer):
			for figure, count in ((sent["figure"], 5), (low["figure"], 1), (low["whole_figure"], 2)):
				found = overview_api.get_rows(tree.province, figure, self.period.name)
				with self.subTest(figure):
					self.assertEqual((found["total"], len(found["rows"])), (count, count))
		rest = [tree.other_cell, tree.other_grassroots]
		set_states(self.period.name, dict.fromkeys(rest, "Recognized"))
		low_one = {"organization": tree.cell_b, "year": 2026}
		frappe.db.set_value("Annual Rating", low_one, "grade", "Duly Completed")
		sent, low = self.overview(self.officer)["plan"]
		self.assertEqual((sent["reached"], low["reached"]), (True, True))

	def test_of_a_quarter_the_same_quarter_of_last_year_stands_beside(self) -> None:
		for year in (2025, 2026):
			spring = {"starts_on": f"{year}-04-01", "ends_on": f"{year}-06-30"}
			create_test_open_period(self.tree.province, "Quarter", officer=self.officer, year=year, **spring)
			period = create_test_open_period(self.tree.province, "Quarter", officer=self.officer, year=year)
			reached = [self.tree.cell_a, self.tree.cell_b] if year == 2025 else [self.tree.cell_a]
			set_states(period.name, dict.fromkeys(reached, "Interim Reviewed"))
		cells = self.overview(self.officer, period=period.name)["kinds"][0]
		self.assertEqual((cells["reached"], cells["last_year"]["reached"]), (1, 2))

	def test_most_failed_criteria_open_their_files(self) -> None:
		tree = self.spread()
		for organization, own, computed in (
			(tree.cell_a, "Not Met", "Met"),  # the person's own result beats the records
			(tree.cell_b, "", "Not Met"),
			(tree.other_cell, "Met", "Not Met"),
			(tree.agency_cell, "Not Met", "Awaiting Rating"),  # waiting is not failed
		):
			name = f"{organization}-{self.period.name}-sh_cb_1"
			values = {"self_result": own, "computed_result": computed}
			frappe.db.set_value("Evaluation Item", name, values)
		failed = {row.criterion_key: row.count for row in self.overview(self.officer)["failed"]}
		self.assertEqual(failed.get("sh_cb_1"), self.plain_failed("sh_cb_1"))
		with self.set_user(self.officer):
			found = overview_api.get_rows(tree.province, "criterion:sh_cb_1", self.period.name, "Cell")
		names = {row.organization for row in found["rows"]}
		self.assertTrue({tree.cell_a, tree.cell_b} <= names)
		self.assertFalse({tree.other_cell, tree.agency_cell} & names)

	def plain_failed(self, key: str) -> int:
		files = frappe.get_all(
			"Evaluation", {"period": self.period.name, "state": ("!=", "Outside")}, pluck="name"
		)
		fields = ["computed_result", "self_result"]
		items = frappe.get_all("Evaluation Item", {"parent": ("in", files), "criterion_key": key}, fields)
		waiting = ("Awaiting Rating", "Not Yet Due")
		return sum(
			item.computed_result not in waiting and (item.self_result or item.computed_result) == "Not Met"
			for item in items
		)

	def test_one_query_whatever_the_number_of_bodies(self) -> None:
		branch = figures_query.branch_of(self.period, self.tree.province)
		with self.assertQueryCount(1):
			figures_query.read(branch)


class TestRows(OverviewTestCase):
	def test_every_number_equals_the_rows_it_opens(self) -> None:
		"""Each figure of each branch of the province, as its own officer sees it."""
		tree = self.spread()
		seen = 0
		for organization in (tree.province, tree.body, tree.grassroots, tree.commune, tree.other_body):
			officer = create_test_seat(organization, "can_bo_tham_dinh").user
			shown = self.overview(officer, organization, self.period.name)
			with self.set_user(officer):
				for kind in shown["kinds"]:
					wanted = {part["figure"]: part["count"] for part in kind["parts"]}
					wanted |= {"outside": kind["outside"], "eligible": kind["eligible"]}
					for figure, count in wanted.items():
						with self.subTest(organization=organization, figure=figure):
							self.assertRowsAre(count, organization, figure, kind["title_kind"])
							seen += 1
				for sector in shown["sectors"]:
					for title_kind, counted in sector["kinds"].items():
						args = (self.period.name, title_kind, sector["sector"])
						found = overview_api.get_rows(organization, "eligible", *args)
						self.assertEqual(found["total"], counted["eligible"])
		self.assertGreater(seen, 20)

	def assertRowsAre(self, count: int, organization: str, figure: str, title_kind: str) -> None:
		found = overview_api.get_rows(organization, figure, self.period.name, title_kind)
		self.assertEqual((found["total"], len(found["rows"]), found["elsewhere"]), (count, count, 0))

	def owe(self, due_on: str) -> None:
		"""A monthly task of cell_a that was not done."""
		frappe.get_doc(
			doctype="Obligation",
			organization=self.tree.cell_a,
			duty=frappe.get_all("Duty", pluck="name", limit=1)[0],
			span_label=due_on[:7],
			span_start=f"{due_on[:7]}-01",
			span_end=due_on,
			due_on=due_on,
			state="Due",
			title="Sinh hoạt thử",
		).insert()

	def test_overdue_tasks_open_too(self) -> None:
		self.owe("2020-01-31")
		shown = self.overview(self.body_officer)
		with self.set_user(self.body_officer):
			found = overview_api.get_rows(self.tree.body, "overdue")
		self.assertEqual(found["total"], shown["overdue"])
		self.assertIn("Sinh hoạt thử", [row.title for row in found["rows"]])
		below = next(row for row in shown["bodies"] if row["organization"] == self.tree.grassroots)
		self.assertEqual(below["overdue"], shown["overdue"])

	def test_a_task_is_overdue_from_the_day_after_it_was_due(self) -> None:
		frappe.db.delete("Obligation", {"organization": self.tree.cell_a})
		self.owe("2026-10-31")
		for today, count in (("2026-10-31", 0), ("2026-11-01", 1)):
			with self.subTest(today):
				late = figures_query.overdue(self.tree.cell_a, getdate(today))
				self.assertEqual(sum(late.values()), count)

	def test_pages_neither_skip_nor_repeat(self) -> None:
		args = (self.officer, figures_query.branch_of(self.period, self.tree.province), rows.Wanted())
		pages = [rows.list_files(*args, start=start, limit=3)["rows"] for start in (0, 3, 6)]
		names = [row.name for page in pages for row in page]
		self.assertEqual((len(names), len(set(names))), (8, 8))

	def test_unknown_figure_is_refused(self) -> None:
		with self.set_user(self.officer), self.assertRefused(UnknownFigureError):
			overview_api.get_rows(self.tree.province, "nonsense", self.period.name)


class TestScope(OverviewTestCase):
	def test_a_body_sees_its_own_branch_by_default(self) -> None:
		self.spread()
		shown = self.overview(self.body_officer)
		self.assertEqual(shown["organization"]["name"], self.tree.body)
		self.assertEqual([kind["eligible"] for kind in shown["kinds"]], [2, 1])
		self.assertEqual([row["organization"] for row in shown["bodies"]], [self.tree.grassroots])
		self.assertFalse(shown["may_open"])
		self.assertEqual([crumb["within"] for crumb in shown["crumbs"]], [False])

	def test_other_branches_and_the_province_are_refused(self) -> None:
		tree = self.tree
		for organization in (tree.province, tree.other_body, tree.other_cell, tree.commune, "TC9999999"):
			with self.subTest(organization=organization), self.set_user(self.body_officer):
				with self.assertRefused(OutsideScopeError):
					overview_api.get_overview(self.period.name, organization)
				for figure in ("all", "overdue"):
					with self.assertRefused(OutsideScopeError):
						overview_api.get_rows(organization, figure, self.period.name)

	def test_a_stranger_without_a_seat_is_refused(self) -> None:
		stranger = create_test_seat(self.tree.body, "can_bo_tham_dinh", to_date="2021-01-01").user
		with self.set_user(stranger), self.assertRefused(OutsideScopeError):
			overview_api.get_overview()

	def test_who_follows_a_branch_begins_there_and_sees_nothing_beside(self) -> None:
		follower = create_test_user()
		create_test_assignment(self.tree.province, [follower], [self.tree.grassroots, self.tree.body])
		shown = self.overview(follower)
		self.assertEqual(shown["organization"]["name"], self.tree.body)  # the highest of them
		self.assertFalse(shown["may_open"] or shown["may_urge"])
		with self.assertRefused(OutsideScopeError):
			self.overview(follower, self.tree.other_body)

	def test_a_foreign_period_is_refused(self) -> None:
		other = create_test_tree()
		foreign = create_test_open_period(other.province)
		with self.set_user(self.officer), self.assertRefused(NoPeriodError):
			overview_api.get_overview(foreign.name)

	def test_the_commission_of_the_province_may_open(self) -> None:
		self.assertTrue(self.overview(self.officer)["may_open"])
