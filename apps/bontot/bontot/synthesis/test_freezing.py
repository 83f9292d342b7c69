"""Figures of a closed period: the same as when it closed, whatever is done afterwards."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe.utils import getdate

from bontot.approval.acts import after_decision, service
from bontot.approval.testing import sequence_of
from bontot.organization import tree
from bontot.organization.testing import create_test_seat
from bontot.outbox.testing import run_now
from bontot.rating.doctype.annual_rating.annual_rating import rating_name
from bontot.reorganization.testing import reorganize
from bontot.synthesis import (
	figures_query,
	freezing,
	later_changes,
	overview,
	overview_api,
	rows,
	sources,
	verify_figures,
)
from bontot.synthesis.figures import FiguresError
from bontot.synthesis.testing import FrozenTestCase, create_test_report, set_states

DAY = "2026-07-01"
TODAYS = ("here", "overdue")  # of a body: whether it still stands there, what is owed today


class FreezingTestCase(FrozenTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.reader = create_test_seat(self.tree.province, "theo_doi").user

	def doc_of_period(self) -> Any:
		return frappe.get_doc("Review Period", self.period)

	def said(self) -> str:
		"""All that is shown of the province, the body and the commune, figure by figure with the rows behind it."""
		period = self.doc_of_period()
		said = []
		for organization in (self.tree.province, self.tree.body, self.tree.commune):
			shown = overview.branch_figures(period, organization, getdate())
			for part in ("frozen", "later", "overdue"):
				shown.pop(part)
			shown["bodies"] = [
				{key: value for key, value in body.items() if key not in TODAYS} for body in shown["bodies"]
			]
			branch = figures_query.branch_of(period, organization)
			opened = {
				figure: rows.list_files("Administrator", branch, rows.Wanted(figure))
				for figure in (
					*rows.SIMPLE,
					rows.ALL,
					rows.ELIGIBLE,
					rows.SENT,
					rows.RATED,
					"rated:Not Completed",
					"waiting:truc_thuoc_tinh",
					"criterion:sh_cb_1",
				)
			}
			said.append([shown, opened])
		return json.dumps(said, default=str, sort_keys=True, ensure_ascii=False)

	def withdraw(self) -> None:
		with self.set_user(self.users.province):
			decision = ("45-QĐ/TU", getdate())
			after_decision.withdraw(
				"Evaluation", self.file, sequence_of(self.file), "Khai không đúng", *decision
			)

	def rename_move_and_merge(self) -> None:
		reorganize(self.tree.province, DAY, [
			{"act": "Rename", "organization": self.tree.grassroots, "new_name": "Đảng bộ Sở Mới"},
			{"act": "Merge", "organization": self.tree.cell_a, "target": self.tree.cell_b},
			{"act": "Move", "organization": self.tree.commune, "target": self.tree.other_body},
		])  # fmt: skip

	def another_name_for_masters(self) -> None:
		frappe.db.set_value("Organization Level", "truc_thuoc_tinh", "level_name", "Cấp đổi tên")
		frappe.db.set_value("Organization Kind", "chi_bo_truc_thuoc", "kind_name", "Loại đổi tên")

	def send_on(self) -> None:
		name = f"{self.tree.grassroots}-{self.period}"
		frappe.db.set_value("Evaluation", name, "awaiting_organization", self.tree.province)

	def meet_what_was_missed(self) -> None:
		self.set_result("Met")

	def rate_low(self) -> None:
		rating = rating_name(self.tree.commune, getdate().year)
		frappe.db.set_value("Annual Rating", rating, "grade", "Not Completed")


ACTS = (
	"withdraw",
	"rename_move_and_merge",
	"another_name_for_masters",
	"send_on",
	"meet_what_was_missed",
	"rate_low",
)


class TestFreezing(FreezingTestCase):
	def test_what_is_kept_is_what_stood(self) -> None:
		before = self.said()
		self.close()
		self.assertEqual(self.said(), before)
		branch = figures_query.branch_of(self.doc_of_period(), self.tree.province)
		self.assertTrue(branch.frozen)
		with self.assertQueryCount(1):
			counted = figures_query.read(branch)
		cells = counted.kinds["Cell"]
		self.assertEqual((cells.reached, cells.counts["not_sent"], cells.outside), (2, 1, 1))
		self.assertEqual(counted.kinds["Grassroots Organization"].waiting, {"truc_thuoc_tinh": 1})
		# A key with signs of a pattern stands for itself.
		for key, expected in (("sh_cb_1", 1), ("sh%", 0), ("sh?cb_1", 0), ("shxcb_1", 0), ("", 0)):
			with self.subTest(key):
				found = rows.list_files("Administrator", branch, rows.Wanted(f"criterion:{key}"))
				self.assertEqual(found["total"], expected)

	def test_no_later_act_changes_a_figure_or_a_row(self) -> None:
		self.close()
		before = self.said()
		for act in ACTS:
			getattr(self, act)()
			with self.subTest(act):
				self.assertEqual(self.said(), before)

	def test_without_the_frozen_rows_each_of_them_would(self) -> None:
		"""The control: the same acts on a closed period whose figures are read from its files."""
		self.close(freeze=False)
		for act in ACTS:
			before = self.said()
			getattr(self, act)()
			with self.subTest(act):
				self.assertNotEqual(self.said(), before)

	def test_a_title_withdrawn_before_the_figures_were_kept_counts_as_it_did_at_the_closing(self) -> None:
		self.close(freeze=False)
		self.withdraw()
		run_now(f"{freezing.HANDLER}:{self.period}")
		self.assertFalse(frappe.db.get_value("Frozen Figure", self.file, "withdrawn"))

	def test_a_title_withdrawn_before_the_closing_is_none(self) -> None:
		self.withdraw()
		self.close()
		self.assertTrue(frappe.db.get_value("Frozen Figure", self.file, "withdrawn"))
		self.assertEqual(
			later_changes.count(figures_query.branch_of(self.doc_of_period(), self.tree.province))["total"], 0
		)

	def test_a_second_run_writes_nothing(self) -> None:
		self.close()
		kept = self.doc_of_period()
		self.withdraw()
		run_now(f"{freezing.HANDLER}:{self.period}")
		self.assertEqual(self.doc_of_period().as_dict(), kept.as_dict())

	def test_an_open_period_keeps_none_and_one_that_was_missed_is_caught_up(self) -> None:
		run_now(freezing.enqueue(self.period))
		self.assertFalse(frappe.db.exists("Frozen Figure", {"period": self.period}))
		frappe.db.delete("Outbox Task", {"reference_name": self.period})
		frappe.db.set_value(
			"Review Period", self.period, {"state": "Closed", "closed_on": frappe.utils.now()}
		)
		freezing.catch_up()
		run_now(f"{freezing.HANDLER}:{self.period}")
		self.assertEqual(frappe.db.count("Frozen Figure", {"period": self.period}), 6)

	def test_figures_that_do_not_add_up_are_not_kept(self) -> None:
		set_states(self.period, {self.tree.commune: "Interim Reviewed"})  # no state of a year's file
		self.close(freeze=False)
		with self.assertRefused(FiguresError):
			freezing.freeze(self.period)
		self.assertFalse(self.doc_of_period().figures_digest)

	def test_a_report_on_a_closed_period_says_of_which_day_it_is(self) -> None:
		self.close()
		frappe.db.set_value("Review Period", self.period, "closed_on", "2026-03-04 10:00:00")
		secretary = create_test_seat(self.tree.body, "bi_thu_dang_uy").user
		with self.set_user(secretary):
			report = create_test_report(self.tree.body, self.period)
			service.send("Summary Report", report.name, 0)
		report.reload()
		self.assertEqual(str(report.as_of), "2026-03-04")
		self.assertTrue(json.loads(report.figures)["frozen"])


class TestLaterChanges(FreezingTestCase):
	def test_they_stand_beside_the_figures_with_their_rows(self) -> None:
		self.close()
		with self.set_user(self.reader):
			shown = overview_api.get_overview(self.period)
		self.assertEqual(shown["later"], {"total": 0, "changes": []})
		self.withdraw()
		self.send_on()
		with self.set_user(self.reader):
			shown = overview_api.get_overview(self.period)
			found = overview_api.get_rows(self.tree.province, "later", self.period)
		self.assertEqual(shown["later"]["total"], 2)
		withdrawn = {"title_kind": "Cell", "was": "reached", "now": "not_recognized", "count": 1}
		self.assertIn(withdrawn, shown["later"]["changes"])
		self.assertEqual((found["total"], found["elsewhere"]), (2, 0))
		words = {row.organization: row.change for row in found["rows"]}
		self.assertIn("45-QĐ/TU", words[self.tree.cell_a])
		self.assertEqual(set(words), {self.tree.cell_a, self.tree.grassroots})

	def test_each_branch_has_its_own_and_rows_elsewhere_are_only_counted(self) -> None:
		self.close()
		self.withdraw()
		officer = create_test_seat(self.tree.body, "can_bo_tham_dinh").user
		with self.set_user(officer):
			own = overview_api.get_rows(self.tree.body, "later", self.period)
		self.assertEqual([row.organization for row in own["rows"]], [self.tree.cell_a])
		foreign = tree.path_of(self.tree.other_cell)
		frappe.db.set_value("Frozen Figure", self.file, "organization_path", foreign)
		with self.set_user(officer):
			own = overview_api.get_rows(self.tree.body, "later", self.period)
		self.assertEqual((own["rows"], own["total"], own["elsewhere"]), ([], 1, 1))

	def test_an_open_period_has_none_and_keeps_no_words(self) -> None:
		with self.set_user(self.reader):
			self.assertIsNone(overview_api.get_overview(self.period)["later"])
			self.assertEqual(overview_api.get_rows(self.tree.province, "later", self.period)["total"], 0)
		self.assertEqual(sources.words(self.period), {part: {} for part in sources.KEPT_WORDS})


class TestVerifying(FreezingTestCase):
	def found(self) -> list[tuple[str, str]]:
		period = next(row for row in verify_figures.closed_periods() if row.name == self.period)
		return list(verify_figures.check(period))

	def test_what_acts_changed_is_told_and_is_no_fault(self) -> None:
		self.close()
		self.assertEqual(self.found(), [])
		self.withdraw()
		self.rename_move_and_merge()  # of which nothing is part of what is kept
		[(kind, words)] = self.found()
		self.assertEqual(kind, "later change")
		self.assertIn(self.file, words)

	def test_whatever_else_differs_is_a_fault(self) -> None:
		self.close()
		other = f"{self.tree.commune}-{self.period}"
		cases = (
			("Frozen Figure", self.file, {"state": "Not Recognized"}),
			("Frozen Figure", self.file, {"path_names": "Tên khác"}),
			("Frozen Figure", self.file, {"outside_reason": "x"}),
			("Review Period", self.period, {"figures_words": "{}"}),
			("Evaluation", other, {"sector": "xa"}),
			("Evaluation", other, {"period_path": tree.path_of(self.tree.body)}),
			("Evaluation", other, {"state": "Recognized"}),  # and no act says so
			("Review Period", self.period, {"figures_digest": None}),
		)
		for doctype, name, values in cases:
			with self.subTest(doctype=doctype, values=values):
				frappe.db.savepoint("tampering")
				frappe.db.set_value(doctype, name, values, update_modified=False)
				self.assertIn("fault", {kind for kind, _words in self.found()})
				frappe.db.rollback(save_point="tampering")
				frappe.clear_document_cache("Review Period", self.period)

	def test_a_missing_row_is_found_and_the_command_fails_on_a_fault_alone(self) -> None:
		self.close()
		verify_figures.run()
		frappe.db.delete("Frozen Figure", {"name": self.file})
		faults = [words for kind, words in self.found() if kind == "fault"]
		self.assertTrue(any(self.file in words and "no frozen row" in words for words in faults), faults)
		self.assertTrue(any("rows" in words and "5" in words for words in faults), faults)
		with self.assertRaises(SystemExit):
			verify_figures.run()
