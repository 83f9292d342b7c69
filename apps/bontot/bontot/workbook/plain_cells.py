"""Text in files for a spreadsheet stays text: what begins like a formula is shown, and nothing runs it.

People's words (a topic, a place, a remark) reach the files of people above them; a cell that begins with "=" would be run there.
"""

import re
from collections.abc import Sequence
from typing import Any

from openpyxl.cell import Cell

from bontot.workbook.values import DANGEROUS, neutral

NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")


def in_sheet(sheet: Any) -> None:
	"""Mark each such cell of an openpyxl sheet as text, as the spreadsheet itself does after an apostrophe."""
	for row in sheet.iter_rows():
		for cell in row:
			if isinstance(cell, Cell) and isinstance(cell.value, str) and cell.value.startswith(DANGEROUS):
				cell.data_type = "s"
				cell.quotePrefix = True


def in_rows(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
	"""Rows of a CSV file, which knows no kinds: an apostrophe before such a text, none before a number."""
	return [
		[neutral(value) if isinstance(value, str) and not NUMBER.fullmatch(value) else value for value in row]
		for row in rows
	]
