"""Once a day: files that would stand still go on, and an anchor of the step log is taken. Done by the outbox, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from bontot import outbox
from bontot.approval.acts import ended_authors, rerouting
from bontot.approval.core import anchors, kinds
from bontot.approval.queue import vacancies, waiting_documents

HANDLER = "approval.daily"


def run_daily() -> None:
	"""Ask for today's run. A day on which nothing ran is caught up by the next one."""
	today = getdate()
	outbox.enqueue(HANDLER, f"{HANDLER}-{today}", {"today": str(today)}, acting_user="Administrator")


def run(task: outbox.Task) -> None:
	"""Handler: running it twice changes nothing the second time."""
	today = getdate(task.payload["today"])
	ended = _("The level where the file waited has ended.")
	each(task, rerouting.waiting_for_ended(), lambda name: rerouting.heal([name], ended))
	each(task, vacancies.due_to_pass(today), lambda name: vacancies.pass_over(name, today))
	for kind in kinds.documents():
		move_documents(task, kind, ended, today)
	anchors.take()
	task.progress(1, 1)


def move_documents(task: outbox.Task, kind: kinds.Kind, ended: str, today: date) -> None:
	gone = _("The organization of the document has ended.")
	each(task, ended_authors.under_way(kind), lambda name: ended_authors.end([name], kind.doctype, gone))
	waiting = rerouting.other_kinds_waiting_for_ended(kind.doctype)
	each(task, waiting, lambda name: rerouting.heal([name], ended, kind.doctype))
	due = waiting_documents.due_to_pass(kind, today)
	each(task, due, lambda name: vacancies.pass_over(name, today, kind.doctype))


def each(task: outbox.Task, names: Iterable[str], act: Callable[[str], object]) -> None:
	"""Every file in a savepoint of its own: one that cannot go on is listed and holds up no other."""
	for number, name in enumerate(names):
		if number % 50 == 0:
			task.progress(0, 1)  # what has happened since the files were found is seen
		frappe.db.savepoint("daily_file")
		try:
			act(name)
		except (frappe.ValidationError, frappe.PermissionError) as error:
			frappe.db.rollback(save_point="daily_file")
			frappe.clear_last_message()
			task.fail_row(name, str(error))
