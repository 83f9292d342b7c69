"""The first page of everyone: seats, what is owed, what waits for one's decision, how one's own organisation stands."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Function, Sum
from frappe.utils import getdate
from pypika.terms import Case

from bontot.approval.queue import waiting as approval_queue
from bontot.organization import access, tree
from bontot.supervision import assignments
from bontot.synthesis import figures_query, four_goods, overview, own_tasks, score_tasks, waiting_tasks

LATE_SHOWN = 5  # bodies named on the page; the rest are counted


def collect(user: str, year: int | None = None, on: date | str | None = None) -> dict[str, Any]:
	"""Return everything the page "My Work" shows to `user` on a day.

	{today, year, years, seats: [{name, position_name, organization, organization_name, …abilities}], tasks (own_tasks),
	own_files: [{name, title, state}], four_goods, queues: [{act, organization, organization_name, count, overdue, returned}],
	branches, late_below: [{organization, organization_name, bodies, late_organizations, rows: [{organization,
	organization_name, units, obligations}]}], periods_to_open: [{name, title, state}], is_of_cell,
	following (supervision.assignments.followed_by)}
	"""
	today = getdate(on)
	year = year or today.year
	seats = access.seats(user, today)
	names = organization_names(seats)
	authoring = unique(seat.organization for seat in seats if seat.may_author)
	return {
		"today": today.isoformat(),
		"year": year,
		"years": years_of(authoring, today),
		"seats": [describe_seat(seat, names) for seat in seats],
		"organization_names": names,
		"tasks": tasks(user, authoring, today) if year == today.year else [],
		"own_files": own_files(authoring, year),
		"four_goods": four_goods.collect(authoring, year, today),
		"queues": queues(user, seats, names, today),
		"branches": branches(seats, names),
		"late_below": [late_below(seat, names, today) for seat in watching(seats)],
		"periods_to_open": periods_to_open(seats),
		"is_of_cell": is_of_cell(names),
		"following": assignments.followed_by(user, today),
	}


def tasks(user: str, authoring: list[str], today: date) -> list[own_tasks.Task]:
	"""List a person's tasks in order. What stands still for want of a person comes first: nobody else sees to it; then titles
	that no longer stand, documents that wait for this very person or came back, what is not yet opened, then what the own
	organisations owe, points that their meetings lack, and what the register of legal documents lacks.
	"""
	documents = [*waiting_tasks.document_tasks(user, today), *waiting_tasks.decision_tasks(user)]
	first = [*waiting_tasks.vacancy_tasks(user), *waiting_tasks.withdrawal_tasks(user)]
	owed = [*own_tasks.collect(authoring, today), *score_tasks.collect(authoring, today)]
	register = waiting_tasks.register_tasks(user, today)
	return [*first, *documents, *own_tasks.opening_tasks(user, today), *owed, *register]


def unique(values) -> list[str]:
	return list(dict.fromkeys(values))


def organization_names(seats: list[dict]) -> dict[str, str]:
	wanted = unique(seat.organization for seat in seats)
	# Names of the organisations whose seats the person holds.
	rows = (
		frappe.get_all(tree.DOCTYPE, {"name": ("in", wanted)}, ["name", "organization_name"])
		if wanted
		else []
	)
	return {row.name: row.organization_name for row in rows}


def is_of_cell(organizations: Iterable[str]) -> bool:
	"""Whether these are cells and nothing else, whose books are called after them."""
	places = list(organizations)
	kinds = (
		frappe.get_all(  # one's own organisations
			tree.DOCTYPE, {"name": ("in", places)}, pluck="kind", distinct=True
		)
		if places
		else []
	)
	return bool(kinds) and all(
		frappe.get_cached_value("Organization Kind", kind, "title_kind") == "Cell" for kind in kinds
	)


def describe_seat(seat: dict, names: dict[str, str]) -> dict[str, Any]:
	fields = (
		"name",
		"position_name",
		"organization",
		"may_author",
		"may_appraise",
		"may_decide",
		"is_commission",
	)
	return {field: seat[field] for field in fields} | {"organization_name": names[seat.organization]}


def years_of(organizations: list[str], today: date) -> list[int]:
	"""The years in which these organisations have files, and this one, latest first."""
	found = {today.year}
	if organizations:
		filters = {"organization": ("in", organizations)}
		found.update(frappe.get_all("Evaluation", filters, pluck="year", distinct=True))
	return sorted(found, reverse=True)


def own_files(organizations: list[str], year: int) -> list[dict[str, str]]:
	"""The year's files of these organisations, the latest period first."""
	if not organizations:
		return []
	filters = {"organization": ("in", organizations), "year": year}
	return frappe.get_all(
		"Evaluation", filters, ["name", "title", "state"], order_by="period_kind desc, name"
	)


