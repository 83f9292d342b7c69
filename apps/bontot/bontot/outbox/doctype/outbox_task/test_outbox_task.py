"""The driver commits, so these tests clean up by their task keys and see rows through a second connection."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import frappe
import redis
from frappe.utils import add_to_date, now_datetime

from bontot import outbox
from bontot.compat import connect_apart
from bontot.outbox import api, driver, rules
from bontot.outbox.doctype.outbox_task.outbox_task import OutboxTask
from bontot.outbox.errors import ClaimLostError, UnknownHandlerError
from bontot.outbox.testing import run_now
from bontot.tests.case import BontotTestCase

DOCTYPE = "Outbox Task"
HANDLER = "bontot.test"
calls: list[str] = []
behaviour: list[Callable[[outbox.Task], None]] = []


def handle(task: outbox.Task) -> None:
	"""The handler under test: notes who runs it, then does what the test put into `behaviour`."""
	calls.append(frappe.session.user)
	if behaviour:
		behaviour[0](task)


class TestOutboxTask(BontotTestCase):
	def setUp(self):
		super().setUp()
		calls.clear()
		behaviour.clear()
		self.key = f"test:{frappe.generate_hash(length=10)}"
		self.enterContext(patch.object(frappe, "get_hooks", with_test_handler(frappe.get_hooks)))
		self.kicks = self.enterContext(patch.object(driver, "kick"))
		self.addCleanup(self.delete_tasks)

	def delete_tasks(self):
		frappe.db.rollback()
		frappe.db.delete(DOCTYPE, {"task_key": ("like", "test:%")})
		frappe.db.delete("Error Log", {"method": ("like", f"Outbox: {HANDLER}%")})
		frappe.db.commit()

	def make_task(self, handler: str = HANDLER, **values) -> str:
		name = outbox.enqueue(handler, self.key, {"n": 1}, **values)
		frappe.db.commit()
		return name

	def value(self, name: str, field: str):
		frappe.db.rollback()  # see what is committed, not what a snapshot remembers
		return frappe.db.get_value(DOCTYPE, name, field)

	def test_same_key_is_one_task(self):
		first = outbox.enqueue(HANDLER, self.key, {"n": 1})
		self.assertEqual(outbox.enqueue(HANDLER, self.key, {"n": 2}), first)
		self.assertEqual(frappe.db.count(DOCTYPE, {"task_key": self.key}), 1)

	def test_same_key_from_another_transaction_is_one_task(self):
		frappe.db.get_value(DOCTYPE, {"task_key": self.key})  # this transaction's snapshot has no such row
		with second_connection() as other:
			name = other(lambda: outbox.enqueue(HANDLER, self.key, {"n": 1}))
			other(lambda: frappe.db.commit())  # looked up inside: the other connection's
		try:
			again = outbox.enqueue(HANDLER, self.key, {"n": 2})
		except frappe.db.OperationalError as error:
			# With innodb_snapshot_isolation the older snapshot is told so, and the whole act runs once more.
			self.assertTrue(rules.is_conflict(error), error)
			frappe.db.rollback()
			again = outbox.enqueue(HANDLER, self.key, {"n": 2})
		self.assertEqual(again, name)
		frappe.db.rollback()  # an older snapshot does not see the other's row
		self.assertEqual(frappe.db.count(DOCTYPE, {"task_key": self.key}), 1)

	def test_rollback_of_the_caller_leaves_no_task_and_no_kick(self):
		name = outbox.enqueue(HANDLER, self.key, {})
		frappe.db.rollback()
		frappe.db.commit()
		self.assertFalse(frappe.db.exists(DOCTYPE, name))
		self.kicks.assert_not_called()

	def test_commit_kicks(self):
		name = self.make_task()
		self.kicks.assert_called_once_with(name, HANDLER)

	def test_kick_without_redis_leaves_the_task_to_the_sweep(self):
		name = self.make_task()
		with patch.object(frappe, "enqueue", side_effect=redis.exceptions.ConnectionError):
			REAL_KICK(name, HANDLER)
		self.assertIn(name, due_names())

	def test_no_act_stands_behind_what_nobody_waits_for(self):
		"""Each has a queue of its own: what is kicked, what is swept, and what one drain takes."""
		act = self.make_task()
		self.key += "b"
		unhurried = self.make_task(handler="obligation.daily")
		with patch.object(frappe, "enqueue") as enqueue:
			REAL_KICK(act, HANDLER)
			REAL_KICK(unhurried, "obligation.daily")
			driver.sweep()
		drives, drains = ("bontot.outbox.driver.drive",) * 2, ("bontot.outbox.driver.drain",) * 2
		self.assertEqual(tuple(call.args[0] for call in enqueue.call_args_list), drives + drains)
		queues = [call.kwargs["queue"] for call in enqueue.call_args_list]
		self.assertEqual(queues, ["long", "unhurried"] * 2)
		self.assertEqual([call.kwargs["unhurried"] for call in enqueue.call_args_list[2:]], [False, True])
		for only, names in ((False, {act}), (True, {unhurried}), (None, {act, unhurried})):
			with self.subTest(only), patch.object(driver, "drive") as drive:
				driver.drain(only)
				driven = {call.args[0] for call in drive.call_args_list}
				self.assertEqual(driven & {act, unhurried}, names)

	def test_a_bench_without_that_queue_has_one_for_all(self):
		stock = {"short": 300, "default": 300, "long": 1500}
		with patch.object(driver, "get_queues_timeout", return_value=stock):
			self.assertEqual([driver.queue_of(unhurried) for unhurried in (False, True)], ["long", "long"])

	def test_every_unhurried_handler_is_one(self):
		known = frappe.get_hooks("outbox_handlers")
		self.assertEqual([name for name in frappe.get_hooks("outbox_unhurried") if name not in known], [])

	def test_runs_once_as_the_acting_user_and_signs_back(self):
		name = self.make_task(acting_user="Guest")
		self.assertTrue(driver.drive(name))
		self.assertFalse(driver.drive(name))
		self.assertEqual(calls, ["Guest"])
		self.assertEqual(frappe.session.user, "Administrator")
		self.assertEqual(self.value(name, "state"), "Done")

	def test_what_it_writes_is_in_the_sites_language(self):
		spoken = []
		before = frappe.local.lang = "en"  # as in a worker
		with patch.object(frappe.db, "get_default", return_value="vi"), driver.acting_as("Guest"):
			spoken.append(frappe.local.lang)
		self.assertEqual([*spoken, frappe.local.lang], ["vi", before])

	def test_not_before_its_time(self):
		name = self.make_task(run_after=add_to_date(now_datetime(), hours=1))
		self.assertFalse(driver.drive(name))
		self.assertNotIn(name, due_names())

	def test_two_drivers_at_once_claim_once(self):
		name = self.make_task()
		with second_connection() as other:
			theirs = other(lambda: driver.claim(name))
			ours = driver.claim(name)
		self.assertTrue(theirs)
		self.assertIsNone(ours)

	def test_two_drivers_race(self):
		"""Both start from the same barrier; whoever is slower gets nothing and no error."""
		name = self.make_task()
		barrier, claims = threading.Barrier(2), []

		def race():
			barrier.wait()
			claims.append(driver.claim(name))

		with second_connection() as one, second_connection() as two:
			threads = [threading.Thread(target=run, args=(race,)) for run in (one, two)]
			for thread in threads:
				thread.start()
			for thread in threads:
				thread.join()
		self.assertEqual(sum(bool(token) for token in claims), 1)

	def test_killed_driver_is_followed_after_its_claim(self):
		"""A claim without an end is what SIGKILL leaves behind: no code of the killed one runs."""
		name = self.make_task()
		driver.claim(name)
		self.assertFalse(driver.drive(name))
		frappe.db.set_value(DOCTYPE, name, "claimed_until", now_datetime() - timedelta(seconds=1))
		frappe.db.commit()
		self.assertIn(name, due_names())
		self.assertTrue(driver.drive(name))
		self.assertEqual((self.value(name, "state"), calls), ("Done", ["Administrator"]))

	def test_a_worker_killed_by_sigkill_is_followed(self):
		"""A process of its own claims, beats once, is killed; nothing but the row is left, and that is enough."""
		name = self.make_task()
		call = f"from {__name__} import work_until_killed; work_until_killed({frappe.local.site!r}, {name!r})"
		worker = subprocess.Popen([sys.executable, "-c", call], stdout=subprocess.PIPE, text=True)
		self.assertEqual(worker.stdout.readline().strip(), "at work")
		worker.kill()
		worker.communicate()
		self.assertEqual((self.value(name, "state"), self.value(name, "progress_done")), ("Running", 1))
		self.assertFalse(driver.drive(name))
		frappe.db.set_value(DOCTYPE, name, "claimed_until", now_datetime() - timedelta(seconds=1))
		frappe.db.commit()
		driver.drain()
		self.assertEqual((self.value(name, "state"), self.value(name, "attempts")), ("Done", 2))

	def test_heartbeat_extends_the_claim_and_a_lost_claim_stops_the_run(self):
		name = self.make_task()
		token = driver.claim(name)
		frappe.db.set_value(DOCTYPE, name, "claimed_until", now_datetime())
		task = outbox.Task.load(name, token)
		task.progress(3, 10)
		self.assertGreater(self.value(name, "claimed_until"), now_datetime() + timedelta(seconds=60))
		self.assertEqual((self.value(name, "progress_done"), self.value(name, "progress_total")), (3, 10))
		frappe.db.set_value(DOCTYPE, name, "claim_token", "someone else")
		with self.assertRefused(ClaimLostError):
			task.progress(4, 10)

	def test_a_run_whose_claim_was_taken_writes_no_end(self):
		name = self.make_task()

		def lose(task):
			frappe.db.set_value(DOCTYPE, name, "claim_token", "someone else")
			frappe.db.commit()

		behaviour.append(lose)
		driver.drive(name)
		self.assertEqual(self.value(name, "state"), "Running")

	def test_failure_is_kept_and_tried_again_as_the_same_user(self):
		name = self.make_task(acting_user="Guest")
		behaviour.append(fail)
		driver.drive(name)
		self.assertEqual(self.value(name, "state"), "Pending")
		self.assertIn("ZeroDivisionError", self.value(name, "last_error"))
		self.assertGreater(self.value(name, "run_after"), now_datetime())
		frappe.db.set_value(DOCTYPE, name, "run_after", now_datetime())
		frappe.db.commit()
		behaviour.clear()
		driver.drive(name)
		self.assertEqual((self.value(name, "state"), calls), ("Done", ["Guest", "Guest"]))

	def test_gives_up_after_its_attempts_with_a_log_and_can_be_retried(self):
		name = self.make_task()
		frappe.db.set_value(DOCTYPE, name, "attempts", rules.MAX_ATTEMPTS - 1)
		behaviour.append(fail)
		driver.drive(name)
		self.assertEqual(self.value(name, "state"), "Failed")
		log = frappe.db.get_value("Error Log", {"reference_name": name}, "error")
		self.assertIn("ZeroDivisionError", log)
		behaviour.clear()
		outbox.retry(name)
		frappe.db.commit()
		self.assertTrue(driver.drive(name))
		self.assertEqual(self.value(name, "state"), "Done")

	def test_workers_that_always_die_end_in_failure(self):
		name = self.make_task()
		values = {"attempts": rules.MAX_ATTEMPTS, "state": "Running", "claimed_until": "2020-01-01"}
		frappe.db.set_value(DOCTYPE, name, values)
		driver.drive(name)
		self.assertEqual((self.value(name, "state"), calls), ("Failed", []))

	def test_work_of_a_failed_run_is_undone(self):
		name = self.make_task()

		def write_and_fail(task):
			frappe.db.set_value(DOCTYPE, name, "payload", '{"n": 99}')
			fail(task)

		behaviour.append(write_and_fail)
		driver.drive(name)
		self.assertEqual(self.value(name, "payload"), '{"n": 1}')

	def test_conflicts_rerun_the_whole_handler(self):
		for code in sorted(rules.CONFLICTS):
			with self.subTest(code=code):
				calls.clear()
				self.key = f"test:{frappe.generate_hash(length=10)}"
				name = self.make_task()
				errors = [Exception(code, "conflict"), Exception(code, "conflict")]

				def meet(task, errors=errors):
					if errors:
						raise errors.pop()

				behaviour[:] = [meet]
				with patch.object(driver.time, "sleep"):
					driver.drive(name)
				self.assertEqual((len(calls), self.value(name, "state")), (3, "Done"))
				self.assertEqual(self.value(name, "attempts"), 1)

	def test_unknown_handler_is_refused_at_once_and_fails_at_once(self):
		with self.assertRefused(UnknownHandlerError):
			outbox.enqueue("khong.co", self.key, {})
		name = self.make_task()
		frappe.db.set_value(DOCTYPE, name, "handler", "khong.co")
		frappe.db.commit()
		driver.drive(name)
		self.assertEqual(self.value(name, "state"), "Failed")
		self.assertIn("khong.co", self.value(name, "last_error"))

	def test_progress_reaches_the_acting_user_only(self):
		name = self.make_task(acting_user="Guest", reference=("User", "Guest"))
		behaviour.append(lambda task: task.progress(1, 2))
		with patch.object(frappe, "publish_realtime") as publish:
			driver.drive(name)
		rooms = {call.kwargs.get("room") for call in publish.call_args_list}
		self.assertEqual(rooms, {"user:Guest"})
		states = [call.args[1]["state"] for call in publish.call_args_list]
		self.assertEqual(states, ["Running", "Done"])

	def test_who_reads_the_document_is_told_how_its_newest_work_stands(self):
		reference = {"reference_doctype": "User", "reference_name": "Guest"}
		before = api.progress(**reference)
		self.make_task(reference=("User", "Guest"))
		self.key += "b"
		newest = self.make_task(reference=("User", "Guest"))
		behaviour.append(lambda task: (task.fail_row("TC0000001", "Không có"), task.progress(1, 2)))
		self.assertEqual(api.progress(**reference)["state"], "Pending")
		driver.drive(newest)
		frappe.db.rollback()
		told = {"task": newest, **reference, "done": 1, "total": 2, "failed": 1, "state": "Done"}
		self.assertEqual(api.progress(**reference), told)
		self.assertNotEqual(before, told)
		self.assertIsNone(api.progress("User", "Administrator"))

	def test_who_does_not_read_the_document_is_told_nothing(self):
		self.make_task(reference=("User", "Guest"))
		with self.set_user("Guest"), self.assertRefused(frappe.PermissionError):
			api.progress("User", "Administrator")

	def test_failed_rows_are_listed(self):
		name = self.make_task()
		behaviour.append(lambda task: task.fail_row("TC0000001", "Không có"))
		driver.drive(name)
		self.assertIn("TC0000001", self.value(name, "failed_rows"))
		self.assertIn("Không có", self.value(name, "failed_rows"))

	def test_drain_goes_on_after_a_failure(self):
		failing = self.make_task(run_after="2020-01-01 00:00:00")
		self.key += "b"
		sound = self.make_task(run_after="2020-01-02 00:00:00")
		behaviour.append(lambda task: fail(task) if task.name == failing else None)
		driver.drain()
		self.assertEqual((self.value(failing, "state"), self.value(sound, "state")), ("Pending", "Done"))

	def test_old_logs_go_and_open_tasks_stay(self):
		old = add_to_date(now_datetime(), days=-100)
		names = {}
		for state in ("Done", "Failed", "Pending", "Running"):
			self.key = f"test:{frappe.generate_hash(length=10)}"
			names[state] = self.make_task()
			frappe.db.set_value(DOCTYPE, names[state], {"state": state, "finished_at": old})
		OutboxTask.clear_old_logs(days=90)
		left = {state for state, name in names.items() if frappe.db.exists(DOCTYPE, name)}
		self.assertEqual(left, {"Pending", "Running"})

	def test_run_now_stays_in_the_transaction(self):
		name = outbox.enqueue(HANDLER, self.key, {}, acting_user="Guest")
		run_now(self.key)
		run_now(name)
		self.assertEqual(calls, ["Guest", "Guest"])
		frappe.db.rollback()
		self.assertFalse(frappe.db.exists(DOCTYPE, name))


REAL_KICK = driver.kick


def with_test_handler(get_hooks: Callable) -> Callable:
	"""Return get_hooks as if an app registered the handler of these tests."""

	def extended(hook=None, *args, **kwargs):
		found = get_hooks(hook, *args, **kwargs)
		return found | {HANDLER: [f"{__name__}.handle"]} if hook == "outbox_handlers" else found

	return extended


def work_until_killed(site: str, name: str) -> None:
	"""Drive one task in a process of its own with a handler that never ends."""
	frappe.init(site, sites_path=".")
	frappe.connect()

	def never_end(task: outbox.Task) -> None:
		task.progress(1, 2)
		print("at work", flush=True)
		time.sleep(600)

	behaviour.append(never_end)
	with patch.object(frappe, "get_hooks", with_test_handler(frappe.get_hooks)):
		driver.drive(name)


def fail(task: outbox.Task) -> None:
	raise ZeroDivisionError


def due_names() -> list[str]:
	table = frappe.qb.DocType(DOCTYPE)
	return frappe.qb.from_(table).select(table.name).where(driver.is_due(table)).run(pluck=True)


@contextmanager
def second_connection() -> Iterator[Callable]:
	"""Yield a function that runs its argument on another database connection."""
	db = connect_apart()
	site, sites_path = frappe.local.site, frappe.local.sites_path

	def run(act: Callable):
		if threading.current_thread() is not threading.main_thread():
			frappe.init(site, sites_path=sites_path)
			frappe.local.db = db
			frappe.local.flags.in_test = True
			frappe.set_user("Administrator")
			return act()
		ours, frappe.local.db = frappe.local.db, db
		try:
			return act()
		finally:
			frappe.local.db = ours

	try:
		yield run
	finally:
		db.rollback()
		db.close()
