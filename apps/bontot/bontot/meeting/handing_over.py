"""Open tasks of a cell that is split are shared out: its old minutes stay as they are, and whoever takes one on finds it in
the draft of its own first meeting, where it gives it anew (hook `reorganization_shares`).
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Criterion

from bontot.organization import tree
from bontot.reorganization.applying import SUCCESSION
from bontot.reorganization.change import Change, Line

TASK = "Resolution Task"
TITLE = 140  # what a row of the grid holds


def held(sources: list[str]) -> list[dict[str, str]]:
	_task, meeting = tables()
	return [row_of(row) for row in open_tasks(meeting.organization.isin(sources))]


def titles(names: list[str]) -> list[dict[str, str]]:
	task, _meeting = tables()
	return [row_of(row) for row in rows(task.name.isin(names or [""]))]


def places(names: list[str]) -> dict[str, str]:
	task, _meeting = tables()
	return {row.name: row.organization_path for row in rows(task.name.isin(names or [""]))}


def brought(trace: Any, done_at: datetime) -> list[str]:
	return []  # nothing is written at the new organisation until it meets


def preview(change: Change) -> list[Line]:
	return [
		{
			"what": _("Open tasks handed to new organizations"),
			"count": len(change.handed.get(TASK, ())),
			"becomes": _("stand in the draft of their first meeting, to be given anew; the old minutes stay"),
		}
	]


def apply(change: Change) -> dict[str, list[str]]:
	"""{new organisation: tasks that it takes on}: all that its first meeting needs to know."""
	found: dict[str, list[str]] = {}
	for task, organization in change.handed.get(TASK, {}).items():
		found.setdefault(organization, []).append(task)
	return found


def taken_on(organization: str, on: date) -> list[dict]:
	"""Tasks that a decision handed to the organisation and that are still open, until it has met for the first time: name,
	task, assigned_to, due_on, organization_name (whose minutes they stand in). Asked by who writes its meetings."""
	if frappe.db.exists("Meeting", {"organization": organization, "meeting_date": ("<", on)}):
		return []
	decisions = frappe.get_all(
		SUCCESSION, {"organization": organization}, pluck="reorganization", distinct=True
	)
	names: list[str] = []
	for decision in filter(None, decisions):
		traces = json.loads(frappe.db.get_value("Reorganization", decision, "traces") or "{}")
		names += ((traces.get("modules") or {}).get(__name__) or {}).get(organization, ())
	task, _meeting = tables()
	return open_tasks(task.name.isin(names)) if names else []


def tables() -> tuple[Any, Any]:
	return frappe.qb.DocType(TASK), frappe.qb.DocType("Meeting")


def open_tasks(where: Criterion) -> list[dict]:
	task, _meeting = tables()
	return rows(where & task.done_on.isnull())


def rows(where: Criterion) -> list[dict]:
	task, meeting = tables()
	organization = frappe.qb.DocType(tree.DOCTYPE)
	query = frappe.qb.from_(task).join(meeting)
	query = query.on((meeting.name == task.parent) & (task.parenttype == "Meeting"))
	query = query.join(organization).on(organization.name == meeting.organization)
	query = query.select(
		task.name, task.task, task.assigned_to, task.due_on, meeting.organization, meeting.organization_path,
		organization.organization_name,
	)  # fmt: skip
	return query.where(where).orderby(meeting.meeting_date).orderby(task.idx).run(as_dict=True)


def row_of(row: Any) -> dict[str, str]:
	return {"organization": row.organization, "name": row.name, "title": row.task[:TITLE]}
