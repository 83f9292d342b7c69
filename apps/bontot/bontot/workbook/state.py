"""State of a branch in the database, as the checks want it, and what is to become of it. Pure."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from bontot.organization.members.bound_rules import NONE, Bounds
from bontot.organization.tree import FAR
from bontot.workbook.layout import SHEETS, Row, Values

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # grave, acute, tilde, hook, dot below


@lru_cache(maxsize=65536)
def code_key(code: str) -> str:
	"""Two codes are one when the database's unique index says so: case and marks do not count, đ does."""
	bare = unicodedata.normalize("NFD", code.casefold())
	return "".join(letter for letter in bare if not unicodedata.combining(letter))


@lru_cache(maxsize=65536)
def _word_key(word: str) -> str:
	letters = unicodedata.normalize("NFD", word.casefold())
	return "".join(c for c in letters if c not in TONES) + "".join(c for c in letters if c in TONES)


def same_key(name: str) -> str:
	"""Equal for names that differ only in case, Unicode form or where a tone stands (hoà, hòa); not for Mé and Mẻ."""
	return " ".join(_word_key(word) for word in name.split())


@dataclass(frozen=True, slots=True)
class Kind:
	words: str
	level: str
	parents: frozenset[str]
	is_cell: bool
	bounds: Bounds = NONE


@dataclass(slots=True)
class Organization:
	"""`values`: what is stored, by field of the layout; `inside`: lies in the branch, so that it may be written."""

	name: str
	key: str  # its code, or its name when it has none
	path: str
	parent: str | None
	kind: str
	valid_from: date
	valid_to: date | None
	values: Values
	modified: datetime
	inside: bool
	placed_from: date | None = None  # at its present parent since; None: since it was founded

	def below_since(self, first: date, last: date | None) -> date:
		"""Return from when on the parent must have lived, for a life from `first` to `last`."""
		return max(first, min(self.placed_from, last or FAR)) if self.placed_from else first


@dataclass(slots=True)
class Member:
	name: str
	cell: str
	values: Values
	modified: datetime


@dataclass(slots=True)
class SeatRow:
	name: str
	position: str
	organization: str
	user: str | None
	member: str | None
	from_date: date
	values: Values
	modified: datetime


@dataclass(slots=True)
class State:
	"""The branch (a path; "" for everything) at one moment, and what stands outside it that its rows could meet."""

	today: date
	branch: str = ""
	unrestricted: bool = False
	writes_personal: bool = True
	kinds: dict[str, Kind] = field(default_factory=dict)
	levels: dict[str, str] = field(default_factory=dict)
	organizations: dict[str, Organization] = field(default_factory=dict)  # by name
	by_code: dict[str, str] = field(default_factory=dict)  # code_key → name
	codes_elsewhere: set[str] = field(default_factory=set)  # code_key
	members: dict[str, Member] = field(default_factory=dict)
	cards_elsewhere: set[tuple[str, str]] = field(
		default_factory=set
	)  # (field, number) of those at home elsewhere
	users: set[str] = field(default_factory=set)  # of those the workbook names
	seats: list[SeatRow] = field(default_factory=list)

	def add(self, organization: Organization) -> None:
		self.organizations[organization.name] = organization
		self.by_code.setdefault(code_key(organization.key), organization.name)

	def at(self, code: Any) -> Organization | None:
		name = self.by_code.get(code_key(code)) if isinstance(code, str) else None
		return self.organizations[name] if name else None


@dataclass(frozen=True, slots=True)
class Change:
	"""One row that changes: field → (before, after); written only while the row is still as it was read."""

	row: int
	name: str
	label: str
	fields: dict[str, tuple[Any, Any]]
	modified: datetime


@dataclass(slots=True)
class SheetPlan:
	"""`new`: rows as read, of organisations parents before children."""

	new: list[Row] = field(default_factory=list)
	changed: list[Change] = field(default_factory=list)
	unchanged: int = 0

	@property
	def counts(self) -> dict[str, int]:
		return {"new": len(self.new), "changed": len(self.changed), "unchanged": self.unchanged}


@dataclass(slots=True)
class Plan:
	sheets: dict[str, SheetPlan] = field(default_factory=lambda: {key: SheetPlan() for key in SHEETS})

	@property
	def changes_nothing(self) -> bool:
		return not any(one.new or one.changed for one in self.sheets.values())
