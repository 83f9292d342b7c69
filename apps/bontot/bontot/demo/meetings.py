"""Rows of a year of meetings: what `year` worked out, written as the meeting's controller would have left it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import frappe

from bontot.demo import bulk, minutes_copies, scores
from bontot.demo.plan import Person, people
from bontot.demo.structure import Placed, member_name
from bontot.demo.year import PlannedMeeting, meetings
from bontot.meeting import attendance, kinds, minutes_text, names
from bontot.meeting.attendance import Row

# How many of a committee's cells send their secretary into it.
COMMITTEE_SIZE = 11
EXCUSES = ("Ốm", "Đi công tác", "Việc gia đình", "Đi họp cấp trên")
MINUTES = "Chi bộ đã họp theo chương trình; các nội dung được thảo luận và thống nhất. Biên bản đã đọc lại trước buổi họp."


@dataclass(frozen=True, slots=True)
class Seated:
	"""One person on a roll."""

	member: str
	person: Person


def roll_of_cell(spot: Placed, seed: int, today: date) -> list[Seated]:
	seated = [
		Seated(member_name(seed, spot.unit, index), person)
		for index, person in enumerate(people(spot.unit, seed, today))
	]
	return sorted(seated, key=lambda one: (names.name_key(one.person.full_name), one.member))


def roll_of_committee(spot: Placed, placed: dict[str, Placed], seed: int, today: date) -> list[Seated]:
	cells = [placed[key] for key in spot.unit.children if placed[key].unit.is_cell][:COMMITTEE_SIZE]
	secretaries = [
		Seated(member_name(seed, cell.unit, 0), people(cell.unit, seed, today)[0]) for cell in cells
	]
	return sorted(secretaries, key=lambda one: (names.name_key(one.person.full_name), one.member))


@dataclass(slots=True)
class MeetingRows:
	"""A batch of rows for each table."""

	meetings: list[dict]
	attendance: list[dict]
	agenda: list[dict]
	papers: list[dict]
	score: list[dict]
	copies: list[dict]

	def write(self) -> None:
		# Parents last: a meeting that is there has all its rows, also after a kill between two statements.
		bulk.insert("Meeting Attendance", self.attendance)
		bulk.insert("Agenda Item", self.agenda)
		bulk.insert("Meeting Paper", self.papers)
		bulk.insert("Meeting Score", self.score)
		minutes_copies.insert(self.copies)
		bulk.insert("Meeting", self.meetings)


def rows_of(
	spot: Placed,
	placed: dict[str, Placed],
	seed: int,
	years: list[int],
	until: date,
	today: date,
	left_out: frozenset[str],
) -> MeetingRows:
	"""Every row of the meetings of one organisation. `left_out`: keys of meetings that are not held yet."""
	rows = MeetingRows([], [], [], [], [], [])
	if spot.unit.kind != "dang_bo_co_so" and not spot.unit.is_cell:
		return rows
	roll = (
		roll_of_cell(spot, seed, today) if spot.unit.is_cell else roll_of_committee(spot, placed, seed, today)
	)
	hall = 0 if spot.unit.is_cell else sum(placed[key].unit.members for key in spot.unit.children)
	scorer = scores.Scorer()
	for year in years:
		for planned in meetings(spot.unit, seed, year, until, len(roll), hall):
			if planned.key not in left_out:
				add_meeting(rows, spot, planned, year, roll, hall, seed, scorer)
	return rows


def add_meeting(
	rows: MeetingRows,
	spot: Placed,
	planned: PlannedMeeting,
	year: int,
	roll: list[Seated],
	hall: int,
	seed: int,
	scorer: scores.Scorer,
) -> None:
	name = bulk.key("meeting", seed, year, planned.key)
	large = planned.kind == "Whole Organization"
	listed = [] if large else list(attendance_rows(planned, roll))
	first = planned.day.replace(day=1)
	counts = attendance.count([Row(row["member_state"], row["attendance"]) for row in listed])
	if large:
		came = hall - len(planned.absences)
		counts = attendance.Counts(hall, came, 0, 0, 0, 0, 0)
	doc = frappe._dict(meeting_kind=planned.kind, for_month=first, meeting_date=planned.day)
	regular = planned.kind == kinds.REGULAR
	chair = roll[0].member if roll and not large else None
	copied = planned.kind == kinds.PARTY_COMMITTEE and planned.minuted
	if copied:
		rows.copies.append(minutes_copies.row(name))
	scored, score_rows, _score = scorer.score(planned, listed, counts) if regular else ({}, [], None)
	rows.meetings.append(
		{
			"name": name,
			"title": f"{minutes_text.occasion(doc)} — {spot.unit.name}"[:200],
			"meeting_kind": planned.kind,
			"organization": spot.name,
			"organization_path": spot.path,
			"meeting_date": planned.day,
			"status": "Minuted" if planned.minuted else "Held",
			"start_time": planned.start,
			"end_time": planned.end,
			"place": "Nhà văn hóa thôn" if spot.unit.sector == "thon_ban_tdp" else "Phòng họp cơ quan",
			"for_month": first,
			"month_key": f"{spot.name}-{first:%Y-%m}" if regular else None,
			"chair": chair,
			"prepared_by_meeting": bulk.key("meeting", seed, year, planned.prepared_by)
			if planned.prepared_by
			else None,
			"headcount_expected": hall if large else 0,
			"headcount_present": counts.present if large else 0,
			"expected_count": counts.expected,
			"present_count": counts.present,
			"excused_count": counts.excused,
			"unexcused_count": counts.unexcused,
			"temporary_count": counts.temporary,
			"exempt_count": counts.exempt,
			"away_count": counts.away,
			"attendance_percent": counts.percent,
			"votes_for": counts.present,
			"minutes_text": MINUTES if planned.minuted else None,
			"minutes_approved_on": planned.day if planned.minuted else None,
			"minutes_file": minutes_copies.URL if copied else None,
			**scored,
		}
	)
	rows.score += bulk.children("Meeting Score", "Meeting", "score", name, score_rows)
	rows.attendance += bulk.children("Meeting Attendance", "Meeting", "attendance", name, listed)
	topics = ({"topic": topic, "is_done": 1} for topic in planned.topics)
	rows.agenda += bulk.children("Agenda Item", "Meeting", "agenda", name, topics)
	papers = [scores.paper_of(planned)] if regular else []
	if planned.papers_sent_at:
		papers = [{"title": "Dự thảo báo cáo và nghị quyết", "sent_at": planned.papers_sent_at}]
	if papers:
		rows.papers += bulk.children("Meeting Paper", "Meeting", "papers", name, papers)


def attendance_rows(planned: PlannedMeeting, roll: list[Seated]) -> Iterator[dict]:
	for index, seated in enumerate(roll):
		mark = planned.absences.get(index, "Present")
		yield {
			"member": seated.member,
			"member_name": seated.person.full_name,
			"member_state": seated.person.state,
			"attendance": mark,
			"reason": EXCUSES[(index + planned.day.month) % len(EXCUSES)] if mark == "Excused" else None,
			"is_counted": int(attendance.is_counted(seated.person.state)),
		}
