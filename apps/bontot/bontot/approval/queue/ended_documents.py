"""Documents that do not wait for a person but concern him: those his levels have acted on, and those that come to their
knowledge. Both lists are {rows, total, kinds}, the latest first, a page at a time.

rows: [{COLUMNS of `waiting_documents`, doctype, kind (its name in words), address, acted_at, stands (words), by_body: False}];
kinds: [{doctype, kind, total}] of all kinds that are among them; doctype: of one kind only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Field, Table
from frappe.query_builder.functions import Count, Max
from pypika.functions import Coalesce
from pypika.queries import QueryBuilder

from bontot.approval.core import kinds, steps, steps_bar, transitions
from bontot.approval.people import conflicts
from bontot.approval.queue import for_information as receiving
from bontot.approval.queue import waiting
from bontot.approval.queue.waiting_documents import COLUMNS, told
from bontot.organization import access, tree


@dataclass(frozen=True, slots=True)
class Found:
	"""Documents of one kind that are listed: the query without its columns, and since when each stands there."""

	kind: kinds.Kind
	files: Table
	query: QueryBuilder
	since: Field


def passed_on(user: str, start: int = 0, limit: int = 20, doctype: str = "") -> dict[str, Any]:
	"""Documents that `user`'s organisations have acted on and that lie elsewhere now; `stands`: for whom each waits, or how it ended."""
	mine = conflicts.own_organizations(user) or [waiting.NOTHING]

	def acted_on() -> Iterator[Found]:
		for kind in kinds.documents():
			files, step = frappe.qb.DocType(kind.doctype), frappe.qb.DocType(steps.DOCTYPE)
			acted = frappe.qb.from_(step).select(step.file_name, Max(step.acted_at).as_("acted_at"))
			theirs = step.acting_organization.isin(mine) & (step.file_doctype == kind.doctype)
			acted = (
				acted.where(theirs & (step.act != transitions.RECALL)).groupby(step.file_name).as_("acted")
			)
			query = frappe.qb.from_(files).join(acted).on(acted.file_name == files.name)
			query = query.where(Coalesce(files.awaiting_organization, "").notin(mine))
			yield Found(kind, files, within_scope(query, files, user), acted.acted_at)

	def stands(kind: kinds.Kind, row: Any) -> str:
		return steps_bar.waits_for(row) or _(row.state)

	return _page(acted_on(), stands, start, limit, doctype)


def ended_below(user: str, start: int = 0, limit: int = 20, doctype: str = "") -> dict[str, Any]:
	"""Those that ended well below and that `user`'s levels receive (`received`); `acted_at` is the day on which each ended."""
	places = receiving.places_of(user)

	def ended() -> Iterator[Found]:
		for kind in kinds.documents() if places else ():
			files = frappe.qb.DocType(kind.doctype)
			where = receiving.ended_for(files, places, (transitions.APPROVED,))
			query = frappe.qb.from_(files).where(where)
			yield Found(kind, files, within_scope(query, files, user), files.decided_on)

	def stands(kind: kinds.Kind, row: Any) -> str:
		return steps.label_of(kind, transitions.APPROVE)

	return _page(ended(), stands, start, limit, doctype)


def within_scope(query: QueryBuilder, files: Table, user: str) -> QueryBuilder:
	allowed = access.scope(user)
	return (
		query
		if allowed.unrestricted
		else query.where(tree.within(files.organization_path, *allowed.prefixes))
	)


def _page(
	found: Iterable[Found], stands: Callable[[kinds.Kind, Any], str], start: int, limit: int, doctype: str
) -> dict[str, Any]:
	rows, of_kinds = [], []
	for one in found:
		total = one.query.select(Count("*")).run()[0][0]
		if not total:
			continue
		of_kinds.append({"doctype": one.kind.doctype, "kind": one.kind.words(), "total": total})
		if doctype in ("", one.kind.doctype):
			for row in _latest(one, start + limit):
				rows.append(told(one.kind, row) | {"by_body": False, "stands": stands(one.kind, row)})
	rows.sort(key=lambda row: (row["acted_at"], row["name"]), reverse=True)
	shown = [kind["total"] for kind in of_kinds if doctype in ("", kind["doctype"])]
	return {"rows": rows[start : start + limit], "total": sum(shown), "kinds": of_kinds}


def _latest(one: Found, most: int) -> list[Any]:
	query = one.query.select(*(one.files[column] for column in COLUMNS), one.since.as_("acted_at"))
	query = query.orderby(one.since, order=frappe.qb.desc).orderby(one.files.name, order=frappe.qb.desc)
	return query.limit(most).run(as_dict=True)
