"""Levels that a file passes: the route that applies, and its steps worked out on one branch of the tree.

No database and no clock. An administrator's route speaks of levels; a file needs organisations.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from bontot.criteria import period_kinds

APPRAISE = "Appraise"
DECIDE = "Decide"
RECEIVE = "Receive"  # what was decided below comes to its knowledge; the file does not wait for it


class NoRouteError(ValueError):
	"""No route applies to this kind of file on this date."""


class NoLevelLeftError(ValueError):
	"""None of the route's levels exists above the organisation."""


class RequiredLevelMissingError(ValueError):
	"""A level that must not be skipped does not exist above the organisation; args[0] is its code."""


@dataclass(frozen=True, slots=True)
class RouteStep:
	level: str
	act: str = APPRAISE
	days_allowed: int = 5
	may_skip_if_absent: bool = True
	may_lock: bool = False  # a receiving level: what it has locked is reopened by it or above it only


@dataclass(frozen=True, slots=True)
class Route:
	"""A route as an administrator writes it. Empty kinds mean "any"; `stop_after` 0 means "no limit"; `vacant_days`:
	working days after which a level where nobody can act is passed over, 0 never."""

	name: str
	steps: tuple[RouteStep, ...]
	document_kind: str = "Evaluation"
	period_kind: str = ""
	title_kind: str = ""
	valid_from: date = date.min
	valid_to: date | None = None
	priority: int = 0
	stop_after: int = 0
	vacant_days: int = 0
	straight_back: bool = False  # after a return to the level that returned it


@dataclass(frozen=True, slots=True)
class Ancestor:
	name: str
	path: str
	level: str
	organization_name: str


@dataclass(frozen=True, slots=True)
class FrozenStep:
	"""One level of a sent file's own route."""

	level: str
	organization: str
	organization_name: str
	path: str
	act: str
	days_allowed: int


@dataclass(frozen=True, slots=True)
class FrozenRoute:
	"""The way of a sent file, stored as JSON on it; without steps before it was sent. `receivers`: see `receivers`."""

	route: str = ""
	title: str = ""
	steps: tuple[FrozenStep, ...] = ()
	receivers: Sequence[Mapping[str, Any]] = ()
	vacant_days: int = 0
	straight_back: bool = False

	@property
	def acts(self) -> tuple[str, ...]:
		return tuple(step.act for step in self.steps)

	def as_json(self) -> str:
		return json.dumps(asdict(self), ensure_ascii=False)

	def after(self, position: int) -> set[str]:
		"""Organisations of the levels after the one at `position`."""
		return {step.organization for step in self.steps[position + 1 :]}


def choose(
	routes: Iterable[Route],
	document_kind: str,
	period_kind: str,
	title_kind: str,
	on: date,
) -> Route:
	"""The route that applies: highest priority, then the most particular one, then the latest one.

	Raises NoRouteError when none does.
	"""
	fitting = [route for route in routes if applies(route, document_kind, period_kind, title_kind, on)]
	if not fitting:
		raise NoRouteError(document_kind, period_kind, title_kind, on)
	own = [route for route in fitting if route.period_kind in ("", period_kind)] or fitting
	return max(own, key=precedence)


def precedence(route: Route) -> tuple[int, int, date, str]:
	"""Of several routes that fit, the one with the largest is taken."""
	return route.priority, particulars(route), route.valid_from, route.name


def why_not(route: Route, chosen: Route | None, period_kind: str, title_kind: str, on: date) -> str:
	"""Reason why `choose` takes `chosen` (None: no route) and not `route`; "" where it takes this one.

	"not_yet", "no_longer": its dates · "other_title" · "own_period": `chosen` is for this very kind of period, `route` only
	lends itself · "priority", "particulars", "later", "name": what `precedence` falls on. Of the kinds of document and period
	that `route` is for.
	"""
	if on < route.valid_from:
		return "not_yet"
	if route.valid_to is not None and route.valid_to < on:
		return "no_longer"
	if route.title_kind not in ("", title_kind):
		return "other_title"
	if chosen is None or chosen.name == route.name:
		return ""
	if route.period_kind not in ("", period_kind) and chosen.period_kind in ("", period_kind):
		return "own_period"
	pairs = zip(precedence(route), precedence(chosen), strict=True)
	return next(
		word
		for word, (one, other) in zip(("priority", "particulars", "later", "name"), pairs, strict=True)
		if one != other
	)


def particulars(route: Route) -> int:
	return sum(map(bool, (route.period_kind, route.title_kind)))


def lends_itself(route: Route, period_kind: str) -> bool:
	"""An interim review that has no route of its own goes the way of the six-month review."""
	return route.period_kind == period_kinds.SIX_MONTH and period_kind in period_kinds.INTERIM


