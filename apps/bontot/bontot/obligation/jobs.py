"""Daily job of the scheduler. It only writes a task; the outbox sees to it that it is done, once."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
from frappe.utils import getdate

from bontot import outbox
from bontot.approval.queue import news, notices
from bontot.obligation import ledger, reminders
from bontot.outbox.task import DOCTYPE as TASK

HANDLER = "obligation.daily"
# What happened before (a machine off for weeks) is no news any more; the first page shows what still stands.
OLDEST_NEWS_DAYS = 31


def run_daily() -> None:
	"""Ask for the ledger and the reminders of today. A day on which nothing ran is caught up by the next run."""
	today = getdate()
	outbox.enqueue(HANDLER, f"{HANDLER}-{today}", {"today": str(today)}, acting_user="Administrator")


def settle_and_remind(task: outbox.Task) -> None:
	"""Handler of `obligation.daily`: running it twice changes nothing the second time."""
	today = getdate(task.payload["today"])
	# Each step commits and keeps the claim: a province takes longer than a claim lasts.
	ledger.rebuild(today, settled=lambda: task.progress(0, 2))
	task.progress(1, 2)
	heard = news_until(today)
	reminders.remind(today, after_some=lambda: task.progress(1, 2), heard=heard)
	task.progress(2, 2)


def news_until(today: date) -> dict[str, list[news.News]]:
	"""Return what each person has not heard of the approval before `today`: neither in an earlier message, nor read in the bell.
	The window is the same whenever it is asked: it ends with the day before, and begins where the last day that was told of
	ended.
	"""
	oldest = today - timedelta(days=OLDEST_NEWS_DAYS)
	since = max(last_told(today) or today - timedelta(days=1), oldest)
	told = {user: news.day_begins(day) for user, day in reminders.digest_days(since, today).items()}
	return notices.not_read(news.between(news.day_begins(since), news.day_begins(today), told))


def last_told(before: date) -> date | None:
	"""The latest day before that one whose run came to its end."""
	done = {"handler": HANDLER, "state": "Done", "task_key": ("<", f"{HANDLER}-{before}")}
	key = frappe.db.get_value(TASK, done, "task_key", order_by="task_key desc")
	return getdate(key.removeprefix(f"{HANDLER}-")) if key else None
