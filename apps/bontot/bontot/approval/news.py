"""What each person hears of the approval once a day: what came back or was decided of the own organisation, and how much
came to wait for one's own act. On the first page all of it stands at once; this is for who does not look there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Table
from frappe.query_builder.functions import Count, Min, Sum
from frappe.utils import formatdate
from pypika.terms import Case, ExistsCriterion

from bontot.approval import news_of_documents, queue, seating, steps, transitions
from bontot.approval.news_line import News

# Acts whose author hears of them, with the state the file is in as long as nothing else has happened since.
TOLD = {
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
	heard = (*of_authors(start, end, told), *of_deskholders(start, end, told))
	for user, line in (*heard, *news_of_documents.lines(start, end, told)):
		found.setdefault(user, []).append(line)
	return found


def of_authors(start: datetime, end: datetime, told: Mapping[str, datetime]) -> Iterable[tuple[str, News]]:
	"""Files of the own organisation that came back, or were decided."""
	rows = last_acts(start, end)
	authors = seating.people_at(sorted({row.organization for row in rows}), "author")
	for row in rows:
		words = words_of(row)
		for user in authors.get(row.organization, []):
			if row.acted_at > told.get(user, start):
				yield user, News(words, row.name)


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
			step.act,
			step.acted_at,
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


def words_of(row: Any) -> str:
	if row.act == "Return":
		message = _("{0}: the file of {1} was returned to be mended by {2}")
		return message.format(
			row.organization_name, row.period_title, formatdate(row.awaiting_due_on, "dd/MM/yyyy")
		)
	label = _(steps.ACT_LABELS[row.act])
	return _("{0}: the file of {1} — {2}").format(
		row.organization_name, row.period_title, label[:1].lower() + label[1:]
	)


def of_deskholders(
	start: datetime, end: datetime, told: Mapping[str, datetime]
) -> Iterable[tuple[str, News]]:
	"""Files that came to where a person may act on them, counted as that person's own queue counts."""
	for user in sorted(people_where_files_came(start, end)):
		if line := desk_of(user, max(start, told.get(user, start)), end):
			yield user, line


def people_where_files_came(start: datetime, end: datetime) -> set[str]:
	files = frappe.qb.DocType("Evaluation")
	query = frappe.qb.from_(files).select(files.awaiting_organization, files.awaiting_act).distinct()
	query = query.where(files.awaiting_organization.isnotnull())
	places: dict[str, set[str]] = {}
	for place, act in query.where((files.awaiting_since > start) & (files.awaiting_since <= end)).run():
		places.setdefault(act, set()).add(place)
	return seating.people_awaited(places)


def desk_of(user: str, start: datetime, end: datetime) -> News | None:
	files = frappe.qb.DocType("Evaluation")
	came = (files.awaiting_since > start) & (files.awaiting_since <= end)
	late = files.awaiting_due_on < end.date()
	query = frappe.qb.from_(files).select(
		Count("*"),
		Sum(Case().when(came, 1).else_(0)),
		Sum(Case().when(late, 1).else_(0)),
		Min(Case().when(came, files.name)),
		Sum(Case().when(came & files.returned_by.isnotnull(), 1).else_(0)),
	)
	total, new, overdue, first, returned = query.where(queue.waiting_for(files, user)).run()[0]
	if not new:
		return None
	message = _("{0} files have come to wait for you; {1} wait in all, {2} of them overdue")
	if returned:
		message = _(
			"{0} files have come to wait for you, {3} of them returned by the level above; {1} wait in all, {2} of them overdue"
		)
	return News(message.format(int(new), int(total), int(overdue or 0), int(returned)), first)


def day_begins(day: date) -> datetime:
	return datetime.combine(day, datetime.min.time())
