"""Deadlines of an opened period that are changed: files not sent yet follow in the background, sent ones keep theirs.

Whether a file came in time is asked of the file's own day, so a later change makes nothing late that was sent in time.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce
from frappe.utils import create_batch, getdate

from bontot import outbox
from bontot.evaluation.computing import new_evaluation
from bontot.evaluation.computing.computed import BATCH
from bontot.evaluation.computing.places import counted_on
from bontot.organization import tree
from bontot.organization.access.approvable import OPEN_STATES
from bontot.organization.tree import dated

HANDLER = "evaluation.follow_deadlines"
OPENED = ("Opening", "Open")


def of_period(period: Any) -> tuple[date, dict[str, date]]:
	"""(the period's own day, {level: its day}) on which self-assessments are due."""
	levels = {row.level: getdate(row.due_on) for row in period.deadlines}
	return getdate(period.self_assessment_due_on), levels


def enqueue(period: Any) -> str:
	"""Have the files of a period follow its deadlines in the background."""
	key = f"{HANDLER}:{period.name}:{frappe.generate_hash(length=8)}"
	return outbox.enqueue(HANDLER, key, {"period": period.name}, reference=("Review Period", period.name))


def run(task: outbox.Task) -> None:
	"""Outbox handler: a batch a commit; a second run writes nothing."""
	period = frappe.get_doc("Review Period", task.payload["period"])
	if period.state in OPENED:
		follow(period, task.progress)


def follow(period: Any, told: Callable[[int, int], None] | None = None) -> int:
	"""Give the unsent files of a period the day its deadlines say; return how many got another one."""
	own, levels = of_period(period)
	late: dict[date, list[str]] = {}
	for name, level, stood in unsent(period):
		due_on = new_evaluation.due_date(level, {"self_assessment_due_on": own}, levels)
		if stood != due_on:
			late.setdefault(due_on, []).append(name)
	file, done = frappe.qb.DocType("Evaluation"), 0
	total = sum(len(names) for names in late.values())
	for due_on, names in sorted(late.items()):
		for batch in create_batch(sorted(names), BATCH):
			query = frappe.qb.update(file).set(file.self_assessment_due_on, due_on)
			# One that is sent at this moment keeps the day it was sent by.
			query.where(file.name.isin(batch) & file.state.isin(OPEN_STATES)).run()
			done += len(batch)
			if told:
				told(done, total)
	return total


def unsent(period: Any) -> list[tuple[str, str | None, date | None]]:
	"""(name, level of its organisation on the day that the period counts, day it is due)."""
	file, today = frappe.qb.DocType("Evaluation"), frappe.qb.DocType(tree.DOCTYPE)
	place = dated.as_of(counted_on(period))
	query = frappe.qb.from_(file).join(today).on(today.name == file.organization)
	query = query.left_join(place).on(place.name == file.organization)
	query = query.select(file.name, Coalesce(place.level, today.level), file.self_assessment_due_on)
	return query.where((file.period == period.name) & file.state.isin(OPEN_STATES)).run()
