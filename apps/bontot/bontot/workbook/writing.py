"""The workbook outwards: the same sheets for the template and for an export. Streams; no database.

A text that a spreadsheet would run gets an apostrophe in front, which the reader takes away again.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from bontot.workbook import layout, values
from bontot.workbook.layout import Column, Sheet
from bontot.workbook.values import Lists

CHOICES_SHEET = "_danhmuc"
LAST_ROW = 300_000
DATE_FORMAT, TEXT_FORMAT = "DD/MM/YYYY", "@"
FIRST_DATE = date(1901, 1, 1)  # Excel knows no day before 1900 and counts its first two months wrongly
HEADING_FILL = PatternFill("solid", fgColor="C8102E")
HEADING_FONT = Font(bold=True, color="FFFFFF")
FORMATS = {"date": DATE_FORMAT, "code": TEXT_FORMAT, "digits": TEXT_FORMAT}


class Writer:
	"""`rows` of a sheet are stored values in the order of the layout; `personal` keeps the personal columns."""

	def __init__(self, lists: Lists, personal: bool = True) -> None:
		self.lists, self.personal = lists, personal
		self.book = Workbook(write_only=True)
		self._guide()
		self.choices: list[tuple[str, list[str]]] = []

	def columns(self, sheet: Sheet) -> list[tuple[int, Column]]:
		return [
			(place, column)
			for place, column in enumerate(sheet.columns)
			if self.personal or not column.personal
		]

	def sheet(self, key: str, rows: Iterable[tuple] = ()) -> None:
		sheet = layout.SHEETS[key]
		page = self.book.create_sheet(sheet.title)
		page.freeze_panes = "B2"
		columns = self.columns(sheet)
		for index, (_place, column) in enumerate(columns, start=1):
			dimension = page.column_dimensions[get_column_letter(index)]
			dimension.width = column.width
			if column.kind in FORMATS:
				dimension.number_format = FORMATS[column.kind]
			if column.list:
				page.data_validations.append(self._choice(column, get_column_letter(index)))
		page.append([self._heading(page, column) for _place, column in columns])
		writers = [(place, self._cell_writer(page, column)) for place, column in columns]
		for row in rows:
			page.append([write(row[place]) for place, write in writers])

	def save(self, target: IO[bytes] | str) -> None:
		hidden = self.book.create_sheet(CHOICES_SHEET)
		hidden.sheet_state = "hidden"
		height = max((len(words) for _name, words in self.choices), default=0)
		for number in range(height):
			hidden.append([words[number] if number < len(words) else None for _name, words in self.choices])
		self.book.save(target)

	def _guide(self) -> None:
		page = self.book.create_sheet(layout.GUIDE_TITLE)
		page.column_dimensions["A"].width = 34
		page.column_dimensions["B"].width = 100
		for number, line in enumerate(layout.GUIDE):
			page.append([self._text(page, line, bold=number == 0)])
		for sheet in layout.SHEETS.values():
			page.append([])
			page.append([self._text(page, sheet.title.upper(), bold=True)])
			for _place, column in self.columns(sheet):
				page.append([column.heading, column.explain])

	@staticmethod
	def _text(page: Any, text: str, bold: bool = False) -> WriteOnlyCell:
		cell = WriteOnlyCell(page, value=text)
		cell.font = Font(bold=bold)
		return cell

	@staticmethod
	def _heading(page: Any, column: Column) -> WriteOnlyCell:
		cell = WriteOnlyCell(page, value=column.heading)
		cell.font, cell.fill = HEADING_FONT, HEADING_FILL
		cell.alignment = Alignment(wrap_text=True, vertical="center")
		comment = Comment(column.explain, "bontot")
		comment.width, comment.height = 320, 110
		cell.comment = comment
		return cell

	def _choice(self, column: Column, letter: str) -> DataValidation:
		"""The choices stand in a sheet nobody sees: a list within the rule itself may have only 255 characters."""
		known = [name for name, _words in self.choices]
		if column.list not in known:
			found = layout.FIXED_LISTS.get(column.list) or self.lists[column.list].words
			self.choices.append((column.list, list(found.values())))
			known.append(column.list)
		place = get_column_letter(known.index(column.list) + 1)
		last = len(self.choices[known.index(column.list)][1])
		rule = DataValidation(
			type="list",
			formula1=f"'{CHOICES_SHEET}'!${place}$1:${place}${max(last, 1)}",
			allow_blank=True,
			showErrorMessage=True,
			errorStyle="warning",
			errorTitle=column.header,
			error="Chọn trong danh sách.",
			sqref=f"{letter}2:{letter}{LAST_ROW}",
		)
		return rule

	def _cell_writer(self, page: Any, column: Column) -> Callable[[Any], Any]:
		"""One cell object for the whole column: the page writes it down before it asks for the next."""
		cell = WriteOnlyCell(page)
		if column.kind in FORMATS:
			cell.number_format = FORMATS[column.kind]
		words = layout.FIXED_LISTS.get(column.list) or (
			self.lists[column.list].words if column.list else None
		)

		def write(value: Any) -> Any:
			if value is None or value == "":
				return None
			if words is not None:
				return values.neutral(words.get(str(value), str(value)))
			if column.kind == "date":
				if value < FIRST_DATE:
					return f"{value.day:02d}/{value.month:02d}/{value.year}"
			else:
				value = values.neutral(values.clean(str(value)))
			if column.kind not in FORMATS:
				return value
			cell.value = value
			return cell

		return write
