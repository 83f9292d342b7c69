"""A new meeting, filled from what is on record: the roll, the last meeting of its kind, what that one left to do."""

from datetime import date

import frappe
from frappe import _
from frappe.query_builder import Criterion

from bontot.meeting import attendance, handing_over, kinds
from bontot.meeting.calendar_rules import first_of_month
from bontot.organization import tree
from bontot.organization.access.seats_in_force import in_force
from bontot.organization.members import membership
from bontot.organization.members.member_rules import Member

MOST_TASKS = 50
VI = "vi"


def draft(organization: str, kind: str, on: date):
	"""An unsaved Meeting with its roll full, its agenda begun, its secretary and place as last time; `officers` says the chair."""
	before = last_meeting(organization, kind, on) or frappe._dict()
	fields = {"organization": organization, "meeting_kind": kind, "meeting_date": on, "place": before.place}
	doc = frappe.get_doc({"doctype": "Meeting", **fields})
	doc.set("attendance", starting_rows(organization, kind, on))
	leader = leader_of(organization, on)
	doc.update(officers(before, leader, {row.member for row in doc.attendance}))
	taken_on = handing_over.taken_on(organization, on)
	topics = agenda(organization, kind, on)
	topics[:0] = [
		_("Task taken over from {0}: {1}", VI).format(task.organization_name, task.task)[:500]
		for task in taken_on
	]
	doc.set("agenda", [{"topic": topic} for topic in topics])
	members = {row.member for row in doc.attendance}
	for task in taken_on:
		holder = task.assigned_to if task.assigned_to in members else None
		doc.append("tasks", {"task": task.task, "assigned_to": holder, "due_on": task.due_on})
	if kind == kinds.WHOLE_ORGANIZATION or not doc.attendance:
		doc.headcount_expected = membership.counted_below(tree.path_of(organization), on)
	if kind in (kinds.PARTY_COMMITTEE, kinds.STANDING_COMMITTEE):
		doc.prepared_by_meeting = next((one.name for one in preparing(organization, kind, on)), None)
	return doc


def starting_rows(organization: str, kind: str, on: date) -> list[dict]:
	"""Rows of a roll that starts full; none for a meeting of a whole organisation, which is counted by number."""
	if kind == kinds.WHOLE_ORGANIZATION:
		return []
	everyone = kind in (kinds.REGULAR, kinds.THEMATIC)
	people = [] if everyone else seated_members(organization, on)
	people = people or membership.members_of(organization, on)
	return [
		{"member": m.name, "member_name": m.full_name, "member_state": m.state, "attendance": mark}
		for m, mark in attendance.starting_roll(people)
	]


def seated_members(organization: str, on: date) -> list[Member]:
	"""Members who hold a seat at the organisation on a day, each once."""
	seat = frappe.qb.DocType("Seat")
	names = (
		frappe.qb.from_(seat)
		.select(seat.member)
		.distinct()
		.where((seat.organization == organization) & (seat.member != "") & in_force(seat, on))
		.run(pluck=True)
	)
	return [member for row in membership.records(names).values() if (member := membership.as_of(row, on))]


def officers(before: dict, leader: str | None, members: set[str]) -> dict[str, str]:
	"""The leader takes the chair, else who had it last time; the secretary is last time's. Only who is on the roll."""
	wanted = {"chair": (leader, before.get("chair")), "secretary": (before.get("secretary"),)}
	found = {role: next((one for one in people if one in members), None) for role, people in wanted.items()}
	return {role: member for role, member in found.items() if member}


def leader_of(organization: str, on: date) -> str | None:
	"""Member in the seat that leads the organisation on a day: of those that write for it, one that its kind always has."""
	seat, position = frappe.qb.DocType("Seat"), frappe.qb.DocType("Position")
	place, belongs = frappe.qb.DocType("Party Organization"), frappe.qb.DocType("Position Kind")
	query = (
		frappe.qb.from_(seat)
		.join(position)
		.on(position.name == seat.position)
		.join(place)
		.on(place.name == seat.organization)
		.join(belongs)
		.on((belongs.parent == position.name) & (belongs.kind == place.kind))
		.select(seat.member)
		.where((seat.organization == organization) & (seat.member != "") & in_force(seat, on))
		.where((position.may_author == 1) & (belongs.expected > 0))
	)
	leaders = query.run(pluck=True)
	return leaders[0] if len(leaders) == 1 else None


