"""Files decided below that come to a level's knowledge: those whose frozen route names that level as one that receives.

Derived, as the queue is: the level reads them, checks them, and locks them where the route lets it (`after_decision.lock`). A file that
is reopened leaves the list, and comes back when it is decided anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import frappe
from frappe.query_builder import Criterion, CustomFunction, Table
from frappe.query_builder.functions import Count

from bontot.approval.core import routing, steps, transitions
from bontot.approval.queue import waiting
from bontot.organization import access, tree

Flag = Literal["", "unlocked", "locked", "review"]
COLUMNS = (*waiting.COLUMNS, "decided_on", "resolution", "locked_by", "locked_at")
extract = CustomFunction("JSON_EXTRACT", ["document", "path"])
contains = CustomFunction("JSON_CONTAINS", ["document", "value"])
quote = CustomFunction("JSON_QUOTE", ["text"])


def page(
	user: str, filters: waiting.Filters, flag: Flag = "", start: int = 0, limit: int = 20
) -> dict[str, Any]:
	"""{rows, total}: decided files that `user`'s levels receive, latest decided first; each with `locked_by_name`.

	flag: "unlocked", "locked" by a level that received it, "review": records say otherwise now (`rechecking`).
	"""
	places = places_of(user)
	if not places:
		return {"rows": [], "total": 0}
	files = frappe.qb.DocType("Evaluation")
	where = ended_for(files, places) & waiting.narrowed(files, filters) & flagged(files, flag)
	allowed = access.scope(user)
	if not allowed.unrestricted:
		where &= tree.within(files.organization_path, *allowed.prefixes)
	query = frappe.qb.from_(files).select(*(files[column] for column in COLUMNS)).where(where)
	query = query.orderby(files.decided_on, order=frappe.qb.desc).orderby(files.name)
	rows = query.limit(min(max(limit, 1), waiting.MAX_LIMIT)).offset(max(start, 0)).run(as_dict=True)
	names = steps.organization_names({row.locked_by for row in rows if row.locked_by})
	for row in rows:
		row.locked_by_name = names.get(row.locked_by, "")
	waiting.add_parents(rows)
	return {"rows": rows, "total": frappe.qb.from_(files).select(Count("*")).where(where).run()[0][0]}


def places_of(user: str) -> list[str]:
	"""Places where `user` holds a seat that checks what is received: one that appraises or records for the body."""
	return sorted({seat.organization for seat in access.seats(user) if seat.may_appraise or seat.may_decide})


def receives(user: str) -> bool:
	"""Whether any route, in use or not, names the level of one of these places as one that receives."""
	places = places_of(user)
	if not places:
		return False
	step, organization = frappe.qb.DocType("Approval Route Step"), frappe.qb.DocType(tree.DOCTYPE)
	query = frappe.qb.from_(step).join(organization).on(organization.level == step.level).select(step.name)
	where = (step.act == routing.RECEIVE) & organization.name.isin(places)
	return bool(query.where(where).limit(1).run())


def ended_for(files: Table, places: Sequence[str], states: Sequence[str] = transitions.DECIDED) -> Criterion:
	"""Condition: the file has ended so, and one of these organisations receives it by the route that was frozen with it."""
	named = files.name.isnull()
	for place in places:
		named |= contains(extract(files.route, "$.receivers[*].organization"), quote(place)) == 1
	return files.state.isin(states) & named


def flagged(files: Table, flag: Flag) -> Criterion:
	return {
		"": files.name.isnotnull(),
		"unlocked": files.locked_by.isnull(),
		"locked": files.locked_by.isnotnull(),
		"review": files.review_suggested == 1,
	}[flag]
