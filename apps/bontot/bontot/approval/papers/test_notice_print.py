"""Papers of one file: the sheet of its self-assessment, the notice of its result."""

from __future__ import annotations

import frappe

from bontot.approval.core.errors import ActNotOpenError
from bontot.approval.papers import explaining, notice_print
from bontot.approval.testcase import DecidingTestCase


class TestFilePapers(DecidingTestCase):
	def html(self, name: str, print_format: str, user: str = "") -> str:
		with self.set_user(user or self.users.secretary):
			return frappe.get_print("Evaluation", name, print_format, no_letterhead=1)

	def test_the_sheet_of_the_self_assessment(self) -> None:
		html = self.html(self.file, "Self-Assessment Sheet")
		for words in (
			"PHIẾU TỰ ĐÁNH GIÁ",
			"CHI BỘ VĂN PHÒNG",
			"Có hồ sơ lưu tại chi bộ",
			"T/M CHI BỘ",
			"/9 tiêu chí",
		):
			with self.subTest(words):
				self.assertIn(words, html)

	def test_a_vote_without_a_meeting_names_none(self) -> None:
		doc = self.doc()
		doc.db_set({"adopted_by_meeting": None, "votes_for": 5, "votes_against": 1})
		for print_format in ("Self-Assessment Sheet", "Result Explained"):
			html = self.html(self.file, print_format)
			with self.subTest(print_format):
				self.assertIn("Biểu quyết: 5", html)
				self.assertNotIn("Thông qua tại", html)

	def test_the_notice_comes_from_who_decided_and_names_the_decision(self) -> None:
		self.apply(self.submit({self.file: "Recognize", self.other: "Refuse"}, number="07-QĐ/TU"))
		html = self.html(self.file, "Result Notice")
		for words in (
			"THÔNG BÁO",
			"TỈNH ỦY THỬ NGHIỆM",
			"Kính gửi: Chi bộ Văn phòng",
			"07-QĐ/TU",
			"T/M BAN THƯỜNG VỤ",
		):
			with self.subTest(words):
				self.assertIn(words, html)

	def test_without_a_result_there_is_nothing_to_give_notice_of(self) -> None:
		with self.set_user(self.users.secretary), self.assertRefused(ActNotOpenError):
			notice_print.notice_for_print(self.doc())

	def test_strangers_print_neither(self) -> None:
		with self.set_user(self.users.neighbour):
			for ask in (explaining.explained_for_print, notice_print.notice_for_print):
				with self.subTest(ask.__name__), self.assertRefused(frappe.PermissionError):
					ask(self.doc())

	def test_what_was_typed_is_printed_as_text(self) -> None:
		item = frappe.db.get_value("Evaluation Item", {"parent": self.file, "criterion_key": "dk_1"})
		frappe.db.set_value("Evaluation Item", item, "remark", "<img src=x onerror=alert(1)>")
		self.assertNotIn("<img src=x", self.html(self.file, "Self-Assessment Sheet"))
