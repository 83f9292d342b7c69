"""Readers of a cell's meaning. Each reader takes what stands there and gives the value, or says which fault it is. Pure.

Nothing is guessed: what has two meanings is a fault. What has one meaning in odd dress (no-break spaces, decomposed
letters, a date as a serial) is understood, and a remark says so.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Any

from openpyxl.utils.datetime import from_excel

from bontot.text import fold
from bontot.workbook import layout


class _Word:
	def __init__(self, word: str) -> None:
		self.word = word

	def __repr__(self) -> str:
		return self.word


CLEAR = _Word("CLEAR")
"""The cell says that the value there is to be taken away; an empty cell says nothing."""
FAULTY = _Word("FAULTY")
"""The cell has been named as a problem; nothing is concluded from it."""


class Fault(Exception):
	"""`code` is a key of data/problems.json, `words` fill its text."""

	def __init__(self, code: str, **words: object) -> None:
		super().__init__(code)
		self.code, self.words = code, words


@dataclass(slots=True)
class Cell:
	"""A cell as the file holds it: `number_format` matters for numbers that Excel shows with leading zeros."""

	value: Any
	number_format: str = "General"
	epoch: datetime | None = None
	remarks: tuple[str, ...] = ()


# Text

# Blanks of other kinds, marks without width, control characters, blanks in a row or at the ends.
ODD = re.compile("[\x00-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]|  |^ | $")
BLANKS = re.compile("[\t\n\x0b\x0c\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000 ]+")
NO_WIDTH = re.compile(
	"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
# A cell that begins so is run as a formula by a spreadsheet (also after the text was saved as CSV).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "'", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def clean(text: str) -> str:
	"""One spelling of the same words: composed letters, one plain blank between words, nothing unseen."""
	if not ODD.search(text) and unicodedata.is_normalized("NFC", text):
		return text
	return BLANKS.sub(" ", NO_WIDTH.sub("", unicodedata.normalize("NFC", text))).strip()


def neutral(text: str) -> str:
	"""The text as it may stand in a cell: an apostrophe goes before what would be run."""
	return f"'{text}" if text.startswith(DANGEROUS) else text


def original(text: str) -> str:
	"""Undo `neutral`; an apostrophe that somebody typed before something harmless stays."""
	return text[1:] if text[:1] == "'" and text[1:].startswith(DANGEROUS) else text


def read_text(cell: Cell) -> str | None:
	value = cell.value
	if isinstance(value, bool | datetime | date | time | timedelta):
		raise Fault("wrong_kind")
	if isinstance(value, float):
		value = repr(value).removesuffix(".0")
	return _text(str(value), cell)


def _text(raw: str, cell: Cell) -> str | None:
	if not ODD.search(raw) and unicodedata.is_normalized("NFC", raw) and raw[:1] != "'":
		text = raw
	else:
		shown = original(raw)
		text = clean(shown)
		if unicodedata.normalize("NFC", shown) != shown:
			cell.remarks += ("decomposed",)
		if clean(shown) != unicodedata.normalize("NFC", shown) and text:
			cell.remarks += ("cleaned",)
	if len(text) > layout.LONGEST:
		raise Fault("too_long", most=layout.LONGEST)
	return text or None


ZEROS = re.compile(r"0+")


def read_code(cell: Cell) -> str | None:
	"""A code is text. A number is taken only when its format says how many digits it is shown with."""
	if isinstance(cell.value, str):
		return _text(cell.value, cell)
	return _shown_digits(cell)


def _shown_digits(cell: Cell) -> str:
	value = _whole(cell)
	if ZEROS.fullmatch(cell.number_format) and value >= 0:
		text = str(value).zfill(len(cell.number_format))
		if text != str(value):
			cell.remarks += ("zero_restored",)
		return text
	raise Fault("number_not_text")


def _whole(cell: Cell) -> int:
	value = cell.value
	if isinstance(value, bool | datetime | date | time | timedelta):
		raise Fault("wrong_kind")
	if isinstance(value, float):
		if not value.is_integer() or abs(value) >= 10**15:
			raise Fault("number_not_text")
		value = int(value)
	return value


PHONE = re.compile(r"\+?[0-9][0-9 .\-()/;,]*")


def _phone(digits: str) -> str | None:
	"""National numbers begin with 0: mobile ones have nine digits after it, fixed ones ten after the 0, the first a 2."""
	lost = (len(digits) == 9 and digits[0] in "35789") or (len(digits) == 10 and digits[0] == "2")
	return f"0{digits}" if lost else None


def _citizen(digits: str) -> str | None:
	"""Twelve digits, the first a 0; the older card has nine, for some provinces the first a 0."""
	if len(digits) in (12, 9):
		return digits
	return {11: f"0{digits}", 10: f"00{digits}", 8: f"0{digits}"}.get(len(digits))


def _card(digits: str) -> str | None:
	return digits if len(digits) == 8 else None


RESTORED = {"phone": _phone, "citizen": _citizen, "card": _card}


def digits_reader(sort: str) -> Callable[[Cell], str | None]:
	restore = RESTORED[sort]

	def read(cell: Cell) -> str | None:
		if isinstance(cell.value, str):
			text = _text(cell.value, cell)
			if text and sort == "phone" and not PHONE.fullmatch(text):
				raise Fault("not_digits")
			return text
		if ZEROS.fullmatch(cell.number_format):
			return _shown_digits(cell)
		number = str(_whole(cell))
		if not (text := restore(number) if number.isdigit() else None):
			raise Fault("number_not_text")
		if text != number:
			cell.remarks += ("zero_restored",)
		return text

	return read


def read_email(cell: Cell) -> str | None:
	if not isinstance(cell.value, str):
		raise Fault("wrong_kind")
	text = _text(cell.value, cell)
	return text.lower() if text else None


# Dates

DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}),? nam (\d{4})")
MIDNIGHT = re.compile(r"[ T]0{1,2}:00(:00)?(\.0+)?$")
SHORT_YEAR = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}")
MONTH = re.compile(r"(\d{1,2})[/.\-](\d{4})|(?:thang )?(\d{1,2}) nam (\d{4})|(\d{4})[/.\-](\d{1,2})")
YEAR = re.compile(r"(?:nam )?(\d{4})")
FIRST_YEAR, LAST_YEAR = 1870, 2200
SERIALS = (1000, 109574)  # days from 1902 to 2199, in the count of Excel
_known_dates: dict[date, date] = {}


def read_date(cell: Cell) -> date | None:
	value = cell.value
	if isinstance(value, datetime):
		if value.time() != time(0):
			raise Fault("with_time")
		return _kept(value.date())
	if isinstance(value, date):
		return _kept(value)
	if isinstance(value, bool | time | timedelta):
		raise Fault("not_a_date")
	if isinstance(value, int | float):
		return _kept(_serial(value, cell))
	text = _text(value, cell)
	return _kept(_day(text)) if text else None


def _kept(day: date) -> date:
	"""A province's people have few different days: one object for each."""
	if not FIRST_YEAR <= day.year <= LAST_YEAR:
		raise Fault("no_such_day")
	return _known_dates.setdefault(day, day)


