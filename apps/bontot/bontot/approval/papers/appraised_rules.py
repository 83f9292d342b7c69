"""Outcome of files that came before a level, told by their logs: passed on, given back, still waiting.

No database: plain values in, plain values out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bontot.approval.core import transitions
from bontot.evaluation.answers.level_results import CriterionResult, LevelResult
from bontot.evaluation.computing import outcome

Standing = Literal["passed", "waiting", "returned"]
# An officer's agreement; at a last level it concludes the review.
AGREEMENTS = (transitions.AGREE, transitions.CONCLUDE_INTERIM)
JUDGEMENTS = (*AGREEMENTS, transitions.RETURN)


@dataclass(frozen=True, slots=True)
class Step:
	"""An act of a file's log. `by_body`: a resolution did it, no officer."""

	sequence: int
	act: str
	place: str
	at: datetime
	by_body: bool = False
	reason: str = ""
	criteria: Mapping[str, str] = field(default_factory=dict)  # those it touched, with the reason of each
	results: LevelResult | None = None
	to: str = ""  # the level for which the file waited afterwards; "": for none


@dataclass(frozen=True, slots=True)
class Judged:
	"""Judgement of a level on a file that it passed on, beside what the author had said first.

	`falls_short`: nothing that is still open could make it enough for the title; `turned`: (criterion, before, after) where what counts
	is another than at the first sending; `otherwise`: criteria whose result a person set against the records; `unmet`: those
	not met when the level agreed.
	"""

	at: datetime
	sent_met: int
	met: int
	total: int
	waiting: int
	falls_short: bool
	turned: tuple[tuple[str, str, str], ...] = ()
	otherwise: tuple[str, ...] = ()
	unmet: tuple[str, ...] = ()
	sent_points: float = 0.0
	points: float = 0.0
	most_points: float = 0.0  # 0: the framework scores nothing


def judges(step: Step, place: str) -> bool:
	"""Whether a step is an officer's judgement at this level."""
	return step.place == place and step.act in JUDGEMENTS and not step.by_body


def status_at(steps: Sequence[Step], place: str, state: str, awaiting: str) -> Standing | None:
	"""Standing of a file as seen from a level, by its log (oldest first); None of one that never came before it.

	"returned": with its author, or on its way up again and not here yet.
	"""
	if state == transitions.UNDER_APPRAISAL and awaiting == place:
		return "waiting"
	judged = [step for step in steps if judges(step, place)]
	if not judged:
		return None
	back = max((step.sequence for step in steps if takes_back(step, place, steps)), default=0)
	agreed = max((step.sequence for step in judged if step.act in AGREEMENTS), default=0)
	if state in (transitions.DRAFT, transitions.RETURNED, transitions.DECLARED_NOT_REACHED):
		return "returned"
	return "passed" if agreed > back else "returned"


def takes_back(step: Step, place: str, steps: Sequence[Step]) -> bool:
	"""Whether a return undoes what this level passed on before: the file went back to the unit, or this level returned it. One
	that a level above returned to another below itself leaves the agreements under that one as they were, and so does one after
	which the file was sent straight back to that level above."""
	if step.act != transitions.RETURN or (step.to and step.place != place):
		return False
	sent = [one for one in steps if one.sequence > step.sequence and one.act == transitions.SEND]
	return step.place == place or not (sent and sent[0].to == step.place)


def judged(steps: Sequence[Step], place: str) -> Judged:
	"""Content of the level's last agreement. Raises ValueError where it never agreed."""
	sent = next((step.results for step in steps if step.act == transitions.SEND and step.results), None)
	agreements = [step for step in steps if judges(step, place) and step.act in AGREEMENTS and step.results]
	if not agreements:
		raise ValueError(f"{place} has not agreed to this file.")
	last = agreements[-1]
	now = {key: kept["result"] for key, kept in last.results["criteria"].items()}
	return Judged(
		last.at,
		sent["met"] if sent else last.results["met"],
		last.results["met"],
		last.results["total"],
		last.results["waiting"],
		last.results["state"] == outcome.NOT_MET,
		turned({key: kept["result"] for key, kept in sent["criteria"].items()} if sent else now, now),
		tuple(key for key, kept in last.results["criteria"].items() if otherwise(key, kept)),
		tuple(key for key, result in now.items() if result == outcome.NOT_MET),
		(sent or last.results).get("points", 0.0),
		last.results.get("points", 0.0),
		last.results.get("most_points", 0.0),
	)


def turned(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
	return tuple((key, before[key], now[key]) for key in now if key in before and before[key] != now[key])


def otherwise(key: str, kept: CriterionResult) -> bool:
	return outcome.Answer(key, "", kept["own"], kept["records"]).differs


def counted(statuses: Iterable[Standing]) -> dict[str, int]:
	"""{passed, returned, waiting, all}: `all` is their sum."""
	found = list(statuses)
	counts = {standing: found.count(standing) for standing in ("passed", "returned", "waiting")}
	return counts | {"all": sum(counts.values())}
