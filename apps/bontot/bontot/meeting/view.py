"""Data of the page "Buổi sinh hoạt": plain values, words in the reader's language."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, nowdate

from bontot.meeting import files, kinds, page_pictures, pages, parts, score, starting
from bontot.meeting.criteria import DEFAULTS
from bontot.organization import access, tree
from bontot.organization.members import membership
from bontot.organization.tree import dated
from bontot.text import fold

RECENT = 8
MOST_FOUND = 20
FIGURES = (
	"expected_count",
	"present_count",
	"excused_count",
	"unexcused_count",
	"temporary_count",
	"exempt_count",
	"away_count",
	"attendance_percent",
)
CELL_PAPERS_DAYS = 1  # papers of a cell go out at least a day ahead


def meeting(doc: Document) -> dict[str, Any]:
	"""Everything the page needs of one meeting. The caller has checked that it may be read."""
	earlier = last_tasks(doc)
	shown = {
		part: {"values": parts.values(doc, part), "revision": parts.revision(doc, part)} for part in parts.ALL
	}
	shown["last_tasks"] = {"values": earlier, "revision": parts.digest(earlier)}
	name_the_roll(doc, shown["attendance"]["values"])
	user = frappe.session.user
	return {
		"name": doc.name,
		"organization": doc.organization,
		"organization_name": frappe.db.get_value(tree.DOCTYPE, doc.organization, "organization_name"),
		"meeting_kind": doc.meeting_kind,
		"kind_label": _(doc.meeting_kind),
		"is_of_cell": kinds.is_of_cell(doc.meeting_kind),
		"is_scored_kind": doc.meeting_kind in score.SCORED_KINDS,
		"today": nowdate(),
		"parts": shown,
		"members": choices(doc),
		"preparing": starting.preparing(doc.organization, doc.meeting_kind, doc.day),
		"papers_ahead_days": CELL_PAPERS_DAYS
		if kinds.is_of_cell(doc.meeting_kind)
		else DEFAULTS["papers_ahead_days"],
		"may": may(doc),
		"file_endings": files.ENDINGS,
		"most_pages": page_pictures.MOST_PAGES,
		"keyed_fields": doc.keyed_fields if access.is_administrator(user) else None,
		**figures(doc),
	}


def may(doc: Document) -> dict[str, bool]:
	"""`remove`: while it is only planned."""
	write = bool(doc.has_permission("write"))
	return {"write": write, "remove": write and bool(doc.has_permission("delete"))}


def saved(doc: Document, part: str) -> dict[str, Any]:
	"""Answer to a save: the part as it stands now, and what follows from it."""
	values = parts.values(doc, part)
	if part == "attendance":
		name_the_roll(doc, values)
	return {
		"revision": parts.revision(doc, part),
		"values": values,
		"saved_at": str(now_datetime()),
		**figures(doc),
	}


def figures(doc: Document) -> dict[str, Any]:
	return {
		"title": doc.title,
		"status": doc.status,
		"figures": {field: doc.get(field) for field in FIGURES},
		"minutes": {
			"text": doc.minutes_text or "",
			"composed": bool(doc.minutes_composed),
			"file": doc.minutes_file or "",
			"made_of": pages.made_of(doc),
			"pages": pages.shown(doc),
		},
		"score": score.shown(doc),
		"keyed_fields": doc.keyed_fields if access.is_administrator(frappe.session.user) else None,
	}


def name_the_roll(doc: Document, rows: list[dict]) -> None:
	"""Names and states beside the marks: shown, never sent back."""
	for row, source in zip(rows, doc.attendance, strict=True):
		row["member_name"], row["member_state"] = source.member_name, source.member_state
		row["is_counted"] = bool(source.is_counted)


def choices(doc: Document) -> list[dict[str, str]]:
	"""Return whom chair, secretary and tasks may name: the roll, and who is named already."""
	found = {row.member: row.member_name for row in doc.attendance}
	named = {doc.chair, doc.secretary, *(row.assigned_to for row in doc.tasks)}
	found |= {name: row.full_name for name, row in membership.records(named - set(found)).items()}
	return [{"name": name, "full_name": full_name} for name, full_name in found.items()]


def last_tasks(doc: Document) -> list[dict[str, Any]]:
	"""Tasks of earlier meetings with `done`, who has them and by when."""
	tasks = starting.earlier_tasks(doc.organization, doc.meeting_kind, doc.day)
	names = {
		name: row.full_name for name, row in membership.records(task.assigned_to for task in tasks).items()
	}
	return [
		{
			"name": task.name,
			"task": task.task,
			"who": names.get(task.assigned_to, ""),
			"due_on": parts.plain(task.due_on),
			"done": bool(task.done_on),
			"meeting": task.meeting,
			"meeting_date": parts.plain(task.meeting_date),
		}
		for task in tasks
	]


def find_members(doc: Document, text: str) -> list[dict[str, str]]:
	"""Readable members of the branch who are not on the roll yet; below a cell stand only its party groups."""
	low, high = tree.path_range(doc.organization_path)
	filters = [["organization_path", ">=", low], ["organization_path", "<", high], ["state", "!=", "Left"]]
	if words := fold(text):
		filters.append(["search_text", "like", f"%{words}%"])
	filters.append(["name", "not in", [row.member for row in doc.attendance] or [""]])
	return frappe.get_list(
		"Party Member",
		filters,
		["name", "full_name", "state", "organization.organization_name as organization_name"],
		order_by="full_name",
		limit=MOST_FOUND,
	)


def organization(name: str) -> dict[str, Any]:
	"""An organisation whose meetings a person records: its kinds of meeting and the latest ones."""
	row = frappe.db.get_value(tree.DOCTYPE, name, ["organization_name", "kind"], as_dict=True)
	recent = frappe.get_list(
		"Meeting",
		{"organization": name},
		["name", "title", "meeting_kind", "meeting_date", "status"],
		order_by="meeting_date desc",
		limit=RECENT,
	)
	# What is entered late may be of what it was before: meetings of the year are still asked for.
	been = dict.fromkeys((row.kind, dated.kind_on(name, getdate().replace(month=1, day=1))))
	allowed = dict.fromkeys(
		meeting
		for kind in been
		for meeting in kinds.allowed(
			*frappe.get_cached_value("Organization Kind", kind, ["title_kind", "keeps_meetings"])
		)
	)
	return {
		"name": name,
		"organization_name": row.organization_name,
		"kinds": [{"value": kind, "label": _(kind)} for kind in allowed],
		"recent": recent,
	}
