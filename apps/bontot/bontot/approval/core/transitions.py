"""Transitions of a file: state x act x place in the route. No database, no user, no clock.

`TABLE` is the whole rule of files that end with a title, `DOCUMENT_TABLE` that of other kinds of document. A pair that is
not in it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bontot.criteria import period_kinds

# States of a file, as stored.
DRAFT = "Draft"
UNDER_APPRAISAL = "Under Appraisal"
RETURNED = "Returned"
RECOGNIZED = "Recognized"
NOT_RECOGNIZED = "Not Recognized"
DECLARED_NOT_REACHED = "Declared Not Reached"
INTERIM_REVIEWED = "Interim Reviewed"
OUTSIDE = "Outside"
APPROVED = "Approved"  # of a document: what it says is in force
WITHDRAWN = "Withdrawn"  # of a document: it was, and is no longer; of a file: its title was taken back

# Acts, as stored on the step.
SEND = "Send"
RECALL = "Recall"
AGREE = "Agree"
RETURN = "Return"
RECOGNIZE = "Recognize"
REFUSE = "Refuse"
CONCLUDE_INTERIM = "Conclude Interim"
DECLARE_NOT_REACHED = "Declare Not Reached"
REOPEN = "Reopen"
WITHDRAW = "Withdraw"
LOCK = "Lock"
# Past the table: a body above puts a file outside the review and takes it in again (approval/acts/exclusion.py).
SET_OUTSIDE = "Set Outside"
TAKE_IN = "Take In"
REROUTE = "Reroute"
APPROVE = "Approve"
# Acts by which nobody judges, and which leave open what was done before them: a file comes by them to where it was.
UNJUDGED = (REROUTE, SET_OUTSIDE, TAKE_IN)
# A return to the level just below, which has appraised the file and looks at it again; the log keeps it as a Return.
RETURN_BELOW = "Return Below"
RETURNS = {"author": RETURN, "below": RETURN_BELOW}  # by where the file goes

DECIDED = (RECOGNIZED, NOT_RECOGNIZED, INTERIM_REVIEWED, WITHDRAWN)
AUTHORS_DESK = -1  # place of a file that lies with its own organisation

# Where a file stands: with its author, at a level that appraises (not the last), at a last level that appraises
# (a six-month file), at the level that decides, or at its end.
Place = Literal["author", "appraise", "appraise last", "decide", "end"]
# What moves: to a position, or to an end state. "last": to the level that ended the file; "stay": nothing moves here
# (a re-route moves the file along another route, which `routing.resume` works out).
Move = Literal["first", "again", "next", "back", "below", "author", "end", "last", "stay"]

TABLE: dict[tuple[str, str, Place], tuple[Move, str]] = {
	# state                act                  place             moves     new state
	(DRAFT,                SEND,                "author"):        ("first", UNDER_APPRAISAL),
	(RETURNED,             SEND,                "author"):        ("again", UNDER_APPRAISAL),
	(DRAFT,                DECLARE_NOT_REACHED, "author"):        ("end", DECLARED_NOT_REACHED),
	(RETURNED,             DECLARE_NOT_REACHED, "author"):        ("end", DECLARED_NOT_REACHED),
	(UNDER_APPRAISAL,      RECALL,              "appraise"):      ("back", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      RECALL,              "appraise last"): ("back", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      RECALL,              "decide"):        ("back", UNDER_APPRAISAL),
	(DECLARED_NOT_REACHED, RECALL,              "end"):           ("author", DRAFT),
	(UNDER_APPRAISAL,      AGREE,               "appraise"):      ("next", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      AGREE,               "appraise last"): ("end", INTERIM_REVIEWED),
	(UNDER_APPRAISAL,      RETURN,              "appraise"):      ("author", RETURNED),
	(UNDER_APPRAISAL,      RETURN,              "appraise last"): ("author", RETURNED),
	(UNDER_APPRAISAL,      RETURN,              "decide"):        ("author", RETURNED),
	(UNDER_APPRAISAL,      RETURN_BELOW,        "appraise"):      ("below", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      RETURN_BELOW,        "appraise last"): ("below", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      RETURN_BELOW,        "decide"):        ("below", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      RECOGNIZE,           "decide"):        ("end", RECOGNIZED),
	(UNDER_APPRAISAL,      REFUSE,              "decide"):        ("end", NOT_RECOGNIZED),
	(UNDER_APPRAISAL,      CONCLUDE_INTERIM,    "decide"):        ("end", INTERIM_REVIEWED),
	(UNDER_APPRAISAL,      REROUTE,             "appraise"):      ("stay", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      REROUTE,             "appraise last"): ("stay", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      REROUTE,             "decide"):        ("stay", UNDER_APPRAISAL),
	(RECOGNIZED,           REOPEN,              "end"):           ("last", UNDER_APPRAISAL),
	(NOT_RECOGNIZED,       REOPEN,              "end"):           ("last", UNDER_APPRAISAL),
	(INTERIM_REVIEWED,     REOPEN,              "end"):           ("last", UNDER_APPRAISAL),
	(WITHDRAWN,            REOPEN,              "end"):           ("last", UNDER_APPRAISAL),
	(RECOGNIZED,           WITHDRAW,            "end"):           ("stay", WITHDRAWN),
	(RECOGNIZED,           LOCK,                "end"):           ("stay", RECOGNIZED),
	(NOT_RECOGNIZED,       LOCK,                "end"):           ("stay", NOT_RECOGNIZED),
	(INTERIM_REVIEWED,     LOCK,                "end"):           ("stay", INTERIM_REVIEWED),
	(WITHDRAWN,            LOCK,                "end"):           ("stay", WITHDRAWN),
}  # fmt: skip
DOCUMENT_TABLE: dict[tuple[str, str, Place], tuple[Move, str]] = {
	# state                act                  place             moves     new state
	(DRAFT,                SEND,                "author"):        ("first", UNDER_APPRAISAL),
	(RETURNED,             SEND,                "author"):        ("again", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      RECALL,              "appraise"):      ("back", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      RECALL,              "appraise last"): ("back", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      RECALL,              "decide"):        ("back", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      AGREE,               "appraise"):      ("next", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      AGREE,               "appraise last"): ("end", APPROVED),
	(UNDER_APPRAISAL,      APPROVE,             "decide"):        ("end", APPROVED),
	(UNDER_APPRAISAL,      RETURN,              "appraise"):      ("author", RETURNED),
	(UNDER_APPRAISAL,      RETURN,              "appraise last"): ("author", RETURNED),
	(UNDER_APPRAISAL,      RETURN,              "decide"):        ("author", RETURNED),
	(UNDER_APPRAISAL,      RETURN_BELOW,        "appraise"):      ("below", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      RETURN_BELOW,        "appraise last"): ("below", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      RETURN_BELOW,        "decide"):        ("below", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      REROUTE,             "appraise"):      ("stay", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      REROUTE,             "appraise last"): ("stay", UNDER_APPRAISAL),
	(UNDER_APPRAISAL,      REROUTE,             "decide"):        ("stay", UNDER_APPRAISAL),
	(APPROVED,             WITHDRAW,            "end"):           ("end", WITHDRAWN),
}  # fmt: skip
Table = Literal["title", "document"]
TABLES = {"title": TABLE, "document": DOCUMENT_TABLE}
# What the last level's agreement comes to: the log names what happened.
CONCLUDING = {INTERIM_REVIEWED: CONCLUDE_INTERIM, APPROVED: APPROVE}

Refusal = Literal[
	"not_open_here", "no_level_below", "title_for_six_months", "interim_for_year", "nothing_to_declare"
]


@dataclass(frozen=True, slots=True)
class Situation:
	"""A file as far as the rule needs it. `position` counts the route's levels from 0; -1 is the author's desk."""

	state: str
	position: int
	acts: tuple[str, ...]  # "Appraise" or "Decide" for each level of the frozen route
	round: int = 1
	period_kind: str = "Year"
	table: Table = "title"
	# A file sent straight to the level that had returned it: of one that lies with its author, where that is (0: it goes to the
	# first one); of one that waits, whether it came so and nobody has done anything since.
	straight_to: int = 0
	came_straight: bool = False

	@property
	def place(self) -> Place:
		if self.state in (DRAFT, RETURNED):
			return "author"
		if self.state != UNDER_APPRAISAL:
			return "end"
		if self.acts[self.position] == "Decide":
			return "decide"
		return "appraise last" if self.position == len(self.acts) - 1 else "appraise"

	@property
	def from_level(self) -> bool:
		"""Whether a waiting file came from the level below, which may take it back; otherwise its author may."""
		return self.position > 0 and not self.came_straight


@dataclass(frozen=True, slots=True)
class Outcome:
	state: str
	position: int  # -1: nobody above is waited for
	recorded_act: str
	round: int


def outcome(situation: Situation, act: str) -> Outcome | Refusal:
	"""Outcome of `act` for the file, or the reason why it may not be done."""
	move, state = TABLES[situation.table].get((situation.state, act, situation.place), ("", ""))
	if not move:
		return "not_open_here"
	if refusal := _wrong_kind(situation, act, state):
		return refusal
	# Where nobody stands above, sending ends it.
	if move in ("first", "again") and situation.table != "title" and not situation.acts:
		return Outcome(APPROVED, AUTHORS_DESK, act, max(situation.round, 1))
	if move == "first":
		return Outcome(state, 0, act, max(situation.round, 1))
	if move == "again":
		return Outcome(state, situation.straight_to, act, max(situation.round, 1))
	if move == "next":
		return Outcome(state, situation.position + 1, act, situation.round)
	if move == "back":
		return _recalled(situation)
	if move == "below":
		return _to_level_below(situation, state)
	if move == "author":
		return _to_author(situation, act, state)
	if move == "last":
		return Outcome(state, len(situation.acts) - 1, act, situation.round)
	if move == "stay":
		return Outcome(state, situation.position, act, situation.round)
	return Outcome(state, AUTHORS_DESK, CONCLUDING.get(state, act), situation.round)


def _wrong_kind(situation: Situation, act: str, state: str) -> Refusal | None:
	title = period_kinds.earns_title(situation.period_kind)
	if not title and act in (RECOGNIZE, REFUSE):
		return "title_for_six_months"
	if not title and act == DECLARE_NOT_REACHED:
		return "nothing_to_declare"
	if title and state == INTERIM_REVIEWED and act != LOCK:
		return "interim_for_year"
	return None


def _recalled(situation: Situation) -> Outcome:
	"""One level back; to the author, who finds the file as it was before sending, from the level to which it was sent."""
	if situation.from_level:
		return Outcome(UNDER_APPRAISAL, situation.position - 1, RECALL, situation.round)
	return Outcome(_state_at_author(situation.round), AUTHORS_DESK, RECALL, situation.round)


def _to_level_below(situation: Situation, state: str) -> Outcome | Refusal:
	"""The author has not to mend anything yet, so no new round begins. Below the first level there is only the author."""
	if situation.position == 0:
		return "no_level_below"
	return Outcome(state, situation.position - 1, RETURN, situation.round)


def _to_author(situation: Situation, act: str, state: str) -> Outcome:
	if act == RECALL:
		return Outcome(_state_at_author(situation.round), AUTHORS_DESK, RECALL, situation.round)
	return Outcome(state, AUTHORS_DESK, act, situation.round + 1)


def _state_at_author(round: int) -> str:
	return DRAFT if round <= 1 else RETURNED


def possible(situation: Situation) -> tuple[str, ...]:
	"""Acts that the file's state allows, whoever does them; in the order of the table."""
	table = TABLES[situation.table]
	acts = dict.fromkeys(
		act for state, act, place in table if (state, place) == (situation.state, situation.place)
	)
	return tuple(act for act in acts if isinstance(outcome(situation, act), Outcome))
