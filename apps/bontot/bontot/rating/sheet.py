"""Ratings by sheet: one to fill in, and what stands in one that was filled in. Plain rows out; nothing is decided."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any, TypedDict

from frappe import _
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from bontot.text import fold
from bontot.workbook.values import neutral

MOST_BYTES = 5 * 1024 * 1024
MOST_LINES = 5000
COLUMNS = 4  # code, name, unit, grade
CODE, GRADE = "A", "D"


class SheetProblem(TypedDict):
	"""`line` and `column` as the person sees them in the sheet: from 1, and "A"."""

	line: int
	column: str
	message: str


class SheetError(Exception):
	"""The file is no workbook; the message is for people."""


def build(rows: Sequence[dict[str, Any]], grades: Sequence[dict[str, Any]]) -> bytes:
	"""A workbook with everybody on it and the grades to choose from; what is decided already stands in it."""
	book = Workbook()
	sheet = book.active
	sheet.title = "Xep loai"
	sheet.append([_("Code"), _("Name"), _("Unit"), _("Grade")])
	labels = {grade["key"]: grade["label"] for grade in grades}
	for row in rows:
		sheet.append(
			[
				row["name"],
				neutral(row["label"]),
				neutral(row["place"]),
				labels.get(row.get("grade") or "", ""),
			]
		)
	listed = ",".join(labels.values())
	choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
	sheet.add_data_validation(choice)
	choice.add(f"D2:D{max(len(rows) + 1, 2)}")
	for column, width in zip("ABCD", (16, 44, 44, 34), strict=True):
		sheet.column_dimensions[column].width = width
	sheet.freeze_panes = "A2"
	kept = io.BytesIO()
	book.save(kept)
	return kept.getvalue()


def read(
	content: bytes, known: dict[str, str], grades: Sequence[dict[str, Any]]
) -> tuple[list[dict[str, str]], list[SheetProblem]]:
	"""Read a filled-in sheet: [{name, grade}] and problems by line. Raises SheetError.

	:param known: names by what may stand in the first column (name or official code)
	"""
	if len(content) > MOST_BYTES:
		raise SheetError(_("The file is larger than 5 MB. Send only the sheet with the ratings."))
	try:
		book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
	except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
		raise SheetError(
			_("This is no Excel file (.xlsx). Take the sheet from this page and fill it in.")
		) from None
	by_words = {fold(grade["label"]): grade["key"] for grade in grades}
	found: dict[str, str] = {}
	problems: list[SheetProblem] = []
	lines = book.worksheets[0].iter_rows(min_row=2, max_row=MOST_LINES + 1, max_col=COLUMNS, values_only=True)
	for line, cells in enumerate(lines, start=2):
		code, _name, _unit, words = (_text(cell) for cell in (*cells, *[None] * COLUMNS)[:COLUMNS])
		if not words:
			continue  # not rated, or an empty line
		if problem := _problem(code, words, known, by_words, found):
			column, message = problem
			problems.append({"line": line, "column": column, "message": message})
		else:
			found[known[code]] = by_words[fold(words)]
	return [{"name": name, "grade": grade} for name, grade in found.items()], problems


def _problem(
	code: str, words: str, known: dict[str, str], by_words: dict[str, str], found: dict[str, str]
) -> tuple[str, str] | None:
	"""(column, what is wrong there); None: the line is in order."""
	if not code:
		return CODE, _("the code is missing; take it from the sheet of this page")
	if code not in known:
		return CODE, _("nobody here has the code {0}").format(code)
	if fold(words) not in by_words:
		return GRADE, _("“{0}” is no grade; choose one from the list").format(words[:60])
	if known[code] in found:
		return CODE, _("the code {0} stands twice; the first line counts").format(code)
	return None


def _text(cell: Any) -> str:
	return "" if cell is None else str(cell).strip()
