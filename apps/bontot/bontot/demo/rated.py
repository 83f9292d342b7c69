"""Yearly ratings of a small synthetic province, decided within the cap: last year's, and this year's of whose titles are decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from bontot.demo import bulk, luck
from bontot.demo.structure import Placed
from bontot.rating import subjects as rating_subjects
from bontot.rating.doctype.annual_rating.annual_rating import rating_name
from bontot.rating.rules import DULY, EXCELLENT, MEMBER, NOT, ORGANIZATION, WELL
from bontot.rating.subjects import Subject

DECISION = "12-QĐ/ĐU"


def add_last_year(placed: dict[str, Placed], seed: int, day: date) -> None:
	add(placed, seed, date(day.year - 1, 12, 20))


def add(
	placed: dict[str, Placed], seed: int, day: date, organizations: Collection[str] | None = None
) -> None:
	"""Ratings of the year of a day, decided on it; of these organisations and their members alone where they are named."""
	spots = [spot for spot in placed.values() if organizations is None or spot.name in organizations]
	for subject in (ORGANIZATION, MEMBER):
		found = [one for spot in spots for one in rating_subjects.of_place(subject, spot.name, day.year)]
		bulk.insert("Annual Rating", rows(subject, found, placed, day, seed))


def rows(
	subject: str, found: Iterable[Subject], placed: dict[str, Placed], day: date, seed: int
) -> Iterator[dict]:
	year, paths = day.year, {spot.name: spot.path for spot in placed.values()}
	scale, rule = (
		rating_subjects.scale_of(subject, year),
		rating_subjects.cap_rule(rating_subjects.scale_of(subject, year)),
	)
	groups: dict[str, list[Subject]] = {}
	for one in found:
		groups.setdefault(one.group, []).append(one)
	for group, members in groups.items():
		members.sort(key=lambda one: luck.share(seed, year, "rank", one.code))
		below = [
			DULY if luck.share(seed, year, "duly", one.code) < 0.9 else NOT
			for one in members
			if luck.share(seed, year, "below", one.code) < 0.1
		]
		rest = len(members) - len(below)
		excellent = max((n for n in range(rest + 1) if not rule or n <= rule.allowed(rest - n, n)), default=0)
		grades = [*below, *[EXCELLENT] * excellent, *[WELL] * (rest - excellent)]
		for one, grade in zip(members, grades, strict=True):
			yield {
				"name": rating_name(one.name, year),
				"title": f"{one.label}: {year}",
				"subject": subject,
				"organization": one.place,
				"organization_path": paths[one.place],
				"member": one.name if subject == MEMBER else None,
				"year": year,
				"state": "Decided",
				"deciding_organization": one.decider,
				"comparison_group": group,
				"scale": scale.name if scale else None,
				"grade": grade,
				"decision_number": DECISION,
				"decided_on": day,
				"decided_elsewhere": 1,
			}
