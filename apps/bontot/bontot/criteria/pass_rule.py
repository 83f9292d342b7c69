"""Rule by which one of the four "tốt" is met, as the framework's settings say it. Pure."""

from collections.abc import Collection, Mapping
from typing import Literal

from bontot.criteria import points

RULE, PERCENT = "pass_rule", "pass_group_percent"
ALL_REQUIRED, GROUP_SHARE, POINTS = "all_required", "group_share", "points"
Problem = Literal["pass_rule_unknown", "pass_percent_missing", "pass_points_missing", "pass_points_too_many"]


def group_percent(settings: Mapping[str, str]) -> int:
	"""Return how many per cent of a group's required criteria must be met: 100 unless the framework asks for a share.

	The plan gives no pass rule; every required criterion of every group is the reading that facts name an assumption.
	"""
	if _rule(settings) != GROUP_SHARE or problems(settings):
		return 100
	return int(settings[PERCENT])


def least_points(settings: Mapping[str, str]) -> float:
	"""Return how many points a file must reach in all, beside every required criterion; 0 unless the rule is by points."""
	return points.least_total(settings) if _rule(settings) == POINTS and not problems(settings) else 0.0


def problems(settings: Mapping[str, str]) -> list[Problem]:
	"""Return what keeps the rule from being followed; a share is a whole number from 1 to 100, a total one that can be
	reached."""
	rule = _rule(settings)
	if rule == POINTS:
		total = points.least_total(settings)
		if not total:
			return ["pass_points_missing"]
		most = sum(scale.most for scale in points.of(settings).values())
		return ["pass_points_too_many"] if total > most else []
	if rule not in ("", ALL_REQUIRED, GROUP_SHARE):
		return ["pass_rule_unknown"]
	share = (settings.get(PERCENT) or "").strip()
	if rule == GROUP_SHARE and not (share.isascii() and share.isdecimal() and 1 <= int(share) <= 100):
		return ["pass_percent_missing"]
	return []


def is_unreachable(settings: Mapping[str, str], asked: Collection[str]) -> bool:
	"""Whether those who are asked these criteria (keys) could never reach the least total that the rule is by."""
	by_points = _rule(settings) == POINTS
	return by_points and points.least_total(settings) > points.most_total(settings, asked)


def _rule(settings: Mapping[str, str]) -> str:
	return (settings.get(RULE) or "").strip()
