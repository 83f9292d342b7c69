from __future__ import annotations

import unittest
from types import SimpleNamespace
from unittest.mock import patch

import frappe

from bontot.approval.acts import unmet
from bontot.approval.core.errors import UnmetCriteriaError
from bontot.approval.papers import api as papers_api
from bontot.approval.papers import explaining
from bontot.approval.queue import waiting
from bontot.approval.resolutions import api as deciding_api
from bontot.approval.testcase import DecidingTestCase
from bontot.approval.testing import ask_for_share, create_test_resolution
from bontot.organization.errors import NoSeatError
from bontot.organization.testing import create_test_seat

REASON = "Khó khăn khách quan, đã khắc phục trong tháng 12"


class TestCounting(unittest.TestCase):
	def test_what_counts_as_unmet(self):
		for own, computed, wanted in (
			("Not Met", "", True),
			("", "Not Met", True),
			(None, "Not Met", True),
			("Not Met", "Met", True),
			("Met", "Not Met", False),  # it differs from the records, which is another doubt
			("Not Met", "Awaiting Rating", False),
			("Met", "", False),
			("", "", False),
		):
			item = SimpleNamespace(
				criterion_key="k",
				group_key="g",
				self_result=own,
				computed_result=computed,
				appraised_result=None,
			)
			with self.subTest(own=own, computed=computed):
				self.assertEqual(unmet.counts_as_unmet(item), wanted)


