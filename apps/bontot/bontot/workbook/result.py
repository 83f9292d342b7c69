"""Result of a check, as a workbook: all problems, the faulty rows with their cells marked, and what would change."""

from collections import defaultdict
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from bontot.workbook import layout, values
from bontot.workbook.checks import in_words
from bontot.workbook.layout import Row
from bontot.workbook.problems import ERROR, Problem
from bontot.workbook.reader import Book, SheetRead
from bontot.workbook.state import Plan, State

RED, YELLOW = PatternFill("solid", fgColor="FFC7CE"), PatternFill("solid", fgColor="FFEB9C")
LIST_TITLE, CHANGES_TITLE = "Lỗi và lưu ý", "Sẽ thêm, sẽ sửa"
LIST_HEADINGS = ("Mức", "Trang", "Dòng", "Cột", "Tiêu đề cột", "Đang ghi", "Vấn đề", "Cần làm")
CHANGE_HEADINGS = ("Trang", "Dòng", "Mã hoặc tên", "Cột", "Đang có", "Sẽ thành")
WIDTHS = (9, 18, 8, 6, 24, 28, 60, 60)
SEVERITIES = {"error": "Lỗi", "note": "Lưu ý"}


def write(target: IO[bytes], book: Book, plan: Plan, state: State | None) -> None:
	workbook = Workbook(write_only=True)
	problems = book.problems.in_order()
	_list(workbook, problems)
	_changes(workbook, book, plan, state)
	marked: dict[str, dict[int, list[Problem]]] = defaultdict(lambda: defaultdict(list))
	for problem in problems:
		if problem.row:
			marked[problem.sheet][problem.row].append(problem)
	for read in book.sheets.values():
		if marked[read.title]:
			_faulty_rows(workbook, read, marked[read.title], state)
	workbook.save(target)


def _page(workbook: Workbook, title: str, headings: tuple[str, ...], widths: tuple[int, ...]) -> Any:
	page = workbook.create_sheet(title[:31])
	page.freeze_panes = "A2"
	for number, width in enumerate(widths, start=1):
		page.column_dimensions[get_column_letter(number)].width = width
	page.append([_bold(page, text) for text in headings])
	return page


def _bold(page: Any, text: str) -> WriteOnlyCell:
	cell = WriteOnlyCell(page, value=values.neutral(text))
	cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
	return cell


def _list(workbook: Workbook, problems: list[Problem]) -> None:
	page = _page(workbook, LIST_TITLE, LIST_HEADINGS, WIDTHS)
	for one in problems:
		texts = (one.sheet, one.row, one.letter, one.header, one.shown, one.message, one.advice)
		page.append(
			[SEVERITIES[one.severity], *(values.neutral(t) if isinstance(t, str) else t for t in texts)]
		)


def _changes(workbook: Workbook, book: Book, plan: Plan, state: State | None) -> None:
	page = _page(workbook, CHANGES_TITLE, CHANGE_HEADINGS, (18, 8, 40, 24, 36, 36))
	for key, one in plan.sheets.items():
		sheet = layout.SHEETS[key]
		for change in one.changed:
			for field, (before, after) in change.fields.items():
				column = sheet.by_field[field]
				both = (values.neutral(in_words(column, value, state)) for value in (before, after))
				page.append([sheet.title, change.row, values.neutral(change.label), column.header, *both])
		for row in one.new:
			page.append([sheet.title, row.number, values.neutral(label_of(key, row, state)), "(thêm mới)"])


def label_of(key: str, row: Row, state: State | None) -> str:
	sheet = layout.SHEETS[key]
	fields = {
		"organizations": ("code", "organization_name"),
		"members": ("full_name", "organization"),
		"seats": ("position", "user", "organization"),
	}[key]
	return ", ".join(in_words(sheet.by_field[field], getattr(row, field), state) for field in fields)


def _faulty_rows(
	workbook: Workbook, read: SheetRead, rows: dict[int, list[Problem]], state: State | None
) -> None:
	"""The rows something is to be said of, each faulty cell coloured, with the words as its comment."""
	headings = sorted(read.headings.values(), key=lambda heading: (len(heading.letter), heading.letter))
	page = _page(
		workbook,
		read.title,
		("Dòng", *(one.text for one in headings)),
		(8, *(one.column.width for one in headings)),
	)
	for row in read.rows:
		if row.number not in rows:
			continue
		said: dict[str, list[Problem]] = defaultdict(list)
		for problem in rows[row.number]:
			said[problem.letter].append(problem)
		cells: list[Any] = [row.number]
		for heading in headings:
			value = getattr(row, heading.column.field) if heading.column.kind != "info" else None
			problems = said.get(heading.letter)
			text = in_words(heading.column, value, state) or (problems[0].shown if problems else "")
			cells.append(_marked(page, values.neutral(text), problems) if problems else values.neutral(text))
		page.append(cells)


def _marked(page: Any, text: str, problems: list[Problem]) -> WriteOnlyCell:
	cell = WriteOnlyCell(page, value=text)
	cell.fill = RED if any(one.severity == ERROR for one in problems) else YELLOW
	cell.comment = Comment("\n".join(f"{one.message} {one.advice}" for one in problems), "bontot")
	return cell
