"""Criteria that stand on documents of their own, and criteria for some kinds or sectors of organisations only."""

from __future__ import annotations

import json
from unittest import mock

import frappe

from bontot.approval.acts import evaluation_view
from bontot.approval.core import cases
from bontot.approval.papers import explaining
from bontot.criteria import frozen, overlays, setup, versions
from bontot.criteria.errors import FrameworkContentError
from bontot.criteria.testing import create_test_overlay
from bontot.evaluation import api
from bontot.evaluation.testing import create_test_evaluation, create_test_open_period
from bontot.evaluation.try_on import comparison, service
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase

ONLY = ("organization_kinds", "sectors", "legal_basis")


class ForSomeTestCase(BontotTestCase):
	"""A second version of the plan's framework: dk_3 is for offices only, dk_1 for cells within an organisation only."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		frappe.db.set_value("Party Organization", self.tree.cell_a, "sector", "co_quan")
		frappe.db.set_value("Party Organization", self.tree.commune_cell, "sector", "thon_ban_tdp")
		self.officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.old = setup.ensure_framework(self.tree.province)

	def version(self, *lines: dict):
		draft = versions.start(self.old)
		draft.valid_from = "2026-01-01"
		for line in lines:
			draft.append("applicability", line)
		return draft.save()

	def issued(self):
		return self.version(
			{"criterion_key": "dk_3", "sector": "co_quan"},
			{"criterion_key": "dk_1", "organization_kind": "chi_bo_truc_thuoc"},
		).submit()

	def open(self, framework: str):
		return create_test_open_period(self.tree.province, officer=self.officer, framework=framework)

	def keys(self, organization: str, period) -> list[str]:
		return [item.criterion_key for item in create_test_evaluation(organization, period.name).items]


class TestForSome(ForSomeTestCase):
	def test_only_those_it_is_for_are_asked(self) -> None:
		period = self.open(self.issued().name)
		asked = {
			name: {"dk_1", "dk_2", "dk_3"} & set(self.keys(getattr(self.tree, name), period))
			for name in ("cell_a", "cell_b", "commune_cell", "agency_cell", "grassroots")
		}
		self.assertEqual(
			asked,
			{
				"cell_a": {"dk_1", "dk_2", "dk_3"},
				"cell_b": {"dk_1", "dk_2"},  # of no sector
				"commune_cell": {"dk_1", "dk_2"},
				"agency_cell": {"dk_2"},  # a cell of another kind
				"grassroots": {"dk_2"},
			},
		)

	def test_a_file_made_by_itself_is_the_one_the_opening_makes(self) -> None:
		period = self.open(self.issued().name)
		for place in (self.tree.cell_a, self.tree.commune_cell):
			opened = self.keys(place, period)
			frappe.db.delete("Evaluation Item", {"parent": f"{place}-{period.name}"})
			frappe.db.delete("Evaluation", {"name": f"{place}-{period.name}"})
			frappe.clear_document_cache("Evaluation", f"{place}-{period.name}")
			self.assertEqual(self.keys(place, period), opened)

	def test_who_is_not_asked_is_told_why(self) -> None:
		period = self.open(self.issued().name)
		file = create_test_evaluation(self.tree.agency_cell, period.name)
		shown = api.get_evaluation(file.name)["not_applicable"]
		self.assertEqual(
			[(row["criterion_key"], row["reason"].partition(": ")[2]) for row in shown],
			[("dk_1", "Chi bộ trực thuộc"), ("dk_3", "Cơ quan Đảng, Nhà nước, đoàn thể")],
		)
		why = explaining.of_file(frappe.get_doc("Evaluation", file.name))
		self.assertEqual(why["not_applicable"], shown)
		own = create_test_evaluation(self.tree.cell_a, period.name)
		items = {row["criterion_key"]: row for row in api.get_evaluation(own.name)["items"]}
		self.assertEqual(items["dk_3"]["only_for"], "Cơ quan Đảng, Nhà nước, đoàn thể")
		self.assertEqual(items["dk_2"]["only_for"], "")

	def test_tried_on_a_year_before_it_is_issued(self) -> None:
		period = self.open(self.old)
		draft = self.version({"criterion_key": "dk_3", "sector": "co_quan"})
		files = [
			frappe.get_doc("Evaluation", create_test_evaluation(place, period.name).name)
			for place in (self.tree.cell_a, self.tree.cell_b)
		]
		with mock.patch.object(comparison, "compare", wraps=comparison.compare) as compared:
			service.turn(draft, period, files, frappe.utils.getdate())
		asked = [
			["dk_3" in {answer.criterion_key for answer in side} for side in call.args[:2]]
			for call in compared.call_args_list
		]
		self.assertEqual(asked, [[True, True], [True, False]])

	def test_lines_that_cannot_be_are_refused(self) -> None:
		everybody = {"sector": "co_quan"}
		for lines in (
			[{"criterion_key": "khong_co", **everybody}],
			[{"criterion_key": "dk_3"}],
			[{"criterion_key": "sh_cb_1", "organization_kind": "dang_bo_co_so"}],
			[{"criterion_key": key, **everybody} for key in ("dk_1", "dk_2", "dk_3")],
		):
			with self.subTest(lines), self.assertRefused(FrameworkContentError):
				self.version(*lines)
		draft = versions.start(self.old)
		draft.append(
			"legal_basis", {"legal_document": setup.legal_document("132-QĐ/TW"), "criterion_key": "x"}
		)
		with self.assertRefused(FrameworkContentError):
			draft.save()

	def test_an_overlay_may_not_leave_a_group_to_some(self) -> None:
		framework = self.issued()
		frappe.db.set_value(
			"Criterion", {"parent": framework.name, "criterion_key": "dk_2"}, "may_be_waived", 1
		)
		line = {"action": "Waive", "criterion_key": "dk_2", "reason": "Chi bộ mới"}
		doc = create_test_overlay(self.tree.commune, framework.name, [line])
		self.assertEqual([found.rule for found in overlays.findings(doc)], ["group_emptied"])
		doc.framework = self.old
		frappe.db.set_value("Criterion", {"parent": self.old, "criterion_key": "dk_2"}, "may_be_waived", 1)
		self.assertEqual(overlays.findings(doc), [], "where the others are for all")

	def test_a_new_version_keeps_the_lines_and_shows_in_what_it_differs(self) -> None:
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		first = self.issued()
		later = versions.start(first.name)
		self.assertEqual(len(later.applicability), 2)
		self.assertEqual(versions.differences(later), [])
		later.applicability = [row for row in later.applicability if row.criterion_key == "dk_3"]
		later.append("applicability", {"criterion_key": "dk_3", "sector": "xa"})
		basis = setup.legal_document("366-QĐ/TW")
		later.append(
			"legal_basis", {"legal_document": basis, "criterion_key": "nvct_2", "article": "Điều 11"}
		)
		later.save()
		lines = {
			(line["title"], line["before"], line["after"].splitlines()[-1])
			for line in versions.differences(later)
		}
		office = "Cơ quan Đảng, Nhà nước, đoàn thể"
		self.assertEqual(
			lines,
			{
				("Thay đổi: Chỉ cho các loại tổ chức", "Chi bộ trực thuộc", "Tất cả"),
				("Thay đổi: Chỉ cho các loại hình", office, "Xã"),
				("Thay đổi: Căn cứ", "132-QĐ/TW\n21-HD/BTCTW\n09-HD/TU", "366-QĐ/TW Điều 11"),
			},
		)


class TestLegalBasis(ForSomeTestCase):
	def test_the_plans_own_words_name_what_three_criteria_stand_on(self) -> None:
		found = {
			row["criterion_key"]: [one["document_number"] for one in row["legal_basis"]]
			for row in frozen.resolve(self.old)["criteria"]
			if row.get("legal_basis")
		}
		self.assertEqual(
			found,
			{
				"nvct_2": ["132-QĐ/TW", "21-HD/BTCTW", "09-HD/TU"],
				"sh_cb_2": ["01-HD/BTCTU"],
				"cbdv_2": ["132-QĐ/TW", "21-HD/BTCTW"],
			},
		)
		texts = {row["criterion_key"]: row["full_text"] for row in frozen.resolve(self.old)["criteria"]}
		for key, numbers in found.items():
			for number in numbers:
				self.assertIn(number, texts[key])

	def test_it_is_shown_with_what_has_replaced_it_and_printed(self) -> None:
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		period = self.open(self.old)
		file = create_test_evaluation(self.tree.cell_a, period.name)
		items = {
			item["criterion_key"]: item["legal_basis"]
			for group in explaining.of_file(file)["groups"]
			for item in group["items"]
		}
		self.assertEqual(
			items["nvct_2"][0], "132-QĐ/TW ngày 08/03/2018, Bộ Chính trị (nay thay bằng 366-QĐ/TW)"
		)
		self.assertEqual(items["dk_1"], [])
		reviewed = evaluation_view.of_file(cases.of(file), "Administrator")["items"]
		self.assertEqual({item["criterion_key"]: item["legal_basis"] for item in reviewed}, items)
		paper = frappe.get_print("Evaluation", file.name, "Result Explained", doc=file)
		self.assertIn("Căn cứ: 132-QĐ/TW ngày 08/03/2018, Bộ Chính trị (nay thay bằng 366-QĐ/TW);", paper)


class TestFrozen(ForSomeTestCase):
	def test_what_a_period_has_frozen_stays_whatever_comes_later(self) -> None:
		first = self.issued()
		period = self.open(first.name)
		kept, digest = period.frozen_framework, period.framework_digest
		self.assertEqual(frozen.digest(json.loads(kept)), digest)
		asked = self.keys(self.tree.agency_cell, period)
		later = versions.start(first.name)
		later.applicability = []
		later.save().submit()
		frappe.db.set_value("Criterion Applicability", {"parent": first.name}, "sector", "xa")
		frappe.db.set_value("Legal Document", setup.legal_document("132-QĐ/TW"), "title", "Tên khác")
		frappe.clear_cache()
		period.reload()
		self.assertEqual((period.frozen_framework, period.framework_digest), (kept, digest))
		file = frappe.get_doc("Evaluation", f"{self.tree.agency_cell}-{period.name}")
		self.assertEqual([row["criterion_key"] for row in file.frozen_criteria()], asked)

	def test_one_frozen_before_there_were_any_asks_everybody(self) -> None:
		period = self.open(self.old)
		kept = json.loads(period.frozen_framework)
		for row in kept["criteria"]:
			for name in ONLY:
				row.pop(name, None)
		asked = frozen.applicable(kept, "Cell", "Year", "chi_bo_truc_thuoc", None)
		self.assertEqual(len(asked), 9)
