"""Why an item has the points it has, in one short line."""

from frappe import _

from bontot.criteria.scales import Scale
from bontot.criteria.share import percent_words
from bontot.meeting.scoring import ScoreRow


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


# The last two numbers are part and whole.
SHARES = ("attendance", "agenda", "speakers", "last_tasks", "unexcused")
# Called when shown: the reader's language is known then.
WHY = {
	"judged": lambda: _("Judged by the cell"),
	"no_times": lambda: _("start or end is not noted"),
	"duration": lambda: _("{0} minutes, at least {1} asked for"),
	"duration_short": lambda: _("{0} minutes, less than the {1} asked for: the cell weighs it"),
	"no_roll": lambda: _("nobody stands on the roll"),
	"attendance": lambda: _("present {0}"),
	"unexcused": lambda: _("present {0}; absent without reason: {1}"),
	"no_names": lambda: _("the roll was called by number, not by name"),
	"none_in_a_row": lambda: _("nobody absent with reason more than three times running"),
	"absent_in_a_row": lambda: _("absent with reason more than three times running: {0}"),
	"no_agenda": lambda: _("no agenda"),
	"no_papers": lambda: _("no papers"),
	"papers_not_sent": lambda: _("papers without a time of sending: {0}"),
	"papers_late": lambda: _("papers sent {0} days ahead, {1} asked for"),
	"papers_ahead": lambda: _("agenda made, papers sent {0} days ahead"),
	"agenda": lambda: _("carried out {0}"),
	"no_speakers": lambda: _("note how many spoke"),
	"speakers": lambda: _("spoke {0}"),
	"no_last_tasks": lambda: _("the last meeting set no task that was due"),
	"last_tasks": lambda: _("tasks of the last meeting done {0}"),
	"no_minutes": lambda: _("no minutes yet"),
	"no_conclusion": lambda: _("minutes are there, no conclusion is noted"),
	"closing": lambda: _("conclusion noted, minutes made"),
}
