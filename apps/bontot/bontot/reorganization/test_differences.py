import unittest

from bontot.reorganization.differences import Departure, of_rows

ABOUT = ("act", "organization")
MERGE = {"act": "Merge", "organization": "A", "target": "B"}
MOVE = {"act": "Move", "organization": "C", "target": "D"}


class TestDepartures(unittest.TestCase):
	def test_what_differs(self) -> None:
		elsewhere = MERGE | {"target": "E"}
		cases = (
			("the same", [MERGE, MOVE], [MERGE, MOVE], []),
			("another order", [MERGE, MOVE], [MOVE, MERGE], []),
			("left out", [MERGE, MOVE], [MOVE], [Departure(1, 0)]),
			("added", [MERGE], [MOVE, MERGE], [Departure(0, 1)]),
			("changed", [MERGE, MOVE], [MOVE, elsewhere], [Departure(1, 2)]),
			("about something else", [MERGE], [MOVE], [Departure(1, 0), Departure(0, 1)]),
			("one of two alike", [MERGE, MERGE], [MERGE], [Departure(2, 0)]),
			("two alike, one changed", [MERGE, MERGE], [elsewhere, MERGE], [Departure(2, 1)]),
			("nothing of it", [MERGE], [], [Departure(1, 0)]),
			("nothing at all", [], [], []),
		)
		for title, proposed, decided, wanted in cases:
			with self.subTest(title):
				self.assertEqual(of_rows(proposed, decided, ABOUT), wanted)


if __name__ == "__main__":
	unittest.main()
