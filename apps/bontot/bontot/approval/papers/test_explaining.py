from __future__ import annotations

import json

import frappe
from frappe.utils import getdate

from bontot.approval.acts import service
from bontot.approval.core import verify
from bontot.approval.core.adoption_rules import Votes
from bontot.approval.core.errors import AppendOnlyError
from bontot.approval.papers import api as papers_api
from bontot.approval.papers import explaining
from bontot.approval.testcase import ApprovalTestCase, DecidingTestCase
from bontot.approval.testing import act_as, create_test_file
from bontot.criteria import registry
from bontot.evaluation import api as evaluation_api
from bontot.evaluation import testing as evaluation_testing
from bontot.evaluation.answers import level_results
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_seat


class ExplainingTestCase(ApprovalTestCase):
	def explained(self, user: str | None = None) -> dict:
		with self.set_user(user or self.users.secretary):
			return papers_api.get_explanation(self.file)

	def of(self, key: str, **kwargs) -> dict:
		groups = self.explained(**kwargs)["groups"]
		return next(item for group in groups for item in group["items"] if item["criterion_key"] == key)

	def return_and_mend(self) -> None:
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "return_document", self.file, {"dk_1": "Nêu dẫn chứng"})
		with self.set_user(self.users.secretary):
			item = frappe.get_doc("Evaluation Item", {"parent": self.file, "criterion_key": "dk_1"})
			evaluation_api.save_item(self.file, "dk_1", "Met", "Biên bản tháng 5 ghi rõ", item.revision, "k")


class TestExplanation(ExplainingTestCase):
	def test_every_criterion_of_the_file_is_there_with_its_rule(self):
		seen = self.explained()
		keys = [item["criterion_key"] for group in seen["groups"] for item in group["items"]]
		self.assertEqual(keys, [item.criterion_key for item in self.doc().items])
		for group in seen["groups"]:
			for item in group["items"]:
				with self.subTest(item["criterion_key"]):
					self.assertTrue(item["rule"])
		json.dumps(seen, default=str)

	def test_every_calculator_says_what_it_asks_for(self):
		for key in sorted(registry.known()):
			with self.subTest(key):
				self.assertTrue(registry.rule_words(key, {}))

	def test_the_rule_names_the_numbers_of_the_frozen_framework(self):
		settings = {"good_member_share_percent": "83"}
		self.assertIn("83", registry.rule_words("member_rating", settings))
		self.assertNotIn("83", registry.rule_words("member_rating", {}))

	def test_what_the_records_lack_is_what_would_have_to_change(self):
		file = frappe.get_doc("Evaluation Item", {"parent": self.file, "criterion_key": "sh_cb_1"})
		frappe.db.set_value("Evaluation Item", file.name, {"self_result": None, "remark": None})
		item = self.of("sh_cb_1")
		self.assertEqual((item["result"], item["computed"]["result"]), ("Not Met", "Not Met"))
		labels = [row["label"] for row in item["computed"]["missing"]]
		self.assertEqual(len(item["to_change"]), len(labels))
		self.assertTrue(
			all(line.startswith(label) for line, label in zip(item["to_change"], labels, strict=True))
		)

	def test_titles_of_its_own_meetings_are_told_without_its_name(self):
		create_test_meeting(self.tree.cell_a, meeting_date=f"{getdate().year}-01-03", minuted=False)
		item = frappe.db.get_value("Evaluation Item", {"parent": self.file, "criterion_key": "sh_cb_1"})
		frappe.db.set_value("Evaluation Item", item, "self_result", None)
		item = self.of("sh_cb_1")
		name = self.doc().organization_name
		self.assertTrue(item["computed"]["missing"])
		self.assertFalse(any(name in row["label"] for row in item["computed"]["missing"]))
		self.assertFalse(any(name in line for line in item["to_change"]))

	def test_what_was_kept_with_its_name_is_told_without_it_too(self):
		kept = ["Sinh hoạt thường lệ tháng 01/2026 — Chi bộ Một: chưa có biên bản", "Chi bộ Một báo cáo"]
		told = ["Sinh hoạt thường lệ tháng 01/2026: chưa có biên bản", "Chi bộ Một báo cáo"]
		self.assertEqual(explaining.without_own_name(kept, "Chi bộ Một"), told)

	def test_a_met_criterion_asks_for_nothing(self):
		self.assertEqual(self.of("dk_1")["to_change"], [])

	def test_who_judged(self):
		self.assertEqual(self.of("dk_1")["judged"], frappe._("No level above has judged it yet."))
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "agree", self.file)
		name = frappe.db.get_value("Party Organization", self.tree.grassroots, "organization_name")
		self.assertIn(name, self.of("dk_1")["judged"])

	def test_what_was_returned_and_mended(self):
		self.return_and_mend()
		[one] = self.of("dk_1")["returns"]
		self.assertEqual((one["reason"], one["sent_again"], one["mended"]), ("Nêu dẫn chứng", False, []))
		act_as(self.users.secretary, "send", self.file)
		[one] = self.of("dk_1")["returns"]
		self.assertTrue(one["sent_again"])
		self.assertEqual(
			[(mend["old"], mend["new"]) for mend in one["mended"]],
			[("Có hồ sơ lưu tại chi bộ", "Biên bản tháng 5 ghi rõ")],
		)
		self.assertEqual(self.of("dk_2")["returns"], [])

	def test_what_was_taken_back_answered_nothing(self):
		"""It says what is otherwise than what was returned, however often the file was taken back meanwhile."""
		self.return_and_mend()
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.secretary, "recall", self.file)
		[one] = self.of("dk_1")["returns"]
		self.assertEqual((one["sent_again"], one["mended"]), (False, []))
		with self.set_user(self.users.secretary):
			item = frappe.get_doc("Evaluation Item", {"parent": self.file, "criterion_key": "dk_1"})
			evaluation_api.save_item(self.file, "dk_1", "Met", "Biên bản tháng 6", item.revision, "k2")
		act_as(self.users.secretary, "send", self.file)
		[one] = self.of("dk_1")["returns"]
		self.assertEqual(
			[(mend["old"], mend["new"]) for mend in one["mended"]],
			[("Có hồ sơ lưu tại chi bộ", "Biên bản tháng 6")],
		)

	def test_adoption_and_strip(self):
		with self.set_user(self.users.secretary):
			service.send("Evaluation", self.file, 0, None, Votes(12, 1, 0))
		seen = self.explained()
		self.assertIn("12", seen["adoption"]["votes"])
		self.assertEqual(seen["strip"][1]["organization"], self.tree.grassroots)


