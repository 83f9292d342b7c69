from itertools import product
from unittest import TestCase

from bontot.criteria.share import percent_words, verdict


class TestVerdict(TestCase):
	def test_table(self):
		cases = (
			# met, failed, unknown, ahead, least
			((11, 1, 0, 0, 80), "Met"),  # facts §2.2: 91.6 %
			((14, 3, 0, 0, 80), "Met"),  # facts §2.2: 82.3 %
			((4, 1, 0, 0, 80), "Met"),  # exactly
			((79, 21, 0, 0, 80), "Not Met"),
			((0, 0, 0, 12, 80), "Not Yet Due"),
			((1, 1, 0, 10, 80), "Not Yet Due"),  # ten good months still lift it to 91.6 %
			((1, 6, 0, 5, 80), "Not Met"),  # even five good months make 6 of 12
			((8, 0, 2, 0, 80), "Met"),  # whatever the two come to
			((5, 0, 5, 0, 80), "Awaiting Rating"),
			((0, 5, 5, 0, 80), "Not Met"),
			((5, 0, 0, 0, 0), "Met"),  # every share is reached
			((0, 5, 0, 0, 0), "Not Met"),
			((0, 5, 0, 1, 0), "Awaiting Rating"),
			((4, 1, 0, 0, 0), "Awaiting Rating"),  # the province has not set the share
			((5, 0, 1, 0, 0), "Awaiting Rating"),
		)
		for given, wanted in cases:
			with self.subTest(given):
				self.assertEqual(verdict(*given), wanted)

	def test_what_is_decided_stays_whatever_the_unknown_come_to(self):
		"""Met or not met with some unknown: every way they can come out, with nothing ahead, gives the same."""
		for met, failed, unknown in product(range(6), range(6), range(1, 4)):
			early = verdict(met, failed, unknown, 0, 80)
			if early in ("Met", "Not Met"):
				later = {
					verdict(met + good, failed + unknown - good, 0, 0, 80) for good in range(unknown + 1)
				}
				with self.subTest((met, failed, unknown)):
					self.assertEqual(later, {early})


class TestWords(TestCase):
	def test_rounded_down(self):
		self.assertEqual(percent_words(11, 12), "11/12 (91,6 %)")
		self.assertEqual(percent_words(8999, 10000), "8999/10000 (89,9 %)")
		self.assertEqual((percent_words(12, 12), percent_words(0, 0)), ("12/12", "0/0"))
