"""Documents that are no evaluations and wait for a person: by the queue's own conditions, kind by kind. They are few."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Table
from frappe.query_builder.functions import Max
from frappe.utils import getdate
from pypika.functions import Coalesce

from bontot import working_days
from bontot.approval import bars, chain_strip, kinds, queue, routes, steps, transitions, unattended, vacancies
from bontot.organization import access

COLUMNS = (
	"name",
	"title",
	"organization",
	"organization_name",
	"state",
	"awaiting_organization",
	"awaiting_act",
	"awaiting_since",
	"awaiting_due_on",
)


def waiting(user: str) -> list[dict[str, Any]]:
	"""What waits for an act of `user`, the most pressing first.

	[{COLUMNS, doctype, kind (its name in words), overdue, by_body, address}]
	"""
	rows = []
	for kind in kinds.documents():
		files = frappe.qb.DocType(kind.doctype)
		by_body = by_body_of(kind.doctype, user)
		found = _rows(kind, files, queue.waiting_for(files, user, by_body))
		rows += [row | {"by_body": row["name"] in by_body} for row in found]
	return sorted(rows, key=_pressing)


def returned(user: str) -> list[dict[str, Any]]:
	"""What came back to organisations for which `user` sends such documents, as `waiting`."""
	rows = []
	for kind in kinds.documents():
		places = sorted({seat.organization for seat in access.seats(user, ability=kind.author)})
		files = frappe.qb.DocType(kind.doctype)
		mine = (files.state == transitions.RETURNED) & files.organization.isin(places or [queue.NOTHING])
		rows += [row | {"by_body": False} for row in _rows(kind, files, mine)]
	return sorted(rows, key=_pressing)


def passed_on(user: str, limit: int = 20) -> list[dict[str, Any]]:
	"""Documents on which `user`'s organisations have acted and that lie elsewhere now, latest first, as `waiting`, each
	with `acted_at` and `stands`: for whom it waits, or how it ended, in words."""
	mine, allowed = bars.own_organizations(user) or [queue.NOTHING], access.scope(user)
	rows = []
	for kind in kinds.documents():
		files, step = frappe.qb.DocType(kind.doctype), frappe.qb.DocType(steps.DOCTYPE)
		acted = frappe.qb.from_(step).select(step.file_name, Max(step.acted_at).as_("acted_at"))
		theirs = step.acting_organization.isin(mine) & (step.file_doctype == kind.doctype)
		acted = acted.where(theirs & (step.act != transitions.RECALL)).groupby(step.file_name).as_("acted")
		where = Coalesce(files.awaiting_organization, "").notin(mine)
		if not allowed.unrestricted:
			where &= queue.within(files, allowed.prefixes)
		query = frappe.qb.from_(files).join(acted).on(acted.file_name == files.name)
		query = query.select(*(files[column] for column in COLUMNS), acted.acted_at).where(where)
		query = query.orderby(acted.acted_at, order=frappe.qb.desc).limit(limit)
		for row in query.run(as_dict=True):
			stands = chain_strip.waits_for(row) or _(row.state)
			rows.append(_told(kind, row) | {"by_body": False, "stands": stands})
	return sorted(rows, key=lambda row: (row["acted_at"], row["name"]), reverse=True)[:limit]


def stuck(user: str) -> list[dict[str, Any]]:
	"""Documents within `user`'s reach that wait where nobody may act, as `waiting`, each with the level's name as
	`awaiting_name`. The Organization Commission fills seats, the levels above send documents on (see `vacancies`)."""
	reach = vacancies.reach_of(user)
	if not reach:
		return []
	rows = []
	for kind in kinds.documents():
		files = frappe.qb.DocType(kind.doctype)
		waits = (files.state == transitions.UNDER_APPRAISAL) & vacancies.within_reach(reach)(files)
		rows += where_nobody_may([frappe._dict(row) for row in _rows(kind, files, waits)])
	names = steps.organization_names({row["awaiting_organization"] for row in rows})
	for row in rows:
		row.update(by_body=False, awaiting_name=names.get(row["awaiting_organization"], ""))
	return sorted(rows, key=_pressing)


def due_to_pass(kind: kinds.Kind, today: date) -> list[str]:
	"""Documents whose appraising level has had nobody for as many working days as their route allows."""
	files = frappe.qb.DocType(kind.doctype)
	waits = (files.state == transitions.UNDER_APPRAISAL) & (files.awaiting_act == "Appraise")
	columns = [files[column] for column in (*COLUMNS, "route")]
	rows = frappe.qb.from_(files).select(*columns).where(waits).run(as_dict=True)
	due = []
	for row in rows:
		row.doctype, days = kind.doctype, routes.vacant_days_of(row)
		if days and working_days.between(getdate(row.awaiting_since), today) >= days:
			due.append(row)
	return sorted(row.name for row in where_nobody_may(due))


def where_nobody_may(rows: Sequence[Any]) -> list[Any]:
	"""Those of the waiting documents (COLUMNS and doctype of each) on which nobody may act. A level with somebody whom
	nothing can bar is asked once, whatever waits there."""
	free: dict[str, bool] = {}
	found = []
	for row in rows:
		place = row.awaiting_organization
		if row.awaiting_act == "Appraise":
			if place not in free:
				free[place] = unattended.somebody_is_free(place)
			if free[place]:
				continue
		if unattended.nobody_may(row):
			found.append(row)
	return found


def by_body_of(doctype: str, user: str) -> set[str]:
	"""Documents that wait for an appraisal which no seat of their level may give, where `user` records for the body."""
	names: set[str] = set()
	for place in sorted({seat.organization for seat in access.seats(user, ability="decide")}):
		if unattended.somebody_is_free(place):
			continue
		people = bars.hands(user, place, "decide")
		where = {"awaiting_organization": place, "awaiting_act": "Appraise"}
		# What waits at the very organisation where this person holds a deciding seat.
		for row in frappe.get_all(doctype, where, ["name", "organization", "awaiting_organization"]):
			row.doctype = doctype
			barred = bars.why_consecutive(row.name, place, people, doctype=doctype)
			if not barred and unattended.is_unattended(row):
				names.add(row.name)
	return names


def _rows(kind: kinds.Kind, files: Table, where: Any) -> list[dict[str, Any]]:
	found = frappe.qb.from_(files).select(*(files[column] for column in COLUMNS)).where(where)
	return [_told(kind, row) for row in found.run(as_dict=True)]


def _told(kind: kinds.Kind, row: Any) -> dict[str, Any]:
	return row | {
		"doctype": kind.doctype,
		"kind": _(kind.doctype),
		"overdue": bool(row.awaiting_due_on and row.awaiting_due_on < getdate()),
		"address": kind.address(row.name),
	}


def _pressing(row: dict[str, Any]) -> tuple:
	return (str(row["awaiting_due_on"] or "9999"), row["doctype"], row["name"])
