"""The bell: a word within minutes of what `news` says happened. An act pays nothing for it; the log of acts is read after it.

What somebody did with one's own files is a notice each, given once for ever. What came to wait for one's own act is one notice
a day that counts, unread again whenever more has come: in December a reviewer would else have hundreds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import frappe
from frappe.desk.doctype.notification_log.notification_log import set_notifications_as_unseen
from frappe.utils import get_datetime, now_datetime

from bontot import outbox
from bontot.approval.queue import news
from bontot.approval.queue.news_line import QUEUE_ADDRESS, News
from bontot.outbox.task import DOCTYPE as TASK

HANDLER = "approval.notices"
NOTICE = "Notification Log"
SETTLING = timedelta(seconds=15)  # an act says when it began; by then its transaction has ended
OVERLAP = timedelta(minutes=15)  # a body's decision on thousands takes longer
OLDEST = timedelta(days=1)  # what is older, the daily message says
LINES_A_COMMIT = 100
TURNS = f'<p><a href="{QUEUE_ADDRESS}"'  # begins the day's notice of what waits; the daily message is a list


def ask() -> None:
	"""Each minute: have told what has happened since the last time, if anything has."""
	if frappe.db.exists(TASK, {"handler": HANDLER, "state": ("in", ("Pending", "Running"))}):
		return
	until = (now_datetime() - SETTLING).replace(microsecond=0)
	since = max(told_until() or news.day_begins(until.date()), until - OLDEST)
	if since < until and news.anything(since, until):
		payload = {"since": str(since), "until": str(until)}
		outbox.enqueue(HANDLER, f"{HANDLER}-{until:%Y-%m-%dT%H:%M:%S}", payload, acting_user="Administrator")


def told_until() -> datetime | None:
	"""Up to when the latest run that came to its end has told."""
	done = {"handler": HANDLER, "state": "Done"}
	key = frappe.db.get_value(TASK, done, "task_key", order_by="task_key desc")
	return get_datetime(key.removeprefix(f"{HANDLER}-")) if key else None


def run(task: outbox.Task) -> None:
	"""Outbox handler: running it twice tells nobody twice."""
	since, until = (get_datetime(task.payload[end]) for end in ("since", "until"))
	lines = list(news.of_acts(since - OVERLAP, until))
	for start in range(0, len(lines), LINES_A_COMMIT):
		some = lines[start : start + LINES_A_COMMIT]
		had = given(line.file for _user, line in some)
		for user, line in some:
			if not is_in(had, user, line):
				give(user, [line])
		task.progress(start, len(lines))
	today = news.day_begins(until.date())
	for number, (user, turns) in enumerate(news.of_turns(since, until, today), start=1):
		give_turns(user, turns, today)
		if number % LINES_A_COMMIT == 0:
			task.progress(len(lines), len(lines))


def given(files: Iterable[str], **where: object) -> dict[tuple[str, str], datetime]:
	"""{(user, file): when a notice about it was last given}."""
	rows = frappe.get_all(
		NOTICE,
		{"document_name": ("in", sorted(set(files))), **where},
		["for_user", "document_name", "creation"],
		order_by="creation",
	)
	return {(row.for_user, row.document_name): row.creation for row in rows}


def is_in(notices: Mapping[tuple[str, str], datetime], user: str, line: News) -> bool:
	"""Whether one of these notices can be of this line: a person's, about its file, from after it happened."""
	found = notices.get((user, line.file))
	return bool(found and line.at and found >= line.at)


def not_read(heard: Mapping[str, Sequence[News]]) -> dict[str, list[News]]:
	"""Lines that a person has not read in the bell, by person: the daily message says no other."""
	files = {line.file for lines in heard.values() for line in lines if line.at}
	read = given(files, read=1) if files else {}
	left = {user: [line for line in lines if not is_in(read, user, line)] for user, lines in heard.items()}
	return {user: lines for user, lines in left.items() if lines}


def give(user: str, lines: Sequence[News]) -> None:
	"""A new notice. The framework mails no alert, so the mail of the day stays the one message it is."""
	notice = frappe.get_doc(doctype=NOTICE, type="Alert", for_user=user, **content(lines))
	notice.insert(ignore_permissions=True)  # a job writes to the person; nobody is signed in


def give_turns(user: str, lines: Sequence[News], today: datetime) -> None:
	"""The day's one notice of what waits, as it stands now."""
	where = {"for_user": user, "creation": (">=", today), "email_content": ("like", f"{TURNS}%")}
	name = frappe.db.get_value(NOTICE, where)
	if not name:
		give(user, lines)
		return
	frappe.db.set_value(NOTICE, name, {**content(lines), "read": 0})
	frappe.publish_realtime("notification", after_commit=True, user=user)
	set_notifications_as_unseen(user)


def content(lines: Sequence[News]) -> dict[str, str]:
	first = lines[0]
	return {
		"subject": frappe.utils.escape_html(". ".join(line.words for line in lines)),
		"email_content": "".join(f"<p>{line.html()}</p>" for line in lines),
		"document_type": first.doctype,
		"document_name": first.file,
	}
