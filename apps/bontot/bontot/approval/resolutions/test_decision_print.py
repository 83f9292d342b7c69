"""A resolution on paper: its articles, votes and signer, and an annex with every file."""

from __future__ import annotations

import io

import frappe
from frappe.utils import getdate
from pypdf import PageObject, PdfReader

from bontot import printing
from bontot.approval.resolutions import decision_print
from bontot.approval.testcase import DecidingTestCase
from bontot.evaluation.testing import create_test_rating
from bontot.organization.testing import create_test_member, create_test_seat
from bontot.rating import service as rating_service
from bontot.rating.doctype.annual_rating.annual_rating import rating_name


class TestDecisionPrint(DecidingTestCase):
	def html(self, name: str, user: str = "") -> str:
		with self.set_user(user or self.users.clerk):
			return frappe.get_print("Resolution", name, "Decision", no_letterhead=1)

	def test_articles_votes_signer_and_every_file(self) -> None:
		resolution = self.submit({self.file: "Recognize", self.other: "Return"}, number="07-QĐ/TU")
		html = self.html(resolution.name)
		for words in (
			"ĐẢNG CỘNG SẢN VIỆT NAM",
			"Số 07-QĐ/TU",
			"QUYẾT ĐỊNH",
			"Công nhận 1 tổ chức đảng",
			"Trả lại hồ sơ của 1 tổ chức đảng",
			"14/15 tán thành",
			"T/M BAN THƯỜNG VỤ",
			"PHÓ BÍ THƯ",
			"Lê Văn Bình",
			"Chi bộ Văn phòng",
			"Chi bộ Thanh tra",
			"21-NQ/TW",
		):
			with self.subTest(words):
				self.assertIn(words, html)
		self.assertNotIn("Không công nhận 1", html)
		self.assertNotIn("Dự thảo", html)

	def test_each_row_names_the_body_directly_above_in_the_period(self) -> None:
		resolution = self.submit({self.file: "Recognize"}, number="07-QĐ/TU")
		above = frappe.db.get_value("Evaluation", self.file, "organization")
		above = frappe.db.get_value("Party Organization", above, "parent_organization")
		frappe.db.set_value("Evaluation", self.file, "upper_organization", None)  # as of a cell of a commune
		with self.set_user(self.users.clerk):
			[row] = decision_print.decision_for_print(resolution)["rows"]
		self.assertEqual(row["above"], frappe.db.get_value("Party Organization", above, "organization_name"))
		self.assertTrue(row["above"])

	def test_documents_are_cited_as_they_stand_that_day(self) -> None:
		html = self.html(self.submit({self.file: "Recognize"}, number="07-QĐ/TU").name)
		for words in (
			"Căn cứ Kế hoạch của Ban Thường vụ Tỉnh ủy xây dựng",
			"Quy định số 366-QĐ/TW, ngày 30/8/2025 của Bộ Chính trị",
		):
			self.assertIn(words, html)
		for words in ("132-QĐ/TW", "rút gọn", "bổ sung", "["):
			self.assertNotIn(words, html.split("Căn cứ", 1)[1].split("biểu quyết", 1)[0])

	def test_whoever_names_no_format_has_this_one_with_every_row(self) -> None:
		"""The page of a print opens with the kind's default, and so does a PDF that is asked for without one."""
		resolution = self.submit({self.file: "Recognize", self.other: "Recognize"}, number="07-QĐ/TU")
		self.assertEqual(frappe.get_meta("Resolution").default_print_format, "Decision")
		with self.set_user(self.users.clerk):
			for asked in (None, ""):
				with self.subTest(asked):
					printing.download_pdf("Resolution", resolution.name, format=asked, language="vi")
					pages = pages_of(frappe.local.response.filecontent)
					text = " ".join(" ".join(page.extract_text() for page in pages).split())
					for words in ("QUYẾT ĐỊNH", "Chi bộ Văn phòng", "Chi bộ Thanh tra", "Lê Văn Bình"):
						self.assertIn(words, text)

	def test_a_pdf_whose_annex_begins_a_page(self) -> None:
		resolution = self.submit({self.file: "Recognize"})
		with self.set_user(self.users.clerk):
			printing.download_pdf("Resolution", resolution.name, format="Decision", language="vi")
		pages = pages_of(frappe.local.response.filecontent)
		self.assertIn("PHỤ LỤC", pages[-1].extract_text())
		self.assertNotIn("PHỤ LỤC", pages[0].extract_text())

	def test_ratings_of_the_same_sitting_are_an_annex_of_their_own(self) -> None:
		resolution = self.submit({self.file: "Recognize"}, number="07-QĐ/TU")
		self.assertNotIn("PHỤ LỤC 1", self.html(resolution.name))
		member = create_test_member(self.tree.cell_a, full_name="Lò Thị Hoa").name
		of_member = create_test_rating(self.tree.cell_a, getdate().year, member).name
		for rating in (rating_name(self.tree.cell_a, getdate().year), of_member):
			decided = {
				"deciding_organization": self.tree.province,
				"decision_number": "07-QĐ/TU",
				"decided_on": resolution.resolution_date,
			}
			frappe.db.set_value("Annual Rating", rating, decided)
		other = rating_name(self.tree.cell_b, getdate().year)
		frappe.db.set_value("Annual Rating", other, {**decided, "decision_number": "08-QĐ/TU"})
		html = self.html(resolution.name)
		for words in ("PHỤ LỤC 1", "PHỤ LỤC 2", "Lò Thị Hoa", "Hoàn thành tốt nhiệm vụ"):
			with self.subTest(words):
				self.assertIn(words, html)
		rows = decision_print.ratings_of(resolution)
		self.assertEqual([row["name"] for row in rows], ["Chi bộ Văn phòng", "Lò Thị Hoa"])

	def test_ratings_of_the_resolution_itself_have_their_vote_and_annex(self) -> None:
		author = create_test_seat(self.tree.agency_cell, "bi_thu_chi_bo").user
		row = {"name": self.tree.agency_cell, "grade": "Well Completed"}
		with self.set_user(author):
			[rating] = rating_service.propose("Organization", getdate().year, [row])
		rows = [{"rating": rating, "grade": "Duly Completed", "reason": "Còn việc chậm", "votes_for": 9}]
		more = {"ratings": rows, "ratings_votes_for": 12, "ratings_votes_against": 3}
		resolution = self.submit({self.file: "Recognize"}, number="07-QĐ/TU", **more)
		html = self.html(resolution.name)
		for words in (
			"PHỤ LỤC 1",
			"PHỤ LỤC 2",
			"12/15 tán thành",
			"14/15 tán thành",
			"9/0/0",
			"Còn việc chậm",
		):
			with self.subTest(words):
				self.assertIn(words, html)
		self.assertIn("xếp loại năm của 1", html)
		self.assertIn("Hoàn thành nhiệm vụ", html)
		self.assertLess(html.index("Kết quả xếp loại năm"), html.index("Kết quả đối với từng tổ chức đảng"))

	def test_what_was_typed_is_printed_as_text(self) -> None:
		resolution = self.submit({self.file: "Recognize"})
		frappe.db.set_value("Resolution", resolution.name, "signer", "<img src=x onerror=alert(1)>")
		html = self.html(resolution.name)
		self.assertIn("&lt; img src=x", html)
		self.assertNotIn("<img src=x", html)

	def test_a_stranger_prints_nothing(self) -> None:
		resolution = self.submit({self.file: "Recognize"})
		with self.set_user(self.users.neighbour), self.assertRefused(frappe.PermissionError):
			decision_print.decision_for_print(resolution)


def pages_of(pdf: bytes) -> list[PageObject]:
	return list(PdfReader(io.BytesIO(pdf)).pages)