class TestWhoReads(ExplainingTestCase):
	def test_the_unit_and_those_above_and_nobody_else(self):
		for who in ("secretary", "grassroots", "body", "province"):
			with self.subTest(who):
				self.assertEqual(self.explained(getattr(self.users, who))["name"], self.file)
		beside = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		for user in (self.users.neighbour, beside, "Guest"):
			with self.subTest(user), self.set_user(user), self.assertRefused(frappe.PermissionError):
				papers_api.get_explanation(self.file)
			with self.subTest(user), self.set_user(user), self.assertRefused(frappe.PermissionError):
				explaining.explained_for_print(self.doc())

	def test_it_changes_nothing(self):
		before = frappe.get_doc("Evaluation", self.file).as_dict()
		self.explained()
		self.assertEqual(frappe.get_doc("Evaluation", self.file).as_dict(), before)

	def test_it_prints(self):
		self.return_and_mend()
		with self.set_user(self.users.secretary):
			html = frappe.get_print("Evaluation", self.file, "Result Explained", no_letterhead=1)
		for words in ("ĐẢNG CỘNG SẢN VIỆT NAM", "T/M CHI BỘ", "Nêu dẫn chứng"):
			self.assertIn(words, html)

	def test_a_quarter_that_asks_two_criteria_is_explained_and_prints(self):
		period = evaluation_testing.create_test_quarter_of(self.tree.province, "sh_cb_1, dk_2")
		self.file = evaluation_testing.create_test_evaluation(self.tree.cell_a, period).name
		seen = self.explained()
		keys = [[item["criterion_key"] for item in group["items"]] for group in seen["groups"]]
		self.assertEqual(keys, [["sh_cb_1"], ["dk_2"]])
		with self.set_user(self.users.secretary):
			for name in ("Result Explained", "Self-Assessment Sheet"):
				with self.subTest(name):
					html = frappe.get_print("Evaluation", self.file, name, no_letterhead=1)
					for group in seen["groups"]:
						self.assertIn(f". {group['group_name']}</h2>", html)
					self.assertNotIn("Cán bộ, đảng viên tốt</h2>", html)

	def test_what_was_typed_is_printed_as_text(self):
		item = frappe.db.get_value("Evaluation Item", {"parent": self.file, "criterion_key": "dk_1"})
		frappe.db.set_value("Evaluation Item", item, "remark", "<img src=x onerror=alert(1)>")
		with self.set_user(self.users.secretary):
			html = frappe.get_print("Evaluation", self.file, "Result Explained", no_letterhead=1)
		self.assertIn("&lt; img src=x", html)
		self.assertNotIn("<img src=x", html)


