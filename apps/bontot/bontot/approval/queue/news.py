"""News of the approval, and who hears it: what became of the own organisation's files, documents and ratings, how much came to
wait for one's own act, never what one did oneself. The bell says it at once (`notices`), the daily message once more to whoever
has not read it there. On the first page all of it stands; this is for who does not look there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Table
from frappe.query_builder.functions import Count, Min, Sum
from frappe.utils import formatdate
from pypika.terms import Case, ExistsCriterion

from bontot.approval.core import arrivals, kinds, steps, transitions
from bontot.approval.people import seating
from bontot.approval.queue import news_of_documents, news_of_ratings, waiting
from bontot.approval.queue.news_line import News

# Acts whose author hears of them, with the state the file is in as long as nothing else has happened since.
TOLD = {
	"Agree": transitions.UNDER_APPRAISAL,
	"Return": transitions.RETURNED,
	"Recognize": transitions.RECOGNIZED,
	"Refuse": transitions.NOT_RECOGNIZED,
	"Conclude Interim": transitions.INTERIM_REVIEWED,
	"Withdraw": transitions.WITHDRAWN,
	"Reopen": transitions.UNDER_APPRAISAL,
}


def between(start: datetime, end: datetime, told: Mapping[str, datetime]) -> dict[str, list[News]]:
	"""{user: what happened after `start` and up to `end`, and still stands}; of a person in `told` only what came after
	that moment."""
	found: dict[str, list[News]] = {}
	documents = news_of_documents.of_deskholders(start, end, told)
	for user, line in (*of_acts(start, end, told), *of_deskholders(start, end, told), *documents):
		found.setdefault(user, []).append(line)
	return found


def of_acts(
	start: datetime, end: datetime, told: Mapping[str, datetime] = MappingProxyType({})
) -> Iterable[tuple[str, News]]:
	"""(user, line) of what others did with what is the own organisation's."""
	yield from of_authors(start, end, told)
	yield from news_of_documents.of_authors(start, end, told)
	yield from news_of_ratings.of_authors(start, end, told)


def of_turns(start: datetime, end: datetime, count_from: datetime) -> Iterable[tuple[str, list[News]]]:
	"""(user, lines) where something came to wait for the person after `start` and up to `end`; what came since `count_from`
	is counted as new."""
	places = people_where_files_came(start, end) | news_of_documents.people_with_arrivals(start, end)
	desks = (desk_of, news_of_documents.desk_of)
	for user in sorted(places):
		if any(desk(user, start, end) for desk in desks):
			lines = [desk(user, min(start, count_from), end) for desk in desks]
			yield user, [line for line in lines if line]


def anything(start: datetime, end: datetime) -> bool:
	"""Whether there is anything to look into: an act on a file or document, or one on a rating."""
	acted = [["acted_at", ">", start], ["acted_at", "<=", end]]
	found = frappe.get_all(steps.DOCTYPE, acted, limit=1)  # a job for everyone: nobody's scope applies
	return bool(found) or news_of_ratings.anything(start, end)


def of_authors(start: datetime, end: datetime, told: Mapping[str, datetime]) -> Iterable[tuple[str, News]]:
	"""Files of the own organisation that came back, went on, or were decided."""
	rows = last_acts(start, end)
	authors = seating.people_at(sorted({row.organization for row in rows}), "author")
	names = steps.organization_names(
		{place for row in rows for place in (row.acting_organization, row.awaiting_organization)}
	)
	kind = kinds.of(kinds.EVALUATION)
	for row in rows:
		line = News(words_of(row, names), row.name, address=kind.own_address(row.name), at=row.acted_at)
		for user in authors.get(row.organization, []):
			if user != row.acting_user and row.acted_at > told.get(user, start):
				yield user, line


