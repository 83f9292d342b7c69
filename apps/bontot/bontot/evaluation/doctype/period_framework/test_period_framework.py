import json

import frappe

from bontot.criteria import frozen, versions
from bontot.criteria.setup import ensure_framework
from bontot.criteria.testing import create_test_added_criterion, create_test_overlay, put_in_force
from bontot.evaluation import api
from bontot.evaluation.answers import service
from bontot.evaluation.computing import computed, local_frameworks
from bontot.evaluation.testing import (
	answer_all,
	create_test_evaluation,
	create_test_open_period,
	create_test_period,
)
from bontot.meeting.testing import create_test_meeting
from bontot.organization.errors import OnlyServicesWriteError
from bontot.organization.testing import create_test_organization, create_test_seat, create_test_tree
from bontot.outbox.testing import run_now
from bontot.tests.case import BontotTestCase

PARTS = [
	{
		"action": "Split",
		"criterion_key": "dk_1",
		"part_key": f"dk_1.{number}",
		"short_text": text,
		"full_text": text,
		"kind": "Judged",
		"required": 1,
		"for_six_month": 1,
		"for_year": 1,
	}
	for number, text in ((1, "Đoàn kết về tư tưởng"), (2, "Đoàn kết trong hành động"))
]
RAISED = {"action": "Tighten", "setting_key": "good_meeting_share_percent", "setting_value": "95"}


