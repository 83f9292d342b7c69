"""Points that own meetings still lack, as rows of "My Work": their paper is there, which has ended the duty."""

from datetime import date, timedelta
from urllib.parse import quote

import frappe
from frappe import _

from bontot.meeting import score
from bontot.synthesis.own_tasks import MEETING_ADDRESS, Task
from bontot.synthesis.waiting_tasks import MOST_NAMED

SCORED_WITHIN = 365  # days: points of an older meeting count for no file that is still open


def collect(organizations: list[str], today: date) -> list[Task]:
	"""Each meeting by itself while they are few, the earliest first."""
	if not organizations:
		return []
	rows = score.unfinished(organizations, today - timedelta(days=SCORED_WITHIN))
	if len(rows) > MOST_NAMED:
		title = _("Finish the score of {0} meetings").format(len(rows))
		return [task(rows[0], title) | {"organization": ""}]
	return [task(row, words(row)) for row in rows]


def words(row: frappe._dict) -> str:
	month = f"{row.for_month:%m/%Y}"
	if not row.open:
		return _("Choose the grade of the meeting of {0}").format(month)
	return _("Score the {0} items left of the meeting of {1}").format(row.open, month)


def task(row: frappe._dict, title: str) -> Task:
	return {
		"key": f"score-{row.name}",
		"sign": "open",
		"title": title,
		"note": "",
		"organization": row.organization,
		"due_on": None,
		"button": _("Finish the score") if row.open else _("Choose the grade"),
		"address": MEETING_ADDRESS.format(quote(row.name)),
	}
