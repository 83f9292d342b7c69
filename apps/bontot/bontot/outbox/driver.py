"""Claims a task's row, runs its handler as the acting user, and records what came of it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import frappe
import redis
from frappe.utils import now_datetime
from frappe.utils.background_jobs import get_queues_timeout
from pypika.terms import Criterion

from bontot.outbox import rules
from bontot.outbox.errors import ClaimLostError, UnknownHandlerError
from bontot.outbox.task import DOCTYPE, Task, changed_rows, claim_end

QUEUE = "long"
UNHURRIED_QUEUE = "unhurried"
"""Of tasks whose handler stands in the hook `outbox_unhurried`: nobody waits for them, and nobody's act waits behind them."""
JOB_TIMEOUT = 4 * 3600


def get_handler(name: str) -> Callable[[Task], None]:
	"""Return the handler an installed app registers under `outbox_handlers`; raises UnknownHandlerError."""
	paths = frappe.get_hooks("outbox_handlers").get(name)
	if not paths:
		raise UnknownHandlerError(f"No outbox handler is registered as {name!r} (hook outbox_handlers).")
	return frappe.get_attr(paths[-1])


def is_unhurried(handler: str) -> bool:
	return handler in frappe.get_hooks("outbox_unhurried")


def queue_of(unhurried: bool) -> str:
	"""The queue in which a worker looks for them; a bench whose configuration has no queue of their own has one for all."""
	return UNHURRIED_QUEUE if unhurried and UNHURRIED_QUEUE in get_queues_timeout() else QUEUE


def kick(name: str, handler: str) -> None:
	"""Ask a worker to run one task now. Without Redis the row still stands, and the next sweep drives it."""
	queue = queue_of(is_unhurried(handler))
	try:
		frappe.enqueue("bontot.outbox.driver.drive", queue=queue, timeout=JOB_TIMEOUT, name=name)
	except redis.exceptions.ConnectionError:
		frappe.logger("outbox").warning(f"Task {name}: Redis is away, the next sweep takes it")


def sweep() -> None:
	"""Each minute: have workers run what is due or was left behind by one that died."""
	for unhurried in (False, True):
		if next_due(unhurried=unhurried):
			queue = queue_of(unhurried)
			frappe.enqueue(
				"bontot.outbox.driver.drain", queue=queue, timeout=JOB_TIMEOUT, unhurried=unhurried
			)


def drain(unhurried: bool | None = None) -> None:
	"""Run everything that is due, one after the other: what somebody waits for, what nobody does, or (None) both.

	Several drains at once share the tasks between them.
	"""
	tried: set[str] = set()
	while name := next_due(tried, unhurried):
		tried.add(name)
		drive(name)


def next_due(skip: set[str] | frozenset[str] = frozenset(), unhurried: bool | None = None) -> str | None:
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(table.name).where(is_due(table)).orderby(table.run_after).limit(1)
	if unhurried is not None:
		theirs = table.handler.isin(frappe.get_hooks("outbox_unhurried") or [""])
		query = query.where(theirs if unhurried else theirs.negate())
	if skip:
		query = query.where(table.name.notin(sorted(skip)))
	names = query.run(pluck=True)
	return names[0] if names else None


def is_due(table) -> Criterion:
	now = now_datetime()
	waiting = (table.state == "Pending") & (table.run_after <= now)
	left_behind = (table.state == "Running") & (table.claimed_until < now)
	return waiting | left_behind


def drive(name: str) -> bool:
	"""Claim and run one task; False when it is not due or someone else has it. Commits."""
	if not (token := claim(name)):
		return False
	task = Task.load(name, token)
	attempts = frappe.db.get_value(DOCTYPE, name, "attempts")
	if attempts > rules.MAX_ATTEMPTS:
		finish(task, "Failed", last_error="Every worker that ran this task died before it could say why.")
		return True
	try:
		with acting_as(task.acting_user):
			run_until_no_conflict(task)
	except ClaimLostError:
		frappe.db.rollback()
		frappe.logger("outbox").warning(f"Task {name}: claim lost, the driver that took it goes on")
	except UnknownHandlerError:
		record_failure(task, rules.MAX_ATTEMPTS)  # no later attempt would know it better
	except Exception:
		record_failure(task, attempts)
	return True


def claim(name: str) -> str | None:
	"""Take the task in one compare-and-set; return the claim's token, or None when someone else has it."""
	token = frappe.generate_hash(length=16)
	table = frappe.qb.DocType(DOCTYPE)
	query = (
		frappe.qb.update(table)
		.set(table.state, "Running")
		.set(table.claim_token, token)
		.set(table.claimed_until, claim_end())
		.set(table.attempts, table.attempts + 1)
		.set(table.modified, now_datetime())
		.where((table.name == name) & is_due(table))
	)
	frappe.db.commit()  # start from a fresh snapshot, so that no older read of ours collides with the row
	try:
		query.run()
		won = changed_rows() == 1
	except Exception as error:
		if not rules.is_conflict(error):
			raise
		frappe.db.rollback()
		return None
	frappe.db.commit()  # the claim must be seen by other drivers before the work starts
	return token if won else None


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Be `user`, and speak the site's language: a worker speaks English, and what is written here others read."""
	before, language = frappe.session.user, frappe.local.lang
	frappe.set_user(user)
	frappe.local.lang = frappe.db.get_default("lang") or language
	try:
		yield
	finally:
		frappe.set_user(before)
		frappe.local.lang = language


def run_until_no_conflict(task: Task) -> None:
	"""Run the whole handler; when the database says someone was faster, undo and run it again."""
	rerun = 0
	while True:
		try:
			task.failed_rows.clear()
			get_handler(task.handler)(task)
			finish(task, "Done")
			return
		except Exception as error:
			if not rules.is_conflict(error) or rerun == rules.MAX_RERUNS:
				raise
			rerun += 1
			frappe.db.rollback()
			time.sleep(rules.pause_before_rerun(rerun))
			frappe.db.rollback()


def record_failure(task: Task, attempts: int) -> None:
	"""Undo the run, keep its traceback, and set the next attempt or give up."""
	frappe.db.rollback()
	trace = frappe.get_traceback()
	if attempts >= rules.MAX_ATTEMPTS:
		title = f"Outbox: {task.handler} failed"
		frappe.log_error(title, trace, reference_doctype=DOCTYPE, reference_name=task.name)
		finish(task, "Failed", last_error=trace)
		return
	task.write(
		state="Pending",
		claim_token=None,
		claimed_until=None,
		run_after=now_datetime() + timedelta(seconds=rules.wait_after(attempts)),
		last_error=trace,
	)
	frappe.db.commit()  # the attempt is over; what it says must outlive the job
	task.publish("Pending")


def finish(task: Task, state: str, **values) -> None:
	"""Write the end in the same transaction as the handler's last work, then commit both."""
	task.write(state=state, claim_token=None, claimed_until=None, finished_at=now_datetime(), **values)
	frappe.db.commit()
	task.publish(state)
