"""Values that a reorganisation is planned with: kinds, organisations, acts and shares in, a plan or problems out.

Plain values; no database, no user, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

FOUND, RENAME, MOVE, MERGE = "Found", "Rename", "Move", "Merge"
SPLIT, DISSOLVE, END_LEVEL, CHANGE_KIND = "Split", "Dissolve", "End Level", "Change Kind"
MEMBER, SEAT, ORGANIZATION = "Party Member", "Seat", "Party Organization"
MERGED, SPLIT_FROM, SEPARATED = "Merged", "Split", "Separated"
FAR = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Kind:
	"""A kind of organisation and its rules. `parents`: kinds below which it may stand; none: it is the top."""

	code: str
	level: str
	parents: frozenset[str] = frozenset()
	least: int = 0
	most: int = 0
	holds_members: bool = False
	disabled: bool = False


@dataclass(frozen=True, slots=True)
class Node:
	"""An organisation in the snapshot. `changed_on`: effective date of the last reorganisation that touched it."""

	name: str
	parent: str | None
	kind: str
	title: str
	folded: str = ""
	short_name: str | None = None
	code: str | None = None
	valid_from: date = date.min
	valid_to: date | None = None
	changed_on: date | None = None
	sector: str | None = None

	def lives(self, on: date) -> bool:
		return self.valid_from <= on and (self.valid_to is None or self.valid_to >= on)


@dataclass(frozen=True, slots=True)
class Act:
	row: int
	act: str
	organization: str | None = None
	target: str | None = None
	target_new: str | None = None
	new_name: str | None = None
	new_short_name: str | None = None
	new_code: str | None = None
	new_kind: str | None = None
	new_sector: str | None = None
	level: str | None = None
	source_continues: bool = False


@dataclass(frozen=True, slots=True)
class Share:
	"""One thing of a split organisation; `goes_to_new` empty: it stays with the old one, if that lives on."""

	row: int
	source: str
	share_of: str
	record: str
	goes_to_new: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
	"""The part of the tree that the acts can touch.

	nodes: by name, each with all above it up to `top`, living and ended ones.
	members: {organisation: names of those who belong to it now}; seats: {organisation: seats that live on or after the
	effective date}; both only for organisations that the acts name. others: {(kind of record,
	organisation): records of other kinds that can be handed on}, of organisations that are split.
	"""

	top: str
	nodes: Mapping[str, Node]
	kinds: Mapping[str, Kind]
	members: Mapping[str, Sequence[str]] = field(default_factory=dict)
	seats: Mapping[str, Sequence[str]] = field(default_factory=dict)
	others: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
	"""`row` 0: of the document as a whole. `names`: titles that the message mentions, in its order."""

	code: str
	row: int = 0
	names: tuple[str, ...] = ()
	share_row: int = 0


@dataclass(frozen=True, slots=True)
class Succession:
	predecessor: str
	successor: str
	relation: str


@dataclass(slots=True)
class Plan:
	"""The tree before and after. `after` holds every node of `before` and the founded ones by their keys."""

	effective: date
	before: dict[str, Node]
	after: dict[str, Node]
	rows: dict[str, int] = field(default_factory=dict)  # which row touched an organisation last
	acts: dict[str, list[str]] = field(default_factory=dict)  # and what was done to it
	founded: list[str] = field(default_factory=list)
	successions: list[Succession] = field(default_factory=list)
	member_moves: dict[str, str] = field(default_factory=dict)  # member: organisation or key
	seat_moves: dict[str, str] = field(default_factory=dict)
	handed: dict[tuple[str, str], str] = field(default_factory=dict)  # (kind of record, record): key
	ended_seats: list[str] = field(default_factory=list)
	problems: list[Problem] = field(default_factory=list)
	warnings: list[Problem] = field(default_factory=list)

	@property
	def ended(self) -> list[str]:
		return [name for name, node in self.before.items() if self.after[name].valid_to != node.valid_to]

	@property
	def direct(self) -> list[str]:
		"""Organisations that are not only carried along, founded ones first."""
		changed = [name for name, node in self.before.items() if self.after[name] != node]
		return [*self.founded, *changed]

	@property
	def displaced(self) -> list[str]:
		"""Organisations of before whose line of ancestors changes, with everything below them."""
		return [name for name in self.before if line(self.before, name) != line(self.after, name)]


def line(nodes: Mapping[str, Node], name: str) -> tuple[str, ...]:
	"""Ancestors of a node, nearest first; stops where a circle closes."""
	found: list[str] = []
	parent = nodes[name].parent
	while parent and parent in nodes and parent not in found and parent != name:
		found.append(parent)
		parent = nodes[parent].parent
	return tuple(found)


def is_circular(nodes: Mapping[str, Node], name: str) -> bool:
	seen, parent = {name}, nodes[name].parent
	while parent and parent in nodes:
		if parent in seen:
			return True
		seen.add(parent)
		parent = nodes[parent].parent
	return False
