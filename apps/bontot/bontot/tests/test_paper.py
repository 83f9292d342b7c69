from datetime import date
from unittest import TestCase

from bontot import paper


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
