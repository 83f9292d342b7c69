"""What is wrong with a body's vote, in words: the same for titles, documents and ratings."""

from __future__ import annotations

import frappe
from frappe import _

from bontot.evaluation import votes
from bontot.evaluation.errors import VotesError


def refuse_faulty(vote: votes.Vote, must_carry: bool, row: tuple[int, str] | None = None) -> None:
	"""Raise VotesError for a vote that does not add up or does not carry. `row`: (number, whom it is about) of a list."""
	fault = votes.fault(*vote, must_carry)
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


def own_vote(row: object, total: int) -> votes.Vote | None:
	"""The vote on one row where it differs from that on all; None where all three counts are empty."""
	counts = [int(getattr(row, name, 0) or 0) for name in ("votes_for", "votes_against", "votes_other")]
	return votes.Vote(total, *counts) if any(counts) else None
