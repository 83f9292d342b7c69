from datetime import UTC, date, datetime
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from bontot.workbook import values
from bontot.workbook.values import Cell, Choices, Fault, read_code, read_date, read_text, read_yesno

ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=60)


class Faults(TestCase):
	def assertFault(self, code, read, value, **more):
		with self.assertRaises(Fault) as caught:
			read(Cell(value, **more))
		self.assertEqual(caught.exception.code, code)


class TestText(Faults):
	def test_one_spelling(self):
		cases = (
			("Đảng bộ\u00a0xã  Bản Mẻ ", "Đảng bộ xã Bản Mẻ"),
			("D\u0323o\u0302\u0323", "Ḍộ"),
			("Chi bộ\u200b thôn\ufeff 1\n", "Chi bộ thôn 1"),
			("plain", "plain"),
		)
		for raw, wanted in cases:
			with self.subTest(raw=raw):
				self.assertEqual(values.clean(raw), wanted)

	def test_what_was_done_is_said(self):
		for raw, remarks in (("Hòa", ()), ("Ho\u0300a", ("decomposed",)), ("Hòa ", ("cleaned",))):
			cell = Cell(raw)
			read_text(cell)
			self.assertEqual(cell.remarks, remarks, raw)

	@given(ANY_TEXT)
	def test_neutral_texts_come_back_and_none_is_run(self, text: str):
		self.assertEqual(values.original(values.neutral(text)), text)
		self.assertFalse(values.neutral(text).startswith(("=", "+", "-", "@", "\t", "\r")))

	@given(ANY_TEXT)
	def test_cleaning_twice_is_cleaning_once(self, text: str):
		self.assertEqual(values.clean(values.clean(text)), values.clean(text))

	def test_too_long_is_refused(self):
		self.assertEqual(read_text(Cell("x" * 140)), "x" * 140)
		self.assertFault("too_long", read_text, "x" * 141)


class TestNumbers(Faults):
	def test_codes_are_text(self):
		self.assertEqual(read_code(Cell("02.001")), "02.001")
		self.assertEqual(read_code(Cell(2, "00")), "02")
		for value in (2, 2.001, 10.0):
			self.assertFault("number_not_text", read_code, value)

	def test_numbers_are_restored_only_when_there_is_one_way(self):
		cases = (
			("phone", 912345678, "0912345678"),
			("phone", 2193861234, "02193861234"),
			("phone", 112, None),
			("citizen", 2085001234, "002085001234"),
			("citizen", 22085001234, "022085001234"),
			("citizen", 22085001234.0, "022085001234"),
			("citizen", 73123456, "073123456"),
			("citizen", 1234567, None),
			("card", 12345678, "12345678"),
			("card", 1234567, None),
			("card", 31.12345, None),
		)
		for sort, value, wanted in cases:
			with self.subTest(sort=sort, value=value):
				if wanted:
					self.assertEqual(values.digits_reader(sort)(Cell(value)), wanted)
				else:
					self.assertFault("number_not_text", values.digits_reader(sort), value)

	def test_telephones_are_digits(self):
		read = values.digits_reader("phone")
		self.assertEqual(read(Cell("+84 912.345.678")), "+84 912.345.678")
		self.assertFault("not_digits", read, "không có")


class TestDates(Faults):
	def test_one_day_in_many_dresses(self):
		day = date(2010, 2, 3)
		for value in (
			day,
			datetime(2010, 2, 3),
			"03/02/2010",
			"3/2/2010 ",
			"3-2-2010",
			"03.02.2010",
			"2010-02-03",
			"2010-02-03 00:00:00",
			"ngày 03 tháng 02 năm 2010",
			"\u00a003/02/2010",
			40212,
			40212.0,
		):
			with self.subTest(value=value):
				self.assertEqual(read_date(Cell(value)), day)

	def test_the_other_epoch(self):
		from openpyxl.utils.datetime import MAC_EPOCH

		self.assertEqual(read_date(Cell(40212 - 1462, epoch=MAC_EPOCH)), date(2010, 2, 3))

	def test_what_is_no_day_is_named(self):
		cases = (
			("1960", "year_only"),
			(1960, "year_only"),
			("năm 1960", "year_only"),
			("02/2010", "month_only"),
			("tháng 2 năm 2010", "month_only"),
			("03/02/10", "short_year"),
			("02/25/2010", "no_such_day"),
			("31/02/2010", "no_such_day"),
			("01/01/0001", "no_such_day"),
			("khoảng 2010", "not_a_date"),
			(True, "not_a_date"),
			(-5, "not_a_date"),
			(40212.5, "with_time"),
			(datetime(2010, 2, 3, 7), "with_time"),
		)
		for value, code in cases:
			with self.subTest(value=value):
				self.assertFault(code, read_date, value)

	@given(st.dates(date(1870, 1, 1), date(2200, 12, 31)))
	def test_every_day_is_read_as_it_is_written(self, day: date):
		for text in (f"{day.day:02}/{day.month:02}/{day.year}", day.isoformat()):
			self.assertEqual(read_date(Cell(text)), day)


class TestChoices(Faults):
	def test_words_and_codes_with_or_without_marks(self):
		choices = Choices.of("cấp", {"tinh": "Tỉnh", "co_so": "Cơ sở"})
		for text in ("Cơ sở", "cơ  SỞ", "co so", "co_so", "Cơ sơ\u0309"):
			self.assertEqual(choices.read(Cell(text)), "co_so")

	def test_nearest_is_suggested(self):
		choices = Choices.of("cấp", {"tinh": "Tỉnh", "co_so": "Cơ sở"})
		with self.assertRaises(Fault) as caught:
			choices.read(Cell("Cơ sỡ 1"))
		self.assertEqual(
			(caught.exception.code, caught.exception.words["near"]), ("unknown_choice_near", "Cơ sở")
		)
		self.assertFault("unknown_choice", choices.read, "Trung ương")

	def test_two_meanings_are_no_meaning(self):
		choices = Choices.of("cấp", {"a": "Bản Mé", "b": "Bản Mẻ"})
		self.assertEqual(choices.read(Cell("Bản Mẻ")), "b")
		self.assertFault("doubtful_choice", choices.read, "ban me")

	def test_yes_and_no(self):
		for text, wanted in (("Có", 1), ("x", 1), (True, 1), (1.0, 1), ("không", 0), (0, 0), (False, 0)):
			self.assertEqual(read_yesno(Cell(text)), wanted)
		self.assertFault("bad_yesno", read_yesno, "chưa rõ")


class TestControl(TestCase):
	def test_a_day_with_hours_in_another_zone_is_no_plain_day(self):
		with self.assertRaises(Fault):
			read_date(Cell(datetime(2010, 2, 3, 1, tzinfo=UTC)))
