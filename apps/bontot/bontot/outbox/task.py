"""A task while it runs: what its handler reads, and how it says how far it is."""

import json
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.realtime import get_user_room
from frappe.utils import now_datetime

from bontot.compat import connect_apart
from bontot.outbox import rules
from bontot.outbox.errors import ClaimLostError

DOCTYPE = "Outbox Task"
EVENT = "bontot_progress"


@dataclass(slots=True)
class Task:
	"""A claimed task. `token` is the claim; without one (tests) nothing is committed and no claim is extended."""

	name: str
	handler: str
	acting_user: str
	payload: dict[str, Any]
	reference: tuple[str, str] | None = None
	token: str | None = None
	done: int = 0
	total: int = 0
	failed_rows: list[dict[str, str]] = field(default_factory=list)
	beaten_at: float = field(default_factory=time.monotonic)

	@classmethod
	def load(cls, name: str, token: str | None = None) -> "Task":
		row = frappe.db.get_value(DOCTYPE, name, "*", as_dict=True)
		reference = (row.reference_doctype, row.reference_name) if row.reference_doctype else None
		return cls(row.name, row.handler, row.acting_user, json.loads(row.payload or "{}"), reference, token)

	def progress(self, done: int, total: int) -> None:
		"""Say how far the run is, keep the claim, and COMMIT what the handler has done so far.

		Raises ClaimLostError when another driver has taken the task meanwhile.
		"""
		self.done, self.total = done, total
		self.write(progress_done=done, progress_total=total, claimed_until=claim_end())
		if self.token:
			# A heartbeat nobody else can read would be none; handlers are idempotent, so half a run may stand.
			frappe.db.commit()
		self.publish("Running")

	def beat(self, done: int, total: int) -> None:
		"""Report like `progress`, for a handler whose work must stand in one transaction: nothing of it is committed.

		The claim is kept by a second connection, and only when a third of it has passed: where the database has
		innodb_snapshot_isolation on, a run that needs this meets its own heartbeat when it ends (conflict 1020).
		"""
		self.done, self.total = done, total
		if self.token and time.monotonic() - self.beaten_at > rules.CLAIM_SECONDS / 3:
			self.beaten_at = time.monotonic()
			self.keep_claim_apart()
		self.publish("Running")

	def keep_claim_apart(self) -> None:
		mine, apart = frappe.local.db, connect_apart()
		frappe.local.db = apart
		try:
			self.write(progress_done=self.done, progress_total=self.total, claimed_until=claim_end())
			apart.commit()  # the heartbeat alone; the handler's work waits on the other connection
		finally:
			apart.close()
			frappe.local.db = mine

	def fail_row(self, key: str, message: str) -> None:
		"""Note one row that could not be done while the others go on; the task lists it when it ends."""
		self.failed_rows.append({"key": key, "message": message})

	def write(self, **values: Any) -> None:
		"""Write values to the task's row while the claim is still ours; raises ClaimLostError otherwise."""
		values["failed_rows"] = json.dumps(self.failed_rows, ensure_ascii=False)
		table = frappe.qb.DocType(DOCTYPE)
		query = frappe.qb.update(table).set(table.modified, now_datetime()).where(table.name == self.name)
		for fieldname, value in values.items():
			query = query.set(table[fieldname], value)
		if self.token:
			query = query.where(table.claim_token == self.token)
		query.run()
		# `modified` always changes, so a matched row is a changed row.
		if self.token and not changed_rows():
			raise ClaimLostError(self.name)

	def publish(self, state: str) -> None:
		"""Tell the acting user's open pages, and nobody else's."""
		doctype, name = self.reference or (None, None)
		message = progress_message(
			self.name, doctype, name, self.done, self.total, len(self.failed_rows), state
		)
		frappe.publish_realtime(EVENT, message, room=get_user_room(self.acting_user))


def progress_message(
	task: str, doctype: str | None, name: str | None, done: int, total: int, failed: int, state: str
) -> dict[str, Any]:
	"""Return a task's progress for a page: how many of the rows are done, how many of them failed, and the task's state."""
	reference = {"reference_doctype": doctype, "reference_name": name}
	return {"task": task, **reference, "done": done, "total": total, "failed": failed, "state": state}


def newest_progress(doctype: str, name: str) -> dict[str, Any] | None:
	"""The newest task on a document, told as `standing` does; None where there has been none."""
	rows = frappe.get_all(
		DOCTYPE,
		filters={"reference_doctype": doctype, "reference_name": name},
		fields=["name", "progress_done", "progress_total", "failed_rows", "state"],
		order_by="creation desc",
		limit=1,
	)
	if not rows:
		return None
	row = rows[0]
	failed = len(json.loads(row.failed_rows or "[]"))
	return progress_message(row.name, doctype, name, row.progress_done, row.progress_total, failed, row.state)


def claim_end() -> datetime:
	return now_datetime() + timedelta(seconds=rules.CLAIM_SECONDS)


def changed_rows() -> int:
	"""Return how many rows the last statement changed; the framework offers no public way to ask."""
	return frappe.db._cursor.rowcount
