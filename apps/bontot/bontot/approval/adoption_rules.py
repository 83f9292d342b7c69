"""Which meeting may adopt a self-assessment, and which votes can be. Plain values in, a code or "" out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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

	@property
	def carried(self) -> bool:
		return self.in_favour > self.against + self.other


@dataclass(frozen=True, slots=True)
class Sitting:
	"""A meeting as far as adopting needs it. `voters`: full members present; None where nobody knows."""

	kind: str
	held_on: date
	held: bool
	voters: int | None = None


def problem_of_meeting(sitting: Sitting, title_kind: str, starts_on: date, today: date) -> Problem:
	"""Why this meeting cannot have adopted the self-assessment of a period that starts on a day."""
	if sitting.kind not in MAY_ADOPT[title_kind]:
		return "other_kind"
	if sitting.held_on > today:
		return "ahead"
	if not sitting.held:
		return "not_held"
	return "before" if sitting.held_on < starts_on else ""


def problem_of_votes(votes: Votes, voters: int | None, required: bool) -> Problem:
	"""Why these votes cannot be; without any vote nothing is said unless a vote is asked for."""
	if min(votes.in_favour, votes.against, votes.other) < 0:
		return "negative"
	if not votes.total:
		return "no_vote" if required else ""
	if voters is not None and votes.total > voters:
		return "many"
	return "" if votes.carried else "lost"


def guess(recorded: Votes, voters: int | None) -> Votes:
	"""The votes to start with: those the meeting recorded, where full members alone can have cast them."""
	return recorded if not problem_of_votes(recorded, voters, required=False) else Votes()
