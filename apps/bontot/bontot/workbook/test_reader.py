import io
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from unittest import TestCase
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from bontot.workbook import layout, package, reader, values
from bontot.workbook.layout import SHEETS
from bontot.workbook.testing import LISTS, headed, read_sheets, row_of, said, write_workbook
from bontot.workbook.values import CLEAR, FAULTY
from bontot.workbook.writing import Writer

MEMBERS = SHEETS["members"]
PLAIN = {"full_name": "Hoàng Thị Đào", "organization": "02.001"}


def picked(row: tuple, *fields: str) -> tuple:
	return tuple(getattr(row, field) for field in fields)


class TestMessySheets(TestCase):
	"""Sheets as they come from offices: each is understood, or the cell is named."""

	def test_titles_above_odd_order_case_marks_and_gaps(self):
		book = read_sheets(
			{
				"ds dang vien (2)": [
					["ĐẢNG BỘ XÃ BẢN MẺ"],
					[],
					["DANH SÁCH ĐẢNG VIÊN"],
					["STT", "ngày sinh", "HO VA TEN", "Mã chi bộ (*)", "Số CCCD", "Ghi chú"],
					[1, "06/05/1970", " Hoàng  Thị\u00a0Đào ", "02.001", "002085001234", "x"],
					[None, None, None, None, None, None],
					[2, None, "Lý A Sử", "02.001", None, None],
				]
			},
			lambda book: book.worksheets[0].merge_cells("A1:F1"),
		)
		rows = book.rows("members")
		self.assertEqual([row.number for row in rows], [5, 7])
		wanted = ("Hoàng Thị Đào", date(1970, 5, 6), "02.001", "002085001234")
		self.assertEqual(picked(rows[0], "full_name", "birth_date", "organization", "citizen_id"), wanted)
		codes = [(code, letter) for code, _row, letter, _text in said(book)]
		self.assertEqual(codes, [("unknown_heading", "F"), ("cleaned", "C")])

	def test_decomposed_letters(self):
		import unicodedata

		heading = unicodedata.normalize("NFD", "Họ và tên")
		name = unicodedata.normalize("NFD", "Hoàng Thị Đào")
		title = unicodedata.normalize("NFD", "Đảng viên")
		book = read_sheets({title: [[heading, "Mã chi bộ"], [name, "02.001"], [name, "02.001"]]})
		self.assertEqual([row.full_name for row in book.rows("members")], ["Hoàng Thị Đào"] * 2)
		text = "2 ô ghi dấu kiểu Unicode tổ hợp; máy đã đưa về kiểu dựng sẵn. Không phải làm gì."
		self.assertEqual(said(book), [("decomposed", 2, "A", text)])

	def test_a_sheet_by_another_name_is_known_by_its_headings(self):
		book = read_sheets({"Sheet1": headed("members", PLAIN)["Đảng viên"], "Ghi chú": [["gì đó"]]})
		self.assertEqual(len(book.rows("members")), 1)
		self.assertEqual([one.code for one in book.problems.found], ["sheet_by_headings", "unknown_sheet"])

	def test_numbers_serials_and_formulas(self):
		def dirty(book: Workbook) -> None:
			page = book["Đảng viên"]
			page["C2"] = 25694  # a day as Excel counts it, without the format of a day
			page["D2"] = 912345678
			page["C3"] = "=TODAY()"

		rows = [["Họ và tên", "Mã chi bộ", "Ngày sinh", "Điện thoại"], ["A", "02.001"], ["B", "02.001"]]
		book = read_sheets({"Đảng viên": rows}, dirty)
		first, second = book.rows("members")
		self.assertEqual(picked(first, "birth_date", "phone"), (date(1970, 5, 6), "0912345678"))
		self.assertIs(second.birth_date, FAULTY)
		self.assertEqual(
			said(book),
			[
				(
					"formula_without_value",
					3,
					"C",
					"Ô là công thức chưa có giá trị. Chép ô rồi dán lại dạng giá trị (Paste Values).",
				),
				(
					"serial_date",
					2,
					"C",
					"1 ô ngày đang là con số của Excel; máy đã đổi ra ngày. Xem lại vài ngày ở bảng thay đổi cho chắc.",
				),
				(
					"zero_restored",
					2,
					"D",
					"1 ô là con số nên mất số 0 ở đầu; máy đã thêm lại. Không phải làm gì.",
				),
			],
		)

	def test_a_formula_gives_what_the_file_shows_and_is_never_worked_out(self):
		with tempfile.TemporaryDirectory() as folder:
			path = write_workbook(
				Path(folder) / "book.xlsx", {"Đảng viên": [["Họ và tên", "Mã chi bộ"], ["=1+1", "02.001"]]}
			)
			edit(
				path,
				"xl/worksheets/sheet1.xml",
				lambda xml: (
					xml.replace("<v></v>", "<v>Hoàng Thị Đào</v>")
					.replace("<v />", "<v>Hoàng Thị Đào</v>")
					.replace("<v/>", "<v>Hoàng Thị Đào</v>")
					.replace('<c r="A2">', '<c r="A2" t="str">')
				),
			)
			book = reader.read(path, LISTS)
		self.assertEqual(book.rows("members")[0].full_name, "Hoàng Thị Đào")
		self.assertEqual([one.code for one in book.problems.found], ["from_formula"])

	def test_hidden_rows_are_read_and_named(self):
		def hide(book: Workbook) -> None:
			book["Đảng viên"].row_dimensions[3].hidden = True

		book = read_sheets(headed("members", PLAIN, {**PLAIN, "full_name": "B"}), hide)
		self.assertEqual(len(book.rows("members")), 2)
		self.assertIn(
			"Có 1 dòng đang ẩn; máy vẫn đọc như các dòng khác.", [one.message for one in book.problems.found]
		)

	def test_merged_cells_among_rows_are_named(self):
		def merge(book: Workbook) -> None:
			book["Đảng viên"].merge_cells("B2:B3")

		book = read_sheets(headed("members", PLAIN, {**PLAIN, "full_name": "B"}), merge)
		text = "Các ô B2:B3 bị gộp làm một. Bỏ gộp ô (Unmerge) và điền đủ từng dòng."
		self.assertIn(("merged", 2, "B", text), said(book))

	def test_the_word_for_taking_away(self):
		book = read_sheets(
			headed("members", {**PLAIN, "birth_date": "(Xóa)", "phone": "(xoá)", "state": "(xóa)"})
		)
		row = book.rows("members")[0]
		self.assertEqual(picked(row, "birth_date", "phone", "state"), (CLEAR, CLEAR, CLEAR))

	def test_headings_wrong(self):
		book = read_sheets({"Đảng viên": [["Họ và tên", "Họ tên", "Ngày sinh"], ["A", "B", None]]})
		missing = "Thiếu cột bắt buộc “Mã chi bộ”. Thêm cột “Mã chi bộ” như trong mẫu."
		doubled = "Hai cột cùng là “Họ và tên” (A và B). Chỉ giữ một cột; cột kia xóa hoặc đổi tên."
		self.assertEqual(
			said(book), [("missing_heading", 1, "", missing), ("doubled_heading", 1, "B", doubled)]
		)

	def test_of_a_heading_without_end_the_beginning_is_read(self):
		"""Each bracket that begins in it would be followed to its end."""
		self.assertEqual(layout.plain("a" * 10_000), "a" * layout.MOST_HEADING)
		self.assertIsNone(layout.column_for("members", "(" * 10_000))
		self.assertIs(layout.column_for("members", "Họ và tên " + "(*) " * 50), MEMBERS.by_field["full_name"])

	def test_errors_of_excel_and_numbers_for_text(self):
		book = read_sheets(headed("members", {**PLAIN, "full_name": "#N/A", "organization": 2.001}))
		self.assertEqual(
			[(code, letter) for code, _r, letter, _t in said(book)],
			[("excel_error", "A"), ("number_not_text", "B")],
		)

	def test_sheets_twice_none_and_empty(self):
		page = headed("members", PLAIN)["Đảng viên"]
		self.assertEqual(
			[one.code for one in read_sheets({"Đảng viên": page, "đảng viên 2": page}).problems.found],
			["two_sheets"],
		)
		self.assertEqual(
			[one.code for one in read_sheets({"abc": [["x"]]}).problems.found], ["unknown_sheet", "no_sheet"]
		)
		self.assertEqual(
			[one.code for one in read_sheets({"Đảng viên": page[:1]}).problems.found], ["nothing_to_take"]
		)
		self.assertEqual(
			[one.code for one in read_sheets({"Đảng viên": [["x", "y"]]}).problems.found], ["no_heading_row"]
		)

	def test_rows_without_end_are_refused(self):
		with patch.object(reader, "MOST_ROWS", 1):
			book = read_sheets(headed("members", PLAIN, PLAIN, PLAIN))
		self.assertEqual([(code, row) for code, row, *_ in said(book)], [("too_many_rows", 3)])
		self.assertEqual(len(book.rows("members")), 1)


