"""Kinds of review period: what each ends with, and which criteria it asks. Pure.

The plan knows the year, which earns the title, and the six-month interim review (III.2(5)). A quarter and a period of the
province's own length are interim reviews too. Which criteria they ask is the framework's setting; the plan is silent.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

YEAR, SIX_MONTH, QUARTER, OWN = "Year", "Six-Month", "Quarter", "Own"
INTERIM = (SIX_MONTH, QUARTER, OWN)
ALL = (YEAR, *INTERIM)
# Said on each criterion: where it counts.
CHECKS = {SIX_MONTH: "for_six_month", YEAR: "for_year"}
# Said by a setting: "six_month" (also when empty), "year", or keys of criteria with commas between.
SETTINGS = {QUARTER: "quarter_criteria", OWN: "own_period_criteria"}
AS_IN = {"": SIX_MONTH, "six_month": SIX_MONTH, "year": YEAR}


def earns_title(period_kind: str) -> bool:
	"""A year's review ends with a title given or refused; any other one is concluded and gives none."""
	return period_kind == YEAR


def asks(criterion: Mapping[str, Any], period_kind: str, settings: Mapping[str, str]) -> bool:
	"""Whether a period of this kind asks the criterion; one that only a body's overlay asks goes as at mid-year.

	Raises KeyError for an unknown kind of period.
	"""
	if period_kind in CHECKS:
		return bool(criterion[CHECKS[period_kind]])
	said = (settings.get(SETTINGS[period_kind]) or "").strip()
	core = criterion.get("core_key", criterion["criterion_key"])
	if said in AS_IN or not core:
		return bool(criterion[CHECKS[AS_IN.get(said, SIX_MONTH)]])
	return core in keys(said)


def keys(said: str) -> list[str]:
	return [key.strip() for key in said.split(",") if key.strip()]


def is_quarter(starts_on: date, ends_on: date) -> bool:
	"""Whether two days are the first and the last of one quarter."""
	first = starts_on.day == 1 and starts_on.month % 3 == 1
	return first and ends_on == last_of_quarter(starts_on)


def quarter(day: date) -> int:
	"""1 to 4."""
	return (day.month + 2) // 3


def last_of_quarter(day: date) -> date:
	month = 3 * quarter(day)
	return date(day.year, month, 31 if month in (3, 12) else 30)
