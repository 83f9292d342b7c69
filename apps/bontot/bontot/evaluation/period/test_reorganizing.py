"""Tests of a reorganisation's effects on evaluations: open ones follow a plain rule, closed periods stay byte for byte."""

import json

import frappe

from bontot.evaluation.period import closing, opening
from bontot.evaluation.testing import create_test_evaluation, create_test_open_period
from bontot.organization import tree
from bontot.organization.errors import BuiltUponError
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.outbox.testing import run_now
from bontot.reorganization import preview, service
from bontot.reorganization.testing import create_test_reorganization, reorganize
from bontot.tests.case import BontotTestCase

DAY = "2026-07-01"
# Follows today's tree for access and is no part of what a period says.
TODAY = ("organization_path", "awaiting_path", "modified", "modified_by")


def said_by(period: str) -> str:
	"""All that a period says of anybody."""
	files = frappe.get_all("Evaluation", {"period": period}, ["*"], order_by="name")
	names = [row.name for row in files]
	items = frappe.get_all("Evaluation Item", {"parent": ("in", names)}, ["*"], order_by="name")
	kept = [{key: value for key, value in row.items() if key not in TODAY} for row in files]
	return json.dumps([kept, items], default=str, sort_keys=True)


class TestReorganizing(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.period = create_test_open_period(self.tree.province, officer=self.officer).name
		self.end = [{"act": "End Level", "organization": self.tree.province, "level": "truc_thuoc_tinh"}]

	def file(self, organization: str, *fields: str):
		values = frappe.db.get_value("Evaluation", f"{organization}-{self.period}", fields or "state")
		return values

	def close(self) -> None:
		with self.set_user(self.officer):
			closing.close(self.period)

	def test_a_closed_period_stays_as_it_is_through_every_act(self):
		self.close()
		before = said_by(self.period)
		reorganize(self.tree.province, DAY, [
			*self.end,
			{"act": "Rename", "organization": self.tree.grassroots, "new_name": "Đảng bộ Sở Mới"},
			{"act": "Merge", "organization": self.tree.cell_a, "target": self.tree.cell_b},
			{"act": "Change Kind", "organization": self.tree.agency_cell, "new_kind": "dang_bo_co_so"},
		])  # fmt: skip
		self.assertEqual(said_by(self.period), before)
		grassroots = self.file(self.tree.grassroots, "organization_path", "period_path")
		self.assertEqual(grassroots[0], tree.path_of(self.tree.grassroots))
		self.assertNotEqual(*grassroots)

	def test_a_file_follows_its_organization_for_access_and_keeps_its_place_in_the_period(self):
		reads = {
			key: create_test_seat(getattr(self.tree, key), "bi_thu_dang_uy").user
			for key in ("body", "other_body")
		}
		name = f"{self.tree.cell_a}-{self.period}"
		place = self.file(self.tree.cell_a, "period_path", "upper_organization")
		reorganize(self.tree.province, DAY, [
			{"act": "Move", "organization": self.tree.grassroots, "target": self.tree.other_body},
		])  # fmt: skip
		for key, visible in (("body", False), ("other_body", True)):
			with self.subTest(key), self.set_user(reads[key]):
				self.assertEqual(bool(frappe.get_list("Evaluation", {"name": name})), visible)
		self.assertEqual(self.file(self.tree.cell_a, "period_path", "upper_organization"), place)
		self.assertEqual(self.file(self.tree.cell_a), "Draft")

	def test_open_files_of_the_ended_leave_the_review_with_the_decision_as_reason(self):
		acts = [{"act": "Merge", "organization": self.tree.cell_a, "target": self.tree.cell_b}]
		doc = create_test_reorganization(self.tree.province, DAY, acts)
		frappe.db.set_value("Evaluation", f"{self.tree.cell_a}-{self.period}", "state", "Under Appraisal")
		lines = {line["count"] for line in preview.describe(doc)["lines"]}
		self.assertEqual(lines, {1})  # one organisation ends, one open file of it
		run_now(service.enter(doc.name)["task"])
		state, reason = self.file(self.tree.cell_a, "state", "outside_reason")
		self.assertEqual(state, "Outside")
		for part in ("12-QĐ/TU", "Chi bộ Thanh tra", "01/07/2026"):
			self.assertIn(part, reason)
		self.assertEqual(self.file(self.tree.cell_b), "Draft")

	def test_files_that_were_decided_stay_decided(self):
		frappe.db.set_value("Evaluation", f"{self.tree.cell_a}-{self.period}", "state", "Recognized")
		reorganize(self.tree.province, DAY, [
			{"act": "Merge", "organization": self.tree.cell_a, "target": self.tree.cell_b},
		])  # fmt: skip
		self.assertEqual(self.file(self.tree.cell_a), "Recognized")

	def test_undo_brings_the_open_file_back(self):
		doc = reorganize(self.tree.province, DAY, [
			{"act": "Merge", "organization": self.tree.cell_a, "target": self.tree.cell_b},
		])  # fmt: skip
		run_now(service.start_undo(doc.name)["task"])
		self.assertEqual(self.file(self.tree.cell_a, "state", "outside_reason"), ("Draft", None))

	def test_no_undo_once_a_file_was_sent_or_opened(self):
		doc = reorganize(self.tree.province, DAY, [
			{"act": "Move", "organization": self.tree.grassroots, "target": self.tree.other_body},
		])  # fmt: skip
		name = f"{self.tree.cell_a}-{self.period}"
		frappe.db.set_value("Evaluation", name, "sent_at", frappe.utils.add_to_date(doc.done_at, minutes=1))
		with self.assertRefused(BuiltUponError):
			service.start_undo(doc.name)

	def test_who_is_founded_gets_a_file_the_next_day_and_until_then_it_is_undone(self):
		found = [
			{
				"act": "Found",
				"new_name": "Chi bộ Mới",
				"new_kind": "chi_bo_truc_thuoc",
				"target": self.tree.commune,
			}
		]
		undone = reorganize(self.tree.province, DAY, found)
		run_now(service.start_undo(undone.name)["task"])
		doc = reorganize(self.tree.province, DAY, found)
		[name] = json.loads(doc.traces)["founded"]
		task = frappe.get_doc("Outbox Task", {"task_key": f"{opening.HANDLER}:{self.period}:{doc.name}"})
		tomorrow = frappe.utils.add_days(frappe.utils.nowdate(), 1)
		self.assertEqual(str(task.run_after), f"{tomorrow} 00:00:00")
		self.assertFalse(frappe.db.exists("Evaluation", f"{name}-{self.period}"))
		run_now(task.name)
		self.assertEqual(self.file(name), "Draft")
		with self.assertRefused(BuiltUponError):
			service.start_undo(doc.name)

	def test_who_is_re_hung_into_the_period_gets_one_too(self):
		name = f"{self.tree.cell_a}-{self.period}"
		frappe.db.delete("Evaluation", {"name": name})
		doc = reorganize(self.tree.province, DAY, [
			{"act": "Move", "organization": self.tree.cell_a, "target": self.tree.commune},
		])  # fmt: skip
		run_now(
			frappe.db.get_value("Outbox Task", {"task_key": f"{opening.HANDLER}:{self.period}:{doc.name}"})
		)
		self.assertEqual(self.file(self.tree.cell_a, "grassroots_organization"), self.tree.commune)

	def test_a_waiting_file_follows_whom_it_waits_for(self):
		name = f"{self.tree.commune_cell}-{self.period}"
		waits = {
			"awaiting_organization": self.tree.grassroots,
			"awaiting_path": tree.path_of(self.tree.grassroots),
		}
		frappe.db.set_value("Evaluation", name, {"state": "Under Appraisal", **waits})
		doc = reorganize(self.tree.province, DAY, [
			{"act": "Move", "organization": self.tree.grassroots, "target": self.tree.other_body},
		])  # fmt: skip
		path = frappe.db.get_value("Evaluation", name, "awaiting_path")
		self.assertEqual(path, tree.path_of(self.tree.grassroots))
		self.assertNotEqual(path, waits["awaiting_path"])
		run_now(service.start_undo(doc.name)["task"])
		self.assertEqual(frappe.db.get_value("Evaluation", name, "awaiting_path"), waits["awaiting_path"])

	def test_who_waits_for_one_that_ends_is_counted(self):
		name = f"{self.tree.cell_a}-{self.period}"
		waits = {"state": "Under Appraisal", "awaiting_organization": self.tree.body}
		frappe.db.set_value("Evaluation", name, waits)
		said = preview.describe(create_test_reorganization(self.tree.province, DAY, self.end))["lines"]
		self.assertIn(("Files of others that wait for an organization that ends", 1), [
			(line["what"], line["count"]) for line in said
		])  # fmt: skip

	def test_a_period_opened_afterwards_for_before_has_the_tree_of_before(self):
		"""The mid-year review counts whoever lives on 30 June, at the place of that day."""
		paths = {key: tree.path_of(getattr(self.tree, key)) for key in ("cell_a", "cell_b")}
		reorganize(self.tree.province, DAY, [
			*self.end,
			{"act": "Rename", "organization": self.tree.cell_b, "new_name": "Chi bộ Thanh tra Sở"},
			{"act": "Merge", "organization": self.tree.cell_a, "target": self.tree.cell_b},
		])  # fmt: skip
		half = create_test_open_period(self.tree.province, "Six-Month", self.officer).name
		fields = [
			"organization",
			"period_path",
			"organization_path",
			"organization_name",
			"upper_organization",
		]
		files = {row.organization: row for row in frappe.get_all("Evaluation", {"period": half}, fields)}
		for key in ("cell_a", "cell_b"):
			with self.subTest(key):
				file = files[getattr(self.tree, key)]
				self.assertEqual(file.period_path, paths[key])
				self.assertEqual(file.organization_path, tree.path_of(file.organization))
				self.assertEqual(file.upper_organization, self.tree.body)
		self.assertEqual(files[self.tree.cell_b].organization_name, "Chi bộ Thanh tra")
		single = create_test_evaluation(self.tree.cell_b, half)
		self.assertEqual(opening.without_file(frappe.get_doc("Review Period", half)), [])
		self.assertEqual(single.period_path, paths["cell_b"])