def edit(path: Path, part: str, change: Callable[[str], str]) -> None:
	"""Rewrite one part of a workbook on disk."""
	with zipfile.ZipFile(path) as old:
		parts = {name: old.read(name) for name in old.namelist()}
	parts[part] = change(parts[part].decode()).encode()
	with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
		for name, content in parts.items():
			new.writestr(name, content)


class TestRefusedFiles(TestCase):
	def code_of(self, content: bytes) -> list[str]:
		with tempfile.TemporaryDirectory() as folder:
			path = Path(folder) / "book.xlsx"
			path.write_bytes(content)
			return [one.code for one in reader.read(path, LISTS).problems.found]

	def packed(self, **parts: bytes) -> bytes:
		with tempfile.TemporaryDirectory() as folder:
			path = write_workbook(Path(folder) / "book.xlsx", headed("members", PLAIN))
			with zipfile.ZipFile(path, "a") as book:
				for name, content in parts.items():
					book.writestr(name.replace("__", "/").replace("_dot_", "."), content)
			return path.read_bytes()

	def test_other_files(self):
		self.assertEqual(self.code_of(b"plain text"), ["not_a_workbook"])
		self.assertEqual(self.code_of(b""), ["not_a_workbook"])
		self.assertEqual(self.code_of(package.OLD_OR_LOCKED + b"\0" * 600), ["old_or_locked"])
		bag = io.BytesIO()
		with zipfile.ZipFile(bag, "w") as other:
			other.writestr("word/document.xml", "<x/>")
		self.assertEqual(self.code_of(bag.getvalue()), ["not_a_workbook"])

	def test_macros(self):
		self.assertEqual(self.code_of(self.packed(xl__vbaProject_dot_bin=b"x")), ["has_macros"])
		self.assertEqual(self.code_of(self.packed(xl__macrosheets__sheet1_dot_xml=b"<x/>")), ["has_macros"])

	def test_bombs(self):
		with patch.object(package, "MOST_UNPACKED", package.MEGABYTE):
			self.assertEqual(
				self.code_of(self.packed(xl__media__a_dot_xml=b"0" * 2 * package.MEGABYTE)), ["too_big"]
			)
			self.assertEqual(self.code_of(self.packed()), [])  # the control
		entities = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ccc">]><a>&b;</a>'
		self.assertEqual(self.code_of(self.packed(xl__odd_dot_xml=entities)), ["broken"])
		with patch.object(package, "MOST_PARTS", 3):
			self.assertEqual(self.code_of(self.packed()), ["too_big"])

	def test_a_lying_directory_is_not_believed(self):
		"""The size that the directory of the package names is the sender's word: what is unpacked counts."""
		content = self.packed(xl__media__a_dot_xml=b"0" * 2 * package.MEGABYTE)
		size = (2 * package.MEGABYTE).to_bytes(4, "little")
		self.assertIn(size, content)
		with patch.object(package, "MOST_UNPACKED", package.MEGABYTE):
			self.assertIn(
				self.code_of(content.replace(size, b"\x10\0\0\0")),
				(["too_big"], ["broken"], ["not_a_workbook"]),
			)

	def test_cut_off_and_broken_inside(self):
		whole = self.packed()
		self.assertEqual(self.code_of(whole[: len(whole) // 2]), ["not_a_workbook"])
		with tempfile.TemporaryDirectory() as folder:
			path = Path(folder) / "book.xlsx"
			path.write_bytes(whole)
			edit(path, "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])
			self.assertEqual([one.code for one in reader.read(path, LISTS).problems.found], ["broken"])


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40).map(
	values.clean
)
words = texts.filter(lambda text: text and not values.says_clear(text))
days = st.none() | st.dates(date(1870, 1, 1), date(2200, 12, 31))
people = st.fixed_dictionaries(
	{
		"id": st.none() | words,
		"full_name": words,
		"organization": words,
		"state": st.none() | st.sampled_from(("Full", "Probationary", "Temporarily Away", "Left")),
		"sex": st.none() | st.sampled_from(("Male", "Female")),
		"birth_date": days,
		"admission_date": days,
		"card_number": st.none() | words,
		"phone": st.none() | st.from_regex(r"\+?[0-9]{1,15}", fullmatch=True),
	}
)


class TestRoundTrip(TestCase):
	@settings(max_examples=60, deadline=None)
	@given(st.lists(people, min_size=1, max_size=8))
	def test_what_was_written_is_read(self, given_people: list[dict]):
		stored = [row_of("members", **person) for person in given_people]
		writer = Writer(LISTS)
		writer.sheet("members", stored)
		with tempfile.TemporaryDirectory() as folder:
			writer.save(str(Path(folder) / "book.xlsx"))
			book = reader.read(Path(folder) / "book.xlsx", LISTS)
		self.assertEqual([row[1:] for row in book.rows("members")], stored)
		self.assertEqual(said(book), [])

	def test_nothing_in_a_written_workbook_is_a_formula(self):
		from openpyxl import load_workbook

		writer = Writer(LISTS)
		evil = ("=1+1", "+1", "-1", "@x", "'=x", "＝x")
		writer.sheet(
			"members",
			[row_of("members", full_name=text, organization="02", card_number=text) for text in evil],
		)
		saved = io.BytesIO()
		writer.save(saved)
		cells = [cell for row in load_workbook(saved)["Đảng viên"].iter_rows() for cell in row if cell.value]
		self.assertEqual([cell.coordinate for cell in cells if cell.data_type == "f"], [])
		self.assertFalse([cell.value for cell in cells if str(cell.value)[0] in "=+-@"])

	def test_dates_are_dates_codes_are_text_and_choices_are_offered(self):
		from openpyxl import load_workbook

		writer = Writer(LISTS)
		writer.sheet(
			"members", [row_of("members", full_name="A", organization="02", birth_date=date(1970, 5, 6))]
		)
		saved = io.BytesIO()
		writer.save(saved)
		page = load_workbook(saved)["Đảng viên"]
		letter = {cell.value.removesuffix(" (*)"): cell.column_letter for cell in page[1]}
		self.assertEqual(page[f"{letter['Ngày sinh']}2"].value, datetime(1970, 5, 6))
		self.assertEqual(page[f"{letter['Mã chi bộ']}2"].number_format, "@")
		self.assertEqual(page.column_dimensions[letter["Điện thoại"]].number_format, "@")
		self.assertIn("Mã của chi bộ", page[f"{letter['Mã chi bộ']}1"].comment.text)
		ruled = {str(rule.sqref)[0] for rule in page.data_validations.dataValidation}
		self.assertEqual(ruled, {letter["Trạng thái"], letter["Giới tính"]})
