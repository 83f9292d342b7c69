"""Wording of the reasons for an item's points, in one short line; stored, so in Vietnamese whoever saves."""

from frappe import _

from bontot.criteria import scales
from bontot.criteria.scales import Item, Scale, Shortfall
from bontot.criteria.share import percent_words
from bontot.meeting.scoring import ScoreRow

VI = "vi"


def number(value: float | None) -> str:
	"""4.5 as "4,5", 5.0 as "5"."""
	return f"{value or 0:g}".replace(".", ",")


def grade_words(scale: Scale, key: str) -> str:
	return next((grade.grade_name for grade in scale.grades if grade.grade_key == key), "")


def why_words(row: ScoreRow) -> str:
	words, numbers = WHY[row.measured.why](), row.measured.numbers
	if row.measured.why in SHARES:
		return words.format(percent_words(int(numbers[-2]), int(numbers[-1])), *numbers[:-2])
	return words.format(*(number(one) for one in numbers))


def scale_words(scale: Scale, item: Item) -> str:
	"""The scale of an item, as the record earns by it: "từ 90 %: 4 · từ 75 %: 3 · dưới 75 % hoặc vắng không lý do: 1"."""
	steps = scales.ladder(scale, item)
	if not item.measure:
		return item.guidance
	if not steps:
		return _("in full: {0} · else the cell weighs it", VI).format(number(item.points))
	if {step.at_least for step in steps} <= {0, 100}:  # yes or no: a share says nothing here
		words = [_("so: {0}", VI), _("not so: {0}", VI)]
		return " · ".join(say.format(number(step.points)) for say, step in zip(words, steps, strict=False))
	return " · ".join(
		_step_words(item, steps[place - 1].at_least if place and not step.at_least else None, step)
		for place, step in enumerate(steps)
	)


def _step_words(item: Item, below: float | None, step: scales.Step) -> str:
	if below is None:
		return _("from {0} %: {1}", VI).format(number(step.at_least), number(step.points))
	# One absence without reason counts as the lowest share (`scoring`).
	say = (
		_("under {0} % or absent without reason: {1}", VI)
		if item.measure == "attendance"
		else _("under {0} %: {1}", VI)
	)
	return say.format(number(below), number(step.points))


def shortfall_words(short: Shortfall | None) -> str:
	"""For example: Chưa xếp Tốt vì mục “Tỷ lệ đảng viên dự họp” chưa đủ điểm tối đa."""
	if not short:
		return ""
	points = _("{0} points are lacking", VI).format(number(short.points)) if short.points else ""
	names = ", ".join(f"“{name}”" for name in short.items)
	full = _("{0} has not all its points", VI).format(names) if short.items else ""
	why = _("{0} and {1}", VI).format(points, full) if points and full else points or full
	return _("Not {0} yet: {1}.", VI).format(short.grade.grade_name, why)


# The last two numbers are part and whole.
SHARES = ("attendance", "agenda", "speakers", "last_tasks", "unexcused")
# Called when worded: translations are not loaded yet where this is read.
WHY = {
	"judged": lambda: _("Judged by the cell", VI),
	"no_times": lambda: _("start or end is not noted", VI),
	"duration": lambda: _("{0} minutes, at least {1} asked for", VI),
	"duration_short": lambda: _("{0} minutes, less than the {1} asked for: the cell weighs it", VI),
	"no_roll": lambda: _("nobody stands on the roll", VI),
	"attendance": lambda: _("present {0}", VI),
	"unexcused": lambda: _("present {0}; absent without reason: {1}", VI),
	"no_names": lambda: _("the roll was called by number, not by name", VI),
	"none_in_a_row": lambda: _("nobody absent with reason more than three times running", VI),
	"absent_in_a_row": lambda: _("absent with reason more than three times running: {0}", VI),
	"no_agenda": lambda: _("no agenda", VI),
	"no_papers": lambda: _("no papers", VI),
	"papers_not_sent": lambda: _("papers without a time of sending: {0}", VI),
	"papers_late": lambda: _("papers sent {0} days ahead, {1} asked for", VI),
	"papers_ahead": lambda: _("agenda made, papers sent {0} days ahead", VI),
	"agenda": lambda: _("carried out {0}", VI),
	"no_speakers": lambda: _("note how many spoke", VI),
	"speakers": lambda: _("spoke {0}", VI),
	"no_last_tasks": lambda: _("the last meeting set no task that was due", VI),
	"last_tasks": lambda: _("tasks of the last meeting done {0}", VI),
	"no_minutes": lambda: _("no minutes yet", VI),
	"no_conclusion": lambda: _("minutes are there, no conclusion is noted", VI),
	"closing": lambda: _("conclusion noted, minutes made", VI),
}
