"""A workbook becomes rows of values, or problems that name the cell. Streams; no formula is ever worked out. Pure.

Sheets are found by title or headings, headings in any order, case, with or without marks, below titles of any height.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from bontot.workbook import layout, package, values
from bontot.workbook.layout import Column, Row, Sheet
from bontot.workbook.package import RefusedFileError
from bontot.workbook.problems import Problems
from bontot.workbook.values import CLEAR, FAULTY, Cell, Fault, Lists

HEADING_WITHIN = 30  # rows that hold something, from the top
MOST_COLUMNS = 200
MOST_ROWS = 300_000
TEXT_TAG, RUN_TAG = f"{{{SHEET_MAIN_NS}}}t", f"{{{SHEET_MAIN_NS}}}r"
TICK = 2000  # rows between two words about how far the reading is


@dataclass(frozen=True, slots=True)
class Heading:
	column: Column
	letter: str
	text: str  # as the person wrote it


@dataclass(slots=True)
class SheetRead:
	"""`rows`: (row number, value of each column of the layout in its order); None: the cell says nothing."""

	sheet: Sheet
	title: str
	headings: dict[str, Heading] = field(default_factory=dict)
	rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Book:
	sheets: dict[str, SheetRead] = field(default_factory=dict)
	problems: Problems = field(default_factory=Problems)

	def rows(self, key: str) -> list[Row]:
		return self.sheets[key].rows if key in self.sheets else []


class _Parser(WorkSheetParser):
	"""The parser of openpyxl, which also tells what came from a formula (`formula`; `empty`: it was never worked out)."""

	def parse_cell(self, element) -> dict[str, Any]:
		if element.get("t") == "inlineStr":  # its own way makes four objects a cell: minutes for a province
			found = self._inline(element)
		else:
			found = super().parse_cell(element)
		found["formula"] = len(element) > 0 and element.find(FORMULA_TAG) is not None
		found["empty"] = found["formula"] and not element.findtext(VALUE_TAG)
		return found

	def _inline(self, element) -> dict[str, Any]:
		row, column = (
			coordinate_to_tuple(element.get("r"))
			if element.get("r")
			else (self.row_counter, self.col_counter + 1)
		)
		self.col_counter = column
		body = element.find(INLINE_STRING)
		value = None
		if body is not None:
			pieces = [body.find(TEXT_TAG), *(run.find(TEXT_TAG) for run in body.iterfind(RUN_TAG))]
			value = "".join(piece.text or "" for piece in pieces if piece is not None)
		return {
			"row": row,
			"column": column,
			"value": value,
			"data_type": "s",
			"style_id": int(element.get("s", 0)),
		}


def read(path: Path, lists: Lists, tick: Callable[[int], None] = lambda rows: None) -> Book:
	"""Read a workbook from disk; `tick` hears now and then how many rows were read. Never raises for what is in the file."""
	book = Book()
	try:
		package.require_plain(path)
		_read_sheets(path, lists, book, tick)
	except RefusedFileError as refusal:
		book.problems.add(refusal.code, **refusal.words)
	book.problems.close()
	return book


def _read_sheets(path: Path, lists: Lists, book: Book, tick: Callable[[int], None]) -> None:
	try:
		workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
	except Exception:  # openpyxl raises whatever the odd part made it stumble over
		raise RefusedFileError("broken") from None
	try:
		sheets = [one for one in workbook.worksheets if hasattr(one, "_get_source")]
		for worksheet in sheets:
			_read_sheet(worksheet, lists, book, tick)
	finally:
		workbook.close()
	if not book.sheets and not book.problems.errors:
		book.problems.add("no_sheet")
	elif not any(one.rows for one in book.sheets.values()) and not book.problems.errors:
		book.problems.add("nothing_to_take")


def _read_sheet(worksheet: Any, lists: Lists, book: Book, tick: Callable[[int], None]) -> None:
	title = worksheet.title
	sheet = layout.sheet_for(title)
	guide = layout.plain(title) == layout.plain(layout.GUIDE_TITLE)
	if guide or (not sheet and worksheet.sheet_state != "visible"):
		return  # our own lists of choices hide in a sheet nobody sees
	with worksheet._get_source() as source:
		parser = _Parser(
			source,
			worksheet._shared_strings,
			data_only=True,
			epoch=worksheet.parent.epoch,
			date_formats=worksheet.parent._date_formats,
			timedelta_formats=worksheet.parent._timedelta_formats,
		)
		lines = _guarded(parser)
		top, sheet_by_headings = _heading_row(lines, sheet)
		if not sheet and not sheet_by_headings:
			book.problems.add("unknown_sheet", title)
			return
		found = sheet or sheet_by_headings
		if found.key in book.sheets:
			book.problems.add("two_sheets", title, title=found.title)
			return
		if not sheet:
			book.problems.add("sheet_by_headings", title, title=found.title)
		read = book.sheets[found.key] = SheetRead(found, title)
		if not top:
			book.problems.add("no_heading_row", title, rows=HEADING_WITHIN)
			return
		places = _take_headings(read, top, book.problems)
		_take_rows(
			read, lines, places, _formats(worksheet), worksheet.parent.epoch, lists, book.problems, tick
		)
		_name_hidden_and_merged(read, parser, top[0], places, book.problems)


def _guarded(parser: WorkSheetParser) -> Iterator[tuple[int, list[dict]]]:
	try:
		yield from parser.parse()
	except (MemoryError, GeneratorExit):
		raise
	except (
		Exception
	):  # broken XML, numbers that are none: the file's fault, whatever the parser stumbles over
		raise RefusedFileError("broken") from None


def _formats(worksheet: Any) -> Callable[[int], str]:
	book = worksheet.parent
	known: dict[int, str] = {}

	def number_format(style: int) -> str:
		if style not in known:
			from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

			number = book._cell_styles[style].numFmtId if style < len(book._cell_styles) else 0
			own = number - BUILTIN_FORMATS_MAX_SIZE
			if number < BUILTIN_FORMATS_MAX_SIZE:
				known[style] = BUILTIN_FORMATS.get(number, "General")
			else:
				known[style] = book._number_formats[own] if own < len(book._number_formats) else "General"
		return known[style]

	return number_format


def _heading_row(
	lines: Iterator, sheet: Sheet | None
) -> tuple[tuple[int, dict[int, str]] | None, Sheet | None]:
	"""The first row that reads like headings: (row number, column number: text), and whose sheet it is."""
	candidates = [sheet] if sheet else list(layout.SHEETS.values())
	seen = 0
	for number, cells in lines:
		texts = {c["column"]: str(c["value"]) for c in cells[:MOST_COLUMNS] if c["value"] not in (None, "")}
		if not texts:
			continue
		for candidate in candidates:
			known = {
				column.field for text in texts.values() if (column := layout.column_for(candidate.key, text))
			}
			wanted = {column.field for column in candidate.columns if column.required}
			if wanted <= known or (sheet and len(known) >= 2):
				return (number, texts), candidate
		seen += 1
		if seen >= HEADING_WITHIN:
			break
	return None, None


def _take_headings(read: SheetRead, top: tuple[int, dict[int, str]], problems: Problems) -> dict[int, int]:
	"""Column number of the file → place in the layout."""
	number, texts = top
	places: dict[int, int] = {}
	for place, text in sorted(texts.items()):
		column, letter = layout.column_for(read.sheet.key, text), get_column_letter(place)
		shown = values.clean(text)
		if column is None:
			if layout.plain(text) not in ("stt", "tt", "so tt", "so thu tu"):
				problems.add("unknown_heading", read.title, number, letter, shown, shown)
		elif column.field in read.headings:
			first = read.headings[column.field].letter
			problems.add(
				"doubled_heading",
				read.title,
				number,
				letter,
				shown,
				shown,
				column=column.header,
				first=first,
				second=letter,
			)
		else:
			read.headings[column.field] = Heading(column, letter, shown)
			if column.kind != "info":
				places[place] = read.sheet.position(column.field)
	for column in read.sheet.columns:
		if column.required and column.field not in read.headings:
			problems.add("missing_heading", read.title, number, column=column.header)
	return places


def _take_rows(
	read: SheetRead,
	lines: Iterator,
	places: dict[int, int],
	number_format: Callable[[int], str],
	epoch: Any,
	lists: Lists,
	problems: Problems,
	tick: Callable[[int], None],
) -> None:
	columns = read.sheet.columns
	readers = {place: values.reader_of(columns[index], lists) for place, index in places.items()}
	headings = {place: read.headings[columns[index].field] for place, index in places.items()}
	width = len(columns) + 1
	cell = Cell(None)
	for number, cells in lines:
		row: list[Any] = [None] * width
		said = False
		for raw in cells:
			place = raw["column"]
			reader = readers.get(place)
			if reader is None:
				continue
			value = raw["value"]
			if value is None or value == "":
				if not raw["empty"]:
					continue
			cell.value, cell.remarks, cell.epoch = value, (), epoch
			cell.number_format = number_format(raw["style_id"]) if raw["data_type"] == "n" else "General"
			try:
				value = _value(raw, cell, reader)
			except Fault as fault:
				value = FAULTY
				heading = headings[place]
				problems.add(
					fault.code,
					read.title,
					number,
					heading.letter,
					heading.text,
					shown(raw["value"]),
					**fault.words,
				)
			for remark in cell.remarks:
				heading = headings[place]
				problems.count(remark, read.title, number, heading.letter, heading.text, shown(raw["value"]))
			if value is not None:
				row[places[place] + 1] = value
				said = True
		if not said:
			continue
		if len(read.rows) >= MOST_ROWS:
			problems.add("too_many_rows", read.title, number, most=MOST_ROWS)
			return
		row[0] = number
		read.rows.append(read.sheet.row_type._make(row))
		if len(read.rows) % TICK == 0:
			tick(len(read.rows))


def _value(raw: dict, cell: Cell, reader: Callable[[Cell], Any]) -> Any:
	if raw["empty"]:
		raise Fault("formula_without_value")
	if raw["data_type"] == "e":
		raise Fault("excel_error")
	if raw["formula"]:
		cell.remarks += ("from_formula",)
	if values.says_clear(cell.value):
		return CLEAR
	return reader(cell)


def shown(value: Any) -> str:
	"""Return the content of a cell, as the person sees it."""
	if value is None:
		return ""
	if hasattr(value, "strftime") and hasattr(value, "year"):
		return f"{value.day:02d}/{value.month:02d}/{value.year}"
	if isinstance(value, float):
		return repr(value).removesuffix(".0")
	return values.clean(str(value))


def _name_hidden_and_merged(
	read: SheetRead, parser: WorkSheetParser, top: int, places: dict[int, int], problems: Problems
) -> None:
	hidden = {
		int(number) for number, row in parser.row_dimensions.items() if row.get("hidden") in ("1", "true")
	}
	count = sum(row.number in hidden for row in read.rows) if hidden else 0
	if count:
		problems.add("hidden_rows", read.title, count=count)
	for area in parser.merged_cells.mergeCell if parser.merged_cells else ():
		bounds = area.bounds if hasattr(area, "bounds") else None
		if not bounds:
			continue
		first_column, first_row, last_column, last_row = bounds
		touched = [place for place in places if first_column <= place <= last_column]
		if first_row > top and touched and (last_row > first_row or len(touched) > 1):
			heading = read.headings[read.sheet.columns[places[touched[0]]].field]
			problems.add("merged", read.title, first_row, heading.letter, heading.text, range=str(area.ref))
