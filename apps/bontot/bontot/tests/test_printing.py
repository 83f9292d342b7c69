import io

import frappe
from pypdf import PdfReader

from bontot import paper, printing
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase


class TestPrinting(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		create_test_member(self.tree.cell_a, full_name="Nguyễn Thị Ưu")
		self.meeting = create_test_meeting(self.tree.cell_a, "Cell Regular", "2026-03-05", minuted=True)
		self.secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.neighbour = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user

	def test_minutes_print_in_vietnamese(self):
		with self.set_user(self.secretary):
			printing.download_pdf("Meeting", self.meeting.name, format="Meeting Minutes", language="vi")
		self.assertEqual(frappe.local.response.type, "pdf")
		self.assertTrue(frappe.local.response.filename.endswith(".pdf"))
		text = "".join(
			page.extract_text() for page in PdfReader(io.BytesIO(frappe.local.response.filecontent)).pages
		)
		for words in ("ĐẢNG CỘNG SẢN VIỆT NAM", "CHI BỘ VĂN PHÒNG", "Sinh hoạt thường lệ tháng 03/2026"):
			self.assertIn(words, text)

	def test_pages_are_numbered_from_the_second_and_none_holds_the_signatures_alone(self):
		"""Over lengths of which one leaves room for the last line at the foot of a page, and none for the signatures."""
		lengths, longest = range(4, 13), 0
		for length in lengths:
			self.meeting.minutes_text = "\n".join(f"Ý kiến thứ {number}." for number in range(length))
			html = frappe.get_print("Meeting", "x", "Meeting Minutes", doc=self.meeting, no_letterhead=1)
			pages = [page.extract_text() for page in PdfReader(io.BytesIO(printing.as_pdf(html))).pages]
			longest = max(longest, len(pages))
			with self.subTest(length):
				self.assertIn("NGƯỜI GHI BIÊN BẢN", pages[-1])
				self.assertIn(f"Ý kiến thứ {length - 1}.", pages[-1])
				for number, page in enumerate(pages, 1):
					# What stands in the margin comes last in the text of a page.
					self.assertEqual(page.endswith(str(number)), number > 1)
		self.assertGreater(longest, 1)

	def test_heads_of_minutes_are_as_wide_as_of_every_paper(self):
		html = frappe.get_print("Meeting", "x", "Meeting Minutes", doc=self.meeting, no_letterhead=1)
		self.assertIn(paper.paper_style().strip(), html)

	def test_a_neighbour_prints_nothing_whatever_is_sent(self):
		# Newer frameworks do not say that it exists.
		refusals = (frappe.PermissionError, frappe.DoesNotExistError)
		with self.set_user(self.neighbour), self.assertRaises(refusals):
			printing.download_pdf("Meeting", self.meeting.name, doc={"organization": self.tree.cell_b})

	def test_no_address_leads_out_of_the_assets(self):
		here = frappe.utils.get_url()
		for url in (
			"http://127.0.0.1:1/x",
			"file:///etc/passwd",
			f"{here}/private/files/x.pdf",
			f"{here}/assets/../localhost/site_config.json",
			f"{here}/assets/%2e%2e/localhost/site_config.json",
		):
			with self.subTest(url), self.assertRaises(ValueError):
				printing.fetch_asset(url)
		self.assertTrue(printing.fetch_asset(f"{here}/assets/bontot/images/bontot.svg")["string"])

	def test_a_long_table_loses_no_row(self):
		"""In the framework's own layout, which has each section in what floats."""
		period = frappe.new_doc("Review Period", title="Năm 2026")
		for _row in range(120):
			period.append("deadlines", {"due_on": "2026-12-15"})
		html = frappe.get_print("Review Period", "x", "Standard", doc=period, no_letterhead=1)
		pages = PdfReader(io.BytesIO(printing.as_pdf(html))).pages
		self.assertGreater(len(pages), 2)
		text = "".join(page.extract_text() for page in pages)
		self.assertEqual(text.count(frappe.format_value("2026-12-15", {"fieldtype": "Date"})), 120)
