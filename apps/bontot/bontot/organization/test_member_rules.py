import unittest
from datetime import date

from bontot.organization.member_rules import contradiction

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
