"""News of documents that are no evaluations: what became of the own organisation's, what came to wait for one's own act. They
are few, so each is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from frappe.utils import formatdate
from pypika.terms import Case

from bontot.approval.core import arrivals, kinds, listing, steps, transitions
from bontot.approval.people import seating
from bontot.approval.queue import waiting
from bontot.approval.queue.news_line import News

# Acts whose author hears of them, with the states the document is in as long as nothing else has happened since.
TOLD = {
	transitions.AGREE: (transitions.UNDER_APPRAISAL,),
	transitions.RETURN: (transitions.RETURNED,),
	transitions.APPROVE: (transitions.APPROVED,),
	transitions.WITHDRAW: (transitions.WITHDRAWN,),
}


def of_authors(start: datetime, end: datetime, told: Mapping[str, datetime]) -> Iterable[tuple[str, News]]:
	"""(user, line) of what happened after `start` and up to `end`, and still stands; of a person in `told` only what came
	after that moment."""
	for kind in kinds.documents():
		yield from of_authors_of(kind, start, end, told)


def of_authors_of(
	kind: kinds.Kind, start: datetime, end: datetime, told: Mapping[str, datetime]
) -> Iterable[tuple[str, News]]:
	rows = last_acts(kind, start, end)
	authors = seating.people_at(sorted({row.organization for row in rows}), kind.author)
	names = steps.organization_names(
		{place for row in rows for place in (row.acting_organization, row.awaiting_organization)}
	)
	for row in rows:
		address = kind.own_address(row.name)
		line = News(words_of(kind, row, names), row.name, kind.doctype, address, row.acted_at)
		for user in authors.get(row.organization, []):
			if user != row.acting_user and row.acted_at > told.get(user, start):
				yield user, line


def last_acts(kind: kinds.Kind, start: datetime, end: datetime) -> list[Any]:
	files, step = frappe.qb.DocType(kind.doctype), frappe.qb.DocType(steps.DOCTYPE)
	columns = [files[name] for name in ("name", "title", "organization", "organization_name", "state")]
	query = (
		frappe.qb.from_(step)
		.join(files)
		.on((files.name == step.file_name) & (files.step_sequence == step.sequence))
		.select(*columns, files.awaiting_due_on, files.awaiting_organization)
		.select(step.act, step.acted_at, step.acting_user, step.acting_organization)
		.where((step.file_doctype == kind.doctype) & step.act.isin(list(TOLD)))
		.where((step.acted_at > start) & (step.acted_at <= end))
		.orderby(step.acted_at)
		.orderby(files.name)
	)
	return [row for row in query.run(as_dict=True) if row.state in TOLD[row.act]]


def words_of(kind: kinds.Kind, row: Any, names: Mapping[str, str]) -> str:
	"""names: of the organisations that act and are waited for."""
	if row.act == transitions.AGREE:
		message = _("{0}: {1} agreed to “{2}”, it awaits {3}")
		by, to = (names.get(place, "") for place in (row.acting_organization, row.awaiting_organization))
		return message.format(row.organization_name, by, row.title, to)
	if row.act == transitions.RETURN:
		message = _("{0}: “{1}” was returned to be mended by {2}")
		return message.format(row.organization_name, row.title, formatdate(row.awaiting_due_on, "dd/MM/yyyy"))
	label = steps.label_of(kind, row.act)
	return _("{0}: “{1}” — {2}").format(row.organization_name, row.title, label[:1].lower() + label[1:])


def of_deskholders(
	start: datetime, end: datetime, told: Mapping[str, datetime]
) -> Iterable[tuple[str, News]]:
	"""Documents that came to where a person may act on them, as that person's own queue has them."""
	for user in sorted(people_with_arrivals(start, end)):
		if line := desk_of(user, max(start, told.get(user, start)), end):
			yield user, line


def people_with_arrivals(start: datetime, end: datetime) -> set[str]:
	places: dict[str, set[str]] = {}
	for kind in kinds.documents():
		for act, some in arrivals.places(kind.doctype, start, end).items():
			places.setdefault(act, set()).update(some)
	return seating.people_awaited(places)


def desk_of(user: str, start: datetime, end: datetime) -> News | None:
	"""Counted as the person's own queue counts, whatever there is of a kind; the first that came are named."""
	total, new, overdue = 0, 0, 0
	named: list[tuple[kinds.Kind, Any]] = []
	for kind in kinds.documents():
		files = frappe.qb.DocType(kind.doctype)
		by_body = waiting.by_body_of(user, kind.doctype)
		waits = waiting.waiting_for(files, user, by_body, kind.doctype)
		came = arrivals.by_others(files, user, start, end)
		late = Case().when(files.awaiting_due_on < end.date(), 1).else_(0)
		counts = frappe.qb.from_(files).select(Count("*"), Sum(Case().when(came, 1).else_(0)), Sum(late))
		of_kind = [int(count or 0) for count in counts.where(waits).run()[0]]
		total, new, overdue = total + of_kind[0], new + of_kind[1], overdue + of_kind[2]
		if of_kind[1]:
			columns = (files.name, files.title, files.organization_name)
			first = frappe.qb.from_(files).select(*columns).where(waits & came)
			first = first.orderby(files.awaiting_since).orderby(files.name).limit(listing.FEW)
			named += [(kind, row) for row in first.run(as_dict=True)]
	if not new:
		return None
	names = few([f"{row.title} ({row.organization_name})" for _kind, row in named], new)
	message = _("{0} documents have come to wait for you: {1}; {2} wait in all, {3} of them overdue")
	kind, row = named[0]
	return News(message.format(new, names, total, overdue), row.name, kind.doctype)


def few(names: Sequence[str], count: int) -> str:
	"""The first of so many, and how many more there are; plain text, which whoever shows it escapes."""
	shown = names[: listing.FEW]
	more = count - len(shown)
	words = "; ".join(shown)
	return _("{0}; and {1} more documents").format(words, more) if more else words
