import unicodedata
import unittest

from bontot.text import escape_like, fold, nfc, without_tags


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

	def test_what_would_begin_a_tag_is_set_apart_and_nothing_else(self):
		cases = {
			"<img src=x onerror=alert(1)>": "< img src=x onerror=alert(1)>",
			"</script><!-- <?xml": "< /script>< !-- < ?xml",
			"5 < 6, < 90 % & a > b": "5 < 6, < 90 % & a > b",
			"<<b>": "<< b>",
		}
		for text, kept in cases.items():
			with self.subTest(text):
				self.assertEqual(without_tags(text), kept)

	def test_a_pattern_stands_for_the_text_alone(self):
		self.assertEqual(escape_like("100% a_b \\ c"), "100\\% a\\_b \\\\ c")

	def test_nothing_is_an_empty_text(self):
		self.assertEqual((fold(None), nfc(None), fold("")), ("", "", ""))

	def test_both_spellings_become_one(self):
		composed = "Nguyễn Thị Hường"
		self.assertEqual(nfc(unicodedata.normalize("NFD", composed) + " "), composed)


if __name__ == "__main__":
	unittest.main()
