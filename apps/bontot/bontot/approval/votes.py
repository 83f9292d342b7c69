"""Whether the votes of a resolution add up and carry what it decides. No database."""

from __future__ import annotations

from typing import Literal

Fault = Literal["nobody", "negative", "too_many", "no_majority"]


def fault(total: int, votes_for: int, against: int, other: int, recognizes: bool) -> Fault | None:
	"""What is wrong with a vote; None when nothing is.

	total: members of the body, present or not. A recognition needs more than half of them in favour.
	"""
	if min(total, votes_for, against, other) < 0:
		return "negative"
	if total == 0:
		return "nobody"
	if votes_for + against + other > total:
		return "too_many"
	if recognizes and 2 * votes_for <= total:
		return "no_majority"
	return None
