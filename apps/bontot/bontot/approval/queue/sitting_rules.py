"""The list that a body has before it when it sits: what waits for it, in the order it is read, with sums that add up.

No database: plain values in, plain values out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

TITLE_KINDS = ("Cell", "Grassroots Organization")  # the order of the list


@dataclass(frozen=True, slots=True)
class Listed:
	"""A file as the list shows it. `doubts`: what the body should look at, in words; `notes`: what it should know."""

	name: str
	organization_name: str
	path: str
	branch: str
	period: str
	title_kind: str
	met: int
	total: int
	doubts: tuple[str, ...] = ()
	notes: tuple[str, ...] = ()

	@property
	def clean(self) -> bool:
		return not self.doubts


@dataclass(slots=True)
class Branch:
	name: str
	clean: list[Listed] = field(default_factory=list)
	doubtful: list[Listed] = field(default_factory=list)

	@property
	def count(self) -> int:
		return len(self.clean) + len(self.doubtful)


@dataclass(slots=True)
class Section:
	"""Files of one period and of one kind of title, branch by branch as they stand in the tree."""

	period: str
	title_kind: str
	branches: list[Branch] = field(default_factory=list)

	@property
	def clean(self) -> int:
		return sum(len(branch.clean) for branch in self.branches)

	@property
	def doubtful(self) -> int:
		return sum(len(branch.doubtful) for branch in self.branches)

	@property
	def count(self) -> int:
		return sum(branch.count for branch in self.branches)

	@property
	def shared_notes(self) -> tuple[str, ...]:
		"""Notes that stand at every clean file, and are said once for all of them; none of a single file."""
		said = [file.notes for branch in self.branches for file in branch.clean]
		return tuple(note for note in said[0] if all(note in notes for notes in said)) if said[1:] else ()


def arrange(files: Iterable[Listed]) -> list[Section]:
	"""Sections by period and kind of title; within them branches, and files, in the order of the tree."""
	ordered = sorted(files, key=lambda file: (file.period, TITLE_KINDS.index(file.title_kind), file.path))
	sections: list[Section] = []
	for file in ordered:
		if not sections or (sections[-1].period, sections[-1].title_kind) != (file.period, file.title_kind):
			sections.append(Section(file.period, file.title_kind))
		branches = sections[-1].branches
		if not branches or branches[-1].name != file.branch:
			branches.append(Branch(file.branch))
		(branches[-1].clean if file.clean else branches[-1].doubtful).append(file)
	return sections


def branch_path(body: str, file: str, segment: int) -> str:
	"""Path of the branch that stands directly below a body on the way to a file; "" for one from elsewhere.

	`segment`: characters of one step of a path.
	"""
	return file[: len(body) + segment] if file.startswith(body) and file != body else ""
