from datetime import date
from unittest import TestCase

import frappe

from bontot import paper
from bontot.organization.testing import create_test_tree
from bontot.tests.case import BontotTestCase


class TestPaper(TestCase):
	def test_days_and_the_first_two_months_have_a_leading_nought(self):
		cases = (
			(date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
			(date(2026, 3, 15), "ngày 15 tháng 3 năm 2026"),
			(date(2026, 12, 1), "ngày 01 tháng 12 năm 2026"),
		)
		for day, words in cases:
			with self.subTest(day):
				self.assertEqual(paper.day_in_words(day), words)

	def test_the_committee_writes_and_receives_for_its_organisation(self):
		for organization, committee in (
			("Đảng bộ tỉnh Phú Giang", "Tỉnh ủy Phú Giang"),
			("Đảng bộ huyện Nà Mèo", "Huyện ủy Nà Mèo"),
			("Đảng bộ thành phố Phú Giang", "Thành ủy Phú Giang"),
			("Đảng bộ xã Nà Mèo", "Đảng ủy xã Nà Mèo"),
			("Đảng bộ các cơ quan Đảng tỉnh", "Đảng ủy các cơ quan Đảng tỉnh"),
			("Chi bộ thôn Nà Mèo", "Chi bộ thôn Nà Mèo"),
		):
			with self.subTest(organization):
				self.assertEqual(paper.committee_name(organization), committee)


class TestPlace(BontotTestCase):
	def test_a_cell_without_a_place_writes_that_of_its_grassroots_organization(self):
		tree = create_test_tree()
		cell, above = tree.commune_cell, tree.commune
		self.assertEqual(frappe.db.get_value("Party Organization", cell, "grassroots_organization"), above)
		for own, of_the_body, wanted in (
			("", "", ""),
			("", "Bản Mẻ", "Bản Mẻ"),
			("Nà Mèo", "Bản Mẻ", "Nà Mèo"),
		):
			with self.subTest(wanted):
				frappe.db.set_value("Party Organization", cell, "place", own)
				frappe.db.set_value("Party Organization", above, "place", of_the_body)
				self.assertEqual(paper.paper_head(cell)["place"], wanted)
