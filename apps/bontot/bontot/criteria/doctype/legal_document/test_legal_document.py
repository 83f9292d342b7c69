import frappe

from bontot.criteria.setup import install_legal_documents, legal_document
from bontot.tests.case import BontotTestCase


class TestLegalDocument(BontotTestCase):
	def test_what_was_replaced_names_its_successor(self):
		"""Facts §0: rating 124-QĐ/TW (2023) gave way to 366-QĐ/TW (2025)."""
		replaced = frappe.db.get_value("Legal Document", {"document_number": "124-QĐ/TW"}, "replaced_by")
		self.assertEqual(frappe.db.get_value("Legal Document", replaced, "document_number"), "366-QĐ/TW")

	def test_no_chain_of_replacements_bites_its_tail(self):
		successors = dict(frappe.get_all("Legal Document", fields=["name", "replaced_by"], as_list=True))
		for start in successors:
			seen, at = set(), start
			while at:
				self.assertNotIn(at, seen, start)
				seen.add(at)
				at = successors[at]

	def test_a_number_stands_once_and_set_up_keeps_corrections(self):
		with self.assertRefused(frappe.UniqueValidationError):
			frappe.get_doc(
				doctype="Legal Document", document_kind="Quy định", document_number="366-QĐ/TW"
			).insert()
		frappe.db.set_value("Legal Document", legal_document("366-QĐ/TW"), "title", "Trích yếu đã sửa")
		install_legal_documents()
		self.assertEqual(
			frappe.db.get_value("Legal Document", legal_document("366-QĐ/TW"), "title"), "Trích yếu đã sửa"
		)
