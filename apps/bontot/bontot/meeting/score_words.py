"""Why an item has the points it has, in one short line; stored, so in Vietnamese whoever saves."""

from frappe import _

from bontot.criteria.scales import Scale
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
