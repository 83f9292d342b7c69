"""Checks of the content of a framework. Pure rules; the controller turns each problem into words."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

Code = Literal[
	"group_twice",
	"criterion_twice",
	"group_unknown",
	"calculator_unknown",
	"calculator_missing",
	"kind_empty",
	"only_of_unknown",
	"only_of_nothing",
	"only_of_never",
	"group_for_some",
]
KINDS = ("Cell", "Grassroots Organization")


@dataclass(frozen=True, slots=True)
class Criterion:
	criterion_key: str
	group_key: str
	kind: str
	calculator: str
	for_cell: bool
	for_grassroots: bool
	for_six_month: bool = True
	for_year: bool = True
	required: bool = True
	only_some: bool = False
	"""Whether it is for some kinds or sectors of organisations only."""


@dataclass(frozen=True, slots=True)
class Only:
	"""A line that says for which kind or sector a criterion is. `title_kind`: what that kind can earn; "" without kind."""

	criterion_key: str
	organization_kind: str = ""
	title_kind: str = ""
	sector: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
	code: Code
	subject: str
	"""The key, calculator or kind that the problem is about."""


def problems(groups: Iterable[str], criteria: Iterable[Criterion], known: Collection[str]) -> list[Problem]:
	"""Return every problem, in the order a reader meets them; `known` are the registered calculators."""
	groups, criteria = list(groups), list(criteria)
	found = [Problem("group_twice", key) for key in repeated(groups)]
	found += [Problem("criterion_twice", key) for key in repeated(row.criterion_key for row in criteria)]
	for row in criteria:
		if row.group_key not in groups:
			found.append(Problem("group_unknown", row.group_key))
		if row.calculator and row.calculator not in known:
			found.append(Problem("calculator_unknown", row.calculator))
		if row.kind == "Computed" and not row.calculator:
			found.append(Problem("calculator_missing", row.criterion_key))
	if not any(row.for_cell for row in criteria):
		found.append(Problem("kind_empty", KINDS[0]))
	if not any(row.for_grassroots for row in criteria):
		found.append(Problem("kind_empty", KINDS[1]))
	return found


def problems_of_lines(
	criteria: Iterable[Criterion], based: Iterable[str], only: Iterable[Only]
) -> list[Problem]:
	"""Return what is wrong with lines about single criteria; `based`: keys that stand beside legal documents.

	In no group may all that is required be for some only: elsewhere nothing would be asked in it.
	"""
	criteria, only = list(criteria), list(only)
	by_key = {row.criterion_key: row for row in criteria}
	named = dict.fromkeys([*based, *(line.criterion_key for line in only)])
	found = [Problem("only_of_unknown", key) for key in named if key not in by_key]
	kinds: dict[str, set[str]] = {}
	for line in only:
		if not (line.organization_kind or line.sector):
			found.append(Problem("only_of_nothing", line.criterion_key))
		if line.organization_kind:
			kinds.setdefault(line.criterion_key, set()).add(line.title_kind)
	for key, titles in kinds.items():
		if (row := by_key.get(key)) and not titles & _title_kinds(row):
			found.append(Problem("only_of_never", key))
	return found + [Problem("group_for_some", key) for key in _groups_for_some(criteria)]


def _title_kinds(row: Criterion) -> set[str]:
	return {kind for kind, asked in zip(KINDS, (row.for_cell, row.for_grassroots), strict=True) if asked}


def _groups_for_some(criteria: list[Criterion]) -> Iterator[str]:
	for group in dict.fromkeys(row.group_key for row in criteria):
		for title_kind, period in product(KINDS, ("for_six_month", "for_year")):
			asked = [
				row.only_some
				for row in criteria
				if row.group_key == group
				and row.required
				and title_kind in _title_kinds(row)
				and getattr(row, period)
			]
			if asked and all(asked):
				yield group
				break


def repeated(keys: Iterable[str]) -> list[str]:
	return [key for key, times in Counter(keys).items() if times > 1]
