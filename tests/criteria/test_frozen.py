"""Whatever is edited later, an opened period says what it said: its frameworks, files and results, by digest."""

from __future__ import annotations

import hashlib
import json
import unittest
from collections.abc import Callable
from unittest import mock

import frappe
from bontot.criteria import frozen, versions
from bontot.criteria.setup import ensure_framework
from bontot.criteria.testing import (
	create_test_added_criterion,
	create_test_overlay,
	create_test_scale,
	put_in_force,
)
from bontot.evaluation import api
from bontot.evaluation.computing import computed
from bontot.evaluation.errors import FrameworkInUseError
from bontot.evaluation.period import closing
from bontot.evaluation.testing import (
	answer_all,
	create_test_evaluation,
	create_test_open_period,
	create_test_rating,
)
from bontot.meeting.testing import create_test_meeting
from bontot.organization.access import approvable
from bontot.organization.testing import create_test_organization, create_test_seat, create_test_tree
from bontot.outbox.testing import run_now
from bontot.reorganization.testing import reorganize
from frappe.utils import getdate, nowdate

from tests.benchmark._site import site

# Follows today's tree for access, or says who wrote last: no part of what a period says.
TODAY = ("organization_path", "awaiting_path", "creation", "modified", "modified_by", "owner")
RAISED = {"action": "Tighten", "setting_key": "good_meeting_share_percent", "setting_value": "90"}


