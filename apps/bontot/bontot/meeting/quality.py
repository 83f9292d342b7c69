"""Are the meetings of a cell good enough (criterion sh_cb_2)? Months with a meeting graded good, of those due."""

from collections.abc import Sequence
from datetime import timedelta

from bontot.criteria.share import verdict
from bontot.meeting import kinds
from bontot.meeting.calendar_rules import is_overdue
from bontot.meeting.findings import MET, NOT_YET_DUE, Fact, Gap, Judgement, Line, Window, counted_in

GOOD = "Good"


def judge(facts: Sequence[Fact], window: Window, least: int, days: int) -> Judgement:
	"""Judge the regular meetings of a window; `least`: per cent of months asked for, 0 where nobody has set it.

	A month is due once its meeting was held, or when it is over without one. A meeting without grade is never "not
	good": the cell still scores it, within `days` days after it.
	"""
	lines: list[Line] = []
	gaps: list[Gap] = []
	ahead: list[Gap] = []
	good = failed = unknown = coming = 0
	for span in window.spans(1):
		held = [f for f in facts if f.kind == kinds.REGULAR and f.held and counted_in(f, span)]
		held = [f for f in held if f.meeting_date <= window.as_of]
		if not held:
			if is_overdue(span.ends_on, window.as_of):
				failed += 1
				gaps.append(Gap(kinds.REGULAR, span, span.ends_on, 1, "not_held"))
			else:
				coming += 1  # that it is still to be held is said by the criterion on regular meetings
			continue
		fact = held[-1]
		lines.append(Line(fact, fact.grade == GOOD, "graded" if fact.grade else "not_scored"))
		if not fact.grade:
			unknown += 1
			due_on = fact.meeting_date + timedelta(days=days)
			gap = Gap(kinds.REGULAR, span, due_on, 1, "not_scored", fact)
			(gaps if is_overdue(due_on, window.as_of) else ahead).append(gap)
		elif fact.grade == GOOD:
			good += 1
		else:
			failed += 1
	result = verdict(good, failed, unknown, coming, least)
	due = verdict(good, failed, unknown, 0, least)
	until_now = MET if due == NOT_YET_DUE else due  # nothing was due
	wanted = good + failed + unknown
	return Judgement(result, good, wanted, lines, gaps, ahead, open=unknown, least=least, until_now=until_now)
