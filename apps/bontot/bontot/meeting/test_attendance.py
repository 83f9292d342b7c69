import unittest

from bontot.meeting.attendance import Member, Row, count, percent, starting_roll
from bontot.meeting.names import name_key


class TestNames(unittest.TestCase):
	def test_given_name_first_and_the_letters_of_vietnamese(self) -> None:
		names = [
			"Lò Văn Đức",
			"Bàn Thị Dung",
			"Vi Thị Ánh",
			"Lò Thị An",
			"Hà Văn Ân",
			"Hoàng Minh",
			"Giàng A Dũng",
		]
		wanted = [
			"Lò Thị An",
			"Vi Thị Ánh",
			"Hà Văn Ân",
			"Bàn Thị Dung",
			"Giàng A Dũng",
			"Lò Văn Đức",
			"Hoàng Minh",
		]
		self.assertEqual(sorted(names, key=name_key), wanted)

	def test_tones_decide_only_between_the_same_letters(self) -> None:
		self.assertEqual(
			sorted(["Má", "Mạ", "Ma", "Mã", "Mà", "Mả"], key=name_key), ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ"]
		)

	def test_composed_and_decomposed_spelling_sort_alike(self) -> None:
		self.assertEqual(name_key("Nguye\u0302\u0303n Du\u031b\u0323"), name_key("Nguyễn Dự"))

	def test_a_foreign_letter_and_an_empty_name_have_a_place(self) -> None:
		self.assertEqual(sorted(["Wang", "Vy", ""], key=name_key), ["", "Vy", "Wang"])


class TestRoll(unittest.TestCase):
	def test_it_starts_full_and_in_order(self) -> None:
		members = [
			Member("3", "Hoàng Văn Yên", "Exempt"),
			Member("2", "Nguyễn Thị Bình", "Probationary"),
			Member("1", "Lò Văn An", "Full"),
			Member("4", "Lý A Páo", "Left"),
			Member("5", "Bàn Thị Chi", "Temporarily Away"),
			Member("6", "Triệu Văn Dần", "Temporarily In"),
		]
		roll = [(member.name, mark) for member, mark in starting_roll(members)]
		wanted = [("1", "Present"), ("2", "Present"), ("5", "Excused"), ("6", "Present"), ("3", "Excused")]
		self.assertEqual(roll, wanted)


class TestCount(unittest.TestCase):
	def test_only_the_cells_own_active_members_count(self) -> None:
		rows = [Row("Full", "Present")] * 14 + [Row("Probationary", "Excused"), Row("Full", "Unexcused")]
		rows += [Row("Temporarily In", "Present"), Row("Temporarily In", "Excused")]
		rows += [Row("Exempt", "Present"), Row("Temporarily Away", "Excused")]
		counts = count(rows)
		self.assertEqual((counts.expected, counts.present, counts.excused, counts.unexcused), (16, 14, 1, 1))
		self.assertEqual((counts.temporary, counts.exempt, counts.away), (1, 1, 1))
		self.assertEqual(counts.percent, 87.5)

	def test_percent_is_rounded_down(self) -> None:
		self.assertEqual(
			[percent(11, 12), percent(8999, 10000), percent(9, 10), percent(0, 0)], [91.6, 89.9, 90.0, 0.0]
		)