class TestFrozenPeriods(unittest.TestCase):
	"""A province with a commune's overlay, its year open and the one before closed; all files of both have results."""

	def setUp(self) -> None:
		self.enterContext(site())
		self.tree = create_test_tree()
		answers = {"good_meeting_share_percent": "80", "good_member_share_percent": "80"}
		self.framework = ensure_framework(self.tree.province, answers)
		self.officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.overlay = self.issue([create_test_added_criterion(), RAISED], valid_from="2025-01-01")
		self.records(2025)
		self.periods = [self.open(2025), self.open(2026)]
		self.as_officer(lambda: closing.close(self.periods[0]))

	def records(self, year: int) -> None:
		"""A cell that held its meetings and was rated well, so that results of both kinds are kept."""
		self.meetings = [
			create_test_meeting(self.tree.commune_cell, meeting_date=f"{year}-{month:02}-03")
			for month in range(1, 13)
		]
		for month in (2, 5, 8, 11):
			create_test_meeting(self.tree.commune_cell, "Cell Thematic", f"{year}-{month:02}-20")
		self.rating = create_test_rating(self.tree.commune_cell, year)

	def open(self, year: int) -> str:
		period = create_test_open_period(
			self.tree.province, year=year, officer=self.officer, framework=self.framework
		).name
		files = [frappe.get_doc("Evaluation", name) for name in self.files(period)]
		computed.refresh(files, min(getdate(nowdate()), getdate(f"{year}-12-31")))
		for doc in files:
			answer_all(doc.name)
		computed.recount([doc.name for doc in files])
		return period

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
			"a sector renamed": lambda: frappe.db.set_value(
				"Organization Sector", {"disabled": 0}, "sector_name", "Loại hình khác"
			),
			"a newer scale of meetings": lambda: create_test_scale(valid_from="2025-01-01").submit(),
			"the grades of a scale": lambda: frappe.db.set_value(
				"Scale Grade", {"grade_key": "Good"}, {"at_least": 99, "grade_name": "Rất tốt"}
			),
			"the grades of an issued scale": lambda: self.refused(
				self.change_scale, frappe.UpdateAfterSubmitError
			),
			"a reorganization": self.reorganize,
			"a record of the closed year deleted": lambda: self.meetings[4].delete(),
			"a rating of the closed year corrected": lambda: self.rating.db_set("grade", "Not Completed"),
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
			"a kind of organization renamed, and good for no title": lambda: frappe.db.set_value(
				"Organization Kind", "chi_bo_truc_thuoc", {"kind_name": "Chi bộ kiểu mới", "title_kind": ""}
			),
		}

	def refused(self, act: Callable, error: type[Exception]) -> None:
		with self.assertRaises(error) as caught:
			act()
		self.assertIs(type(caught.exception), error)
		frappe.clear_messages()

	def new_version(self) -> None:
		doc = self.as_officer(lambda: versions.start(self.framework))
		doc.criteria[0].full_text = "Lời mới"
		gone = doc.criteria[-1]
		doc.remove(gone)
		doc.legal_basis = [row for row in doc.legal_basis if row.criterion_key != gone.criterion_key]
		doc.submit()

	def draft_with_settings(self) -> None:
		doc = self.as_officer(lambda: versions.start(self.framework))
		for row in doc.settings:
			if row.setting_key == RAISED["setting_key"]:
				row.setting_value = "10"
		doc.save()

	def amend_overlay(self) -> None:
		doc = frappe.get_doc("Framework Overlay", self.overlay.name)
		approvable.cancel(doc)
		amended = frappe.copy_doc(doc)
		amended.amended_from, amended.docstatus = doc.name, 0
		for row in amended.changes:
			row.docstatus = 0
		amended.changes[0].full_text = "Lời khác"
		put_in_force(amended.insert())

	def change_scale(self) -> None:
		doc = create_test_scale(valid_from="2024-01-01").submit()
		doc.grades[0].at_least = 95
		doc.save()

	def reorganize(self) -> None:
		"""Moved, renamed: nobody ends or becomes another kind of body, so that open files stay as they are too."""
		reorganize(
			self.tree.province,
			"2026-07-01",
			[
				{"act": "Move", "organization": self.tree.grassroots, "target": self.tree.other_body},
				{"act": "Rename", "organization": self.tree.commune_cell, "new_name": "Chi bộ thôn Khác"},
			],
		)

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

	def test_the_files_hold_results_of_every_kind(self) -> None:
		"""Without them their digests would say nothing."""
		names = [name for period in self.periods for name in self.files(period)]
		items = frappe.get_all(
			"Evaluation Item", {"parent": ("in", names)}, ["computed_result", "self_result"]
		)
		self.assertLessEqual({"Met", "Not Met", "Awaiting Rating"}, {item.computed_result for item in items})
		self.assertIn("Met", {item.self_result for item in items})
		outcomes = frappe.get_all("Evaluation", {"name": ("in", names)}, pluck="outcome")
		self.assertNotIn("", {outcome or "" for outcome in outcomes})
		core = frappe.get_all("Evaluation Item", {"core_computed_result": ("is", "set")}, limit=1)
		self.assertTrue(core, "the overlay raises a threshold, so both results are kept")

	def test_a_merger_leaves_the_closed_year_alone(self) -> None:
		"""Of the open one only the file of the ended organization leaves the review."""
		closed, current = self.periods
		files = {closed: self.files(closed)}
		before = self.digests(files)
		merge = {"act": "Merge", "organization": self.tree.cell_a, "target": self.tree.cell_b}
		reorganize(self.tree.province, "2026-07-01", [merge])
		self.assertEqual(self.digests(files), before)
		outside = frappe.get_all("Evaluation", {"period": current, "state": "Outside"}, pluck="organization")
		self.assertEqual(outside, [self.tree.cell_a])

	def test_a_change_of_kind_rebuilds_the_open_draft_of_that_body_alone(self) -> None:
		closed, current = self.periods
		own = f"{self.tree.agency_cell}-{current}"
		files = {closed: self.files(closed), current: [name for name in self.files(current) if name != own]}
		before, stood = self.digests(files), self.digests({current: [own]})
		become = {"act": "Change Kind", "organization": self.tree.agency_cell, "new_kind": "dang_bo_co_so"}
		reorganize(self.tree.province, "2026-07-01", [become])
		self.assertEqual(self.digests({current: [own]}), stood)
		run_now(self.as_officer(lambda: api.open_period(current))["task"])
		self.assertEqual(self.digests(files), before)
		self.assertNotEqual(self.digests({current: [own]}), stood)

	def test_a_computation_that_comes_after_the_closing_writes_nothing(self) -> None:
		"""The one that was asked for when the year was opened, and ran no sooner."""
		closed = self.periods[0]
		files = {closed: self.files(closed)}
		before = self.digests(files)
		with mock.patch.object(computed, "on_record_change"):
			self.meetings[4].delete()
		where = {"handler": "evaluation.refresh_period", "reference_name": closed}
		[task] = frappe.get_all("Outbox Task", where, pluck="name")
		run_now(task)
		self.assertEqual(self.digests(files), before)

	def test_control_the_digests_notice_a_result(self) -> None:
		files = {period: self.files(period) for period in self.periods}
		for doctype, values in (
			("Evaluation Item", {"computed_result": "Not Yet Due"}),
			("Evaluation Item", {"core_computed_result": "Not Yet Due"}),
			("Evaluation Item", {"self_result": "Not Met"}),
			("Evaluation", {"outcome": "khác"}),
			("Evaluation", {"core_outcome": "khác"}),
			("Evaluation", {"period_path": "khác"}),
		):
			before = self.digests(files)
			field = "parent" if doctype == "Evaluation Item" else "name"
			frappe.db.set_value(doctype, {field: files[self.periods[0]][0]}, values)
			with self.subTest(values):
				self.assertNotEqual(self.digests(files), before)

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
		"""What a period keeps, what each of its files asks with the words its page shows, and what it came to."""
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
			text = json.dumps([kept, local, asked, self.came_to(names)], ensure_ascii=False, default=str)
			found[period] = hashlib.sha256(text.encode()).hexdigest()
		return found

	def came_to(self, names: list[str]) -> list:
		"""Every column of the files and of their criteria: results, outcomes, states, places."""
		files = frappe.get_all("Evaluation", {"name": ("in", names)}, ["*"], order_by="name")
		items = frappe.get_all("Evaluation Item", {"parent": ("in", names)}, ["*"], order_by="parent, idx")
		return [{key: value for key, value in row.items() if key not in TODAY} for row in (*files, *items)]

	def asked(self, doc) -> list:
		items = [(item.criterion_key, item.core_key, item.group_key, item.short_text) for item in doc.items]
		return [
			doc.name,
			doc.period_framework,
			items,
			doc.frozen_criteria(),
			doc.frozen_framework()["settings"],
		]