def applies(route: Route, document_kind: str, period_kind: str, title_kind: str, on: date) -> bool:
	return (
		route.document_kind == document_kind
		and (route.period_kind in ("", period_kind) or lends_itself(route, period_kind))
		and route.title_kind in ("", title_kind)
		and route.valid_from <= on
		and (route.valid_to is None or on <= route.valid_to)
	)


def freeze(route: Route, own_level: str, ancestors: Sequence[Ancestor]) -> tuple[FrozenStep, ...]:
	"""The steps a file really takes; `ancestors` nearest first, without the file's own organisation.

	The file's own level and levels that do not exist on this branch are skipped. Whatever level comes last does
	what the route ends with, so a file never climbs to a place where nobody may finish it.
	Raises RequiredLevelMissingError and NoLevelLeftError.
	"""
	steps, acting = [], [step for step in route.steps if step.act != RECEIVE]
	for step in acting:
		if step.level == own_level:
			continue
		ancestor = next((ancestor for ancestor in ancestors if ancestor.level == step.level), None)
		if ancestor is not None:
			steps.append(_frozen(step, ancestor))
		elif not step.may_skip_if_absent:
			raise RequiredLevelMissingError(step.level)
	steps = steps[: route.stop_after or None]
	if not steps:
		raise NoLevelLeftError(route.name, own_level)
	return (*steps[:-1], replace(steps[-1], act=acting[-1].act))


def receivers(
	route: Route, steps: Sequence[FrozenStep], ancestors: Sequence[Ancestor]
) -> list[dict[str, Any]]:
	"""[{level, organization, organization_name, may_lock}]: who receives what ends on `steps`; levels that do not
	exist on the branch are left out, and so is one that acts itself."""
	acting = {step.organization for step in steps}
	found = []
	for step in route.steps:
		ancestor = next((one for one in ancestors if one.level == step.level), None)
		if step.act == RECEIVE and ancestor and ancestor.name not in acting:
			found.append(
				{
					"level": step.level,
					"organization": ancestor.name,
					"organization_name": ancestor.organization_name,
					"may_lock": step.may_lock,
				}
			)
	return found


def resume(
	passed: Sequence[FrozenStep], fresh: Sequence[FrozenStep], ranks: Mapping[str, int]
) -> tuple[FrozenStep, ...]:
	"""A route for a file under way: the levels it has passed as they were, then what a fresh route still asks.

	Levels at or below one that was passed are not asked again (rank 1 is the top of the tree). Where nothing would be
	left, the fresh route's last level ends the file: it never comes to stand where nobody may finish it.
	"""
	reached = min((ranks[step.level] for step in passed), default=None)
	ahead = [step for step in fresh if reached is None or ranks[step.level] < reached]
	return (*passed, *(ahead or fresh[-1:]))


def same_way(one: Sequence[FrozenStep], other: Sequence[FrozenStep]) -> bool:
	"""Whether two routes ask the same acts of the same organisations."""
	return [(step.organization, step.act) for step in one] == [
		(step.organization, step.act) for step in other
	]


def _frozen(step: RouteStep, ancestor: Ancestor) -> FrozenStep:
	return FrozenStep(
		level=step.level,
		organization=ancestor.name,
		organization_name=ancestor.organization_name,
		path=ancestor.path,
		act=step.act,
		days_allowed=step.days_allowed,
	)


def thaw(stored: str | None) -> FrozenRoute:
	"""A frozen route back from the JSON on a file."""
	plan = json.loads(stored or "{}")
	return FrozenRoute(**plan | {"steps": tuple(FrozenStep(**row) for row in plan.get("steps", ()))})


def faults(steps: Sequence[RouteStep], ranks: Mapping[str, int]) -> list[tuple[str, int]]:
	"""Faults of a route's steps: (fault, row number from 1). Rank 1 is the top of the tree.

	Faults: "empty", "decide_not_last", "receive_not_after", "lock_not_receiving", "not_climbing", "repeated".
	"""
	if not any(step.act != RECEIVE for step in steps):
		return [("empty", 0)]
	found = []
	last = max(number for number, step in enumerate(steps, start=1) if step.act != RECEIVE)
	for number, step in enumerate(steps, start=1):
		if step.act == DECIDE and number < last:
			found.append(("decide_not_last", number))
		if step.act == RECEIVE and number < last:
			found.append(("receive_not_after", number))
		if step.may_lock and step.act != RECEIVE:
			found.append(("lock_not_receiving", number))
		if number > 1:
			below = steps[number - 2]
			if step.level in {earlier.level for earlier in steps[: number - 1]}:
				found.append(("repeated", number))
			elif ranks[step.level] >= ranks[below.level]:
				found.append(("not_climbing", number))
	return found
