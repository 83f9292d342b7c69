from __future__ import annotations

from datetime import date, timedelta
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from bontot import working_days

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


class TestWorkingDays(TestCase):
	def test_which_days(self):
		cases = (
			("Tuesday", date(2026, 12, 1), True),
			("Saturday", date(2026, 12, 5), False),
			("New Year", date(2026, 1, 1), False),
			("eve of Tết", date(2026, 2, 16), False),
			("third day of Tết", date(2026, 2, 19), False),
			("after Tết", date(2026, 2, 23), True),
			("Hùng Kings' day made up on Monday", date(2026, 4, 27), False),
			("National Day", date(2026, 9, 2), False),
			("a Monday off for a Saturday worked", date(2026, 8, 31), False),
			("that Saturday", date(2026, 8, 22), True),
		)
		for title, day, expected in cases:
			with self.subTest(title):
				self.assertEqual(working_days.is_working_day(day), expected)

	def test_adding(self):
		cases = (
			(date(2026, 2, 12), 3, date(2026, 2, 24)),  # Thursday, over the whole of Tết
			(date(2026, 12, 4), 1, date(2026, 12, 7)),
			(date(2026, 12, 5), 0, date(2026, 12, 7)),
			(date(2026, 12, 7), -1, date(2026, 12, 4)),
			(date(2026, 12, 31), 1, date(2027, 1, 4)),
		)
		for start, days, expected in cases:
			with self.subTest(start=start, days=days):
				self.assertEqual(working_days.add(start, days), expected)

	def test_names(self):
		self.assertEqual(working_days.holiday_name(date(2026, 2, 17)), "Tết Nguyên Đán")
		self.assertIsNone(working_days.holiday_name(date(2026, 12, 1)))

	@settings(max_examples=60, deadline=None)
	@given(DAYS, st.integers(1, 30))
	def test_between_undoes_add(self, start: date, days: int):
		end = working_days.add(start, days)
		self.assertEqual(working_days.between(start, end), days)
		self.assertEqual(working_days.between(end, start), -days)
		self.assertTrue(working_days.is_working_day(end))
		self.assertEqual(working_days.between(start, end - timedelta(days=1)), days - 1)
