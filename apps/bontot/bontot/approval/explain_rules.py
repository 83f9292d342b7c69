"""What a file's log says of one criterion: what was returned, what was mended for it, and who stands by the result.

Plain values in, plain values out. A step is what `steps.log_of` gives, with `results` read (level_results.LevelResult).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bontot.approval import differences
from bontot.criteria import points

Remedy = Literal["records", "rating", "time", "answer", "judgement", "reason"]
SENDING = ("Send", "Declare Not Reached")


@dataclass(frozen=True, slots=True)
class Return:
	"""A return of one criterion: the step that returned it, and what was mended before it was sent again."""

	step: Mapping[str, Any]
	mended: tuple[differences.Difference, ...]
	sent_again: bool
	to: str = ""  # the level below that was asked to look again; the unit itself mended nothing then


def returns(criterion_key: str, steps: Sequence[Mapping[str, Any]]) -> list[Return]:
	"""Every return of a criterion, oldest first. A return that was not answered yet has mended nothing."""
	found = []
	for index, step in enumerate(steps):
		if step["act"] != "Return" or criterion_key not in [one["criterion_key"] for one in step["criteria"]]:
			continue
		if step.get("returned_to"):
			found.append(Return(step, (), False, step["returned_to"]))
			continue
		before = _last_words(criterion_key, steps[:index])
		after = _first_words(criterion_key, steps[index + 1 :])
		mended = differences.between(criterion_key, before, after) if before and after else []
		found.append(Return(step, tuple(mended), after is not None))
	return found


def _last_words(key: str, steps: Sequence[Mapping[str, Any]]) -> differences.Answer | None:
	return _first_words(key, steps[::-1])


def _first_words(key: str, steps: Sequence[Mapping[str, Any]]) -> differences.Answer | None:
	for step in steps:
		if step["act"] in SENDING and step.get("results"):
			kept = step["results"]["criteria"].get(key) or {}
			pieces = tuple(differences.Piece(title, title) for title in kept.get("evidence", ()))
			given = points.words(kept["own_points"]) if "own_points" in kept else ""
			# Steps from before the words of the records were kept have their result alone.
			records = differences.Records(kept.get("records", ""), kept.get("found"))
			return differences.Answer(kept.get("own", ""), kept.get("remark", ""), pieces, given, records)
	return None


def remedies(
	result: str, computed_result: str, has_calculator: bool, differs: bool, remark: str, missing: int
) -> list[Remedy]:
	"""What would have to change for a criterion to count as met, in the order a person can act; none of a met one.

	:param result: the one that counts
	:param missing: how many things the records still lack
	"""
	if result == "Met":
		return ["reason"] if differs and not remark.strip() else []
	if result == "Awaiting Rating":
		return ["rating"]
	if result == "Not Yet Due":
		return ["time"]
	if not result:
		return ["answer"]
	if has_calculator and computed_result == "Not Met":
		return ["records"] if missing else ["records", "judgement"]
	return ["judgement"]


Reached = Literal["recognized", "withdrawn", "refused", "declared", "interim", "open", "outside"]


def reached(state: str) -> Reached:
	"""How a file ended, as far as its explanation needs it."""
	return {
		"Recognized": "recognized",
		"Withdrawn": "withdrawn",
		"Not Recognized": "refused",
		"Declared Not Reached": "declared",
		"Interim Reviewed": "interim",
		"Outside": "outside",
	}.get(state, "open")
