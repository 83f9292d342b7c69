"""Unfinished business that a reorganisation leaves in the minutes of a body that ends: counted beforehand, changed by nobody.

Minutes belong to who sat there. Nobody holds a seat of the old body from the effective date on, so that nobody records
what became of its tasks or finishes its meetings; a receiving body gives the tasks that it takes on anew, at a meeting of
its own.
"""

import frappe
from frappe import _
from frappe.query_builder.functions import Count

from bontot.reorganization.change import Change, Line


def preview(change: Change) -> list[Line]:
	handed = list(change.handed.get("Resolution Task", ()))
	return [
		{
			"what": _("Open tasks from meetings of organizations that end"),
			"count": open_tasks(ended(change), handed),
			"becomes": _(
				"stay in the old minutes, where nobody records them any more; whoever takes them on gives them anew at a meeting of its own"
			),
		},
		{
			"what": _("Open tasks from meetings of organizations that are split and go on"),
			"count": open_tasks(list(change.divided), handed),
			"becomes": _("stay with the old organization, which goes on recording them"),
		},
		{
			"what": _("Meetings without minutes of organizations that end"),
			"count": unfinished(change),
			"becomes": _("stay as they are; nobody finishes them after the effective date"),
		},
	]


def open_tasks(organizations: list[str], handed: list[str]) -> int:
	"""Tasks of their meetings that nobody has done, without those that are handed to somebody else."""
	task, meeting = frappe.qb.DocType("Resolution Task"), frappe.qb.DocType("Meeting")
	query = frappe.qb.from_(task).join(meeting)
	query = query.on((meeting.name == task.parent) & (task.parenttype == "Meeting")).select(Count(task.name))
	query = query.where(task.done_on.isnull() & meeting.organization.isin(organizations or [""]))
	return query.where(task.name.notin(handed or [""])).run()[0][0]


def unfinished(change: Change) -> int:
	meeting = frappe.qb.DocType("Meeting")
	query = frappe.qb.from_(meeting).select(Count(meeting.name)).where(meeting.status != "Minuted")
	return query.where(meeting.organization.isin(ended(change))).run()[0][0]


def ended(change: Change) -> list[str]:
	return list(change.ended) or [""]
