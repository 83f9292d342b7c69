"""Changes of an evaluation since it was last reviewed: result, records, remark and evidence, criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

What = Literal["result", "points", "records", "remark", "evidence"]


@dataclass(frozen=True, slots=True)
class Piece:
	"""A piece of evidence: its own name, and what a person reads."""

	name: str
	title: str


@dataclass(frozen=True, slots=True)
class Records:
	"""Result of the records on one criterion."""

	result: str = ""
	"""Empty where people judge it and records only stand beside."""
	words: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
	"""Answer of the author, and of the records, on one criterion at one moment."""

	result: str = ""
	remark: str = ""
	evidence: tuple[Piece, ...] = ()
	points: str = ""
	"""Of a scored criterion, as people read them."""
	records: Records = Records()


@dataclass(frozen=True, slots=True)
class Difference:
	criterion_key: str
	what: What
	old: str | tuple[str, ...]
	new: str | tuple[str, ...]
	"""Of records: (result, words)."""


def between(criterion_key: str, reviewed: Answer | None, now: Answer) -> list[Difference]:
	"""Differences of one criterion; none when it was never reviewed (everything would be new).

	Evidence counts as a set of pieces (order means nothing); a piece that was replaced under the same title
	shows as removed and added.
	"""
	if reviewed is None:
		return []
	found = []
	if (reviewed.result or "") != (now.result or ""):
		found.append(Difference(criterion_key, "result", reviewed.result or "", now.result or ""))
	if reviewed.points != now.points:
		found.append(Difference(criterion_key, "points", reviewed.points, now.points))
	if reviewed.records != now.records:
		old, new = ((said.result, said.words) for said in (reviewed.records, now.records))
		found.append(Difference(criterion_key, "records", old, new))
	if _words(reviewed.remark) != _words(now.remark):
		found.append(Difference(criterion_key, "remark", reviewed.remark or "", now.remark or ""))
	if set(reviewed.evidence) != set(now.evidence):
		found.append(Difference(criterion_key, "evidence", _titles(reviewed.evidence), _titles(now.evidence)))
	return found


def all_between(reviewed: Mapping[str, Answer], now: Mapping[str, Answer]) -> list[Difference]:
	"""Differences of a whole file, in the order of its criteria."""
	return [
		difference for key, answer in now.items() for difference in between(key, reviewed.get(key), answer)
	]


def changed_criteria(found: Iterable[Difference]) -> list[str]:
	"""Keys of the criteria that changed, each once, in order."""
	return list(dict.fromkeys(difference.criterion_key for difference in found))


def _words(text: str | None) -> str:
	"""White space at the ends and doubled in between is no change of words."""
	return " ".join((text or "").split())


def _titles(pieces: Sequence[Piece]) -> tuple[str, ...]:
	return tuple(piece.title for piece in pieces)