class LocalTestCase(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		answers = {"good_meeting_share_percent": "80", "good_member_share_percent": "80"}
		self.framework = ensure_framework(self.tree.province, answers)
		self.officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user

	def issue(self, organization, changes=None, **values):
		return put_in_force(create_test_overlay(organization, self.framework, changes, **values))

	def open(self, **values):
		return create_test_open_period(
			self.tree.province, officer=self.officer, framework=self.framework, **values
		)

	def file(self, organization, period):
		return create_test_evaluation(organization, period.name)

	def keys(self, doc) -> list[str]:
		return [item.criterion_key for item in doc.items]


class TestPeriodFramework(LocalTestCase):
	def test_who_opens_is_told_of_overlays_that_the_newer_framework_leaves_behind(self):
		self.issue(self.tree.commune)
		new = versions.start(self.framework)
		new.valid_from = "2026-01-01"
		new.save().submit()
		told = []
		for framework in (self.framework, new.name):
			period = create_test_period(self.tree.province, framework=framework, title=framework)
			with self.set_user(self.officer):
				period.run_method("onload")
			told.append(period.get_onload("left_behind"))
			period.delete()
		self.assertEqual(told[0], "")
		for part in ("Cụ thể hóa cho chi bộ", "1 "):
			self.assertIn(part, told[1])

	def test_files_of_the_body_answer_its_overlay_and_all_others_the_core(self):
		overlay = self.issue(self.tree.commune, [create_test_added_criterion(), *PARTS])
		period = self.open()
		rows = frappe.get_all(
			"Period Framework", {"period": period.name}, ["name", "overlay", "digest", "content"]
		)
		self.assertEqual([row.overlay for row in rows], [overlay.name])
		self.assertEqual(rows[0].digest, overlay.digest)
		self.assertEqual(frozen.digest(json.loads(rows[0].content)), rows[0].digest)
		local = self.file(self.tree.commune_cell, period)
		self.assertEqual(local.period_framework, rows[0].name)
		self.assertEqual(self.keys(local)[4:9], ["dk_1.1", "dk_1.2", "dk_2", "dk_3", "xa_1"])
		self.assertEqual([item.core_key for item in local.items][4:9], ["dk_1", "dk_1", "dk_2", "dk_3", ""])
		for other in (self.tree.cell_a, self.tree.agency_cell, self.tree.commune):
			self.assertIsNone(self.file(other, period).period_framework)
		self.assertEqual(len(self.file(self.tree.commune, period).items), 18)

	def test_a_file_made_by_itself_is_like_one_made_at_the_opening(self):
		self.issue(self.tree.commune)
		period = self.open()
		made = self.file(self.tree.commune_cell, period)
		made.flags.by_service = True
		made.delete(ignore_permissions=True)
		again = self.file(self.tree.commune_cell, period)
		self.assertEqual((again.period_framework, self.keys(again)), (made.period_framework, self.keys(made)))

	def test_both_results_are_kept(self):
		"""The added criterion is not met: not good by the commune's framework, good so far by the province's."""
		self.issue(self.tree.commune, [create_test_added_criterion()])
		period = self.open()
		doc = self.file(self.tree.commune_cell, period)
		answer_all(doc.name)
		frappe.db.set_value("Evaluation Item", {"parent": doc.name}, "computed_result", None)
		frappe.db.set_value("Evaluation Item", {"parent": doc.name}, "self_result", "Met")
		frappe.db.set_value(
			"Evaluation Item", {"parent": doc.name, "criterion_key": "xa_1"}, "self_result", "Not Met"
		)
		doc = frappe.get_doc("Evaluation", doc.name)
		service.set_counts(doc)
		self.assertEqual((doc.outcome, doc.core_outcome), ("Not Met", "Met"))
		computed.recount([doc.name])
		stored = frappe.db.get_value("Evaluation", doc.name, ["outcome", "core_outcome", "met_count"])
		self.assertEqual(stored, ("Not Met", "Met", 9))

	def test_a_raised_threshold_counts_locally_and_the_provinces_beside_it(self):
		"""Eleven of twelve months good (91,6 %): enough for the province's 80 %, not for the commune's 95 %."""
		self.issue(self.tree.commune, [RAISED], valid_from="2025-01-01")
		period = self.open(year=2025)
		doc = self.file(self.tree.commune_cell, period)
		for month in range(1, 13):
			meeting = create_test_meeting(self.tree.commune_cell, meeting_date=f"2025-{month:02}-03")
			grade = "Fair" if month == 12 else "Good"
			frappe.db.set_value("Meeting", meeting.name, "quality_grade", grade)
		today = frappe.utils.getdate()
		computed.refresh([doc], today)
		item = service.item_of(frappe.get_doc("Evaluation", doc.name), "sh_cb_2")
		self.assertEqual((item.computed_result, item.core_computed_result), ("Not Met", "Met"))
		self.assertEqual(computed.refresh([doc], today), 0)
		neighbour = self.file(self.tree.cell_a, period)
		computed.refresh([neighbour], today)
		item = service.item_of(frappe.get_doc("Evaluation", neighbour.name), "sh_cb_2")
		self.assertFalse(item.core_computed_result)

	def test_page_and_saving_work_on_a_local_file(self):
		self.issue(self.tree.commune, [RAISED, create_test_added_criterion()])
		period = self.open()
		doc = self.file(self.tree.commune_cell, period)
		author = create_test_seat(self.tree.commune_cell, "bi_thu_chi_bo").user
		with self.set_user(author):
			shown = api.get_evaluation(doc.name)
			self.assertEqual(shown["overlay"]["organization_name"], "Đảng bộ xã Bản Mẻ")
			added = next(row for row in shown["items"] if row["criterion_key"] == "xa_1")
			self.assertEqual((added["local"], added["required"]), ("Added", True))
			saved = api.save_item(doc.name, "xa_1", "Met", "", added["revision"], "k1")
		self.assertEqual(saved["self_result"], "Met")

	def test_an_organization_founded_later_gets_what_was_frozen(self):
		self.issue(self.tree.commune)
		period = self.open()
		self.issue(self.tree.commune, [RAISED])  # too late for this period
		new = create_test_organization("chi_bo_truc_thuoc", self.tree.commune, valid_from="2026-11-01")
		with self.set_user(self.officer):
			run_now(api.open_period(period.name)["task"])
		doc = self.file(new.name, period)
		self.assertIn("xa_1", self.keys(doc))
		self.assertEqual(doc.frozen_framework()["settings"]["good_meeting_share_percent"], "80")

	def test_nobody_changes_what_was_frozen(self):
		self.issue(self.tree.commune)
		period = self.open()
		doc = frappe.get_doc("Period Framework", {"period": period.name})
		doc.title = "Khác"
		with self.assertRefused(OnlyServicesWriteError):
			doc.save()
		with self.assertRefused(OnlyServicesWriteError):
			doc.delete()

	def test_what_is_not_applicable_is_not_asked_and_said(self):
		frappe.db.set_value(
			"Criterion", {"parent": self.framework, "criterion_key": "dk_3"}, "may_be_waived", 1
		)
		line = {"action": "Waive", "criterion_key": "dk_3", "reason": "Chi bộ chỉ có ba đảng viên"}
		self.issue(self.tree.commune, [line])
		doc = self.file(self.tree.commune_cell, self.open())
		self.assertEqual(len(doc.items), 8)
		shown = api.get_evaluation(doc.name)
		self.assertEqual(
			[(row["criterion_key"], row["reason"]) for row in shown["not_applicable"]],
			[("dk_3", "Chi bộ chỉ có ba đảng viên")],
		)


class TestChoosing(BontotTestCase):
	"""The pure choice among a period's frameworks."""

	ROWS = tuple(
		{"name": name, "body_path": path, "title_kind": "Cell", "organization_kind": kind, "sector": sector}
		for name, path, kind, sector in (
			("all", "AABB", None, None),
			("sector", "AABB", None, "truong_hoc"),
			("kind", "AABB", "chi_bo_co_so", None),
			("both", "AABB", "chi_bo_co_so", "truong_hoc"),
			("elsewhere", "AACC", None, None),
		)
	)

	def test_the_most_particular_one_that_fits(self):
		cases = (
			("AABB01", "chi_bo_truc_thuoc", None, "all"),
			("AABB01", "chi_bo_truc_thuoc", "truong_hoc", "sector"),
			("AABB01", "chi_bo_co_so", None, "kind"),
			("AABB01", "chi_bo_co_so", "truong_hoc", "both"),
			("AACC07", "chi_bo_co_so", "truong_hoc", "elsewhere"),
			("AADD01", "chi_bo_co_so", None, None),
		)
		for path, kind, sector, wanted in cases:
			place = {"path": path, "kind": kind, "sector": sector}
			with self.subTest(place):
				self.assertEqual(local_frameworks.choose(self.ROWS, place, "Cell"), wanted)
				self.assertIsNone(local_frameworks.choose(self.ROWS, place, "Grassroots Organization"))
