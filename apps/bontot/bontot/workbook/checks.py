"""The shared part of the checks of each sheet: what is wrong, what a row says that is not stored. Pure."""

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from bontot.workbook.layout import CLEAR_WORD, FIXED_LISTS, Column, Row, Sheet, Values
from bontot.workbook.reader import Book, SheetRead, shown
from bontot.workbook.state import Change, Plan, SheetPlan, State
from bontot.workbook.values import CLEAR, FAULTY

SUGGESTIONS = (
	100  # each looks through all codes; a sheet that is wrong from top to bottom needs no ten thousand
)


@dataclass(slots=True)
class Checks:
	"""Base of the three checks. `new`: code_key → row of organisations that the workbook founds."""

	book: Book
	state: State
	plan: Plan = field(default_factory=Plan)
	new: dict[str, Row] = field(default_factory=dict)
	suggestions: int = SUGGESTIONS

	def say(self, read: SheetRead, row: Row, fieldname: str, code: str, /, **words: Any) -> None:
		column = read.sheet.by_field[fieldname]
		heading = read.headings.get(fieldname)
		standing = getattr(row, fieldname)
		self.book.problems.add(
			code,
			read.title,
			row.number,
			heading.letter if heading else "",
			heading.text if heading else column.header,
			in_words(column, standing, self.state),
			**words,
		)

	def missing(self, read: SheetRead, row: Row, fieldname: str) -> None:
		self.say(read, row, fieldname, "missing", column=read.sheet.by_field[fieldname].header)

	def near(self, code: str) -> str | None:
		"""The known code that looks most like this one, with the name of its organisation."""
		if self.suggestions <= 0:
			return None
		self.suggestions -= 1
		known = {
			one.key: one.values.organization_name for one in self.state.organizations.values() if one.inside
		}
		found = get_close_matches(code, known, n=1, cutoff=0.7)
		return f"{found[0]} ({known[found[0]]})" if found else None

	def unknown(self, read: SheetRead, row: Row, fieldname: str, code: str) -> None:
		"""Say that no organisation has the code in this field, and which one is nearest."""
		if near := self.near(getattr(row, fieldname)):
			self.say(read, row, fieldname, f"{code}_near", near=near)
		else:
			self.say(read, row, fieldname, code)

	def validate_texts(self, read: SheetRead, row: Row, fields: set[str]) -> bool:
		"""The framework takes text with angle brackets for HTML and rewrites it; here it is named instead."""
		fine = True
		for column in read.sheet.columns:
			value = getattr(row, column.field)
			if column.field in fields and isinstance(value, str) and ("<" in value or ">" in value):
				self.say(read, row, column.field, "angle")
				fine = False
		return fine


def given(value: Any) -> bool:
	"""Whether the cell says a value (not nothing, not "take away", not something that was named already)."""
	return value is not None and value is not CLEAR and value is not FAULTY


def differences(sheet: Sheet, row: Row, stored: Values, skip: tuple[str, ...]) -> dict[str, tuple[Any, Any]]:
	"""Fields of which the row says something else than what is stored: field → (before, after)."""
	found: dict[str, tuple[Any, Any]] = {}
	for column in sheet.columns:
		after, before = getattr(row, column.field), getattr(stored, column.field)
		if after is None or after is FAULTY or after == before or column.field in skip:
			continue
		if column.kind == "info" or column.derived:
			continue
		if after is CLEAR:
			after = 0 if column.kind == "yesno" else None
			if after == before:
				continue
		found[column.field] = (before, after)
	return found


def refuse_clearing(checks: Checks, read: SheetRead, row: Row, also: tuple[str, ...] = ()) -> bool:
	fine = True
	for column in read.sheet.columns:
		if getattr(row, column.field) is CLEAR and (column.required or column.field in also):
			checks.say(read, row, column.field, "cannot_clear", column=column.header)
			fine = False
	return fine


def has_fault(row: Row) -> bool:
	return any(value is FAULTY for value in row)


def record(plan: SheetPlan, change: Change) -> None:
	if change.fields:
		plan.changed.append(change)
	else:
		plan.unchanged += 1


def in_words(column: Column, value: Any, state: State | None = None) -> str:
	"""A value as people read it in the workbook."""
	if value is None or value is FAULTY:
		return ""
	if value is CLEAR:
		return CLEAR_WORD
	if column.list in FIXED_LISTS:
		return FIXED_LISTS[column.list].get(str(value), str(value))
	if state and column.list == "kinds" and value in state.kinds:
		return state.kinds[value].words
	if state and column.list == "levels":
		return state.levels.get(value, value)
	return shown(value)


def life(first: Any, last: Any) -> str:
	return f"từ {shown(first)} đến {shown(last)}" if last else f"từ {shown(first)}"
