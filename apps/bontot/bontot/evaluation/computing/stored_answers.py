"""Stored criteria of a file as the plain answers that `outcome` weighs."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import frappe
from frappe.query_builder import Criterion, Table
from pypika.functions import Coalesce, NullIf

from bontot.criteria import pass_rule, points
from bontot.criteria.frozen import FrozenFramework
from bontot.evaluation.computing import local_frameworks, outcome


def core_framework(period: str) -> FrozenFramework:
	"""Return the province's framework as a period froze it when it opened."""
	return json.loads(frappe.get_cached_value("Review Period", period, "frozen_framework"))


def framework_of(period: str, period_framework: str | None) -> FrozenFramework:
	"""Return the framework that a file answers: its body's, where that has an overlay, else the province's."""
	return local_frameworks.content(period_framework) if period_framework else core_framework(period)


def of_items(items: Iterable[Any], framework: FrozenFramework, core: FrozenFramework) -> list[outcome.Answer]:
	"""Return the answers that rows of Evaluation Item hold, in their order."""
	asked, asked_by_core = required(framework), required(core)
	scored, scored_by_core = points.of(framework["settings"]), points.of(core["settings"])
	return [
		outcome.Answer(
			item.criterion_key,
			item.group_key,
			item.self_result or "",
			item.computed_result or "",
			asked.get(item.criterion_key, True),
			item.core_key,
			asked_by_core.get(item.criterion_key if item.core_key is None else item.core_key),
			item.core_computed_result or "",
			**points_of(item, scored, scored_by_core),
		)
		for item in items
	]


def points_of(
	item: Any, scored: Mapping[str, points.Scale], scored_by_core: Mapping[str, points.Scale]
) -> dict[str, Any]:
	"""Return what an answer says of points: those of the last level that gave any count, else the author's."""
	if not (scale := scored.get(item.criterion_key)):
		return {}
	core = scored_by_core.get(item.criterion_key)
	return {
		"appraised_result": item.appraised_result or "",
		"points": (item.appraised_points if item.appraised_result else item.self_points) or 0.0,
		"most_points": scale.most,
		"core_least_points": core.least if core and core.least != scale.least else 0.0,
	}


def required(framework: FrozenFramework) -> Mapping[str, bool]:
	return {row["criterion_key"]: row["required"] for row in framework["criteria"]}


def weigher(period: str, period_framework: str | None) -> Callable[[Iterable[Any]], outcome.Outcome]:
	"""Return what weighs stored rows of files that answer one framework, by the pass rule of the province's."""
	core = core_framework(period)
	framework = local_frameworks.content(period_framework) if period_framework else core
	percent = pass_rule.group_percent(core["settings"])
	least = (least_points(framework, core), pass_rule.least_points(core["settings"]))
	return lambda items: outcome.weigh(of_items(items, framework, core), percent, *least)


def least_points(framework: FrozenFramework, core: FrozenFramework) -> float:
	"""Return the points that an evaluation must reach in all; never fewer than the province asks for."""
	return max(pass_rule.least_points(one["settings"]) for one in (framework, core))


def not_met(item: Table) -> Criterion:
	"""Condition: the result of a row of Evaluation Item that counts is "not met"; as `outcome.Answer.result` says it."""
	said = Coalesce(
		NullIf(item.appraised_result, ""), NullIf(item.self_result, ""), NullIf(item.computed_result, "")
	)
	return Coalesce(item.computed_result, "").notin(sorted(outcome.WAITING)) & (said == outcome.NOT_MET)
