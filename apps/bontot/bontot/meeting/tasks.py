"""Tasks that meetings gave out, beside criterion cbdv_1, which people judge: how many of those due are done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate

from bontot.criteria.registry import Context, Finding, Row
from bontot.criteria.share import percent_words

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Task:
	task: str
	meeting: str
	due_on: date
	done_on: date | None

	def state_on(self, day: date) -> str:
		"""`done`, `late` (done after its day), `open` (still in time) or `overdue`."""
		if self.done_on and self.done_on <= day:
			return "late" if self.done_on > self.due_on else "done"
		return "open" if self.due_on >= day else "overdue"


def tasks_done(context: Context) -> Finding:
	"""Tasks given by meetings of the organisation that fall due within the period."""
	task, meeting = frappe.qb.DocType("Resolution Task"), frappe.qb.DocType("Meeting")
	# Read without the reader's scope: a criterion counts records, whoever looks; rows are checked when opened.
	rows = (
		frappe.qb.from_(task)
		.join(meeting)
		.on((meeting.name == task.parent) & (task.parenttype == "Meeting"))
		.select(task.task, task.due_on, task.done_on, meeting.name.as_("meeting"))
		.where(meeting.organization == context.organization)
		.where((meeting.meeting_date <= context.as_of) & task.due_on[context.starts_on : context.ends_on])
		.orderby(task.due_on, task.name)
		.run(as_dict=True)
	)
	return judge([Task(**row) for row in rows], context.as_of)


def judge(tasks: Sequence[Task], day: date) -> Finding:
	"""Lean to met when all that is due was done, also late; to not met when something is overdue."""
	states = [(task, task.state_on(day)) for task in tasks]
	due = [(task, state) for task, state in states if state != "open"]
	if not due:
		return Finding("Not Yet Due", _("No task has fallen due yet"))
	overdue = [task for task, state in due if state == "overdue"]
	late = sum(state == "late" for _task, state in due)
	done = len(due) - len(overdue)
	parts = [_("{0} tasks that were due are done").format(percent_words(done, len(due)))]
	if late:
		parts.append(_("{0} of them late").format(late))
	# Who looks, looks for what is not done: that comes first.
	lines = sorted(due, key=lambda one: one[1] != "overdue")[:MOST_LINES]
	return Finding("Not Met" if overdue else "Met", "; ".join(parts), [row(*one) for one in lines])


def row(task: Task, state: str) -> Row:
	day = formatdate(task.due_on, "dd/MM/yyyy")
	if state == "overdue":
		note = _("overdue since {0}").format(day)
	else:
		note = _("due on {0}, done on {1}").format(day, formatdate(task.done_on, "dd/MM/yyyy"))
	return {
		"doctype": "Meeting",
		"name": task.meeting,
		"label": task.task,
		"ok": state != "overdue",
		"note": note,
	}
