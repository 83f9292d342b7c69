"""Problems of a workbook, worded so that the person finds the cell and knows what to do. Pure."""

import json
from collections import Counter
from dataclasses import asdict, dataclass

from bontot.workbook.layout import DATA

TEXTS: dict[str, list[str]] = json.loads((DATA / "problems.json").read_text("utf-8"))
ERROR, NOTE = "error", "note"
MOST_KEPT = 200_000  # a wholly wrong sheet must not fill the memory; how many there are is counted on


@dataclass(frozen=True, slots=True)
class Problem:
	"""`row` and `letter` are as Excel shows them, `shown` is what stands in the cell; empty where none is meant."""

	code: str
	severity: str
	sheet: str
	row: int | None
	letter: str
	header: str
	shown: str
	message: str
	advice: str

	def as_dict(self) -> dict:
		return asdict(self)


class Problems:
	"""A list of problems that keeps its counts, and joins what is said of many cells of one column into one note."""

	def __init__(self) -> None:
		self.found: list[Problem] = []
		self.counts: Counter[str] = Counter()
		self._many: dict[tuple, list] = {}

	def add(
		self,
		code: str,
		sheet: str = "",
		row: int | None = None,
		letter: str = "",
		header: str = "",
		shown: object = "",
		/,
		**words: object,
	) -> None:
		severity, message, advice = TEXTS[code]
		self.counts[severity] += 1
		if len(self.found) < MOST_KEPT:
			said = (text.format(**words) for text in (message, advice))
			self.found.append(Problem(code, severity, sheet, row, letter, header, str(shown)[:140], *said))

	def count(self, code: str, sheet: str, row: int, letter: str, header: str, shown: object) -> None:
		"""One more cell of this column of which the same is to be said; `close` says it once."""
		entry = self._many.setdefault((code, sheet, letter), [0, row, header, shown])
		entry[0] += 1

	def close(self) -> None:
		for (code, sheet, letter), (count, row, header, shown) in self._many.items():
			self.add(code, sheet, row, letter, header, shown, count=count)
		self._many.clear()

	@property
	def errors(self) -> int:
		return self.counts[ERROR]

	@property
	def notes(self) -> int:
		return self.counts[NOTE]

	def in_order(self) -> list[Problem]:
		"""Errors before notes, sheet by sheet as they were met, from the top down."""
		sheets = {sheet: place for place, sheet in enumerate(dict.fromkeys(one.sheet for one in self.found))}
		return sorted(
			self.found,
			key=lambda one: (
				one.severity != ERROR,
				sheets[one.sheet],
				one.row or 0,
				len(one.letter),
				one.letter,
			),
		)
