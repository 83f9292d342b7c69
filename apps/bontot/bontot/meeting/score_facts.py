"""Facts for a meeting's score, read from the records around it."""

from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Count
from frappe.utils import get_datetime, getdate, to_timedelta

from bontot.criteria.scales import Scale
from bontot.meeting import attendance, calendar_rules, kinds, starting
from bontot.meeting.scoring import Facts

RUNNING = 3  # 42-HD in one ward's scale: "more than three times running"
HELD = ("in", ("Held", "Minuted"))


def collect(doc: Document, scale: Scale) -> Facts:
	"""The facts of a meeting as it stands in memory; the records around it as they stand in the database."""
	together = _thematic_times(doc)
	sent = [getdate(get_datetime(row.sent_at)) for row in doc.papers if row.sent_at]
	tasks = _tasks_of_last_meeting(doc)
	least = "least_minutes_with_thematic" if together else "least_minutes"
	return Facts(
		minutes=_minutes([(doc.start_time, doc.end_time), *together]),
		least_minutes=int(scale.setting(least, "0")),
		expected=doc.expected_count or 0,
		present=doc.present_count or 0,
		unexcused=doc.unexcused_count or 0,
		excused_in_a_row=_excused_in_a_row(doc),
		papers=len(doc.papers),
		papers_sent=len(sent),
		days_ahead=calendar_rules.days_ahead(max(sent), doc.day) if sent else None,
		least_days=int(scale.setting("papers_ahead_days", "0")),
		agenda=len(doc.agenda),
		agenda_done=sum(bool(row.is_done) for row in doc.agenda),
		speakers=doc.speaker_count or 0,
		last_tasks=len(tasks),
		last_tasks_done=sum(bool(task.done_on and task.done_on <= doc.day) for task in tasks),
		concluded=bool(doc.proceedings or any(row.conclusion for row in doc.agenda)),
		minuted=doc.has_minutes,
	)


def _minutes(spans: list[tuple]) -> int | None:
	"""Return the time from the first start to the last end, in whole minutes; None while one of them is not noted."""
	if any(start in (None, "") or end in (None, "") for start, end in spans):
		return None
	first = min(to_timedelta(str(start)) for start, _end in spans)
	last = max(to_timedelta(str(end)) for _start, end in spans)
	return (last - first) // timedelta(minutes=1)


def _thematic_times(doc: Document) -> list[tuple]:
	"""Start and end of a thematic meeting of the same day: the two were held one after the other."""
	same_day = {
		"organization": doc.organization,
		"meeting_kind": kinds.THEMATIC,
		"meeting_date": doc.day,
		"status": HELD,
	}
	# A cell's own meetings, for a person who may write this one.
	return frappe.get_all("Meeting", same_day, ["start_time", "end_time"], as_list=True)


def _excused_in_a_row(doc: Document) -> int | None:
	"""Members excused now and at each of the three regular meetings before."""
	if not doc.attendance:
		return None
	excused = [
		row.member for row in doc.attendance if row.attendance == attendance.EXCUSED and row.is_counted
	]
	before = _meetings_before(doc.organization, doc.day) if excused else []
	if len(before) < RUNNING:
		return 0
	row = frappe.qb.DocType("Meeting Attendance")
	query = frappe.qb.from_(row).select(row.member).where(row.parent.isin(before) & row.member.isin(excused))
	query = query.where((row.attendance == attendance.EXCUSED) & (row.parenttype == "Meeting"))
	return len(query.groupby(row.member).having(Count("*") >= RUNNING).run())


def _meetings_before(organization: str, on: date) -> list[str]:
	filters = {
		"organization": organization,
		"meeting_kind": kinds.REGULAR,
		"meeting_date": ("<", on),
		"status": HELD,
	}
	return frappe.get_all("Meeting", filters, pluck="name", order_by="meeting_date desc", limit=RUNNING)


def _tasks_of_last_meeting(doc: Document) -> list[dict]:
	"""Tasks the last meeting of the kind set that were due by this one, or done already."""
	last = starting.last_meeting(doc.organization, doc.meeting_kind, doc.day)
	if not last:
		return []
	tasks = frappe.get_all(
		"Resolution Task", {"parent": last.name, "parenttype": "Meeting"}, ["due_on", "done_on"]
	)
	return [task for task in tasks if task.done_on or not task.due_on or task.due_on <= doc.day]


def points_of_last_meeting(doc: Document) -> dict[str, float]:
	"""{item_key: points} of the last meeting of the kind that has a score; what people judged then is suggested now."""
	last = starting.last_meeting(doc.organization, doc.meeting_kind, doc.day)
	if not last:
		return {}
	rows = frappe.get_all(
		"Meeting Score",
		{"parent": last.name, "parenttype": "Meeting", "has_points": 1},
		["item_key", "points"],
	)
	return {row.item_key: row.points for row in rows}
