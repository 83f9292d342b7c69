import unittest
from datetime import date

from bontot.meeting import kinds, minutes
from bontot.meeting.minutes import Section
from bontot.meeting.record import far_off, month_of, months_apart, status

DAY = date(2026, 3, 3)
MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)


class TestStatus(unittest.TestCase):
	def test_every_combination(self) -> None:
		for roll in (False, True):
			for took_place in (False, True):
				for has_minutes in (False, True):
					given = {"has_roll": roll, "took_place": took_place, "has_minutes": has_minutes}
					today = status(meeting_date=DAY, today=DAY, **given)
					wanted = "Planned"
					if roll and (took_place or has_minutes):
						wanted = "Minuted" if has_minutes else "Held"
					self.assertEqual(today, wanted, given)
					before = status(meeting_date=DAY, today=date(2026, 3, 2), **given)
					self.assertEqual(before, "Planned", given)


class TestMonth(unittest.TestCase):
	def test_only_a_regular_meeting_chooses(self) -> None:
		self.assertEqual(month_of(kinds.REGULAR, DAY, date(2026, 2, 9)), FEBRUARY)
		self.assertEqual(month_of(kinds.THEMATIC, DAY, FEBRUARY), MARCH)
		self.assertEqual(month_of(kinds.REGULAR, DAY, None), MARCH)

	def test_a_month_that_followed_the_date_follows_it_still(self) -> None:
		april = date(2026, 4, 2)
		self.assertEqual(month_of(kinds.REGULAR, april, MARCH, before=(DAY, MARCH)), date(2026, 4, 1))
		self.assertEqual(month_of(kinds.REGULAR, april, FEBRUARY, before=(DAY, FEBRUARY)), FEBRUARY)

	def test_months_apart(self) -> None:
		self.assertEqual(months_apart(date(2026, 1, 31), date(2025, 12, 1)), 1)
		self.assertEqual(months_apart(date(2026, 1, 1), date(2027, 1, 1)), 12)


class TestFarOff(unittest.TestCase):
	def test_a_year_ahead_and_ten_years_back_and_not_a_day_more(self) -> None:
		today = date(2028, 2, 29)
		for day, wanted in (
			(date(2029, 2, 28), ""),
			(date(2029, 3, 1), "ahead"),
			(date(2036, 12, 2), "ahead"),
			(date(2018, 3, 1), ""),
			(date(2018, 2, 28), "back"),
			(date(1900, 1, 1), "back"),
		):
			self.assertEqual(far_off(day, today), wanted, day)


class TestMinutes(unittest.TestCase):
	def test_sections_are_numbered_and_empty_ones_left_out(self) -> None:
		text = minutes.compose(
			"Biên bản", [Section("Một", ["a", ""]), Section("Hai", [" "]), Section("Ba", ["c"])]
		)
		self.assertEqual(text, "BIÊN BẢN\n\nI- Một\na\n\nII- Ba\nc")

	def test_roman(self) -> None:
		self.assertEqual(
			[minutes.roman(n) for n in (1, 4, 9, 10, 14, 39)], ["I", "IV", "IX", "X", "XIV", "XXXIX"]
		)
