"""A meeting of a cell or committee: what was planned, who came, what was concluded."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate, get_link_to_form, getdate, now_datetime, nowdate, to_timedelta

from bontot.meeting import attachments, attendance, kinds, minutes_text, record, score, texts
from bontot.meeting.attendance import Row
from bontot.meeting.errors import (
	AbsenceReasonError,
	DuplicateMonthError,
	FutureMeetingError,
	HeadcountError,
	MeetingDateError,
	MeetingKindError,
	MeetingMonthError,
	MeetingTimeError,
	MemberOutsideError,
	PaperTimeError,
	PreparationError,
	VotesError,
)
from bontot.meeting.minutes import Section
from bontot.organization import tree
from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.members import member_rules, membership
from bontot.organization.tree import dated
from bontot.text import nfc

# The framework gives every Time of a new document the current time; a meeting starts when somebody says so.
TIMES = ("planned_time", "start_time", "end_time")
VOTES = ("votes_for", "votes_against", "votes_other")


class Meeting(ScopedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from bontot.meeting.doctype.agenda_item.agenda_item import AgendaItem
		from bontot.meeting.doctype.meeting_attendance.meeting_attendance import MeetingAttendance
		from bontot.meeting.doctype.meeting_paper.meeting_paper import MeetingPaper
		from bontot.meeting.doctype.meeting_score.meeting_score import MeetingScore
		from bontot.meeting.doctype.resolution_task.resolution_task import ResolutionTask

		agenda: DF.Table[AgendaItem]
		attendance: DF.Table[MeetingAttendance]
		attendance_percent: DF.Percent
		away_count: DF.Int
		chair: DF.Link | None
		end_time: DF.Time | None
		excused_count: DF.Int
		exempt_count: DF.Int
		expected_count: DF.Int
		for_month: DF.Date | None
		given_grade: DF.Literal["", "Good", "Fair", "Average", "Poor"]
		guests: DF.SmallText | None
		headcount_expected: DF.Int
		headcount_present: DF.Int
		is_held: DF.Check
		keyed_fields: DF.Int
		meeting_date: DF.Date
		meeting_kind: DF.Literal[
			"Cell Regular",
			"Cell Thematic",
			"Cell Committee",
			"Party Committee",
			"Standing Committee",
			"Permanent Members",
			"Whole Organization",
		]
		minutes_approved_on: DF.Date | None
		minutes_composed: DF.Check
		minutes_file: DF.Attach | None
		minutes_text: DF.LongText | None
		month_key: DF.Data | None
		organization: DF.Link
		organization_path: DF.Data | None
		papers: DF.Table[MeetingPaper]
		part_state: DF.Code | None
		place: DF.Data | None
		planned_time: DF.Time | None
		prepared_by_meeting: DF.Link | None
		present_count: DF.Int
		proceedings: DF.LongText | None
		quality_grade: DF.Literal["", "Good", "Fair", "Average", "Poor"]
		quality_points: DF.Float
		quality_scale: DF.Link | None
		score: DF.Table[MeetingScore]
		secretary: DF.Link | None
		speaker_count: DF.Int
		start_time: DF.Time | None
		status: DF.Literal["Planned", "Held", "Minuted"]
		tasks: DF.Table[ResolutionTask]
		temporary_count: DF.Int
		title: DF.Data | None
		topic: DF.Data | None
		unexcused_count: DF.Int
		votes_against: DF.Int
		votes_for: DF.Int
		votes_other: DF.Int

	# end: auto-generated types

	def update_if_missing(self, d: dict) -> None:
		super().update_if_missing({field: value for field, value in d.items() if field not in TIMES})

	def before_validate(self) -> None:
		super().before_validate()
		self.keep_part_state()
		texts.normalise(self)

	def keep_part_state(self) -> None:
		"""Keep the page's state of the parts as `meeting.api.store` alone writes it: files are read and deleted by it."""
		if not self.flags.by_page:
			before = self.get_doc_before_save()
			self.part_state = before.part_state if before else None

	def validate(self) -> None:
		super().validate()
		self.validate_date()
		self.validate_kind()
		self.set_month()
		self.set_title()
		self.validate_one_regular_a_month()
		self.validate_times()
		self.set_roll()
		self.validate_people()
		self.validate_headcount()
		self.set_counts()
		self.validate_preparation()
		self.validate_papers()
		self.validate_votes()
		self.validate_minutes_file()
		self.leave_written_minutes()
		self.set_status()
		score.refresh(self)
		self.compose_minutes()
		self.validate_not_in_future()
		texts.validate_lengths(self)

	@property
	def day(self) -> date:
		return getdate(self.meeting_date)

	@property
	def took_place(self) -> bool:
		return bool(self.is_held or (self.start_time is not None and self.start_time != ""))

	@property
	def has_minutes(self) -> bool:
		return bool(self.minutes_text or self.minutes_file or self.minutes_composed)

	@property
	def has_roll(self) -> bool:
		return bool(self.attendance or self.headcount_present)

	def validate_date(self) -> None:
		"""Only of a day that is new: what was recorded long ago goes on being corrected."""
		if not self.is_new() and not self.has_value_changed("meeting_date"):
			return
		far = record.far_off(self.day, getdate(nowdate()))
		if not far:
			return
		words = {
			"ahead": _(
				"{0} is more than {1} year ahead, too far to plan a meeting. Look at the year once more."
			),
			"back": _(
				"{0} is more than {1} years past, too far back to record a meeting. Look at the year once more."
			),
		}[far]
		years = {"ahead": record.MOST_YEARS_AHEAD, "back": record.MOST_YEARS_BACK}[far]
		message = words.format(formatdate(self.day, "dd/MM/yyyy"), years)
		frappe.throw(message, MeetingDateError, title=_("Meeting Date"))

	def validate_kind(self) -> None:
		kind = dated.kind_on(self.organization, self.day)
		of_kind = frappe.get_cached_value("Organization Kind", kind, ["title_kind", "keeps_meetings"])
		allowed = kinds.allowed(*of_kind)
		if self.meeting_kind in allowed:
			return
		choices = ", ".join(_(one) for one in allowed)
		message = (
			_("This organization does not hold '{0}'. Choose one of: {1}.").format(
				_(self.meeting_kind), choices
			)
			if allowed
			else _("A party group keeps no meetings of its own. Record them at its cell.")
		)
		frappe.throw(message, MeetingKindError, title=_("Meeting Kind"))

	def set_month(self) -> None:
		before = self.get_doc_before_save()
		saved = (
			(getdate(before.meeting_date), getdate(before.for_month)) if before and before.for_month else None
		)
		chosen = getdate(self.for_month) if self.for_month else None
		self.for_month = record.month_of(self.meeting_kind, self.day, chosen, saved)
		if record.months_apart(self.for_month, self.day) > 1:
			frappe.throw(
				_("'For Month' lies more than a month from 'Meeting Date'. Correct one of them."),
				MeetingMonthError,
				title=_("For Month"),
			)
		regular = self.meeting_kind == kinds.REGULAR
		self.month_key = f"{self.organization}-{self.for_month:%Y-%m}" if regular else None

	def set_title(self) -> None:
		self.title = minutes_text.title(self)[:200]

	def validate_one_regular_a_month(self) -> None:
		"""The unique month key refuses what two people insert at the same moment; this says it in words."""
		if not self.month_key:
			return
		other = frappe.db.get_value(
			"Meeting",
			{"month_key": self.month_key, "name": ("!=", self.name or "")},
			["name", "title"],
			as_dict=True,
		)
		if other:
			frappe.throw(
				_(
					"This month has its regular meeting already: {0}. Open it instead of recording a second one."
				).format(get_link_to_form("Meeting", other.name, other.title)),
				DuplicateMonthError,
				title=_("Already Recorded"),
			)

	def validate_times(self) -> None:
		if not self.start_time or not self.end_time:
			return
		if to_timedelta(str(self.end_time)) < to_timedelta(str(self.start_time)):
			frappe.throw(
				_("'End Time' lies before 'Start Time'. Correct one of them."),
				MeetingTimeError,
				title=_("End Time"),
			)

	def set_roll(self) -> None:
		"""Name and state of a member stay as they were when he or she was put on the roll, whatever a client sends."""
		before = self.get_doc_before_save()
		kept = {row.member: row for row in before.attendance} if before else {}
		found = membership.records(row.member for row in self.attendance if row.member not in kept)
		seen: set[str] = set()
		for row in self.attendance:
			if row.member in seen:
				frappe.throw(
					_("{0} stands on the roll twice. Remove one line.").format(row.member_name or row.member),
					MemberOutsideError,
					title=_("Attendance List"),
				)
			seen.add(row.member)
			if source := kept.get(row.member):
				row.member_name, row.member_state = source.member_name, source.member_state
			elif member := found.get(row.member):
				row.member_name, row.member_state = member.full_name, self.state_of(member)
			row.is_counted = attendance.is_counted(row.member_state)
			if row.attendance == attendance.PRESENT:
				row.reason = None

	def state_of(self, member: dict) -> str:
		"""Return the state in which a member stands on this roll: one of another cell may be here for a time."""
		if membership.is_guest(member.name, self.organization, self.day):
			return member_rules.TEMPORARILY_IN
		current = membership.as_of(member, self.day)
		return current.state if current else member.state

	def people(self) -> set[str]:
		named = {row.member for row in self.attendance} | {row.assigned_to for row in self.tasks}
		return {name for name in named | {self.chair, self.secretary} if name}

	def validate_people(self) -> None:
		"""Only those named since the last save: who moved away later stays on the record of his or her time."""
		before = self.get_doc_before_save()
		fresh = self.people() - (before.people() if before else set())
		found = membership.records(fresh)
		outside = [
			name
			for name in sorted(fresh)
			if name not in found or not self.includes(found[name].organization_path)
		]
		if outside:  # who belongs elsewhere today may have belonged here on that day, or been here for a time
			then = {member.name for member in membership.members_of(self.organization, self.day)}
			outside = [
				found[name].full_name if name in found else name for name in outside if name not in then
			]
		if outside:
			frappe.throw(
				_("Not a member of this organization: {0}. Remove the name or choose another.").format(
					", ".join(outside)
				),
				MemberOutsideError,
				title=_("Party Member"),
			)

	def includes(self, path: str | None) -> bool:
		"""A cell counts its own members and those of its party groups, a committee those of its whole branch."""
		return tree.is_within(path, (self.organization_path,))

	def validate_headcount(self) -> None:
		if (self.headcount_present or 0) > (self.headcount_expected or 0):
			frappe.throw(
				_("'Members Who Came' is more than 'Members Called'. Correct one of them."),
				HeadcountError,
				title=_("Members Who Came"),
			)

	def set_counts(self) -> None:
		counts = attendance.count([Row(row.member_state, row.attendance) for row in self.attendance])
		if not self.attendance:
			called, came = self.headcount_expected or 0, self.headcount_present or 0
			counts = attendance.Counts(called, came, 0, 0, 0, 0, 0)
		self.expected_count, self.present_count = counts.expected, counts.present
		self.excused_count, self.unexcused_count = counts.excused, counts.unexcused
		self.temporary_count, self.exempt_count, self.away_count = (
			counts.temporary,
			counts.exempt,
			counts.away,
		)
		self.attendance_percent = counts.percent

	def validate_preparation(self) -> None:
		if not self.prepared_by_meeting or not (
			self.has_value_changed("prepared_by_meeting") or self.has_value_changed("meeting_date")
		):
			return
		other = frappe.db.get_value(
			"Meeting",
			self.prepared_by_meeting,
			["name", "organization", "meeting_kind", "meeting_date", "start_time"],
			as_dict=True,
		)
		if not other or not self.may_be_prepared_by(other):
			frappe.throw(
				_(
					"'Prepared by Meeting' must be an earlier meeting of the standing committee or permanent members of the"
					" same organization. Choose another or leave it empty."
				),
				PreparationError,
				title=_("Prepared by Meeting"),
			)

	def may_be_prepared_by(self, other: dict) -> bool:
		if other.organization != self.organization or not kinds.may_prepare(
			other.meeting_kind, self.meeting_kind
		):
			return False
		if other.meeting_date != self.day or not (other.start_time and self.start_time):
			return other.meeting_date <= self.day
		return to_timedelta(str(other.start_time)) <= to_timedelta(str(self.start_time))

	def validate_papers(self) -> None:
		for row in self.papers:
			if row.sent_at and frappe.utils.get_datetime(row.sent_at) > now_datetime():
				frappe.throw(
					_(
						"'Sent At' of the paper '{0}' lies in the future. Enter when it was really sent."
					).format(row.title),
					PaperTimeError,
					title=_("Sent At"),
				)

	def validate_votes(self) -> None:
		"""Votes that are given fit the roll. A roll that is corrected is kept though the votes do not fit it yet: they are asked
		for when the record is finished."""
		before = self.get_doc_before_save()
		if not before or any((self.get(field) or 0) != (before.get(field) or 0) for field in VOTES):
			self.require_votes_that_fit()

	def require_votes_that_fit(self) -> None:
		votes = sum(self.get(field) or 0 for field in VOTES)
		room = (self.present_count or 0) + (self.temporary_count or 0)
		if votes and self.has_roll and votes > room:
			frappe.throw(
				_("{0} votes, but only {1} people were present. Correct the votes or the roll.").format(
					votes, room
				),
				VotesError,
				title=_("Votes"),
			)

	def require_reasons_of_absence(self) -> None:
		lacking = [
			row.member_name
			for row in self.attendance
			if row.attendance == attendance.EXCUSED and row.is_counted and not (row.reason or "").strip()
		]
		if lacking:
			message = _("Write why they were absent, or mark them absent without reason: {0}.")
			frappe.throw(message.format(", ".join(lacking)), AbsenceReasonError, title=_("Attendance"))

	def validate_minutes_file(self) -> None:
		if self.minutes_file and self.has_value_changed("minutes_file"):
			attachments.check(self.minutes_file, _("Minutes File"), self)

	def leave_written_minutes(self) -> None:
		"""Minutes made from the record follow it until a person writes into them; then they stay as written."""
		before = self.get_doc_before_save()
		if before and before.minutes_composed and self.minutes_text not in ("", nfc(before.minutes_text)):
			self.minutes_composed = 0

	def set_status(self) -> None:
		self.status = record.status(
			meeting_date=self.day,
			today=getdate(nowdate()),
			has_roll=self.has_roll,
			took_place=self.took_place,
			has_minutes=self.has_minutes,
		)

	def compose_minutes(self) -> None:
		if self.minutes_composed:
			self.minutes_text = minutes_text.compose(self)

	def validate_not_in_future(self) -> None:
		today = getdate(nowdate())
		if self.day > today and (self.took_place or self.end_time or self.has_minutes):
			self.refuse_future(_("Meeting Date"))
		if self.minutes_approved_on and getdate(self.minutes_approved_on) > today:
			self.refuse_future(_("Minutes Approved On"))
		for row in self.tasks:
			if row.done_on and getdate(row.done_on) > today:
				self.refuse_future(_("Done On"))

	def refuse_future(self, label: str) -> None:
		frappe.throw(
			_(
				"'{0}' lies in the future. Correct the date, or leave start, end and minutes empty while the meeting is"
				" only planned."
			).format(label),
			FutureMeetingError,
			title=label,
		)

	def minutes_sections(self) -> list[Section]:
		"""The record in the order of its minutes, for the print."""
		return minutes_text.sections(self)

	def agreed_words(self) -> str:
		"""Return who agreed to the minutes, in words, once somebody has said that they were agreed to."""
		if kinds.is_of_cell(self.meeting_kind):
			return _("The minutes were read out and agreed by the cell.", "vi")
		return _("The minutes were read out and agreed by those present.", "vi")


def on_doctype_update() -> None:
	frappe.db.add_index("Meeting", ["organization", "meeting_date"])
	frappe.db.add_index("Meeting", ["organization_path", "modified"])
