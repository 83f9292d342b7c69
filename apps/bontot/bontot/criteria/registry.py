"""Registry of the functions that work out computed criteria.

A module registers its calculators under the hook `computed_criteria` ({key: dotted path}), so a criterion names a
key and criteria knows no records. A calculator reads records and returns a Finding; it writes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal, TypedDict

import frappe

from bontot.criteria.errors import UnknownCalculatorError

Result = Literal["Met", "Not Met", "Awaiting Rating", "Not Yet Due"]
TitleKind = Literal["Cell", "Grassroots Organization"]
PeriodKind = Literal["Six-Month", "Year", "Quarter", "Own"]  # criteria/period_kinds.py


@dataclass(frozen=True, slots=True)
class Context:
	"""Records that a calculator may look at: those of one organisation, dated within the period, as they stand on a day."""

	organization: str
	title_kind: TitleKind
	period_kind: PeriodKind
	starts_on: date
	ends_on: date
	as_of: date
	settings: dict[str, str] = field(default_factory=dict)
	"""Values of the frozen framework's settings by key; an empty one is a question nobody has answered yet."""


class Row(TypedDict):
	"""A record that counted, and whether it counted for or against."""

	doctype: str
	name: str
	label: str
	ok: bool
	note: str


class Action(TypedDict):
	doctype: str
	defaults: dict[str, Any]


class Missing(TypedDict):
	"""Something that is still to be done, by when (ISO date or None), and the form that does it."""

	label: str
	due_on: str | None
	action: Action


@dataclass(frozen=True, slots=True)
class Finding:
	result: Result
	summary: str
	rows: list[Row] = field(default_factory=list)
	missing: list[Missing] = field(default_factory=list)
	asks_reason: bool = False
	"""Of figures beside a judged criterion: whoever declares it met all the same writes why."""
	against: list[str] = field(default_factory=list)
	"""Marks of records that lean against and are not everybody's to know: they tell one from another, and nothing else."""
	until_now: Result = "Met"
	"""Of a result that is not yet due: what it comes to by what was due until now; nothing that was due lacks by default."""

	def as_dict(self) -> dict[str, Any]:
		return asdict(self)


Calculator = Callable[[Context], Finding]


def known() -> set[str]:
	"""Return the keys of every registered calculator."""
	return set(frappe.get_hooks("computed_criteria"))


def get_calculator(key: str) -> Calculator:
	"""Return the calculator of a key; raises UnknownCalculatorError."""
	paths = frappe.get_hooks("computed_criteria").get(key)
	if not paths:
		message = f"No computed criterion is registered as {key!r} (hook computed_criteria)."
		raise UnknownCalculatorError(message)
	return frappe.get_attr(paths[-1])


def compute(key: str, context: Context) -> Finding:
	"""Work out one criterion for one organisation; raises UnknownCalculatorError."""
	return get_calculator(key)(context)


def compute_many(key: str, contexts: Sequence[Context]) -> dict[str, Finding]:
	"""Work out one criterion for many organisations of one period and day; {organization: Finding}.

	Uses the calculator's bulk form (hook `computed_criteria_bulk`) where it has one. Raises UnknownCalculatorError.
	"""
	if not contexts:
		return {}
	calculator = get_calculator(key)
	if paths := frappe.get_hooks("computed_criteria_bulk").get(key):
		return frappe.get_attr(paths[-1])(key, contexts)
	return {context.organization: calculator(context) for context in contexts}


def rule_words(key: str, settings: Mapping[str, str]) -> str:
	"""Describe in one sentence what a computed criterion asks for (hook `computed_criteria_rules`); "" where nobody says."""
	paths = frappe.get_hooks("computed_criteria_rules").get(key)
	return frappe.get_attr(paths[-1])(key, settings) if paths else ""


def choices(settings: Mapping[str, str]) -> list[dict[str, str]]:
	"""Every calculator by its key, with what it asks for in words: [{value, label}]."""
	return [{"value": key, "label": rule_words(key, settings) or key} for key in sorted(known())]


def informed() -> set[str]:
	"""Return the keys of criteria that people judge with figures beside them (hook `informed_criteria`)."""
	return set(frappe.get_hooks("informed_criteria"))


def inform(criterion_key: str, context: Context) -> Finding | None:
	"""Return what the registers say about a criterion that people judge; None where no register speaks of it.

	Its result only says which way the figures lean: it never counts.
	"""
	paths = frappe.get_hooks("informed_criteria").get(criterion_key)
	return frappe.get_attr(paths[-1])(context) if paths else None
