"""Outbox: what must happen after a transaction, written in it as a row and done after it by an idempotent handler.

RQ as the framework uses it forgets a job whose worker dies. A row does not: whoever dies, the next sweep goes on.
"""

import json
from datetime import datetime
from functools import partial
from typing import Any

import frappe
from frappe.utils import now_datetime

from bontot.outbox import driver
from bontot.outbox.task import DOCTYPE, Task

__all__ = ["Task", "enqueue", "retry"]


def enqueue(
	handler: str,
	key: str,
	payload: dict[str, Any],
	acting_user: str | None = None,
	reference: tuple[str, str] | None = None,
	run_after: datetime | None = None,
) -> str:
	"""Write a task in the caller's transaction and start it after the commit; return its name.

	handler: name registered under the hook `outbox_handlers`; an unknown one raises UnknownHandlerError here.
	key: at most 180 plain ASCII characters; a task with the same key is returned instead of a second one.
	acting_user: who the handler runs as; the signed-in user when not given.
	reference: (doctype, name) that a page shows progress for.
	Where the database has innodb_snapshot_isolation on, a key that someone wrote since this transaction began raises
	the conflict 1020: the caller's whole act runs again (`outbox.conflicts`).
	"""
	driver.get_handler(handler)
	if existing := frappe.db.get_value(DOCTYPE, {"task_key": key}):
		return existing
	doctype, docname = reference or (None, None)
	task = frappe.get_doc(
		doctype=DOCTYPE,
		handler=handler,
		task_key=key,
		payload=json.dumps(payload, ensure_ascii=False, default=str),
		acting_user=acting_user or frappe.session.user,
		state="Pending",
		run_after=run_after or now_datetime(),
		reference_doctype=doctype,
		reference_name=docname,
	)
	frappe.db.savepoint("outbox_enqueue")
	try:
		# Only services write tasks; whether the person may start this one was the calling service's question.
		task.insert(ignore_permissions=True)
	except frappe.UniqueValidationError:
		frappe.db.rollback(save_point="outbox_enqueue")
		frappe.clear_last_message()
		# Someone wrote the same key meanwhile; only a locking read sees past this transaction's snapshot.
		return frappe.db.get_value(DOCTYPE, {"task_key": key}, for_update=True)
	frappe.db.after_commit.add(partial(driver.kick, task.name, handler))
	return task.name


def retry(name: str) -> None:
	"""Make a failed task due again, with all its attempts before it. Raises DoesNotExistError."""
	task = frappe.get_doc(DOCTYPE, name, for_update=True)
	if task.state != "Failed":
		return
	task.update({"state": "Pending", "attempts": 0, "run_after": now_datetime(), "finished_at": None})
	task.save(ignore_permissions=True)  # the caller (outbox.api) has checked
	frappe.db.after_commit.add(partial(driver.kick, name, task.handler))
