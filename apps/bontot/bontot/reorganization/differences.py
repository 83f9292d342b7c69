"""Differences between a decision and the proposal it was made from: plain values, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Departure:
	"""Numbers of the rows that differ, from 1; `proposed` 0: added by the decision; `decided` 0: left out of it."""

	proposed: int
	decided: int


def of_rows(proposed: Sequence[Row], decided: Sequence[Row], about: Sequence[str]) -> list[Departure]:
	"""Rows of one side that the other does not have; their order is no difference.

	`about`: the fields that say what a row is about. Two rows about the same are one that was changed.
	"""
	left = list(range(1, len(decided) + 1))
	changed = []
	for number, row in enumerate(proposed, 1):
		same = next((other for other in left if decided[other - 1] == row), 0)
		if same:
			left.remove(same)
		else:
			changed.append(number)
	found = []
	for number in changed:
		row = proposed[number - 1]
		of_same = next((other for other in left if _same(row, decided[other - 1], about)), 0)
		if of_same:
			left.remove(of_same)
		found.append(Departure(number, of_same))
	return [*found, *(Departure(0, number) for number in left)]


def _same(one: Row, other: Row, about: Sequence[str]) -> bool:
	return all(one.get(field) == other.get(field) for field in about)
