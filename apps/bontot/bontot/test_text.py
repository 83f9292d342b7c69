import unicodedata
import unittest

from bontot.text import fold, nfc


class TestText(unittest.TestCase):
	def test_fold_takes_every_mark_away(self):
		cases = {
			"Đảng bộ xã Bản Mẻ": "dang bo xa ban me",
			"  Chi  bộ\tthôn Nà Mèo ": "chi bo thon na meo",
			unicodedata.normalize("NFD", "Ủy ban Kiểm tra"): "uy ban kiem tra",
			"đĐ ưƯ ơƠ": "dd uu oo",
		}
		for text, folded in cases.items():
			with self.subTest(text):
				self.assertEqual(fold(text), folded)

	def test_nothing_is_an_empty_text(self):
		self.assertEqual((fold(None), nfc(None), fold("")), ("", "", ""))

	def test_both_spellings_become_one(self):
		composed = "Nguyễn Thị Hường"
		self.assertEqual(nfc(unicodedata.normalize("NFD", composed) + " "), composed)


if __name__ == "__main__":
	unittest.main()
