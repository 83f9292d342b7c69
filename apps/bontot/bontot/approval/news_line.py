"""One line of what a person hears of the approval."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class News:
	"""One line of a person's day; `file` of `doctype` is the first it speaks of."""

	words: str
	file: str
	doctype: str = "Evaluation"
