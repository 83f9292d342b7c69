"""Whether the votes of a body add up and carry what it decides. No database."""

from __future__ import annotations

from typing import Literal, NamedTuple

Fault = Literal["nobody", "negative", "too_many", "no_majority"]


class Vote(NamedTuple):
	"""How a body voted. `total`: its members, present or not."""

	total: int
	votes_for: int = 0
	against: int = 0
	other: int = 0


def fault(total: int, votes_for: int, against: int, other: int, must_carry: bool) -> Fault | None:
	"""What is wrong with a vote; None when nothing is.

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
