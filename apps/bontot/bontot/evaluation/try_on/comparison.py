"""Comparison of the evaluations of a year with what they would come to under another framework. Pure: answers in, what turns and
why out.

What people said goes along by the criterion's key: who judged it then is not asked again. What records say is judged
anew, and a criterion that nobody has answered stays open, so a file may come out as "Pending".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bontot.criteria import pass_rule, points
from bontot.criteria.frozen import FrozenCriterion, FrozenFramework, applicable, core_key
from bontot.evaluation.computing import outcome
from bontot.evaluation.computing.outcome import Answer, GroupState

Computed = Callable[[str], str]  # key of a calculator -> what it says of this organisation now


@dataclass(frozen=True, slots=True)
class Reason:
	"""One criterion that counts otherwise; "" for `before` or `after`: it is not asked there, or nobody has answered."""

	criterion_key: str
	short_text: str
	before: str
	after: str
	asked_before: bool
	asked_after: bool


@dataclass(frozen=True, slots=True)
class Turned:
	before: GroupState
	after: GroupState
	reasons: tuple[Reason, ...] = ()


def answers(
	framework: FrozenFramework,
	core: FrozenFramework,
	title_kind: str,
	period_kind: str,
	given: Mapping[str, Answer],
	computed: Computed,
	core_computed: Computed,
	organization_kind: str | None = None,
	sector: str | None = None,
) -> list[Answer]:
	"""Return the answers to a framework's criteria for one file.

	`given`: the file's own by criterion, parts also under the key of their whole. `computed`: under the framework's
	thresholds; `core_computed`: under those of `core`, the province's framework that it makes concrete (or itself).
	"""
	asked_by_core = {row["criterion_key"]: row["required"] for row in core["criteria"]}
	scored = points.of(framework["settings"])
	found = []
	for row in applicable(framework, title_kind, period_kind, organization_kind, sector):
		keys = (row["criterion_key"], core_key(row), row.get("part_of", ""))
		then = next((given[key] for key in keys if key in given), Answer(row["criterion_key"], ""))
		local, core_says, scale = "", "", scored.get(row["criterion_key"])
		if not (then.most_points and then.result in (outcome.MET, outcome.NOT_MET)):
			scale = None  # nobody gave it points then
		if row["calculator"]:
			local = outcome.carried(then.self_result, then.computed_result, computed(row["calculator"]))
			now = core_computed(row["calculator"])
			core_says = outcome.carried(then.self_result, then.computed_result, now)
		elif scale:
			local = outcome.MET if scale.met(then.points) else outcome.NOT_MET
		else:
			local = (
				then.appraised_result
				or then.self_result
				or ("" if then.computed_result in outcome.WAITING else then.computed_result)
			)
		key = core_key(row)
		found.append(
			Answer(
				row["criterion_key"],
				row["group_key"],
				computed_result=local,
				required=row["required"],
				core_key=key,
				core_required=asked_by_core.get(key),
				core_computed=core_says,
				points=then.points if scale else 0.0,
				most_points=scale.most if scale else 0.0,
			)
		)
	return found


def compare(
	before: Iterable[Answer],
	after: Iterable[Answer],
	percents: tuple[int, int],
	texts: Mapping[str, str],
	leasts: tuple[float, float] = (0, 0),
) -> Turned:
	"""Return how a file comes out before and after, and which criteria make the difference where it turns.

	`leasts`: the totals of points asked for (`least`).
	"""
	before, after = list(before), list(after)
	states = tuple(
		outcome.weigh(given, percent, total).state
		for given, percent, total in zip((before, after), percents, leasts, strict=True)
	)
	if states[0] == states[1]:
		return Turned(*states)
	return Turned(*states, tuple(reasons(before, after, texts)))


def reasons(before: list[Answer], after: list[Answer], texts: Mapping[str, str]) -> Iterable[Reason]:
	old = {answer.criterion_key: answer for answer in before}
	new = {answer.criterion_key: answer for answer in after}
	for key in dict.fromkeys([*new, *old]):
		was, now = old.get(key), new.get(key)
		if counted(was) != counted(now) and {counted(was), counted(now)} != {None, outcome.MET}:
			yield Reason(
				key,
				texts.get(key, key),
				was.result if was else "",
				now.result if now else "",
				counted(was) is not None,
				counted(now) is not None,
			)


def counted(answer: Answer | None) -> str | None:
	"""Return the result that decides a group; None of a criterion that is not asked, or not required."""
	return answer.result if answer and answer.required else None


def by_key(stored: Iterable[Answer]) -> dict[str, Answer]:
	"""Return a file's stored answers by criterion, and those of a split one also folded under its whole."""
	stored = list(stored)
	found = {answer.criterion_key: answer for answer in stored}
	for answer in outcome.as_core(stored):
		# Of a whole, `computed_result` is what its parts come to: it goes along as what people said.
		found.setdefault(
			answer.criterion_key,
			Answer(answer.criterion_key, answer.group_key, self_result=answer.computed_result),
		)
	return found


def texts_of(*frameworks: FrozenFramework) -> dict[str, str]:
	rows: list[FrozenCriterion] = [row for framework in frameworks for row in framework["criteria"]]
	return {row["criterion_key"]: row["short_text"] for row in rows}


def percent(framework: FrozenFramework) -> int:
	return pass_rule.group_percent(framework["settings"])


def least(framework: FrozenFramework, given: Iterable[Answer]) -> float:
	"""Return the least total that a framework asks of these answers; 0 where somebody has given no points yet, so that a
	framework which scores anew is tried by its criteria alone."""
	scored = points.of(framework["settings"])
	if any(not answer.most_points for answer in given if answer.criterion_key in scored):
		return 0.0
	return pass_rule.least_points(framework["settings"])


def tally(turned: Iterable[tuple[str, Turned]]) -> list[dict[str, Any]]:
	"""Return [{title_kind, before, after, count}] of (title_kind, Turned), in order."""
	counts: dict[tuple[str, str, str], int] = {}
	for title_kind, one in turned:
		key = (title_kind, one.before, one.after)
		counts[key] = counts.get(key, 0) + 1
	names = ("title_kind", "before", "after")
	return [{**dict(zip(names, key, strict=True)), "count": count} for key, count in sorted(counts.items())]
