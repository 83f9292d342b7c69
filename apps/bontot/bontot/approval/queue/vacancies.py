"""Levels where files wait and nobody can act: shown to who can fill the seat or send the files on, and passed by rule.

A level that appraises is no vacancy while its body can decide instead (`no_eligible_approver`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Criterion, Table
from frappe.query_builder.functions import Count, Min
from frappe.utils import formatdate, getdate

from bontot import working_days
from bontot.approval.acts import rerouting
from bontot.approval.core import cases, kinds, routing, transitions
from bontot.approval.people import no_eligible_approver, seating
from bontot.approval.queue import waiting
from bontot.organization import access, tree

MAX_LIMIT = 100


def of_user(user: str) -> list[dict[str, Any]]:
	"""Levels within `user`'s reach at which files wait and nobody can act, longest waiting first.

	[{organization, organization_name, act, files: [names], count, since (date), fill (bool: may seat somebody there)}]
	"""
	reach = branches_of(user)
	if not reach:
		return []
	found = stuck(in_branches(reach))
	names = _organization_names([row["organization"] for row in found])
	for row in found:
		row["organization_name"] = names.get(row["organization"], row["organization"])
		row["fill"] = any(one["fill"] and row["path"].startswith(one["path"]) for one in reach)
	return sorted(found, key=lambda row: (row["since"], row["organization"]))


def page(user: str, start: int = 0, limit: int = 20) -> dict[str, Any]:
	"""{rows, total}: the files of these levels, as the queue shows files."""
	names = sorted(name for row in of_user(user) for name in row["files"])
	files = frappe.qb.DocType("Evaluation")
	query = frappe.qb.from_(files).select(*(files[column] for column in waiting.COLUMNS))
	query = query.where(files.name.isin(names or [waiting.NOTHING]))
	query = query.orderby(files.awaiting_since).orderby(files.name)
	rows = query.limit(min(max(limit, 1), MAX_LIMIT)).offset(max(start, 0)).run(as_dict=True)
	waiting.add_flags(rows)
	waiting.add_parents(rows)
	return {"rows": rows, "total": len(names)}


def branches_of(user: str) -> list[dict[str, Any]]:
	"""[{path, itself, fill}]: branches for whose empty seats `user` answers. The Organization Commission fills seats in
	all of its own, the levels above send files on from below themselves."""
	found = []
	for seat in access.seats(user):
		if seat.is_commission:
			found.append({"path": seat.path, "itself": True, "fill": not seat.delegation})
		elif seat.may_appraise or seat.may_decide:
			found.append({"path": seat.path, "itself": False, "fill": False})
	return found


def in_branches(reach: Sequence[dict[str, Any]]) -> Any:
	def condition(files: Table) -> Criterion:
		where = files.name.isnull()
		for one in reach:
			low, high = tree.path_range(one["path"])
			below = files.awaiting_path >= low if one["itself"] else files.awaiting_path > low
			where |= below & (files.awaiting_path < high)
		return where

	return condition


def stuck(condition: Any = None) -> list[dict[str, Any]]:
	"""[{organization, path, act, files, count, since}] of levels at which nobody can act on the files named."""
	levels = _waiting(condition)
	attended, found = attended_at([row.awaiting_organization for row in levels]), []
	for row in levels:
		place, act = row.awaiting_organization, row.awaiting_act
		if place in attended[act]:
			continue
		if names := no_eligible_approver.nobody_at(place, act):
			found.append(_level(row, names))
	return found


def attended_at(places: Sequence[str]) -> dict[str, set[str]]:
	"""{act: those of the places where somebody may do it whom nothing bars}; the others are to be looked at file by file."""
	if not places:
		return {"Appraise": set(), "Decide": set()}
	recorders = seating.people_at(places, "decide")
	appraisers = seating.people_at(places, "appraise")
	# A recorder acts where the body decides, and stands in where it appraises.
	recording = {place for place, _person in no_eligible_approver.free_people(recorders)}
	appraising = {place for place, _person in no_eligible_approver.free_people(appraisers)}
	return {"Appraise": recording | appraising, "Decide": recording}


def _waiting(condition: Any) -> list[Any]:
	files = frappe.qb.DocType("Evaluation")
	waits = kinds.open_only(kinds.EVALUATION, files, files.awaiting_organization.isnotnull())
	query = (
		frappe.qb.from_(files)
		.select(
			files.awaiting_organization,
			files.awaiting_act,
			Min(files.awaiting_path).as_("path"),
			Min(files.awaiting_since).as_("since"),
			Count(files.name).as_("count"),
		)
		.where(waits)
		.groupby(files.awaiting_organization, files.awaiting_act)
	)
	return (query.where(condition(files)) if condition else query).run(as_dict=True)


def _level(row: Any, names: list[str]) -> dict[str, Any]:
	return {
		"organization": row.awaiting_organization,
		"path": row.path or "",
		"act": row.awaiting_act,
		"files": names,
		"count": len(names),
		"since": getdate(row.since),
	}


def _organization_names(organizations: Sequence[str]) -> dict[str, str]:
	where = {"name": ("in", list(organizations) or [""])}
	return dict(frappe.get_all(tree.DOCTYPE, where, ["name", "organization_name"], as_list=True))


# By rule


def due_to_pass(today: date) -> list[str]:
	"""Files whose appraising level has had nobody for as many working days as their route allows."""
	names = [name for row in stuck() if row["act"] == "Appraise" for name in row["files"]]
	return vacant_too_long(names, today)


def vacant_too_long(names: Sequence[str], today: date, doctype: str = kinds.EVALUATION) -> list[str]:
	"""Those of these files, which nobody may appraise where they wait, that have waited there so for as long as their route
	allows."""
	found = []
	for start in range(0, len(names), 500):
		fields = ["name", "route", "awaiting_since", "awaiting_organization"]
		# The day's run, or whoever asks for it: every file of the site.
		files = frappe.get_all(doctype, {"name": ("in", names[start : start + 500])}, fields)
		held = seating.last_held(sorted({file.awaiting_organization for file in files}), today)
		found += [file.name for file in files if is_due(file, held.get(file.awaiting_organization), today)]
	return sorted(found)


def is_due(file: Any, last_held: date | None, today: date) -> bool:
	"""Whether both the file's wait and its level's want of people (`last_held`: when somebody there last could act) have lasted
	as many working days as its route allows."""
	days, since = routing.thaw(file.route).vacant_days, getdate(file.awaiting_since)
	return bool(days) and working_days.between(max(since, last_held or since), today) >= days


def pass_over(name: str, today: date, doctype: str = kinds.EVALUATION) -> bool:
	"""Let one such file go on to the next level. All of it is asked again under the file's lock: False where it waits elsewhere
	by now or somebody may act on it, and where it has to stay, since its last level decides."""
	case = cases.locked(doctype, name)
	file = case.doc
	if file.state != transitions.UNDER_APPRAISAL or file.awaiting_act != routing.APPRAISE:
		return False
	place = file.awaiting_organization
	held = seating.last_held([place], today)
	if not no_eligible_approver.is_vacant(file) or not is_due(file, held.get(place), today):
		return False
	organization_name = frappe.db.get_value(tree.DOCTYPE, place, "organization_name")
	reason = _("Nobody at {0} could appraise the file until {1}: passed over by the rule of the route.")
	return rerouting.pass_level(case, reason.format(organization_name, formatdate(today)))
