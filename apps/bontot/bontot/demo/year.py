"""A year of meetings of a synthetic province, worked out per organisation from the seed: no database, no clock.

Most organisations do well, some forget a month, some write no minutes, some send papers late: what computed criteria,
duties and figures need to have something to say.
"""

from __future__ import annotations

import calendar
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bontot.demo.plan import Unit

TOPICS = (
	"Kiểm điểm việc thực hiện nhiệm vụ tháng trước",
	"Phương hướng, nhiệm vụ tháng tới",
	"Thông tin thời sự, chính sách mới",
	"Công tác phát triển đảng viên",
	"Phân công nhiệm vụ cho đảng viên",
)
THEMES = (
	"Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
	"Nâng cao chất lượng sinh hoạt chi bộ",
	"Xây dựng nông thôn mới, đô thị văn minh",
	"Chuyển đổi số trong công tác đảng",
	"Giữ gìn đoàn kết, thống nhất trong chi bộ",
)
COMMITTEE_TOPICS = (
	"Đánh giá kết quả lãnh đạo tháng trước, nhiệm vụ tháng tới",
	"Công tác tổ chức, cán bộ",
	"Kết quả kiểm tra, giám sát",
)


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
	"""One meeting. `absences` maps a position in the roll to "Excused" or "Unexcused"; everyone else is there."""

	key: str
	kind: str
	day: date
	start: time
	end: time
	topics: tuple[str, ...]
	absences: dict[int, str]
	minuted: bool
	papers_sent_at: datetime | None = None
	prepared_by: str | None = None
	votes: bool = field(default=True)


@dataclass(frozen=True, slots=True)
class Habits:
	"""Habits of a unit in its meetings; drawn once a unit, so that weak units stay weak."""

	forgets: float
	writes_minutes: float
	papers_days: tuple[int, ...]

	@classmethod
	def draw(cls, choose: random.Random) -> Habits:
		if choose.random() < 0.84:
			return cls(0.0, 1.0, (3, 4, 5))
		return cls(0.12, 0.93, (1, 2, 3, 4))


def meetings(
	unit: Unit, seed: int, year: int, until: date, roll_size: int, hall_size: int = 0
) -> list[PlannedMeeting]:
	"""Return what `unit` met for in `year` up to `until`, in order of date.

	:param roll_size: how many people a usual meeting of it expects
	:param hall_size: how many a meeting of the whole organisation expects (committees only)
	"""
	choose = random.Random(f"{seed}-{year}-{unit.key}")
	habits = Habits.draw(choose)
	planned = (
		_cell_year(unit, choose, habits, year, roll_size)
		if unit.is_cell
		else _committee_year(unit, choose, habits, year, roll_size, hall_size)
	)
	return sorted(
		(meeting for meeting in planned if meeting.day <= until),
		key=lambda meeting: (meeting.day, meeting.key),
	)


def _cell_year(
	unit: Unit, choose: random.Random, habits: Habits, year: int, roll: int
) -> Iterator[PlannedMeeting]:
	usual_day = choose.randint(2, 12)
	thematic_months = {quarter * 3 + choose.randint(1, 3) for quarter in range(4)}
	for month in range(1, 13):
		day = date(year, month, usual_day)
		minuted = choose.random() < habits.writes_minutes
		absences = _absences(choose, roll)
		if choose.random() >= habits.forgets:
			topics = tuple(choose.sample(TOPICS, 3))
			yield PlannedMeeting(
				f"{unit.key}-r{month:02}",
				"Cell Regular",
				day,
				time(19, 30),
				time(21, 10),
				topics,
				absences,
				minuted,
			)
		theme, minuted = choose.choice(THEMES), choose.random() < habits.writes_minutes
		if month in thematic_months and choose.random() >= habits.forgets:
			later = day + timedelta(days=choose.randint(5, 12))
			yield PlannedMeeting(
				f"{unit.key}-t{month:02}",
				"Cell Thematic",
				later,
				time(19, 30),
				time(21, 15),
				(theme,),
				_absences(choose, roll),
				minuted,
			)


def _committee_year(
	unit: Unit, choose: random.Random, habits: Habits, year: int, roll: int, hall: int
) -> Iterator[PlannedMeeting]:
	for month in range(1, 13):
		day = date(year, month, choose.randint(14, 24))
		prepared = f"{unit.key}-p{month:02}"
		skipped = choose.random() < habits.forgets
		if not skipped:
			before = day - timedelta(days=choose.randint(2, 5))
			yield PlannedMeeting(
				prepared, "Permanent Members", before, time(14), time(15, 30), COMMITTEE_TOPICS[:1], {}, True
			)
		sent = datetime.combine(day - timedelta(days=choose.choice(habits.papers_days)), time(8, 30))
		yield PlannedMeeting(
			f"{unit.key}-c{month:02}",
			"Party Committee",
			day,
			time(8),
			time(11),
			COMMITTEE_TOPICS,
			_absences(choose, roll),
			choose.random() < habits.writes_minutes,
			papers_sent_at=sent,
			prepared_by=None if skipped else prepared,
		)
	for half, month in ((1, 7), (2, 12)):
		day = date(year, month, choose.randint(2, min(12, calendar.monthrange(year, month)[1])))
		yield PlannedMeeting(
			f"{unit.key}-w{half}",
			"Whole Organization",
			day,
			time(7, 30),
			time(11, 30),
			COMMITTEE_TOPICS,
			_absences(choose, hall),
			True,
			papers_sent_at=datetime.combine(day - timedelta(days=4), time(9)),
		)


def _absences(choose: random.Random, roll: int) -> dict[int, str]:
	return {
		index: "Unexcused" if choose.random() < 0.08 else "Excused"
		for index in range(roll)
		if choose.random() < 0.055
	}
