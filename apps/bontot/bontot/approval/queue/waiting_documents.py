"""Documents that are no evaluations and wait for a person: by the queue's own conditions, kind by kind."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe.query_builder import Table
from frappe.query_builder.functions import Count, Sum
from frappe.utils import getdate
from pypika.terms import Case

from bontot import working_days
from bontot.approval.core import kinds, steps, transitions
from bontot.approval.people import no_eligible_approver
from bontot.approval.queue import vacancies, waiting
from bontot.organization import access

MOST_STUCK = 200
COLUMNS = (
	"name",
	"title",
	"organization",
	"organization_name",
	"state",
	"round",
	"step_sequence",
	"awaiting_organization",
	"awaiting_act",
	"awaiting_since",
	"awaiting_due_on",
	"returned_by",
)


def of_user(user: str) -> list[dict[str, Any]]:
	"""All of `page`."""
	return page(user, limit=None)["rows"]


def page(user: str, start: int = 0, limit: int | None = 20, doctype: str = "") -> dict[str, Any]:
	"""{rows, total, overdue, kinds}: what waits for an act of `user`, the most pressing first; of one kind, if named.

	rows: [{COLUMNS, doctype, kind (its name in words), overdue, working_days_left, by_body, doubts (words), address}]; kinds: [{doctype, kind, total, overdue}] of all kinds that wait. limit: None is all.
	"""
	end = None if limit is None else start + limit
	found = by_kind(user, end, doctype)
	shown = [kind for kind in found if doctype in ("", kind["doctype"])]
	rows = [row for kind in shown for row in kind["rows"]]
	return {
		"rows": sorted(rows, key=_pressing)[start:end],
		"total": sum(kind["total"] for kind in shown),
		"overdue": sum(kind["overdue"] for kind in shown),
		"kinds": [{key: value for key, value in kind.items() if key != "rows"} for kind in found],
	}


def by_kind(user: str, most: int | None, doctype: str = "") -> list[dict[str, Any]]:
	"""[{doctype, kind, total, overdue, rows}] of the kinds of which something waits for `user`; rows: the first `most` of
	each, or of the one kind that is named."""
	found = []
	for kind in kinds.documents():
		files = frappe.qb.DocType(kind.doctype)
		by_body = waiting.by_body_of(user, kind.doctype)
		where = waiting.waiting_for(files, user, by_body, kind.doctype)
		late = Case().when(files.awaiting_due_on < getdate(), 1).else_(0)
		total, overdue = frappe.qb.from_(files).select(Count("*"), Sum(late)).where(where).run()[0]
		if not total:
			continue
		rows = _rows(kind, files, where, most) if doctype in ("", kind.doctype) else []
		found.append(
			{
				"doctype": kind.doctype,
				"kind": kind.words(),
				"total": total,
				"overdue": int(overdue or 0),
				"rows": [_judged(kind, row, by_body) for row in rows],
			}
		)
	return found


def _judged(kind: kinds.Kind, row: dict[str, Any], by_body: set[str]) -> dict[str, Any]:
	return row | {"by_body": row["name"] in by_body, "doubts": kind.doubts(row)}


def returned(user: str) -> list[dict[str, Any]]:
	"""Documents that came back to organisations for which `user` sends such documents, as `of_user`."""
	rows = []
	for kind in kinds.documents():
		places = sorted({seat.organization for seat in access.seats(user, ability=kind.author)})
		files = frappe.qb.DocType(kind.doctype)
		mine = (files.state == transitions.RETURNED) & files.organization.isin(places or [waiting.NOTHING])
		rows += [row | {"by_body": False} for row in _rows(kind, files, mine)]
	return sorted(rows, key=_pressing)


def stuck(user: str) -> list[dict[str, Any]]:
	"""Documents within `user`'s reach that wait where nobody may act, as `of_user`, each with the level's name as
	`awaiting_name`. The Organization Commission fills seats, the levels above send documents on (see `vacancies`)."""
	reach = vacancies.branches_of(user)
	if not reach:
		return []
	rows = []
	for kind in kinds.documents():
		files = frappe.qb.DocType(kind.doctype)
		if found := where_nobody_may(kind, vacancies.in_branches(reach)(files)):
			rows += _rows(kind, files, files.name.isin(found[:MOST_STUCK]))
	names = steps.organization_names({row["awaiting_organization"] for row in rows})
	for row in rows:
		row.update(by_body=False, awaiting_name=names.get(row["awaiting_organization"], ""))
	return sorted(rows, key=_pressing)


def due_to_pass(kind: kinds.Kind, today: date) -> list[str]:
	"""Documents whose appraising level has had nobody for as many working days as their route allows."""
	files = frappe.qb.DocType(kind.doctype)
	names = where_nobody_may(kind, files.awaiting_act == "Appraise")
	return vacancies.vacant_too_long(names, today, kind.doctype)


def where_nobody_may(kind: kinds.Kind, condition: Any) -> list[str]:
	"""Names of the waiting documents on which nobody may act. Level by level: one with somebody whom nothing bars is
	asked once, whatever waits there."""
	files = frappe.qb.DocType(kind.doctype)
	waits = files.awaiting_organization.isnotnull() & (files.state == transitions.UNDER_APPRAISAL)
	query = frappe.qb.from_(files).select(files.awaiting_organization, files.awaiting_act).distinct()
	levels = sorted(query.where(waits & condition).run())
	attended = vacancies.attended_at(sorted({place for place, _act in levels}))
	names: list[str] = []
	for place, act in levels:
		if place not in attended[act]:
			names += no_eligible_approver.nobody_at(place, act, kind.doctype)
	return sorted(names)


def _rows(kind: kinds.Kind, files: Table, where: Any, limit: int | None = None) -> list[dict[str, Any]]:
	found = frappe.qb.from_(files).select(*(files[column] for column in COLUMNS)).where(where)
	found = found.orderby(files.returned_by.isnull()).orderby(files.awaiting_due_on).orderby(files.name)
	found = found.limit(limit)
	return [told(kind, row) for row in found.run(as_dict=True)]


def told(kind: kinds.Kind, row: Any) -> dict[str, Any]:
	"""A row of COLUMNS with doctype, kind (its name in words), overdue, working_days_left, and address, where it is opened."""
	return row | {
		"doctype": kind.doctype,
		"kind": kind.words(),
		"overdue": bool(row.awaiting_due_on and row.awaiting_due_on < getdate()),
		"working_days_left": working_days.left(row.awaiting_due_on, getdate()),
		"address": kind.address(row.name),
	}


def _pressing(row: dict[str, Any]) -> tuple:
	return (not row["returned_by"], str(row["awaiting_due_on"] or "9999"), row["doctype"], row["name"])
