from __future__ import annotations

from datetime import date
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from bontot.approval.acts.recognitions import streaks, withdrawal_fault


def later(*titles: tuple[int, str]) -> list[dict]:
	return [{"name": str(year), "year": year, "state": state} for year, state in titles]


class TestStreaks(TestCase):
	def test_table(self):
		cases = (
			("goes on", (2024, 3), ((2025, "Valid"), (2026, "Valid")), [4, 5]),
			("withdrawn in between", (2024, 3), ((2025, "Withdrawn"), (2026, "Valid")), [0, 1]),
			("reopened in between", (2024, 3), ((2025, "Reopened"), (2026, "Valid")), [0, 1]),
			("the year itself was withdrawn", (2024, 0), ((2025, "Valid"), (2026, "Valid")), [1, 2]),
			("a year without a title", (2024, 3), ((2026, "Valid"),), [1]),
			("nothing later", (2024, 3), (), []),
		)
		for title, (year, length), titles, expected in cases:
			with self.subTest(title):
				self.assertEqual(list(streaks(year, length, later(*titles)).values()), expected)

	@given(
		st.integers(0, 5), st.lists(st.sampled_from(("Valid", "Withdrawn", "Reopened", None)), max_size=12)
	)
	def test_each_year_counts_back_to_the_last_gap(self, length: int, states: list[str | None]):
		"""The oracle walks backwards from every year instead of forwards."""
		held = {2001 + number: state for number, state in enumerate(states) if state}
		found = streaks(2000, length, later(*held.items()))
		for year, state in held.items():
			back = 0
			while held.get(year - back) == "Valid":
				back += 1
			reaches = year - back == 2000
			expected = (back + (length if reaches else 0)) if state == "Valid" else 0
			self.assertEqual(found[str(year)], expected)


class TestWithdrawalFault(TestCase):
	def test_table(self):
		decided, today = date(2026, 12, 1), date(2026, 12, 20)
		cases = (
			("12-QĐ/TU", date(2026, 12, 10), None),
			("12-QĐ/TU", decided, None),
			("12-QĐ/TU", today, None),
			("", today, "number"),
			("12-QĐ/TU", date(2026, 12, 21), "future"),
			("12-QĐ/TU", date(2026, 11, 30), "before"),
		)
		for number, on, expected in cases:
			with self.subTest(number=number, on=on):
				self.assertEqual(withdrawal_fault(number, on, decided, today), expected)
