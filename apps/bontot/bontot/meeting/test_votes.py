from unittest import TestCase

from bontot.meeting.votes import find_fault


class TestVotes(TestCase):
	def test_table(self):
		cases = (
			# total, for, against, other, recognizes
			((15, 8, 4, 3, True), None),
			((15, 7, 0, 0, True), "no_majority"),
			((16, 8, 8, 0, True), "no_majority"),  # exactly half carries nothing
			((15, 0, 15, 0, False), None),
			((15, 15, 1, 0, True), "too_many"),
			((0, 0, 0, 0, False), "nobody"),
			((15, -1, 0, 0, False), "negative"),
			((-3, 0, 0, 0, False), "negative"),
			((1, 1, 0, 0, True), None),
		)
		for vote, expected in cases:
			with self.subTest(vote=vote):
				self.assertEqual(find_fault(*vote), expected)
