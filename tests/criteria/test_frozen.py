"""Whatever is edited later, an opened period says what it said: its frameworks, files and results, by digest."""

from __future__ import annotations

import hashlib
import json
import unittest
from collections.abc import Callable

import frappe
from bontot.criteria import frozen, versions
from bontot.criteria.setup import ensure_framework
from bontot.criteria.testing import create_test_added_criterion, create_test_overlay, put_in_force
from bontot.evaluation import api, closing
from bontot.evaluation.errors import FrameworkInUseError
from bontot.evaluation.testing import create_test_evaluation, create_test_open_period
from bontot.organization import climbing
from bontot.organization.testing import create_test_organization, create_test_seat, create_test_tree
from bontot.outbox.testing import run_now

from tests.benchmark._site import site

RAISED = {"action": "Tighten", "setting_key": "good_meeting_share_percent", "setting_value": "90"}


class TestFrozenPeriods(unittest.TestCase):
	"""A province with a commune's overlay, its year open and the one before closed."""

	def setUp(self) -> None:
		self.enterContext(site())
		self.tree = create_test_tree()
		answers = {"good_meeting_share_percent": "80", "good_member_share_percent": "80"}
		self.framework = ensure_framework(self.tree.province, answers)
		self.officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.overlay = self.issue([create_test_added_criterion(), RAISED], valid_from="2025-01-01")
		self.periods = [self.open(2025), self.open(2026)]
		self.as_officer(lambda: closing.close(self.periods[0]))

	def open(self, year: int) -> str:
		return create_test_open_period(
			self.tree.province, year=year, officer=self.officer, framework=self.framework
		).name

	def issue(self, changes: list[dict], **values):
		return put_in_force(create_test_overlay(self.tree.commune, self.framework, changes, **values))

	def as_officer(self, act: Callable):
		frappe.set_user(self.officer)
		try:
			return act()
		finally:
			frappe.set_user("Administrator")

	def later_edits(self) -> dict[str, Callable[[], object]]:
		"""Everything somebody may do afterwards, and what they may only try."""
		return {
			"a new framework version, issued": self.new_version,
			"a draft version with other settings": lambda: self.draft_with_settings(),
			"a newer overlay": lambda: self.issue(
				[RAISED | {"setting_value": "95"}], valid_from="2025-01-01"
			),
			"a more particular overlay": lambda: self.issue(
				[create_test_added_criterion(criterion_key="xa_2")],
				valid_from="2025-01-01",
				organization_kind="chi_bo_truc_thuoc",
			),
			"the overlay cancelled and amended": self.amend_overlay,
			"a legal document corrected": lambda: frappe.db.set_value(
				"Legal Document", {"document_number": "132-QĐ/TW"}, "title", "Tên khác"
			),
			"the body renamed": lambda: frappe.db.set_value(
				"Party Organization", self.tree.commune, "organization_name", "Đảng bộ phường Khác"
			),
			"the words of an issued criterion": lambda: self.refused(
				self.change_text, frappe.UpdateAfterSubmitError
			),
			"a setting of the issued framework": lambda: self.refused(
				self.change_setting, frappe.UpdateAfterSubmitError
			),
			"the words of the issued overlay": lambda: self.refused(
				self.change_overlay, frappe.UpdateAfterSubmitError
			),
			"the framework cancelled": lambda: self.refused(self.cancel_framework, FrameworkInUseError),
			"organizations founded since": self.found_one,
			"the page of a file read": lambda: api.get_evaluation(self.file(self.periods[1])),
		}

	def refused(self, act: Callable, error: type[Exception]) -> None:
		with self.assertRaises(error) as caught:
			act()
		self.assertIs(type(caught.exception), error)
		frappe.clear_messages()

	def new_version(self) -> None:
		doc = self.as_officer(lambda: versions.start(self.framework))
		doc.criteria[0].full_text = "Lời mới"
		doc.remove(doc.criteria[-1])
		doc.submit()

	def draft_with_settings(self) -> None:
		doc = self.as_officer(lambda: versions.start(self.framework))
		for row in doc.settings:
			if row.setting_key == RAISED["setting_key"]:
				row.setting_value = "10"
		doc.save()

	def amend_overlay(self) -> None:
		doc = frappe.get_doc("Framework Overlay", self.overlay.name)
		climbing.cancel(doc)
		amended = frappe.copy_doc(doc)
		amended.amended_from, amended.docstatus = doc.name, 0
		for row in amended.changes:
			row.docstatus = 0
		amended.changes[0].full_text = "Lời khác"
		put_in_force(amended.insert())

	def change_text(self) -> None:
		doc = frappe.get_doc("Criteria Framework", self.framework)
		doc.criteria[2].full_text = "Lời khác"
		doc.save()

	def change_setting(self) -> None:
		doc = frappe.get_doc("Criteria Framework", self.framework)
		doc.settings[-1].setting_value = "khác"
		doc.save()

	def change_overlay(self) -> None:
		doc = frappe.get_doc("Framework Overlay", self.issue([RAISED]).name)
		doc.changes[0].setting_value = "99"
		doc.save()

	def cancel_framework(self) -> None:
		frappe.get_doc("Criteria Framework", self.framework).cancel()

	def found_one(self) -> None:
		create_test_organization("chi_bo_truc_thuoc", self.tree.commune, valid_from="2026-10-01")
		run_now(self.as_officer(lambda: api.open_period(self.periods[1]))["task"])

	def file(self, period: str) -> str:
		return create_test_evaluation(self.tree.commune_cell, period).name

	def test_no_later_edit_touches_what_opened_periods_say(self) -> None:
		edits = self.later_edits()
		files = {period: self.files(period) for period in self.periods}
		before = self.digests(files)
		for name, edit in edits.items():
			edit()
			frappe.clear_cache()
			with self.subTest(name):
				self.assertEqual(self.digests(files), before)

	def test_control_the_digests_notice_a_word(self) -> None:
		files = {period: self.files(period) for period in self.periods}
		before = self.digests(files)
		name = frappe.db.get_value("Period Framework", {"period": self.periods[0]})
		content = frappe.db.get_value("Period Framework", name, "content").replace("tổ hòa giải", "tổ khác")
		frappe.db.set_value("Period Framework", name, "content", content)
		frappe.clear_cache()
		self.assertNotEqual(self.digests(files), before)

	def test_kept_digests_are_those_of_what_is_kept(self) -> None:
		for name in self.periods:
			period = frappe.get_doc("Review Period", name)
			self.assertEqual(frozen.digest(json.loads(period.frozen_framework)), period.framework_digest)
			rows = frappe.get_all("Period Framework", {"period": name}, ["digest", "content"])
			self.assertEqual(len(rows), 1)
			for row in rows:
				self.assertEqual(frozen.digest(json.loads(row.content)), row.digest)

	def test_a_period_opened_afterwards_has_the_new_ones(self) -> None:
		"""Frozen does not mean forgotten: the same edits are what the next period opens with."""
		self.issue([create_test_added_criterion(criterion_key="xa_9")], valid_from="2027-01-01")
		period = self.open(2027)
		keys = {item.criterion_key for item in frappe.get_doc("Evaluation", self.file(period)).items}
		self.assertIn("xa_9", keys)

	def files(self, period: str) -> list[str]:
		return frappe.get_all("Evaluation", {"period": period}, pluck="name", order_by="name")

	def digests(self, files: dict[str, list[str]]) -> dict[str, str]:
		"""What a period keeps and what each of its files asks, with the words its page shows."""
		found = {}
		for period, names in files.items():
			kept = frappe.db.get_value("Review Period", period, ["frozen_framework", "framework_digest"])
			local = frappe.get_all(
				"Period Framework",
				{"period": period},
				["name", "digest", "content"],
				as_list=True,
				order_by="name",
			)
			asked = [self.asked(frappe.get_doc("Evaluation", name)) for name in names]
			text = json.dumps([kept, local, asked], ensure_ascii=False, default=str)
			found[period] = hashlib.sha256(text.encode()).hexdigest()
		return found

	def asked(self, doc) -> list:
		items = [(item.criterion_key, item.core_key, item.group_key, item.short_text) for item in doc.items]
		return [
			doc.name,
			doc.period_framework,
			items,
			doc.frozen_criteria(),
			doc.frozen_framework()["settings"],
		]