class TestUnmet(DecidingTestCase):
	"""Of two files that wait for the province's decision one has a criterion that is not met, though the rule is: it asks for a
	share of each group."""

	def set_up_data(self) -> None:
		super().set_up_data()
		ask_for_share(self.period, 60)
		where = {"parent": self.file, "criterion_key": "dk_3"}
		frappe.db.set_value("Evaluation Item", where, "self_result", "Not Met")
		self.criterion = frappe.db.get_value("Evaluation Item", where, "short_text")

	def draft(self, **row: object):
		"""A resolution that recognises both, inserted; `row`: what else the doubtful one's row says."""
		with self.set_user(self.users.clerk):
			doc = create_test_resolution(
				self.tree.province, {self.file: "Recognize", self.other: "Recognize"}
			)
			for item in doc.items:
				item.reason = ""
			doc.items[0].update(row)
			return doc.insert()

	def submitted(self, **row: object):
		doc = self.draft(**row)
		with self.set_user(self.users.clerk):
			return doc.submit()

	def test_a_draft_names_them_and_is_kept(self):
		doc = self.draft()
		self.assertEqual([row.unmet_criteria for row in doc.items], [self.criterion, ""])

	def test_nothing_is_recognized_unsaid(self):
		for row in ({}, {"despite_unmet": 1}, {"reason": REASON}, {"despite_unmet": 1, "reason": "  "}):
			with self.subTest(row), self.assertRefused(UnmetCriteriaError):
				self.submitted(**row)
			[named] = frappe.local.response["unmet"]
			self.assertEqual((named["evaluation"], named["unmet"]), (self.file, [self.criterion]))
		self.assertFalse(frappe.db.exists("Resolution", {"docstatus": 1, "organization": self.tree.province}))

	def test_a_client_that_clears_the_names_is_refused_too(self):
		doc = self.draft()
		with self.set_user(self.users.clerk):
			sent = frappe.get_doc(doc.as_dict() | {"items": [row.as_dict() for row in doc.items]})
			sent.items[0].unmet_criteria = ""
			with self.assertRefused(UnmetCriteriaError):
				sent.submit()

	def test_confirmed_with_its_reason_it_stands_in_log_and_explanation(self):
		resolution = self.apply(self.submitted(despite_unmet=1, reason=REASON))
		self.assertEqual((resolution.state, self.states()), ("Applied", ["Recognized", "Recognized"]))
		step = frappe.get_last_doc("Approval Step", {"file_name": self.file, "act": "Recognize"})
		self.assertEqual(step.reason, REASON)
		with self.set_user(self.users.secretary):
			told = papers_api.get_explanation(self.file)["said"]
		for words in (self.criterion, REASON, resolution.number):
			self.assertIn(words, told)
		self.assertEqual(papers_api.get_explanation(self.other)["said"], "")
		self.assertIn(REASON, explaining.explained_for_print(self.doc())["said"])
		printed = frappe.get_print("Evaluation", self.file, "Result Explained", no_letterhead=1)
		self.assertIn(REASON, printed)
		for paper in ("Standard", "Decision"):
			printed = frappe.get_print("Resolution", resolution.name, paper, no_letterhead=1)
			self.assertIn(REASON, printed)
			self.assertIn(self.criterion, printed)

	def test_another_decision_needs_no_confirmation(self):
		with self.set_user(self.users.clerk):
			doc = create_test_resolution(self.tree.province, {self.file: "Refuse", self.other: "Recognize"})
			doc.insert().submit()
		self.assertEqual([row.unmet_criteria for row in doc.items], ["", ""])
		self.apply(doc)
		self.assertEqual(self.states(), ["Not Recognized", "Recognized"])

	def test_confirmed_without_need_it_says_nothing(self):
		frappe.db.set_value(
			"Evaluation Item", {"parent": self.file, "criterion_key": "dk_3"}, "self_result", "Met"
		)
		self.assertEqual(self.draft(despite_unmet=1, reason=REASON).items[0].despite_unmet, 0)

	def test_what_turned_after_it_was_written_fails_alone(self):
		"""Also a resolution that was submitted before rows said so."""
		where = {"parent": self.file, "criterion_key": "dk_3"}
		frappe.db.set_value("Evaluation Item", where, "self_result", "Met")
		resolution = self.submitted()
		frappe.db.set_value("Evaluation Item", where, "self_result", "Not Met")
		resolution = self.apply(resolution)
		self.assertEqual([row.result for row in resolution.items], ["Failed", "Applied"])
		self.assertEqual(self.states(), ["Under Appraisal", "Recognized"])

	def test_as_many_questions_for_all_files_as_for_one(self):
		names = [self.file, self.other]
		unmet.pass_statuses(names)  # what caches are asked once
		asked = []
		for some in (names[:1], names):
			with patch.object(frappe.db, "sql", wraps=frappe.db.sql) as statements:
				self.assertEqual(unmet.pass_statuses(some)[self.file].unmet, (self.criterion,))
			asked.append(statements.call_count)
		self.assertEqual(asked[0], asked[1])

	def test_the_queue_counts_alike(self):
		"""Flag and list are two ways to ask the same, whatever the two results of a criterion are."""
		where = {"parent": self.file, "criterion_key": "dk_3"}
		for own in ("Met", "Not Met", "", None):
			for computed in ("Met", "Not Met", "Awaiting Rating", "Not Yet Due", "", None):
				frappe.db.set_value(
					"Evaluation Item", where, {"self_result": own, "computed_result": computed}
				)
				row = frappe._dict(name=self.file, awaiting_due_on=None, changed_count=0)
				waiting.add_flags([row])
				with self.subTest(own=own, computed=computed):
					self.assertEqual(row.not_met, len(unmet.pass_status(self.doc()).unmet))
					self.assertEqual(row.not_met, len(unmet.pass_statuses([self.file])[self.file].unmet))

	def test_the_recorder_alone_asks_before(self):
		names = [self.file, self.other, "không có"]
		with self.set_user(self.users.clerk):
			found = deciding_api.unmet_criteria(self.tree.province, names)
		self.assertEqual(found, {self.file: {"bar": "", "unmet": [self.criterion], "waiting": []}})
		with self.set_user(self.users.body), self.assertRefused(NoSeatError):
			deciding_api.unmet_criteria(self.tree.province, names)

	def test_files_of_another_body_are_left_out(self):
		clerk = create_test_seat(self.tree.body, "can_bo_van_phong").user
		with self.set_user(clerk):
			self.assertEqual(deciding_api.unmet_criteria(self.tree.body, [self.file]), {})
