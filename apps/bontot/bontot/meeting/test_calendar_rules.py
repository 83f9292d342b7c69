import unittest
from datetime import date

from bontot.meeting import calendar_rules as rules


class TestSpans(unittest.TestCase):
	def test_months_quarters_and_halves_of_a_year(self) -> None:
		year = date(2028, 1, 1), date(2028, 12, 31)
		self.assertEqual([len(rules.spans(*year, length)) for length in (1, 3, 6)], [12, 4, 2])
		self.assertEqual(rules.spans(*year, 1)[1].ends_on, date(2028, 2, 29))
		self.assertEqual([span.number for span in rules.spans(*year, 3)], [1, 2, 3, 4])
		self.assertEqual([span.number for span in rules.spans(*year, 6)], [1, 2])
		self.assertEqual(rules.spans(*year, 1)[11].number, 12)

	def test_only_whole_spans_of_a_period(self) -> None:
		spans = rules.spans(date(2026, 2, 15), date(2026, 7, 15), 1)
		self.assertEqual([span.number for span in spans], [3, 4, 5, 6])

	def test_a_period_over_two_years(self) -> None:
		spans = rules.spans(date(2026, 11, 1), date(2027, 2, 28), 1)
		self.assertEqual([span.number for span in spans], [11, 12, 1, 2])

	def test_only_spans_wholly_lived(self) -> None:
		quarters = rules.spans(date(2026, 1, 1), date(2026, 12, 31), 3)
		lived = rules.lived(quarters, date(2026, 1, 2), date(2026, 9, 30))
		self.assertEqual([span.number for span in lived], [2, 3])

	def test_days_ahead_are_whole_days(self) -> None:
		self.assertEqual(rules.days_ahead(date(2026, 2, 27), date(2026, 3, 2)), 3)
		self.assertEqual(rules.days_ahead(date(2026, 3, 3), date(2026, 3, 2)), -1)
