"""Whether the votes of a body add up and carry what it decides, and in words why not: titles, documents and ratings alike."""

from __future__ import annotations

from typing import Literal, NamedTuple

import frappe
from frappe import _

from bontot.meeting.errors import VotesError

Fault = Literal["nobody", "negative", "too_many", "no_majority"]


class Vote(NamedTuple):
	"""Vote of a body. `total`: its members, present or not."""

	total: int
	votes_for: int = 0
	against: int = 0
	other: int = 0


def find_fault(total: int, votes_for: int, against: int, other: int, must_carry: bool) -> Fault | None:
	"""Find the fault of a vote; None when there is none.

	total: members of the body, present or not. What must carry needs more than half of them in favour.
	"""
	if min(total, votes_for, against, other) < 0:
		return "negative"
	if total == 0:
		return "nobody"
	if votes_for + against + other > total:
		return "too_many"
	if must_carry and 2 * votes_for <= total:
		return "no_majority"
	return None


def refuse_faulty(vote: Vote, must_carry: bool, row: tuple[int, str] | None = None) -> None:
	"""Raise VotesError for a vote that does not add up or does not carry. `row`: (number, whom it is about) of a list."""
	fault = find_fault(*vote, must_carry)
	if not fault:
		return
	messages = {
		"negative": _("Votes are counted from 0."),
		"nobody": _("Members of the Body: enter how many members the deciding body has."),
		"too_many": _("Votes For, Against and Other come to {0}, more than the {1} members of the body."),
		"no_majority": _("Votes For: {2} of {1} is no majority; what is decided here needs more than half."),
	}
	message = messages[fault].format(sum(vote[1:]), vote.total, vote.votes_for)
	if row:
		message = _("Row {0}, {1}: {2}").format(*row, message)
	frappe.throw(message, VotesError, title=_("Check the Votes"))


def own_vote(row: object, total: int) -> Vote | None:
	"""The vote on one row where it differs from that on all; None where all three counts are empty."""
	counts = [int(getattr(row, name, 0) or 0) for name in ("votes_for", "votes_against", "votes_other")]
	return Vote(total, *counts) if any(counts) else None
