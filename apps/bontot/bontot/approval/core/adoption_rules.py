"""Rules of adopting a self-assessment: the meetings that may, and the votes that can be. Plain values in, a code or "" out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bontot.meeting import kinds

MAY_ADOPT = {
	"Cell": (kinds.REGULAR, kinds.THEMATIC),
	"Grassroots Organization": (kinds.PARTY_COMMITTEE, kinds.STANDING_COMMITTEE, kinds.WHOLE_ORGANIZATION),
}
Problem = Literal[
	"", "negative", "no_meeting", "other_kind", "not_held", "ahead", "before", "many", "lost", "no_vote"
]


@dataclass(frozen=True, slots=True)
class Votes:
	in_favour: int = 0
	against: int = 0
	other: int = 0

	@property
	def total(self) -> int:
		return self.in_favour + self.against + self.other

	def carried(self, voters: int | None) -> bool:
		"""More than half in favour: of those who may vote and are there, where that is known, else of the votes."""
		return 2 * self.in_favour > (self.total if voters is None else voters)


@dataclass(frozen=True, slots=True)
class Sitting:
	"""A meeting as far as adopting needs it. `voters`: full members present; None where nobody knows."""

	kind: str
	held_on: date
	held: bool
	voters: int | None = None


def adoptable_from(starts_on: date, opened_on: date | None, due_on: date, within_days: int = 0) -> date:
	"""The first day on which a meeting can adopt a self-assessment that is due on a day: when its period was opened, since before
	that no criteria stood and there was nothing to adopt, and no more than `within_days` before it is due (0: no such bound).

	A period that was opened only when its self-assessments were to be made already is no measure of when units met.
	"""
	days = [starts_on]
	if opened_on and opened_on <= due_on:
		days.append(opened_on)
	if within_days:
		days.append(due_on - timedelta(days=within_days))
	return max(days)


def may_adopt(*title_kinds: str | None) -> tuple[str, ...]:
	"""Kinds of meeting that adopt: of what the file is assessed as and, where that has changed since, of what it is now."""
	return tuple(dict.fromkeys(kind for title in title_kinds for kind in MAY_ADOPT.get(title or "", ())))


def problem_of_meeting(sitting: Sitting, adopting: Sequence[str], earliest: date, today: date) -> Problem:
	"""Reason why this meeting cannot have adopted a self-assessment that meetings of these kinds (`may_adopt`) could adopt from a day
	on (`adoptable_from`)."""
	if sitting.kind not in adopting:
		return "other_kind"
	if sitting.held_on > today:
		return "ahead"
	if not sitting.held:
		return "not_held"
	return "before" if sitting.held_on < earliest else ""


def problem_of_votes(votes: Votes, voters: int | None, required: bool) -> Problem:
	"""Reason why these votes cannot be; without any vote nothing is said unless a vote is asked for."""
	if min(votes.in_favour, votes.against, votes.other) < 0:
		return "negative"
	if not votes.total:
		return "no_vote" if required else ""
	if voters is not None and votes.total > voters:
		return "many"
	return "" if votes.carried(voters) else "lost"


def guess(recorded: Votes, voters: int | None) -> Votes:
	"""The votes to start with: those the meeting recorded, where full members alone can have cast them."""
	return recorded if not problem_of_votes(recorded, voters, required=False) else Votes()
