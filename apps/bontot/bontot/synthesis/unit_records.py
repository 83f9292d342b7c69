"""The books of a person's own organisations: meetings held, tasks given, members, what was assessed, year by year.

Read through the permission of each document, so that a list here never shows more than the desk's.
"""

from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from bontot.meeting import names, score
from bontot.organization import access, tree
from bontot.organization.members import membership
from bontot.organization.tree import dated

MEMBER_FIELDS = (
	"name",
	"full_name",
	"organization",
	"state",
	"birth_date",
	"admission_date",
	"official_date",
)
FILE_FIELDS = ("name", "organization", "title", "year", "period_kind", "state", "met_count", "item_count")
RATING_FIELDS = ("name", "organization", "year", "state", "grade", "proposed_grade")


def units(user: str) -> list[dict[str, Any]]:
	"""The person's own organisations: [{name, organization_name, may_author, may_review}], in the order of the seats.

	`may_review`: files of others may wait there for the person to appraise or decide.
	"""
	found: dict[str, dict[str, bool]] = {}
	for seat in access.seats(user):
		may = found.setdefault(seat.organization, {"may_author": False, "may_review": False})
		may["may_author"] |= bool(seat.may_author)
		may["may_review"] |= bool(seat.may_appraise or seat.may_decide)
	if not found:
		return []
	rows = frappe.get_list(
		tree.DOCTYPE, {"name": ("in", list(found))}, ["name", "organization_name"], limit_page_length=0
	)
	known = {row.name: row.organization_name for row in rows}
	return [
		{"name": name, "organization_name": known[name], **may}
		for name, may in found.items()
		if name in known
	]


def own_rows(
	doctype: str, places: list[str], where: dict[str, Any], fields: list[str], **options: Any
) -> list[frappe._dict]:
	"""Rows of these organisations that the signed-in person reads; who has none may lack every role, and asks for nothing."""
	if not places:
		return []
	options = {"limit_page_length": 0} | options
	return frappe.get_list(doctype, {"organization": ("in", places), **where}, fields, **options)


def meetings(user: str, year: int | None, today: date) -> dict[str, Any]:
	"""Meetings of a year (none: this one), the latest first, and the tasks that they and earlier ones gave.

	{today, year, years, units, meetings: [{name, title, meeting_kind, meeting_date, organization, status,
	quality_points, quality_grade, minutes_file, open_points}], tasks: [{meeting, task, who, due_on, done_on, organization}]}; of the
	tasks all that are open, and those done in the year. `open_points` stands only where the person may still give some: how
	many items have none, 0 where the grade is to be chosen.
	"""
	own = units(user)
	places = [unit["name"] for unit in own]
	year = year or today.year
	rows = own_rows(
		"Meeting",
		places,
		{"meeting_date": ("between", (date(year, 1, 1), date(year, 12, 31)))},
		[
			"name",
			"title",
			"meeting_kind",
			"meeting_date",
			"organization",
			"status",
			"quality_points",
			"quality_grade",
			"minutes_file",
		],
		order_by="meeting_date desc, name",
	)
	written = [unit["name"] for unit in own if unit["may_author"]]
	unscored = {row.name: row.open for row in score.unfinished(written, date(year, 1, 1))}
	for row in rows:
		if row.name in unscored:
			row.open_points = unscored[row.name]
	return {
		"today": today.isoformat(),
		"year": year,
		"years": years_of("Meeting", "meeting_date", places, today),
		"units": own,
		"meetings": rows,
		"tasks": tasks(places, year) if places else [],
	}


def tasks(places: list[str], year: int) -> list[dict[str, Any]]:
	"""Tasks of the organisations' meetings: first the open ones by their day, then those done in the year, latest first."""
	task, meeting = frappe.qb.DocType("Resolution Task"), frappe.qb.DocType("Meeting")
	done = task.done_on.between(date(year, 1, 1), date(year, 12, 31))
	# Own organisations by living seats: the caller asks for no others.
	rows = (
		frappe.qb.from_(task)
		.join(meeting)
		.on((meeting.name == task.parent) & (task.parenttype == "Meeting"))
		.select(
			task.name,
			task.task,
			task.assigned_to,
			task.due_on,
			task.done_on,
			meeting.name.as_("meeting"),
			meeting.organization,
		)
		.where(meeting.organization.isin(places) & (task.done_on.isnull() | done))
		.orderby(task.due_on, task.name)
	).run(as_dict=True)
	people = membership.records(row.assigned_to for row in rows if row.assigned_to)
	for row in rows:
		person = people.get(row.pop("assigned_to"))
		row["who"] = person.full_name if person else ""
	closed = sorted((row for row in rows if row.done_on), key=lambda row: row.done_on, reverse=True)
	return [*(row for row in rows if not row.done_on), *closed]


def members(user: str, today: date) -> dict[str, Any]:
	"""Members of the person's own organisations, those of their party groups among them, by given name.

	{today, units, members: [{name, full_name, organization, state, birth_date, admission_date, official_date, phone}]};
	`phone` only where the person may know it; `organization` is the cell also of whom one of its party groups registers.
	"""
	own = units(user)
	unit_of = dated.with_party_groups((unit["name"] for unit in own), today)
	places = sorted(unit_of)
	rows = own_rows("Party Member", places, {"state": ("!=", "Left")}, list(MEMBER_FIELDS))
	rows.sort(key=lambda row: names.name_key(row.full_name))
	phones = phones_of(places, user)
	for row in rows:
		row["phone"] = phones.get(row.name) or ""
		row.organization = unit_of[row.organization]
	return {"today": today.isoformat(), "units": own, "members": rows}


def phones_of(places: list[str], user: str) -> dict[str, str]:
	"""{member: telephone} at those of the organisations whose personal data the seats of today open (docs/quyen.md)."""
	member = "Party Member"
	known = [
		place for place in places if access.may_know(frappe._dict(doctype=member, organization=place), user)
	]
	# Just judged, and by place, as the form judges it.
	rows = frappe.get_all(member, {"organization": ("in", known or [""])}, ["name", "phone"])
	return {row.name: row.phone for row in rows}


def assessments(user: str, today: date) -> dict[str, Any]:
	"""Files and yearly ratings of the person's own organisations, the latest year first.

	{today, units, files: [{name, organization, title, year, period_kind, state, met_count, item_count, awaiting}],
	ratings: [{name, organization, year, state, grade, proposed_grade}]}
	"""
	own = units(user)
	places = [unit["name"] for unit in own]
	files = own_rows(
		"Evaluation",
		places,
		{},
		[*FILE_FIELDS, "awaiting_organization.organization_name as awaiting"],
		order_by="year desc, period_kind desc, name",
	)
	ratings = own_rows(
		"Annual Rating",
		places,
		{"subject": "Organization"},
		list(RATING_FIELDS),
		order_by="year desc, name",
	)
	return {"today": today.isoformat(), "units": own, "files": files, "ratings": ratings}


def years_of(doctype: str, field: str, places: list[str], today: date) -> list[int]:
	"""Years between the first record of these organisations and today, latest first."""
	first = own_rows(doctype, places, {field: ("is", "set")}, [field], order_by=field, limit_page_length=1)
	begun = getdate(first[0][field]).year if first else today.year
	return list(range(max(today.year, begun), min(today.year, begun) - 1, -1))
