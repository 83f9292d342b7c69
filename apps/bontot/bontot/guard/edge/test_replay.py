"""A request that meets a conflict runs again as a whole, or not at all."""

from unittest.mock import patch

import frappe
import frappe.handler
import frappe.realtime
from frappe.utils import background_jobs

from bontot.guard.edge import replay
from bontot.outbox import conflicts, rules
from bontot.outbox.errors import ConflictError
from bontot.tests.case import BontotTestCase

DEADLOCK = frappe.QueryDeadlockError(Exception(1213, "Deadlock found when trying to get lock"))
EVENT = "bontot_test_replay"


class TestReplay(BontotTestCase):
	def setUp(self) -> None:
		super().setUp()
		for holder, name in ((replay.time, "sleep"), (frappe.realtime, "emit_via_redis")):
			stack = patch.object(holder, name)
			setattr(self, name, stack.start())
			self.addCleanup(stack.stop)
		replay._wrap(frappe.realtime, "emit_via_redis", replay._tell_outward)  # around the stand-in
		self.runs = 0

	def act(self, fails: int, error: Exception = DEADLOCK, within: object = None) -> object:
		"""Something that leaves traces everywhere, and fails the first so many times."""

		def traced() -> str:
			self.runs += 1
			frappe.local.form_dict.pop("said")
			frappe.local.response["docs"].append(self.runs)
			frappe.local.bontot_only_here = self.runs
			frappe.flags.currently_saving.append(("Tag", self.runs))
			frappe.msgprint(f"run {self.runs}")
			frappe.get_doc(doctype="ToDo", description=f"{EVENT} {self.runs}").insert()
			frappe.publish_realtime(EVENT, {"run": self.runs}, user="Administrator", after_commit=True)
			if within:
				within()
			if self.runs <= fails:
				raise error
			return "done"

		frappe.local.form_dict = frappe._dict(said="x")
		frappe.local.response = frappe._dict(docs=[])
		frappe.flags.currently_saving = []
		frappe.clear_messages()
		return replay.run(traced)

	def told(self) -> list[dict]:
		return [call.args[1] for call in self.emit_via_redis.call_args_list if call.args[0] == EVENT]

	def test_everything_of_the_run_that_failed_is_forgotten(self):
		for error in (
			DEADLOCK,
			Exception(1020, "changed"),
			frappe.QueryTimeoutError(Exception(1205, "long")),
		):
			with self.subTest(error=error):
				self.runs = 0
				self.assertEqual(self.act(2, error), "done")
				self.assertEqual(self.runs, 3)
				self.assertEqual(frappe.local.response["docs"], [3])
				self.assertEqual(frappe.flags.currently_saving.count(("Tag", 3)), 1)
				self.assertEqual(frappe.flags.currently_saving.count(("Tag", 1)), 0)
				self.assertEqual(len(frappe.local.message_log), 1)
				written = frappe.get_all("ToDo", {"description": ("like", f"{EVENT}%")}, pluck="description")
				self.assertEqual(written, [f"{EVENT} 3"])
				frappe.db.rollback()

	def test_browsers_are_told_once(self):
		self.act(1)
		self.assertEqual(self.told(), [], "not before it is committed")
		frappe.db.after_commit.run()
		self.assertEqual(self.told(), [{"run": 2}])

	def test_what_has_left_the_transaction_is_not_done_twice(self):
		ways_out = {
			"a commit": lambda: frappe.db.commit(),  # patched below: nothing is kept
			"a word to browsers": lambda: frappe.publish_realtime(EVENT, {}, user="Administrator"),
		}
		for label, within in ways_out.items():
			self.runs = 0
			with (
				self.subTest(label),
				patch.object(frappe.local.db, "commit"),
				self.assertRefused(ConflictError),
			):
				self.act(1, within=within)
			self.assertEqual(self.runs, 1, label)

	def test_nor_is_a_job_put_into_the_queue_twice(self):
		with patch.object(replay.Queue, "enqueue_call"):
			replay._wrap(replay.Queue, "enqueue_call", replay._tell_outward)
			with self.assertRefused(ConflictError):
				self.act(1, within=lambda: background_jobs.enqueue("frappe.ping", is_async=True))
		self.assertEqual(self.runs, 1)

	def test_it_ends_and_the_person_is_told_what_to_do(self):
		with self.assertRaises(ConflictError) as caught:
			self.act(99)
		self.assertEqual(self.runs, rules.MAX_REQUEST_RERUNS + 1)
		self.assertEqual(caught.exception.http_status_code, 409)
		self.assertTrue(rules.is_conflict(caught.exception), "the cause is not lost to the log")
		self.assertEqual(len(frappe.local.message_log), 1)

	def test_a_wait_that_was_long_is_not_begun_again(self):
		with patch.object(rules, "LONGEST_REQUEST", 0.0), self.assertRefused(ConflictError):
			self.act(1)
		self.assertEqual(self.runs, 1)

	def test_other_errors_come_out_at_once(self):
		with self.assertRaises(frappe.DuplicateEntryError):
			self.act(1, frappe.DuplicateEntryError("x"))
		self.assertEqual(self.runs, 1)

	def test_an_endpoint_that_has_tried_is_not_tried_again(self):
		endpoint = conflicts.run_again_on_conflict(lambda: self.fail_with(DEADLOCK))
		with patch.object(conflicts.time, "sleep"), self.assertRefused(ConflictError):
			replay.run(endpoint)
		self.assertEqual(self.runs, rules.MAX_REQUEST_RERUNS + 1)

	def fail_with(self, error: Exception) -> None:
		self.runs += 1
		raise error

	def test_dispatchers_are_wrapped_once_and_one_within_the_other_runs_once(self):
		replay.stand_around()
		handle = frappe.handler.handle
		replay.stand_around()
		self.assertIs(frappe.handler.handle, handle)
		inner = replay._run_again

		def calls_the_other() -> str:
			return inner(lambda: self.fail_with(DEADLOCK), "handle")

		with self.assertRefused(ConflictError):
			replay.run(calls_the_other)
		self.assertEqual(self.runs, rules.MAX_REQUEST_RERUNS + 1)

	def test_what_is_kept_is_answered_though_the_last_visit_is_not_noted(self):
		def settle(commits: bool) -> bool:
			if commits:
				frappe.db.commit()  # what the test is about; the database's own is patched
			raise DEADLOCK

		for method, writes, commits, answered in (
			("POST", 1, True, True), ("GET", 0, False, True), ("POST", 0, False, True), ("POST", 1, False, False),
		):  # fmt: skip
			with (
				self.subTest(method, writes=writes, commits=commits),
				patch.object(frappe.local, "request", frappe._dict(method=method), create=True),
				patch.object(frappe.local.db, "transaction_writes", writes),
				patch.object(frappe.local.db, "commit"),
			):
				if answered:
					self.assertIs(
						replay._settle(lambda commits=commits: settle(commits), "sync_database"), False
					)
				else:
					with self.assertRaises(frappe.QueryDeadlockError):
						replay._settle(lambda commits=commits: settle(commits), "sync_database")

	def test_control_the_framework_alone_lets_the_conflict_out(self):
		replay.stand_around()
		bare = frappe.handler.handle.__wrapped__
		with (
			patch.object(frappe.handler, "execute_cmd", side_effect=DEADLOCK),
			patch.object(frappe.local, "form_dict", frappe._dict(cmd="frappe.ping")),
		):
			with self.assertRaises(frappe.QueryDeadlockError):
				bare()
			with self.assertRefused(ConflictError):
				frappe.handler.handle()
