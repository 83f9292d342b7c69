"""Tests of conflicts: when two are at one row, brought about for real, the act runs again, once, as the same person.

Each has its control: the same act without that second run fails with just the error that was brought about.
"""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import frappe
from bontot.approval.acts import api
from bontot.approval.core import verify
from bontot.approval.testing import (
	act_as,
	create_test_file,
	create_test_officers,
	create_test_open_period,
	mend,
)
from bontot.compat import connect_apart
from bontot.organization.testing import create_test_tree
from bontot.outbox import conflicts

from tests.approval.committed import CommittedCase, one_request

LOCK_FILE = "select name from `tabEvaluation` where name = %s for update"
LOCK_ITEMS = "select name from `tabEvaluation Item` where parent = %s for update"


def bare_connection() -> Any:
	"""The driver's own, which a thread can use without the framework."""
	apart = connect_apart()
	apart.connect()
	return apart._conn


class TestConflicts(CommittedCase):
	def setUp(self) -> None:
		super().setUp()
		tree = create_test_tree()
		self.users = create_test_officers(tree)
		self.file = create_test_file(tree.cell_a, create_test_open_period(tree.province))
		act_as(self.users.secretary, "send", self.file)
		frappe.db.commit()  # the other connection must see it; taken away at the end

	def test_a_lock_that_lasts_too_long(self) -> None:
		self.survives(self.long_lock, frappe.QueryTimeoutError)

	def test_a_deadlock(self) -> None:
		self.survives(self.deadlock, frappe.QueryDeadlockError)

	def test_a_row_that_changed_since_the_snapshot(self) -> None:
		self.survives(self.changed_since, frappe.db.OperationalError, code=1020)

	def survives(self, conflict: Callable[[], Any], error: type[Exception], code: int | None = None) -> None:
		frappe.set_user(self.users.grassroots)
		with conflict(), self.assertRaises(error) as met:  # the control
			inspect.unwrap(api.agree)("Evaluation", self.file, 1)
		if code:
			self.assertEqual(met.exception.args[0], code)
		frappe.db.rollback()
		self.assertEqual(self.acts(), [("Send", self.users.secretary)])
		with conflict():
			self.assertEqual(one_request(lambda: api.agree("Evaluation", self.file, 1)), "200")
		self.assertEqual(frappe.session.user, self.users.grassroots)
		self.assertEqual(self.acts(), [("Send", self.users.secretary), ("Agree", self.users.grassroots)])
		self.assertEqual(verify.check_file(self.file), [])

	def acts(self) -> list[tuple[str, str]]:
		rows = frappe.get_all(
			"Approval Step", {"file_name": self.file}, ["act", "acting_user"], order_by="sequence"
		)
		return [(row.act, row.acting_user) for row in rows]

	# Conflicts

	@contextmanager
	def another(self, work: Callable[[Any, threading.Event], None]) -> Iterator[None]:
		"""Another connection at work on the file, in a thread; the body runs once it has its first lock."""
		ready, apart = threading.Event(), bare_connection()

		def run() -> None:
			work(apart, ready)
			apart.commit()
			apart.close()

		thread = threading.Thread(target=run)
		thread.start()
		self.assertTrue(ready.wait(30))
		try:
			yield
		finally:
			thread.join()

	@contextmanager
	def long_lock(self) -> Iterator[None]:
		"""Held until the act has given up waiting: it pauses then, before its second run."""
		let_go, gone = threading.Event(), threading.Event()

		def hold(apart: Any, ready: threading.Event) -> None:
			apart.cursor().execute(LOCK_FILE, (self.file,))
			ready.set()
			let_go.wait(60)
			apart.commit()
			gone.set()

		def pause(seconds: float) -> None:
			let_go.set()
			gone.wait(30)

		frappe.db.sql("set session innodb_lock_wait_timeout = 1")
		with self.another(hold), patch.object(conflicts.time, "sleep", pause):
			try:
				yield
			finally:
				let_go.set()
		frappe.db.sql("set session innodb_lock_wait_timeout = default")

	@contextmanager
	def deadlock(self) -> Iterator[None]:
		"""Ours has the file and waits for its criteria, the other one the other way round; who has written more stays."""

		looking = bare_connection()

		def cross(apart: Any, ready: threading.Event) -> None:
			apart.cursor().execute("update `tabParty Organization` set idx = idx + 1")
			apart.cursor().execute(LOCK_ITEMS, (self.file,))
			ready.set()
			self.wait_until_locked(looking)
			threading.Event().wait(0.5)  # its criteria are the next thing that ours asks for
			apart.cursor().execute(LOCK_FILE, (self.file,))

		with self.another(cross):
			yield

	def wait_until_locked(self, looking: Any) -> None:
		"""Until some other connection holds the file's row."""
		for _turn in range(600):
			try:
				looking.cursor().execute(f"{LOCK_FILE} nowait", (self.file,))
			except looking.OperationalError:
				break
			looking.rollback()
			threading.Event().wait(0.05)
		looking.close()

	@contextmanager
	def changed_since(self) -> Iterator[None]:
		frappe.db.rollback()
		frappe.db.sql("set session innodb_snapshot_isolation = ON")
		frappe.db.get_value("Evaluation", self.file, "state")  # from here on we see the file as it is now

		def touch(apart: Any, ready: threading.Event) -> None:
			apart.cursor().execute("update `tabEvaluation` set idx = idx + 1 where name = %s", (self.file,))
			apart.commit()
			ready.set()

		with self.another(touch):
			yield
		frappe.db.sql("set session innodb_snapshot_isolation = default")