def _serial(value: float, cell: Cell) -> date:
	if float(value).is_integer() and 1900 <= value <= 2100:
		raise Fault("year_only", year=int(value))
	if not SERIALS[0] <= value <= SERIALS[1]:
		raise Fault("not_a_date")
	if not float(value).is_integer():
		raise Fault("with_time")
	moment = from_excel(int(value), cell.epoch) if cell.epoch else from_excel(int(value))
	cell.remarks += ("serial_date",)
	return moment.date() if isinstance(moment, datetime) else moment


def _day(text: str) -> date:
	plain = MIDNIGHT.sub("", fold(text))
	if found := DAY_FIRST.fullmatch(plain):
		day, month, year = (int(part) for part in found.groups())
	elif found := YEAR_FIRST.fullmatch(plain):
		year, month, day = (int(part) for part in found.groups())
	elif found := IN_WORDS.fullmatch(plain):
		day, month, year = (int(part) for part in found.groups())
	elif SHORT_YEAR.fullmatch(plain):
		raise Fault("short_year")
	elif MONTH.fullmatch(plain):
		raise Fault("month_only")
	elif found := YEAR.fullmatch(plain):
		raise Fault("year_only", year=int(found[1]))
	else:
		raise Fault("not_a_date")
	try:
		return date(year, month, day)
	except ValueError:
		raise Fault("no_such_day") from None