def last_acts(start: datetime, end: datetime) -> list[Any]:
	files, step = frappe.qb.DocType("Evaluation"), frappe.qb.DocType(steps.DOCTYPE)
	period = frappe.qb.DocType("Review Period")
	query = (
		frappe.qb.from_(step)
		.join(files)
		.on(files.name == step.file_name)
		.join(period)
		.on(period.name == files.period)
		.select(
			files.name,
			files.organization,
			files.organization_name,
			period.title.as_("period_title"),
			files.state,
			files.awaiting_due_on,
			files.awaiting_organization,
			step.act,
			step.acted_at,
			step.acting_user,
			step.acting_organization,
		)
		.where((step.acted_at > start) & (step.acted_at <= end) & step.act.isin(list(TOLD)))
		.where(followed_by_another(step).negate())
		.orderby(step.acted_at)
		.orderby(files.name)
	)
	return [row for row in query.run(as_dict=True) if row.state == TOLD[row.act]]


def followed_by_another(step: Table) -> ExistsCriterion:
	"""Condition: something else has been done on the file since. A lock keeps what was decided, and is no news of its own."""
	later = frappe.qb.DocType(steps.DOCTYPE).as_("later")
	since = (later.file_name == step.file_name) & (later.sequence > step.sequence)
	query = frappe.qb.from_(later).select(later.name).where(since & (later.act != transitions.LOCK))
	return ExistsCriterion(query)


def words_of(row: Any, names: Mapping[str, str]) -> str:
	"""names: of the organisations that act and are waited for."""
	by, to = (names.get(place, "") for place in (row.acting_organization, row.awaiting_organization))
	day = formatdate(row.awaiting_due_on, "dd/MM/yyyy")
	return sentence_of(row.act).format(row.organization_name, row.period_title, by, to, day)


def sentence_of(act: str) -> str:
	"""{0}: the organisation, {1}: the period, {2}: who acted, {3}: who is waited for, {4}: until when."""
	match act:
		case transitions.AGREE:
			return _("{0}: {2} agreed to the file of {1}, it awaits {3}")
		case transitions.RETURN:
			return _("{0}: the file of {1} was returned to be mended by {4}")
		case transitions.RECOGNIZE:
			return _("{0}: recognized, {1}")
		case transitions.REFUSE:
			return _("{0}: not recognized, {1}")
		case transitions.CONCLUDE_INTERIM:
			return _("{0}: the interim review is concluded, {1}")
		case transitions.WITHDRAW:
			return _("{0}: the recognition was withdrawn, {1}")
		case _other:  # the last of TOLD: Reopen
			return _("{0}: the file of {1} was reopened and is looked at again")


def of_deskholders(
	start: datetime, end: datetime, told: Mapping[str, datetime]
) -> Iterable[tuple[str, News]]:
	"""Files that came to where a person may act on them, counted as that person's own queue counts."""
	for user in sorted(people_where_files_came(start, end)):
		if line := desk_of(user, max(start, told.get(user, start)), end):
			yield user, line


def people_where_files_came(start: datetime, end: datetime) -> set[str]:
	return seating.people_awaited(arrivals.places(kinds.EVALUATION, start, end))


def desk_of(user: str, start: datetime, end: datetime) -> News | None:
	files = frappe.qb.DocType("Evaluation")
	came = arrivals.by_others(files, user, start, end)
	late = files.awaiting_due_on < end.date()
	query = frappe.qb.from_(files).select(
		Count("*"),
		Sum(Case().when(came, 1).else_(0)),
		Sum(Case().when(late, 1).else_(0)),
		Min(Case().when(came, files.name)),
		Sum(Case().when(came & files.returned_by.isnotnull(), 1).else_(0)),
	)
	total, new, overdue, first, returned = query.where(waiting.waiting_for(files, user)).run()[0]
	if not new:
		return None
	if new == total and not (overdue or returned):
		return News(_("{0} files have come to wait for you").format(int(new)), first)
	message = _("{0} files have come to wait for you; {1} wait in all, {2} of them overdue")
	if returned:
		message = _(
			"{0} files have come to wait for you, {3} of them returned by the level above; {1} wait in all, {2} of them overdue"
		)
	return News(message.format(int(new), int(total), int(overdue or 0), int(returned)), first)


def day_begins(day: date) -> datetime:
	return datetime.combine(day, datetime.min.time())
