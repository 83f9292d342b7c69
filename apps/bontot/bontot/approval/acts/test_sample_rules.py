import unittest

from bontot.approval.acts import sample_rules

NAMES = [f"tệp {number}" for number in range(200)]


def marks(
	names: list[str], user: str = "a@thu.vn", secret: str = "khóa", sequence: int = 1
) -> dict[str, str]:
	return {name: sample_rules.mark(secret, user, name, sequence) for name in names}


class TestSampleRules(unittest.TestCase):
	def test_how_many(self):
		for count, percent, least, wanted in (
			(200, 5, 1, 10),
			(50, 5, 1, 3),
			(21, 5, 1, 2),
			(20, 5, 1, 1),
			(2, 5, 1, 1),
			(1, 5, 3, 1),
			(10, 5, 3, 3),
			(0, 5, 1, 0),
			(40, 0, 0, 0),
			(7, 100, 1, 7),
		):
			with self.subTest(count=count, percent=percent, least=least):
				self.assertEqual(sample_rules.size(count, percent, least), wanted)

	def test_the_same_question_draws_the_same(self):
		self.assertEqual(sample_rules.drawn(marks(NAMES), 10), sample_rules.drawn(marks(NAMES[::-1]), 10))

	def test_who_where_and_the_secret_make_the_draw(self):
		first = sample_rules.drawn(marks(NAMES), 10)
		for other in (marks(NAMES, user="b@thu.vn"), marks(NAMES, secret="khác"), marks(NAMES, sequence=2)):
			self.assertNotEqual(sample_rules.drawn(other, 10), first)

	def test_left_out_it_comes_back(self):
		"""Whoever leaves the drawn ones out meets the next; taken in again, those are first once more."""
		first = sample_rules.drawn(marks(NAMES), 10)
		rest = [name for name in NAMES if name not in first]
		second = sample_rules.drawn(marks(rest), 10)
		self.assertFalse(set(first) & set(second))
		self.assertEqual(sample_rules.drawn(marks([*second, *first]), 10), first)

	def test_every_file_is_drawn_about_as_often(self):
		"""Over many reviewers no file has a place of its own: what is drawn is spread over the whole selection."""
		counted = dict.fromkeys(NAMES, 0)
		for number in range(400):
			for name in sample_rules.drawn(marks(NAMES, user=f"{number}@thu.vn"), 10):
				counted[name] += 1
		self.assertEqual(sum(counted.values()), 4000)  # 20 each, with a standard deviation of 4.4
		self.assertGreater(min(counted.values()), 3)
		self.assertLess(max(counted.values()), 45)

	def test_a_setting_in_words_is_as_shipped(self):
		for text, wanted in (("10", 10), (" 0 ", 0), ("", 5), (None, 5), ("năm", 5), ("-3", 5), ("2,5", 5)):
			with self.subTest(text):
				self.assertEqual(sample_rules.whole_number(text, 5), wanted)
