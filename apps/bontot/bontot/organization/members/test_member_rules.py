import unittest
from datetime import date

from bontot.organization.members.member_rules import (
	Change,
	Move,
	away,
	changes_after,
	contradiction,
	organization_on,
	state_on,
)

TODAY = date(2026, 11, 24)
EARLY, LATE, FUTURE = date(2010, 2, 3), date(2011, 2, 3), date(2026, 11, 25)


class TestMemberRules(unittest.TestCase):
	def test_table(self):
		cases = [
			("Full", EARLY, LATE, None, None),
			("Full", EARLY, EARLY, None, None),
			("Full", None, None, None, None),
			("Full", LATE, EARLY, None, "official_before_admission"),
			("Full", FUTURE, None, None, "in_future"),
			("Full", EARLY, FUTURE, None, "in_future"),
			("Full", EARLY, TODAY, None, None),
			("Probationary", EARLY, None, None, None),
			("Probationary", EARLY, LATE, None, "probationary_with_official_date"),
			("Left", EARLY, LATE, None, "left_without_date"),
			("Left", EARLY, LATE, TODAY, None),
			("Left", EARLY, LATE, FUTURE, "in_future"),
			("Left", LATE, None, EARLY, "left_before_admission"),
			("Exempt", EARLY, LATE, TODAY, "date_without_leaving"),
		]
		for state, admitted, official, left, expected in cases:
			with self.subTest(state=state, admitted=admitted, official=official, left=left):
				self.assertEqual(contradiction(state, admitted, official, left, TODAY), expected)


if __name__ == "__main__":
	unittest.main()


class TestStateOverTime(unittest.TestCase):
	def test_the_state_of_a_day(self):
		away = (Change(date(2026, 3, 1), "Temporarily Away"), Change(date(2026, 6, 1), "Full"))
		days = (date(2010, 2, 3), date(2011, 2, 3), None)
		left = (date(2010, 2, 3), date(2011, 2, 3), date(2026, 9, 1))
		for on, state, changes, known, expected in (
			(date(2026, 2, 28), "Full", away, days, "Full"),
			(date(2026, 3, 1), "Full", away, days, "Temporarily Away"),
			(date(2026, 5, 31), "Full", away, days, "Temporarily Away"),
			(date(2026, 6, 1), "Full", away, days, "Full"),
			(date(2010, 2, 2), "Full", (), days, None),
			(date(2010, 2, 3), "Full", (), days, "Probationary"),
			(date(2011, 2, 3), "Full", (), days, "Full"),
			(date(2020, 1, 1), "Exempt", (), days, "Exempt"),
			(date(2026, 8, 31), "Left", (), left, "Full"),
			(date(2026, 9, 1), "Left", (), left, None),
			(date(2026, 1, 1), "Left", (), days, None),
			(date(2026, 2, 1), "Left", (Change(date(2026, 1, 1), "Exempt"),), left, "Exempt"),
			(date(2025, 12, 31), "Exempt", (Change(date(2026, 1, 1), "Exempt"),), days, "Full"),
		):
			with self.subTest(on=on, state=state):
				self.assertEqual(state_on(on, state, changes, *known), expected)

	def test_the_record_keeps_what_was_before_the_first_change(self):
		first, day = date(2010, 2, 3), date(2026, 5, 1)
		record = changes_after(day, "Full", "Exempt", [], first)
		self.assertEqual(record, [Change(first, "Full"), Change(day, "Exempt")])
		again = changes_after(day, "Exempt", "Full", record, first)
		self.assertEqual(again, [Change(first, "Full"), Change(day, "Full")])
		self.assertEqual(changes_after(day, "Full", "Exempt", [], day), [Change(day, "Exempt")])

	def test_who_is_away_comes_back_the_day_after(self):
		record = away([], date(2026, 3, 1), date(2026, 5, 31), "Full")
		self.assertEqual(
			record, [Change(date(2026, 3, 1), "Temporarily Away"), Change(date(2026, 6, 1), "Full")]
		)
		self.assertEqual(away(record, date(2026, 3, 1), date(2026, 5, 31), "Full"), record)

	def test_where_a_member_belonged(self):
		moves = [Move(date(2026, 5, 1), "b"), Move(date(2025, 5, 1), "a")]
		for on, expected in ((date(2025, 4, 30), "a"), (date(2025, 5, 1), "b"), (date(2026, 5, 1), "c")):
			self.assertEqual(organization_on(on, "c", moves), expected)
