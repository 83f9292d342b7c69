from unittest import TestCase

from openpyxl import Workbook

from bontot.workbook import plain_cells


class TestPlainCells(TestCase):
	def test_a_text_that_would_be_run_is_marked_as_text(self):
		sheet = Workbook().active
		sheet.append(["=1+1", "+84912", "Chi bộ", -5, None])
		plain_cells.in_sheet(sheet)
		cells = next(sheet.iter_rows())
		self.assertEqual([cell.value for cell in cells], ["=1+1", "+84912", "Chi bộ", -5, None])
		self.assertEqual([cell.data_type for cell in cells[:3]], ["s"] * 3)
		self.assertEqual([bool(cell.quotePrefix) for cell in cells], [True, True, False, False, False])

	def test_rows_of_a_csv_file_and_their_numbers(self):
		rows = [["=cmd|' /C calc'!A0", "@SUM(1)", "-5", "+1.234,5", "- phụ lục", 7, ""]]
		plain = [["'=cmd|' /C calc'!A0", "'@SUM(1)", "-5", "+1.234,5", "'- phụ lục", 7, ""]]
		self.assertEqual(plain_cells.in_rows(rows), plain)