def agenda(organization: str, kind: str, on: date) -> list[str]:
	"""Topics: what the meetings before left open, then what a meeting of this kind always holds."""
	open_tasks = [task for task in earlier_tasks(organization, kind, on) if not task.done_on]
	follow_up = [_("Result of the task: {0}", VI).format(task.task)[:500] for task in open_tasks]
	return follow_up + regular_items(kind)


def regular_items(kind: str) -> list[str]:
	if kind == kinds.REGULAR:
		return [
			_("News, new resolutions and directives", VI),
			_("Results of last month's tasks; review of the members", VI),
			_("Tasks of the coming month; discussion", VI),
			_("Conclusion, assignment of tasks", VI),
		]
	if kind == kinds.THEMATIC:
		return [
			_("Report on the topic", VI),
			_("Discussion of the topic", VI),
			_("Conclusion, assignment of tasks", VI),
		]
	if kind == kinds.WHOLE_ORGANIZATION:
		return [
			_("Report on the results of the period and the tasks ahead", VI),
			_("Discussion", VI),
			_("Conclusion, adoption of the resolution", VI),
		]
	return [_("Results since the last meeting", VI), _("Matters to be decided", VI), _("Conclusion", VI)]


def last_meeting(organization: str, kind: str, on: date) -> dict | None:
	"""The last meeting of the kind before the day that really took place."""
	# Read for a person who may write meetings of this very organisation, which the caller has checked.
	found = frappe.get_all(
		"Meeting",
		{
			"organization": organization,
			"meeting_kind": kind,
			"meeting_date": ("<", on),
			"status": ("in", ("Held", "Minuted")),
		},
		["name", "title", "meeting_date", "place", "chair", "secretary"],
		order_by="meeting_date desc, creation desc",
		limit=1,
	)
	return found[0] if found else None


def earlier_tasks(organization: str, kind: str, on: date) -> list[dict]:
	"""Tasks of the last meeting, and those of earlier ones that are still open: name, task, assigned_to, due_on,
	done_on, meeting, meeting_date; oldest first."""
	before = last_meeting(organization, kind, on)
	task, meeting = frappe.qb.DocType("Resolution Task"), frappe.qb.DocType("Meeting")
	wanted: list[Criterion] = [task.done_on.isnull()]
	if before:
		wanted.append(meeting.name == before.name)
	return (
		frappe.qb.from_(task)
		.join(meeting)
		.on(meeting.name == task.parent)
		.select(
			task.name,
			task.task,
			task.assigned_to,
			task.due_on,
			task.done_on,
			meeting.name.as_("meeting"),
			meeting.meeting_date,
		)
		.where((meeting.organization == organization) & (meeting.meeting_kind == kind))
		.where((meeting.meeting_date < on) & Criterion.any(wanted))
		.orderby(meeting.meeting_date, task.idx)
		.limit(MOST_TASKS)
		.run(as_dict=True)
	)


def preparing(organization: str, kind: str, on: date) -> list[dict]:
	"""Meetings that may have prepared one of `kind` on the day: name, title, meeting_date; latest first.

	Only those since the last meeting of the kind: one preparation does not serve two meetings.
	"""
	candidates = [one for one in kinds.PREPARING if kinds.may_prepare(one, kind)]
	before = last_meeting(organization, kind, on)
	since = before.meeting_date if before else first_of_month(on).replace(month=1)
	return frappe.get_all(
		"Meeting",
		{
			"organization": organization,
			"meeting_kind": ("in", candidates or [""]),
			"meeting_date": ("between", (since, on)),
		},
		["name", "title", "meeting_date"],
		order_by="meeting_date desc, creation desc",
		limit=10,
	)
