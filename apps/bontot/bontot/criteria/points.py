"""Points of criteria, as a framework's settings say them: which criteria are scored, how many points make one met. Pure.

The plan gives none (facts §2: met or not met), so a framework without the setting scores nothing. A province that wants points
writes `points_per_criterion` as lines or parts by ";": criterion = most/least, least being what counts as met.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

SETTING, LEAST_TOTAL = "points_per_criterion", "pass_points"
STEP = 0.5
"""Points are given in halves."""
Code = Literal[
	"points_malformed",
	"points_criterion_unknown",
	"points_twice",
	"points_least_outside",
	"points_computed",
]


class Scale(NamedTuple):
	"""Scale of one criterion: how many points there are, and from how many on it is met."""

	most: float
	least: float

	def met(self, given: float) -> bool:
		return given >= self.least

	def takes(self, given: float) -> bool:
		return 0 <= given <= self.most and given % STEP == 0


@dataclass(frozen=True, slots=True)
class Problem:
	code: Code
	subject: str
	"""The part of the setting, or the key, that the problem is about."""


def words(given: float) -> str:
	"""A number of points as people write it: "7,5"."""
	return f"{given:g}".replace(".", ",")


def of(settings: Mapping[str, str]) -> dict[str, Scale]:
	"""{key of a criterion: its scale}; empty where nothing is scored. Parts that are not understood are left out: issuing a
	framework refuses them (`problems`)."""
	return {key: scale for key, scale in _parts(settings) if scale}


def least_total(settings: Mapping[str, str]) -> float:
	"""Return the points that an evaluation must reach in all; 0 where the framework asks for no total."""
	text = (settings.get(LEAST_TOTAL) or "").strip()
	return float(text) if text.isascii() and text.isdecimal() else 0.0


def most_total(settings: Mapping[str, str], asked: Collection[str]) -> float:
	"""Return the most points that the criteria asked can give; `asked`: their keys."""
	return sum(scale.most for key, scale in of(settings).items() if key in asked)


def problems(
	settings: Mapping[str, str], known: Collection[str], computed: Collection[str] = ()
) -> list[Problem]:
	"""Find what keeps the setting from being followed. `known`: keys of the framework's criteria; `computed`: those that records
	answer, to which nobody gives points.
	"""
	found, seen = [], set()
	for key, scale in _parts(settings):
		if not scale:
			found.append(Problem("points_malformed", key))
			continue
		if key not in known:
			found.append(Problem("points_criterion_unknown", key))
		if key in computed:
			found.append(Problem("points_computed", key))
		if key in seen:
			found.append(Problem("points_twice", key))
		seen.add(key)
		if not (0 < scale.least <= scale.most and scale.most % STEP == scale.least % STEP == 0):
			found.append(Problem("points_least_outside", key))
	return found


def weaker(core: Mapping[str, str], wanted: str) -> list[str]:
	"""Keys of the core's scored criteria whose points an overlay's text would lower, change or leave out; a least number of
	points may only rise, up to the most there are."""
	asked, own = of(core), of({SETTING: wanted})
	return [
		key
		for key, scale in asked.items()
		if key not in own or own[key].most != scale.most or not scale.least <= own[key].least <= scale.most
	]


def _parts(settings: Mapping[str, str]) -> list[tuple[str, Scale | None]]:
	"""[(key, scale)], or [(the part as it is written, None)] where it is not understood."""
	text = (settings.get(SETTING) or "").replace("\n", ";")
	return [_part(part.strip()) for part in text.split(";") if part.strip()]


def _part(part: str) -> tuple[str, Scale | None]:
	key, equals, numbers = part.partition("=")
	most, slash, least = numbers.partition("/")
	given = (_number(most), _number(least))
	if not (equals and slash and key.strip()) or given[0] is None or given[1] is None:
		return part, None
	return key.strip(), Scale(given[0], given[1])


def _number(text: str) -> float | None:
	"""A number of points, with a comma or a point before its half."""
	whole, _dot, half = text.strip().replace(",", ".").partition(".")
	digits = whole.isascii() and whole.isdecimal() and (not half or (half.isascii() and half.isdecimal()))
	return float(f"{whole}.{half or 0}") if digits and len(whole) < 5 and len(half) < 3 else None
