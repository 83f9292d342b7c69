"""Reminder of an obligation that is due on a day. Working days as Vietnam has them; no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bontot import working_days

# A reminder that could not be given for this long (a machine off for weeks) is no news any more.
STALE_AFTER_DAYS = 31


@dataclass(frozen=True, slots=True)
class Stage:
	"""One reminder: Before, On or After the due date, or Escalation to the body above; offset in working days."""

	name: str
	offset: int
	day: date


def parse_offsets(text: str | None) -> list[int]:
	"""Read "5, 1" as [5, 1]. Raises ValueError for anything but whole numbers above 0."""
	offsets = [int(part) for part in (text or "").replace(";", ",").split(",") if part.strip()]
	if any(offset < 1 for offset in offsets):
		raise ValueError(text)
	return offsets


def stages(due: date, before: list[int], after: list[int], escalate_after: int | None) -> list[Stage]:
	"""Return every stage in order of day. The one on the due date itself comes that very day, a holiday or not."""
	planned = [Stage("Before", -offset, working_days.add(due, -offset)) for offset in before]
	planned.append(Stage("On", 0, due))
	planned += [Stage("After", offset, working_days.add(due, offset)) for offset in after]
	if escalate_after:
		planned.append(Stage("Escalation", escalate_after, working_days.add(due, escalate_after)))
	return sorted(planned, key=lambda stage: (stage.day, stage.name == "Escalation"))


def reached(planned: list[Stage], today: date) -> list[Stage]:
	"""Return what is to be said today if it was not said before: the newest reminder, and the newest escalation.

	After days without a run the newest stage speaks for those it overtook: nobody gets three letters about one duty.
	"""
	open_stages = [
		stage for stage in planned if stage.day <= today and (today - stage.day).days <= STALE_AFTER_DAYS
	]
	reminders = [stage for stage in open_stages if stage.name != "Escalation"]
	escalations = [stage for stage in open_stages if stage.name == "Escalation"]
	return reminders[-1:] + escalations[-1:]
