"""Helpers for tests of modules that use the outbox."""

import frappe

from bontot.outbox.driver import acting_as, get_handler
from bontot.outbox.task import DOCTYPE, Task


def run_now(name_or_key: str) -> Task:
	"""Run a task's handler inside the test's transaction, as its acting user, without committing.

	Errors come straight out. Running it again runs the handler again, as a second driver would.
	"""
	name = frappe.db.get_value(DOCTYPE, {"task_key": name_or_key}) or name_or_key
	task = Task.load(name)
	with acting_as(task.acting_user):
		get_handler(task.handler)(task)
	task.write(state="Done")
	return task
