"""What is wrong with the content of a framework. Pure rules; the controller turns each problem into words."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

Code = Literal[
	"group_twice",
	"criterion_twice",
	"group_unknown",
	"calculator_unknown",
	"calculator_missing",
	"kind_empty",
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


def repeated(keys: Iterable[str]) -> list[str]:
	return [key for key, times in Counter(keys).items() if times > 1]