class TestLevels(DecidingTestCase):
	def test_each_level_keeps_what_the_file_came_to_for_it(self):
		"""Afterwards the criterion turns in the database; what each level said stays."""
		resolution = self.submit({self.file: "Recognize"})
		self.apply(resolution)
		log = [
			(row.act, level_results.read(row.results))
			for row in frappe.get_all(
				"Approval Step", {"file_name": self.file}, ["act", "results"], order_by="sequence"
			)
		]
		self.assertEqual([act for act, _kept in log], ["Send", "Agree", "Agree", "Recognize"])
		met = self.doc().met_count
		self.assertEqual([kept["met"] for _act, kept in log], [met] * 4)
		self.assertIn("remark", log[0][1]["criteria"]["dk_1"])
		self.assertNotIn("remark", log[1][1]["criteria"]["dk_1"])
		item = frappe.db.get_value("Evaluation Item", {"parent": self.file, "criterion_key": "dk_1"})
		frappe.db.set_value("Evaluation Item", item, "self_result", "Not Met")
		with self.set_user(self.users.secretary):
			levels = papers_api.get_explanation(self.file)["levels"]
		self.assertEqual([level["met"] for level in levels], [met] * 4)
		self.assertEqual(verify.check_file(self.file), [])

	def test_each_level_is_set_against_the_last_period(self):
		last = evaluation_testing.create_test_open_period(self.tree.province, year=getdate().year - 1)
		evaluation_testing.answer_all(f"{self.tree.cell_a}-{last.name}", "Not Met")
		with self.set_user(self.users.secretary):
			levels = papers_api.get_explanation(self.file)["levels"]
		self.assertEqual(len(levels), 3)
		for level in levels:
			self.assertGreater(level["since_last"]["better"], 3)
			self.assertEqual(level["since_last"]["worse"], 0)

	def test_nobody_rewrites_what_a_level_said(self):
		name = frappe.db.get_value("Approval Step", {"file_name": self.file, "act": "Agree"})
		step = frappe.get_doc("Approval Step", name)
		step.results = "{}"
		with self.assertRefused(AppendOnlyError):
			step.save()
		frappe.db.set_value("Approval Step", name, "results", "{}")
		self.assertEqual([fault.kind for fault in verify.check_file(self.file)], ["altered"])
		frappe.db.set_value("Approval Step", name, "results", None)
		self.assertEqual([fault.kind for fault in verify.check_file(self.file)], ["altered"])

	def test_a_recall_keeps_nothing_and_a_declaration_keeps_its_words(self):
		author = create_test_seat(self.tree.agency_cell, "bi_thu_chi_bo").user
		name = create_test_file(self.tree.agency_cell, self.period)
		act_as(author, "send", name)
		act_as(author, "recall", name)
		act_as(author, "declare_not_reached", name, "Thiếu hai buổi sinh hoạt")
		rows = frappe.get_all("Approval Step", {"file_name": name}, ["act", "results"], order_by="sequence")
		self.assertEqual([bool(row.results) for row in rows], [True, False, True])
		with self.set_user(author):
			verdict = papers_api.get_explanation(name)["verdict"]
		self.assertIn(getdate().strftime("%d/%m/%Y"), verdict)
