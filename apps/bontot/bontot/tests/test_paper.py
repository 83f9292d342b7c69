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