def queues(user: str, seats: list[dict], names: dict[str, str], today: date) -> list[dict[str, Any]]:
	"""Count the evaluations that wait for each of the person's seats that may act; the queue's own condition counts them."""
	abilities = {"Appraise": "may_appraise", "Decide": "may_decide"}
	wanted = unique(
		(seat.organization, act) for seat in seats for act, field in abilities.items() if seat[field]
	)
	if not wanted:
		return []
	file = frappe.qb.DocType("Evaluation")
	late = Sum(Case().when(file.awaiting_due_on < today, 1).else_(0))
	rows = (
		frappe.qb.from_(file)
		.select(
			file.awaiting_organization, file.awaiting_act, Count(file.name), late, Count(file.returned_by)
		)
		.where(approval_queue.waiting_for(file, user))
		.groupby(file.awaiting_organization, file.awaiting_act)
	).run()
	counted = {
		(organization, act): {"count": int(count), "overdue": int(overdue or 0), "returned": int(returned)}
		for organization, act, count, overdue, returned in rows
	}
	shown = [pair for pair in wanted if pair in counted] or wanted[:1]
	return [
		{
			"act": act,
			"organization": organization,
			"organization_name": names[organization],
			**counted.get((organization, act), {"count": 0, "overdue": 0, "returned": 0}),
		}
		for organization, act in shown
	]


def branches(seats: list[dict], names: dict[str, str]) -> list[dict[str, Any]]:
	"""The line of the latest period for each branch whose Organization Commission the person belongs to.

	[{organization, organization_name, period, period_title, kinds: [{title_kind, reached, eligible}]}]
	"""
	found = []
	for organization in unique(seat.organization for seat in seats if seat.is_commission):
		period = overview.choose_period(overview.list_periods(organization), None)
		if not period:
			continue
		counted = figures_query.read(figures_query.branch_of(period, organization))
		kinds = [
			{"title_kind": kind, "reached": figures.reached, "eligible": figures.eligible}
			for kind, figures in counted.kinds.items()
			if figures.eligible
		]
		line = {"organization": organization, "organization_name": names[organization], "kinds": kinds}
		found.append(
			line | {"period": period.name, "period_title": period.title, "period_kind": period.period_kind}
		)
	return found


def watching(seats: list[dict]) -> list[dict]:
	"""One seat an organisation whose holder answers for the bodies below it."""
	found = {
		seat.organization: seat
		for seat in seats
		if seat.may_appraise or seat.may_decide or seat.is_commission
	}
	return list(found.values())


def late_below(seat: dict, names: dict[str, str], today: date) -> dict[str, Any]:
	"""List the bodies directly below that are behind, each with all that lies under it, the worst first."""
	owed = frappe.qb.DocType("Obligation")
	low, high = tree.path_range(seat.path)
	child = Function("LEFT", owed.organization_path, len(seat.path) + tree.SEGMENT)
	rows = (
		frappe.qb.from_(owed)
		.select(
			child.as_("path"),
			Count(owed.name).as_("obligations"),
			Count(owed.organization).distinct().as_("units"),
		)
		.where((owed.organization_path >= low) & (owed.organization_path < high))
		.where((owed.organization != seat.organization) & (owed.state == "Due") & (owed.due_on < today))
		.groupby(child)
	).run(as_dict=True)
	rows.sort(key=lambda row: (-row.units, row.path))
	shown = rows[:LATE_SHOWN]
	paths = [row.path for row in shown]
	fields = ["path", "name", "organization_name"]
	# Below the person's own seat, so within scope.
	found = frappe.get_all(tree.DOCTYPE, {"path": ("in", paths)}, fields) if paths else []
	bodies = {row.path: row for row in found}
	return {
		"organization": seat.organization,
		"organization_name": names[seat.organization],
		"bodies": len(rows),
		"late_organizations": sum(row.units for row in rows),
		"rows": [
			{
				"organization": bodies[row.path].name,
				"organization_name": bodies[row.path].organization_name,
				"units": row.units,
				"obligations": row.obligations,
			}
			for row in shown
		],
	}


def periods_to_open(seats: list[dict]) -> list[dict[str, str]]:
	"""Review periods in preparation, for the Organization Commission that opens them."""
	organizations = unique(seat.organization for seat in seats if seat.is_commission)
	if not organizations:
		return []
	filters = {"organization": ("in", organizations), "state": ("in", ("Draft", "Opening"))}
	return frappe.get_all("Review Period", filters, ["name", "title", "state"], order_by="starts_on")
