"""Scores of a synthetic cell's regular meetings, worked out by the rules of the app from what was planned."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache

from bontot.criteria import scale_register, scales
from bontot.criteria.scales import Scale
from bontot.demo.year import PlannedMeeting
from bontot.meeting import attendance, score, scoring
from bontot.meeting.score_facts import RUNNING
from bontot.meeting.scoring import Facts, Given, Score

PROCEEDINGS = (
	"Chi bộ thảo luận, thống nhất các nội dung theo chương trình. Đồng chí chủ trì kết luận, giao nhiệm vụ."
)


@cache
def scale_on(day: date) -> Scale | None:
	return scale_register.in_force(scales.MEETING_QUALITY, day)


class Scorer:
	"""Scores the regular meetings of one cell in order of date; remembers who was excused when."""

	def __init__(self) -> None:
		self.excused: list[set[str]] = []

	def score(
		self, planned: PlannedMeeting, listed: list[dict], counts: attendance.Counts
	) -> tuple[dict, list[dict], Score | None]:
		"""(fields of the meeting, rows of its score, the score); nothing on days without a scale."""
		away = {
			row["member"] for row in listed if row["attendance"] == attendance.EXCUSED and row["is_counted"]
		}
		before, self.excused = self.excused[-RUNNING:], [*self.excused[-RUNNING:], away]
		choose = random.Random(f"score-{planned.key}-{planned.day}")
		speakers = max(
			1,
			counts.present
			* (choose.randint(30, 48) if choose.random() < 0.08 else choose.randint(52, 90))
			// 100,
		)
		fields = {"speaker_count": speakers, "proceedings": PROCEEDINGS}
		scale = scale_on(planned.day)
		if not scale:
			return fields, [], None
		if scale.without_points:  # a year before October 2025
			grade = choose.choices(("Good", "Fair"), (9, 1))[0]
			return (
				fields | {"given_grade": grade, "quality_grade": grade, "quality_scale": scale.name},
				[],
				None,
			)
		in_a_row = len(set.intersection(away, *before)) if len(before) == RUNNING else 0
		minutes = (
			datetime.combine(planned.day, planned.end) - datetime.combine(planned.day, planned.start)
		).seconds
		facts = Facts(
			minutes=minutes // 60,
			least_minutes=int(scale.setting("least_minutes", "0")),
			expected=counts.expected,
			present=counts.present,
			unexcused=counts.unexcused,
			excused_in_a_row=in_a_row,
			papers=1,
			papers_sent=1,
			days_ahead=1,
			least_days=int(scale.setting("papers_ahead_days", "0")),
			agenda=len(planned.topics),
			agenda_done=len(planned.topics),
			speakers=speakers,
			concluded=True,
			minuted=planned.minuted,
		)
		found = scoring.score(scale, facts, dict(judged(choose)))
		groups = {group.group_key: group.group_name for group in scale.groups}
		fields |= {
			"quality_points": found.points,
			"quality_grade": found.grade or None,
			"quality_scale": scale.name,
		}
		return fields, [score.stored(row, groups) for row in found.rows], found


def judged(choose: random.Random) -> Iterator[tuple[str, Given]]:
	"""Yield the points that such a cell gives itself where people judge."""
	yield "dieu_hanh", Given(choose.choice((9, 9, 10)))
	yield "nguyen_tac", Given(choose.choice((4, 5, 5)))
	yield "ket_qua_ky_truoc", Given(choose.choice((27, 30, 30)))


def paper_of(planned: PlannedMeeting) -> dict:
	sent = datetime.combine(planned.day - timedelta(days=1), time(8, 30))
	return {"title": "Dự thảo nghị quyết, tài liệu sinh hoạt", "sent_at": sent}
