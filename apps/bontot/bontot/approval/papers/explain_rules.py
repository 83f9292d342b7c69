"""Story of one criterion in a file's log: what was returned, what was mended for it, and who stands by the result.

Plain values in, plain values out. A step is what `steps.log_of` gives, with `results` read (level_results.LevelResult).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bontot.criteria import points
from bontot.evaluation.answers import differences

Remedy = Literal["records", "rating", "time", "answer", "judgement", "reason"]
SENDING = ("Send", "Declare Not Reached")


@dataclass(frozen=True, slots=True)
class Return:
	"""A return of one criterion: the step that returned it, why, and what is otherwise in the sending that answered it."""

	step: Mapping[str, Any]
	reason: str
	mended: tuple[differences.Difference, ...]
	sent_again: bool
	to: str = ""  # the level below that was asked to look again; the unit itself mended nothing then


def returns(criterion_key: str, steps: Sequence[Mapping[str, Any]]) -> list[Return]:
	"""Every return of a criterion, oldest first. A return that was not answered yet has mended nothing.

	What answered it is the last sending that stands before the file came back again: one that was taken back answers nothing,
	what was sent instead of it does.
	"""
	found = []
	for index, step in enumerate(steps):
		named = [one for one in step["criteria"] if one["criterion_key"] == criterion_key]
		if step["act"] != "Return" or not named:
			continue
		reason = named[0].get("reason") or step.get("reason", "")
		if step.get("returned_to"):
			found.append(Return(step, reason, (), False, step["returned_to"]))
			continue
		before = _last_sent(criterion_key, steps[:index])
		after = _last_sent(criterion_key, _until_next_return(steps[index + 1 :]))
		mended = (
			differences.between(criterion_key, _answer(before), _answer(after)) if before and after else []
		)
		found.append(Return(step, reason, tuple(mended), after is not None))
	return found


def _until_next_return(steps: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
	ends = (at for at, step in enumerate(steps) if step["act"] == "Return" and not step.get("returned_to"))
	return steps[: next(ends, len(steps))]


def _last_sent(key: str, steps: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
	"""The criterion as the last sending kept it that was not taken back; None where none was."""
	sent: list[Mapping[str, Any]] = []
	for step in steps:
		if step["act"] in SENDING:
			sent.append(step)
		elif step["act"] == "Recall" and step.get("to_author"):
			sent = sent[:-1]
	return sent[-1]["results"]["criteria"].get(key) if sent else None


def _answer(kept: Mapping[str, Any]) -> differences.Answer:
	pieces = tuple(
		differences.Piece(*one) for one in zip(kept.get("pieces", ()), kept.get("evidence", ()), strict=True)
	)
	given = points.words(kept["own_points"]) if "own_points" in kept else ""
	records = differences.Records(kept.get("records", ""), kept.get("found", ""))
	return differences.Answer(kept.get("own", ""), kept.get("remark", ""), pieces, given, records)


def remedies(
	result: str, computed_result: str, has_calculator: bool, differs: bool, remark: str, missing: int
) -> list[Remedy]:
	"""Changes that would make a criterion count as met, in the order a person can act; none of a met one.

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
	"""End of a file, as far as its explanation needs it."""
	return {
		"Recognized": "recognized",
		"Withdrawn": "withdrawn",
		"Not Recognized": "refused",
		"Declared Not Reached": "declared",
		"Interim Reviewed": "interim",
		"Outside": "outside",
	}.get(state, "open")