# Choices


@dataclass(slots=True)
class Choices:
	"""One list of the workbook: stored value and the words people read, found by words or stored value."""

	title: str
	words: dict[str, str]  # stored value: words
	_exact: dict[str, str]
	_folded: dict[str, set[str]]

	@classmethod
	def of(cls, title: str, words: Mapping[str, str]) -> "Choices":
		exact: dict[str, str] = {}
		folded: dict[str, set[str]] = {}
		for stored, text in words.items():
			for spelling in (clean(text), stored):
				exact.setdefault(spelling, stored)
				folded.setdefault(fold(spelling), set()).add(stored)
		return cls(title, dict(words), exact, folded)

	def read(self, cell: Cell) -> str | None:
		if not isinstance(cell.value, str):
			text = str(cell.value)
		elif cell.value in self._exact:
			return self._exact[cell.value]
		else:
			text = _text(cell.value, cell)
		if not text:
			return None
		if text in self._exact:
			return self._exact[text]
		found = self._folded.get(fold(text), set())
		if len(found) == 1:
			return next(iter(found))
		if found:
			raise Fault("doubtful_choice", value=text, list=self.title)
		near = get_close_matches(fold(text), list(self._folded), n=1, cutoff=0.6)
		if near:
			nearest = self.words[sorted(self._folded[near[0]])[0]]
			raise Fault("unknown_choice_near", value=text, list=self.title, near=nearest)
		raise Fault("unknown_choice", value=text, list=self.title)


YES, NO = {"co", "x", "1", "true", "yes", "v", "✓"}, {"khong", "0", "false", "no"}


def read_yesno(cell: Cell) -> int | None:
	text = fold(str(cell.value).removesuffix(".0"))
	if not text:
		return None
	if text in YES or text in NO:
		return int(text in YES)
	raise Fault("bad_yesno")


Lists = Mapping[str, Choices]
"""Names of lists (kinds, levels, sectors, positions, states, sexes) and what can be chosen from them."""

LIST_TITLES = {
	"kinds": "loại tổ chức đảng",
	"levels": "cấp",
	"sectors": "loại hình",
	"positions": "chức vụ",
	"states": "trạng thái",
	"sexes": "giới tính",
}


def lists_of(**words: Mapping[str, str]) -> dict[str, Choices]:
	"""The master lists given, beside those that never change."""
	fixed = {name: layout.FIXED_LISTS[name] for name in ("states", "sexes")}
	return {name: Choices.of(LIST_TITLES[name], found) for name, found in (fixed | words).items()}


def reader_of(column: layout.Column, lists: Lists) -> Callable[[Cell], Any]:
	plain = {
		"code": read_code,
		"text": read_text,
		"date": read_date,
		"yesno": read_yesno,
		"email": read_email,
	}
	if column.kind == "choice":
		return lists[column.list].read
	return digits_reader(column.digits) if column.kind == "digits" else plain[column.kind]


CLEAR_FOLDED = fold(layout.CLEAR_WORD)


def says_clear(value: Any) -> bool:
	return isinstance(value, str) and value[:1] == "(" and fold(value) == CLEAR_FOLDED
