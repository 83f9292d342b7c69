from datetime import date

import frappe

from bontot.criteria import citing, setup
from bontot.tests.case import BontotTestCase

PLAN = "KE-HOACH"
FULL = {
	"document_kind": "Nghị quyết",
	"document_number": "21-NQ/TW",
	"issued_on": "2022-06-16",
	"issuer": "Ban Chấp hành Trung ương Đảng khoá XIII",
	"title": "về tăng cường củng cố",
}
MADE_UP = ("(", ")", "[", "]", "bổ sung", "rút gọn")


class TestCitation(BontotTestCase):
	def test_what_nobody_gave_is_left_out(self) -> None:
		cases = (
			(
				{},
				"Nghị quyết số 21-NQ/TW, ngày 16/6/2022 của Ban Chấp hành Trung ương Đảng khoá XIII về tăng cường củng cố",
			),
			(
				{"title": ""},
				"Nghị quyết số 21-NQ/TW, ngày 16/6/2022 của Ban Chấp hành Trung ương Đảng khoá XIII",
			),
			({"title": "", "issuer": None}, "Nghị quyết số 21-NQ/TW, ngày 16/6/2022"),
			(
				{"title": "", "issued_on": ""},
				"Nghị quyết số 21-NQ/TW của Ban Chấp hành Trung ương Đảng khoá XIII",
			),
			(
				{"document_number": "", "issued_on": None},
				"Nghị quyết của Ban Chấp hành Trung ương Đảng khoá XIII về tăng cường củng cố",
			),
		)
		for change, words in cases:
			with self.subTest(change):
				self.assertEqual(citing.citation(FULL | change), words)

	def test_days_as_the_party_writes_them(self) -> None:
		days = {
			date(2018, 3, 8): "08/3/2018",
			date(2026, 2, 5): "05/02/2026",
			date(2022, 11, 15): "15/11/2022",
		}
		for day, words in days.items():
			self.assertEqual(citing.day(day), words)

	def test_the_register_asks_for_what_it_lacks(self) -> None:
		self.assertEqual(citing.lacking(FULL), [])
		self.assertEqual(citing.lacking(FULL | {"title": "", "issuer": None}), ["issuer", "title"])


class TestShippedRegister(BontotTestCase):
	def test_no_citation_holds_a_word_for_who_fills_in_the_register(self) -> None:
		for row in setup.read("legal_documents.json"):
			with self.subTest(row["document_number"]):
				self.assertFalse([mark for mark in MADE_UP if mark in citing.citation(row)])

	def test_subjects_and_issuers_are_those_of_the_plan(self) -> None:
		found = {row["document_number"]: row for row in setup.read("legal_documents.json")}
		self.assertEqual(found["998-QĐ/TU"].get("title"), None)
		self.assertEqual(
			citing.citation(found["998-QĐ/TU"]),
			"Quyết định số 998-QĐ/TU, ngày 12/6/2023 của Ban Thường vụ Tỉnh ủy",
		)
		self.assertEqual(found["30-CTr/TU"]["issuer"], "Ban Chấp hành Đảng bộ tỉnh")
		self.assertEqual(found["12-CT/TU"]["title"], "về nâng cao chất lượng sinh hoạt chi bộ")

	def test_the_plan_is_cited_without_a_number_until_one_is_given(self) -> None:
		plan = frappe.get_doc(citing.DOCTYPE, PLAN)
		without = "Kế hoạch của Ban Thường vụ Tỉnh ủy xây dựng “chi bộ bốn tốt”, “đảng bộ cơ sở bốn tốt”"
		self.assertEqual(citing.citation(plan.as_dict()), without)
		self.assertEqual(citing.lacking(plan.as_dict()), ["document_number", "issued_on"])
		plan.update({"document_number": "150-KH/TU", "issued_on": "2023-07-07"}).save()
		self.assertEqual(plan.heading, "Kế hoạch số 150-KH/TU")
		setup.install_legal_documents()
		self.assertEqual(frappe.db.count(citing.DOCTYPE, {"document_kind": "Kế hoạch"}), 1)
		kept = {"legal_document": PLAN, "document_kind": "Kế hoạch", "document_number": "", "issued_on": ""}
		cited = citing.citation(citing.in_force(kept, date(2026, 12, 20)))
		self.assertTrue(cited.startswith("Kế hoạch số 150-KH/TU, ngày 07/7/2023 của"), cited)


class TestInForce(BontotTestCase):
	def test_a_replaced_document_gives_way_on_the_day_its_successor_was_issued(self) -> None:
		kept = {"legal_document": setup.legal_document("132-QĐ/TW"), "document_number": "132-QĐ/TW"}
		for on, number in (
			(date(2023, 10, 3), "132-QĐ/TW"),
			(date(2023, 10, 4), "124-QĐ/TW"),
			(date(2026, 12, 20), "366-QĐ/TW"),
		):
			with self.subTest(on):
				self.assertEqual(citing.in_force(kept, on)["document_number"], number)

	def test_what_a_period_has_frozen_is_not_overwritten(self) -> None:
		name = setup.legal_document("21-NQ/TW")
		frappe.db.set_value(citing.DOCTYPE, name, "title", "đã sửa")
		kept = {"legal_document": name, "title": "như đã khóa"}
		self.assertEqual(citing.in_force(kept, date(2026, 1, 1))["title"], "như đã khóa")
