"""What the scheduler starts each day. It only writes a task; the outbox sees to it that it is done, once."""

from __future__ import annotations

from frappe.utils import getdate

from bontot import outbox
from bontot.obligation import ledger, reminders


def run_daily() -> None:
	"""Ask for the ledger and the reminders of today. A day on which nothing ran is caught up by the next run."""
	today = getdate()
	outbox.enqueue(
		"obligation.daily", f"obligation.daily-{today}", {"today": str(today)}, acting_user="Administrator"
	)


def settle_and_remind(task: outbox.Task) -> None:
	"""Handler of `obligation.daily`: running it twice changes nothing the second time."""
	today = getdate(task.payload["today"])
	# Each step commits and keeps the claim: a province takes longer than a claim lasts.
	ledger.rebuild(today, settled=lambda: task.progress(0, 2))
	task.progress(1, 2)
	reminders.remind(today, after_some=lambda: task.progress(1, 2))
	task.progress(2, 2)
