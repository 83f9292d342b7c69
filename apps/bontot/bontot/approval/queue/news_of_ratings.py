"""News of yearly ratings: the body above has decided on them, or returned what was proposed. All that one organisation proposed
of a year is one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import frappe
from frappe import _

from bontot.approval.core import steps
from bontot.approval.people import seating
from bontot.approval.queue.news_line import News
from bontot.rating import service as rating_service
from bontot.rating.rules import OFFICIAL, ORGANIZATION

TOLD = ("Decided", "Returned")


def anything(start: datetime, end: datetime) -> bool:
	return bool(
		frappe.get_all(rating_service.DOCTYPE, _within(start, end), limit=1)
	)  # nobody's scope applies


def of_authors(start: datetime, end: datetime, told: Mapping[str, datetime]) -> Iterable[tuple[str, News]]:
	"""(user, line) as `news_of_documents.of_authors`; a rating's last change is the act on it."""
	groups = by_group(start, end)
	authors = seating.people_at(sorted({place for place, *_rest in groups}), "author")
	names = steps.organization_names(set(authors))
	for (place, subject, year, state), rows in groups.items():
		for user in authors.get(place, []):
			others = [row for row in rows if row.modified_by != user and row.modified > told.get(user, start)]
			if others:
				words = words_of(names[place], subject, year, state, others)
				address = (
					f"/app/yearly-rating?{urlencode({'place': place, 'subject': subject, 'year': year})}"
				)
				yield user, News(words, others[-1].name, rating_service.DOCTYPE, address, others[-1].modified)


def by_group(start: datetime, end: datetime) -> dict[tuple[str, str, int, str], list[Any]]:
	"""{(organisation, subject, year, state): ratings, the latest last}; of officials it is what was recorded of the State's."""
	columns = [
		"name",
		"organization",
		"subject",
		"year",
		"state",
		"grade",
		"decided_by",
		"modified",
		"modified_by",
	]
	groups: dict[tuple[str, str, int, str], list[Any]] = {}
	for row in frappe.get_all(
		rating_service.DOCTYPE, _within(start, end), columns, order_by="modified, name"
	):
		if row.state == "Decided" and not row.decided_by:
			continue  # brought in from elsewhere
		groups.setdefault((row.organization, row.subject, row.year, row.state), []).append(row)
	return groups


def _within(start: datetime, end: datetime) -> list[list[Any]]:
	return [["state", "in", TOLD], ["modified", ">", start], ["modified", "<=", end]]


def words_of(organization: str, subject: str, year: int, state: str, rows: list[Any]) -> str:
	decided = state == "Decided"
	if subject == ORGANIZATION and decided:
		return _("{0}: rated “{2}” for {1}").format(organization, year, _(rows[-1].grade))
	if subject == ORGANIZATION:
		return _("{0}: the proposed rating for {1} was returned").format(organization, year)
	if subject == OFFICIAL:  # nobody proposes these, so that none is returned
		return _("{0}: the State's ratings of {2} officials for {1} are recorded").format(
			organization, year, len(rows)
		)
	if decided:
		return _("{0}: the ratings of {2} members for {1} are decided").format(organization, year, len(rows))
	return _("{0}: the proposed ratings of {2} members for {1} were returned").format(
		organization, year, len(rows)
	)
