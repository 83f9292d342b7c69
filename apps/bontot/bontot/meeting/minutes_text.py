"""Title and minutes of a meeting in Vietnamese: what is stored and printed does not follow the reader's language."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

from bontot.meeting import attendance, kinds, minutes
from bontot.meeting.minutes import Section
from bontot.organization import tree

VI = "vi"
DATE = "dd/mm/yyyy"


def title(doc: Document) -> str:
	"""For example: Sinh hoạt thường lệ tháng 11/2026 — Chi bộ thôn …"""
	organization = frappe.db.get_value(tree.DOCTYPE, doc.organization, "organization_name")
	return f"{occasion(doc)} — {organization}"


def occasion(doc: Document) -> str:
	if doc.meeting_kind == kinds.REGULAR:
		return _("Regular meeting of {0}", VI).format(f"{doc.for_month:%m/%Y}")
	return f"{_(doc.meeting_kind, VI)} {formatdate(doc.meeting_date, DATE)}"


def compose(doc: Document) -> str:
	return minutes.compose(f"{_('Minutes', VI)}: {doc.title}", sections(doc))


def sections(doc: Document) -> list[Section]:
	"""Return the sections in the order in which minutes are read out."""
	return [
		Section(_("Time and place", VI), _time_and_place(doc)),
		Section(_("Those present", VI), _people(doc)),
		Section(_("Agenda", VI), [_agenda_line(row) for row in doc.agenda]),
		Section(_("Proceedings and Conclusion", VI), _proceedings(doc)),
		Section(_("Tasks", VI), [_task_line(row) for row in doc.tasks]),
		Section(_("Votes", VI), _votes(doc)),
		Section(_("Score of the Meeting", VI), _score(doc)),
	]


def _time_and_place(doc: Document) -> list[str]:
	day = _("Date: {0}", VI).format(formatdate(doc.meeting_date, DATE))
	lines = [day]
	if doc.start_time not in (None, ""):
		until = _clock(doc.end_time) if doc.end_time not in (None, "") else "…"
		lines.append(_("From {0} to {1}", VI).format(_clock(doc.start_time), until))
	if doc.topic:
		lines.append(f"{_('Topic of the Meeting', VI)}: {doc.topic}")
	if doc.place:
		lines.append(f"{_('Place of Meeting', VI)}: {doc.place}")
	return lines


def _people(doc: Document) -> list[str]:
	lines = [
		_("Members to attend: {0}; present: {1} ({2} %)", VI).format(
			doc.expected_count, doc.present_count, decimal(doc.attendance_percent or 0)
		)
	]
	states = [row.member_state for row in doc.attendance]
	if states:
		lines.append(
			_("Full members: {0}; probationary members: {1}", VI).format(
				states.count("Full"), states.count("Probationary")
			)
		)
	extra = (
		(doc.temporary_count, _("Temporarily attached, present: {0}", VI)),
		(doc.exempt_count, _("Exempt from meetings: {0}", VI)),
		(doc.away_count, _("Temporarily away: {0}", VI)),
	)
	lines += [words.format(count) for count, words in extra if count]
	for mark, words in (
		(attendance.EXCUSED, _("Absent with reason: {0}", VI)),
		(attendance.UNEXCUSED, _("Absent without reason: {0}", VI)),
	):
		names = [_absent(row) for row in doc.attendance if row.is_counted and row.attendance == mark]
		if names:
			lines.append(words.format(f"{len(names)} ({', '.join(names)})"))
	for label, member in ((_("Chair", VI), doc.chair), (_("Meeting Secretary", VI), doc.secretary)):
		if member:
			lines.append(f"{label}: {_name(member)}")
	if doc.guests:
		lines.append(f"{_('Guests', VI)}: {doc.guests}")
	return lines


def _absent(row: Document) -> str:
	return f"{row.member_name}: {row.reason}" if row.reason else row.member_name


def _agenda_line(row: Document) -> str:
	presenter = f" ({row.presenter})" if row.presenter else ""
	conclusion = f": {row.conclusion}" if row.conclusion else ""
	return f"{row.idx}. {row.topic}{presenter}{conclusion}"


def _proceedings(doc: Document) -> list[str]:
	typed = doc.minutes_text if not doc.minutes_composed else ""
	return [line for text in (doc.proceedings, typed) for line in (text or "").splitlines()]


def _task_line(row: Document) -> str:
	"""A sentence: what, who does it, by when."""
	task = f"{row.idx}. {row.task.rstrip(' .;,:')}"
	who = _name(row.assigned_to) if row.assigned_to else ""
	due = formatdate(row.due_on, DATE) if row.due_on else ""
	if who and due:
		return _("{0}: comrade {1} does it, by {2} at the latest.", VI).format(task, who, due)
	if who:
		return _("{0}: comrade {1} does it.", VI).format(task, who)
	return _("{0}, by {1} at the latest.", VI).format(task, due) if due else f"{task}."


def _votes(doc: Document) -> list[str]:
	if not (doc.votes_for or doc.votes_against or doc.votes_other):
		return []
	total = (doc.votes_for or 0) + (doc.votes_against or 0) + (doc.votes_other or 0)
	share = decimal(attendance.percent(doc.votes_for or 0, total))
	return [
		_("In favour: {0}/{1} ({2} %); against: {3}; other: {4}", VI).format(
			doc.votes_for or 0, total, share, doc.votes_against or 0, doc.votes_other or 0
		)
	]


def _score(doc: Document) -> list[str]:
	"""Only a whole score: the minutes say what the cell gave itself, not what is still open."""
	if not doc.quality_grade:
		return []
	if not doc.score:  # a scale without points
		return [_("Grade: {0}", VI).format(_(doc.quality_grade, VI).lower())]
	lines = [
		f"{row.idx}. {row.item_name}: {_points(row.points)}/{_points(row.most_points)}" for row in doc.score
	]
	total = _points(sum(row.most_points for row in doc.score))
	closing = _("Total: {0}/{1} points; grade: {2}", VI)
	return [*lines, closing.format(_points(doc.quality_points), total, _(doc.quality_grade, VI).lower())]


def _points(value: float) -> str:
	return f"{value:g}".replace(".", ",")


def decimal(value: float) -> str:
	"""87.5 as "87,5", 100.0 as "100"."""
	return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def _name(member: str) -> str:
	return frappe.db.get_value("Party Member", member, "full_name") or member


def _clock(value: object) -> str:
	"""9:05:00 or a timedelta as 09:05."""
	hours, minute = str(value).split(":")[:2]
	return f"{int(hours):02d}:{minute}"
