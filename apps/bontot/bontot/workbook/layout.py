"""The sheets and columns of the workbook, and how a heading somebody typed is recognised. Pure."""

import json
import re
from collections import namedtuple
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from bontot.text import fold

DATA = Path(__file__).parent / "data"
LONGEST = 140  # characters of a Data field
MOST_HEADING = 400  # characters of a heading that are read: a cell holds any number, and each "(" would be followed to the end


@dataclass(frozen=True, slots=True)
class Column:
	"""`kind`: code, text, choice, date, yesno, digits, email, or info (for people to read, never taken in).

	`list` names the choices, `derived` is worked out and only compared, `personal` stands at permission level 1.
	"""

	field: str
	kind: str
	header: str
	explain: str
	width: int
	aliases: tuple[str, ...] = ()
	list: str = ""
	digits: str = ""
	required: bool = False
	derived: bool = False
	personal: bool = False

	@property
	def heading(self) -> str:
		return f"{self.header} (*)" if self.required else self.header


Row = Any  # a record of the sheet's `row_type`: types of its fields are the data's
Values = Any


@dataclass(frozen=True, slots=True)
class Sheet:
	"""`row_type`: a row as read, with the number of its line and a value a column, by field; `value_type`: the same of what is
	stored, without the line."""

	key: str
	title: str
	aliases: tuple[str, ...]
	columns: tuple[Column, ...]
	by_field: dict[str, Column] = field(hash=False, compare=False)
	row_type: type = field(hash=False, compare=False)
	value_type: type = field(hash=False, compare=False)

	def position(self, fieldname: str) -> int:
		return next(i for i, column in enumerate(self.columns) if column.field == fieldname)


def _load() -> dict:
	return json.loads((DATA / "sheets.json").read_text("utf-8"))


RAW = _load()
CLEAR_WORD: str = RAW["clear"]
GUIDE_TITLE: str = RAW["guide_title"]
GUIDE: tuple[str, ...] = tuple(RAW["guide"])


def _sheet(raw: dict) -> Sheet:
	columns = tuple(Column(**{**column, "aliases": tuple(column["aliases"])}) for column in raw["columns"])
	by_field = {column.field: column for column in columns}
	row_type = namedtuple("Row", ("number", *by_field))
	value_type = namedtuple("Values", by_field)
	return Sheet(raw["key"], raw["title"], tuple(raw["aliases"]), columns, by_field, row_type, value_type)


SHEETS: dict[str, Sheet] = {raw["key"]: _sheet(raw) for raw in RAW["sheets"]}
FIXED_LISTS: dict[str, dict[str, str]] = {name: RAW[name] for name in ("yesno", "states", "sexes")}


def plain(text: object) -> str:
	"""A heading or title as it is compared: no marks, no case, no "(*)", no punctuation."""
	bare = re.sub(r"\([^)]*\)", " ", fold(str(text or "")[:MOST_HEADING]))
	return " ".join(re.sub(r"[^0-9a-z]+", " ", bare).split())


@cache
def _headings(key: str) -> dict[str, Column]:
	"""Map each heading that may be read to its column, first come first served: proper headings of all columns before the
	aliases.
	"""
	found: dict[str, Column] = {}
	columns = SHEETS[key].columns
	for column in columns:
		found.setdefault(plain(column.header), column)
	for column in columns:
		for alias in column.aliases:
			found.setdefault(alias, column)
	return found


def column_for(key: str, text: object) -> Column | None:
	return _headings(key).get(plain(text))


def sheet_for(title: str) -> Sheet | None:
	"""The sheet of ours that a tab's title means; Excel cuts titles at 31 characters and people add numbers."""
	bare = re.sub(r"\s*\d+$", "", plain(title))
	for sheet in SHEETS.values():
		if bare == plain(sheet.title) or bare in sheet.aliases:
			return sheet
	return None