class TestStaleForms(CommittedCase):
	def setUp(self) -> None:
		super().setUp()
		tree = create_test_tree()
		self.users = create_test_officers(tree)
		self.file = create_test_file(tree.cell_a, create_test_open_period(tree.province))
		act_as(self.users.secretary, "send", self.file)
		frappe.db.commit()  # taken away at the end

	def request(self, user: str, act: Callable[[], object]) -> str:
		frappe.set_user(user)
		return one_request(act)

	def acts(self) -> list[str]:
		return frappe.get_all("Approval Step", {"file_name": self.file}, pluck="act", order_by="sequence")

	def test_two_tabs_of_one_person(self) -> None:
		"""The second tab still shows the file as it was: whatever it asks for, it is told who acted, and nothing is done."""
		person = self.users.grassroots
		self.assertEqual(self.request(person, lambda: api.agree("Evaluation", self.file, 1)), "200")
		for act in (
			lambda: api.agree("Evaluation", self.file, 1),
			lambda: api.return_document("Evaluation", self.file, 1, {"dk_1": "Ghi rõ hơn"}),
			lambda: api.recall("Evaluation", self.file, 1),
		):
			self.assertEqual(self.request(person, act), "409")
			self.assertEqual(
				frappe.local.response["standing"], {"state": "Under Appraisal", "step_sequence": 2}
			)
		self.assertEqual(self.acts(), ["Send", "Agree"])
		self.assertEqual(
			self.request(person, lambda: api.recall("Evaluation", self.file, 2)), "200"
		)  # a page that is up to date

	def test_a_form_from_before_a_return(self) -> None:
		"""Returned and sent anew, the file waits here again as it did: the old form does not fit the new round."""
		person = self.users.grassroots
		self.request(person, lambda: api.return_document("Evaluation", self.file, 1, {"dk_1": "Ghi rõ hơn"}))
		mend(self.file)
		act_as(self.users.secretary, "send", self.file)
		frappe.db.commit()  # the request of the author
		self.assertEqual(self.request(person, lambda: api.agree("Evaluation", self.file, 1)), "409")
		self.assertEqual(self.acts(), ["Send", "Return", "Send"])
		self.assertEqual(self.request(person, lambda: api.agree("Evaluation", self.file, 3)), "200")
