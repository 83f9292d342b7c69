"""Helpers for tests of the workbook: lists and states without a database, and workbooks as people really write them."""

import tempfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from bontot.workbook import checking, reader, values
from bontot.workbook.layout import SHEETS, Values
from bontot.workbook.reader import Book
from bontot.workbook.state import Kind, Member, Organization, Plan, SeatRow, State

TODAY = date(2026, 11, 24)
STAMP = datetime(2026, 1, 2, 3, 4, 5)
KINDS = {
	"tinh": Kind("Đảng bộ tỉnh", "tinh", frozenset(), False),
	"dang_bo_co_so": Kind("Đảng bộ cơ sở", "co_so", frozenset({"tinh"}), False),
	"chi_bo_truc_thuoc": Kind("Chi bộ trực thuộc", "chi_bo", frozenset({"dang_bo_co_so"}), True),
}
LEVELS = {"tinh": "Tỉnh", "co_so": "Cơ sở", "chi_bo": "Chi bộ"}
LISTS = values.lists_of(
	kinds={name: kind.words for name, kind in KINDS.items()},
	levels=LEVELS,
	sectors={"xa": "Xã", "phuong": "Phường"},
	positions={"bi_thu_chi_bo": "Bí thư chi bộ", "theo_doi": "Người theo dõi"},
)


def row_of(key: str, **given: Any) -> Values:
	"""Stored values of a sheet."""
	return SHEETS[key].value_type(*(given.get(column.field) for column in SHEETS[key].columns))


def organization(
	name: str, code: str, parent: str | None, kind: str, path: str, **given: Any
) -> Organization:
	given = {"organization_name": f"Tổ chức {code}", "valid_from": date(2020, 1, 1), "is_pilot": 0, **given}
	stored = row_of("organizations", code=code, kind=kind, **given)
	inside = given.get("inside", True)
	return Organization(
		name, code, path, parent, kind, given["valid_from"], given.get("valid_to"), stored, STAMP, inside
	)


def small_state() -> State:
	"""Province 02 > grassroots 02.001 > cells 02.001.001 and 02.001.002, one member and one seat in the first."""
	state = State(TODAY, kinds=KINDS, levels=LEVELS, unrestricted=True)
	state.add(organization("TC0000001", "02", None, "tinh", "000001"))
	state.add(organization("TC0000002", "02.001", "TC0000001", "dang_bo_co_so", "000001000002"))
	for number in (1, 2):
		code = f"02.001.00{number}"
		state.add(
			organization(
				f"TC000000{number + 2}",
				code,
				"TC0000002",
				"chi_bo_truc_thuoc",
				f"00000100000200000{number + 2}",
			)
		)
	person = row_of(
		"members",
		id="m1",
		full_name="Hoàng Thị Đào",
		organization="TC0000003",
		state="Full",
		birth_date=date(1970, 5, 6),
		admission_date=date(2000, 1, 2),
		official_date=date(2001, 1, 2),
		card_number="12345678",
	)
	state.members["m1"] = Member("m1", "TC0000003", person, STAMP)
	state.users = {"dao@thu.example"}
	seat = row_of(
		"seats",
		position="bi_thu_chi_bo",
		organization="TC0000003",
		user="dao@thu.example",
		from_date=date(2024, 1, 1),
	)
	state.seats = [
		SeatRow("s1", "bi_thu_chi_bo", "TC0000003", "dao@thu.example", None, date(2024, 1, 1), seat, STAMP)
	]
	return state


def write_workbook(
	path: Path, sheets: dict[str, Iterable[Iterable[Any]]], finish: Callable[[Workbook], None] | None = None
) -> Path:
	"""A workbook of these tabs and rows as openpyxl writes it; `finish` may dirty it further."""
	book = Workbook()
	book.remove(book.active)
	for title, rows in sheets.items():
		page = book.create_sheet(title)
		for row in rows:
			page.append(list(row))
	if finish:
		finish(book)
	book.save(path)
	return path


def read_sheets(
	sheets: dict[str, Iterable[Iterable[Any]]], finish: Callable[[Workbook], None] | None = None
) -> Book:
	with tempfile.TemporaryDirectory() as folder:
		return reader.read(write_workbook(Path(folder) / "book.xlsx", sheets, finish), LISTS)


def headed(key: str, *rows: dict[str, Any]) -> dict[str, list[list[Any]]]:
	"""A tab with our headings and these rows, by field."""
	columns = [column for column in SHEETS[key].columns if any(column.field in row for row in rows)]
	return {
		SHEETS[key].title: [
			[column.header for column in columns],
			*([row.get(c.field) for c in columns] for row in rows),
		]
	}


def check_sheets(sheets: dict[str, Iterable[Iterable[Any]]], state: State | None = None) -> tuple[Book, Plan]:
	book = read_sheets(sheets)
	return book, checking.check(book, state or small_state())


def said(book: Book) -> list[tuple[str, int | None, str, str]]:
	"""(code, row, column letter, message and advice) of every problem, in order."""
	return [
		(one.code, one.row, one.letter, f"{one.message} {one.advice}") for one in book.problems.in_order()
	]
