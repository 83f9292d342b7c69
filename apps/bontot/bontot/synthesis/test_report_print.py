"""A summary report on paper: its figures, its texts, its head; what was typed is printed as text."""

import io

import frappe
from pypdf import PdfReader

from bontot import printing
from bontot.approval.acts import service
from bontot.organization.testing import create_test_seat
from bontot.synthesis import report_print
from bontot.synthesis.test_overview import OverviewTestCase
from bontot.synthesis.testing import create_test_report, set_states


class TestReportPrint(OverviewTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.secretary = create_test_seat(self.tree.body, "bi_thu_dang_uy").user

	def report(self, **values):
		with self.set_user(self.secretary):
			return create_test_report(self.tree.body, self.period.name, **values)

	def html(self, report) -> str:
		with self.set_user(self.secretary):
			return frappe.get_print("Summary Report", report.name, "Summary Report Print", no_letterhead=1)

	def test_a_sent_report_prints_the_figures_that_it_froze(self) -> None:
		self.spread()
		report = self.report()
		self.assertIn("Dự thảo", self.html(report))
		with self.set_user(self.secretary):
			service.send("Summary Report", report.name, 0)
		set_states(self.period.name, {self.tree.cell_b: "Recognized"})
		html = self.html(report)
		self.assertNotIn("Dự thảo", html)
		for words in (
			"ĐẢNG CỘNG SẢN VIỆT NAM",
			"ĐẢNG ỦY ỦY BAN NHÂN DÂN TỈNH",
			"T/M BAN THƯỜNG VỤ",
			"1/2 (50,0 %)",
			"Giao ban hằng tuần",
			"Đảng bộ Sở Nông nghiệp và Môi trường",
		):
			with self.subTest(words):
				self.assertIn(words, html)

	def test_it_makes_a_pdf_of_two_pages(self) -> None:
		report = self.report()
		with self.set_user(self.secretary):
			printing.download_pdf("Summary Report", report.name, format="Summary Report Print", language="vi")
		pages = PdfReader(io.BytesIO(frappe.local.response.filecontent)).pages
		self.assertGreaterEqual(len(pages), 2)
		self.assertIn("BÁO CÁO", pages[0].extract_text())

	def test_what_was_typed_is_printed_as_text(self) -> None:
		report = self.report()
		frappe.db.set_value("Summary Report", report.name, "difficulties", "<img src=x onerror=alert(1)>")
		html = self.html(report)
		self.assertIn("&lt; img src=x", html)
		self.assertNotIn("<img src=x", html)

	def test_who_may_not_read_it_prints_nothing(self) -> None:
		report = self.report()
		neighbour = create_test_seat(self.tree.other_body, "bi_thu_dang_uy").user
		with self.set_user(neighbour), self.assertRefused(frappe.PermissionError):
			report_print.report_for_print(report)
