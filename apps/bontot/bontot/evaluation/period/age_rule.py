"""Organisations founded during the year: assessed for the months they lived, or outside while too young. Plain rules.

The plan does not say from how many months on; the framework's setting `least_age_months` does, and empty it asks nothing.
"""

from collections.abc import Mapping
from datetime import date, timedelta

SETTING = "least_age_months"


def least_months(settings: Mapping[str, str]) -> int:
	"""Whole months an organisation must have lived in the period; 0: the province asks for none."""
	return int((settings.get(SETTING) or "").strip() or 0)


def whole_months(valid_from: date | None, starts_on: date, ends_on: date) -> int:
	"""Calendar months of the period during the whole of which the organisation lived, as its meetings are counted."""
	begun = max(valid_from or starts_on, starts_on)
	first = begun.year * 12 + begun.month + (begun.day > 1)
	last = ends_on + timedelta(days=1)
	return max(0, last.year * 12 + last.month - first)


def too_young(valid_from: date | None, starts_on: date, ends_on: date, least: int) -> bool:
	"""Founded in the period, with fewer whole months left of it than are asked for."""
	founded = valid_from is not None and valid_from > starts_on
	return founded and whole_months(valid_from, starts_on, ends_on) < least
