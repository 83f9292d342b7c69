"""Reminders of an unsent six-month review, given by the running scheduler across midnights: once a stage, nobody else."""

from __future__ import annotations

import json
import os
import re
import signal
import unittest

from playwright.sync_api import expect

from ops import config, services
from tests.bad_days.clock import shifted
from tests.bad_days.ground import BENCH, number, rows
from tests.browser.chromium import PHONE, Window, chromium
from tests.main_job import files
from tests.main_job.round import Round, wait_until
from tests.main_job.trial import execute, province

TICK = 5  # seconds between two looks of the scheduler; 60 where people work
DAILY = "bontot.obligation.jobs.run_daily"


class TestRemindersByTheClock(unittest.TestCase):
	"""The review is due on Monday 5 July 2027; stages: 10, 5 and 1 working days before, on, 1 and 5 after, escalation at 3."""

	def setUp(self) -> None:
		self.addCleanup(set_tick, None)
		self.addCleanup(forget_the_future)
		self.addCleanup(execute, BENCH.root, "frappe.utils.scheduler.disable_scheduler")
		set_tick(TICK)
		leave_ours_alone_running(self)
		forget_the_future()
		execute(BENCH.root, "frappe.utils.scheduler.enable_scheduler")

	def test_once_a_stage_across_midnight_a_restart_and_a_sleep(self) -> None:
		with shifted() as move:
			move("@2027-06-27 20:00:00")
			with province(BENCH.root) as trial:
				self.round = Round(BENCH.url, BENCH.var, trial)
				files.open_period(self.round, "Six-Month")
				wait_for_day("2027-06-27")  # a run that may have begun before the review was there
				forget_the_runs()
				self.forget_what_was_told()
				self.tell_at_the_newest_stage()
				move("@2027-06-27 23:59:05")
				self.cross_midnight()
				move("@2027-07-09 08:00:00")
				self.wake_after_eleven_days()
				self.restart_and_run_again()
				self.read_it_as_the_secretary()
				self.see_it_on_the_phone()

	def forget_what_was_told(self) -> None:
		"""Before the review was opened it was due by the calendar alone, a few days earlier."""
		cell, user = self.round.organization("cell"), self.round.trial["accounts"]["secretary"]["user"]
		rows(
			f"DELETE FROM `tabObligation Reminder` WHERE organization = '{cell}';"
			f"DELETE FROM `tabNotification Log` WHERE for_user = '{user}'"
		)

	def tell_at_the_newest_stage(self) -> None:
		wait_for_day("2027-06-27")
		self.assertEqual(self.told(), [["secretary", "Before", "-10", "2027-06-27"]])

	def cross_midnight(self) -> None:
		wait_for_day("2027-06-28")
		self.assertEqual(self.told()[1:], [["secretary", "Before", "-5", "2027-06-28"]])

	def wake_after_eleven_days(self) -> None:
		"""Stages -1, 0 and 1 passed meanwhile: the newest speaks for them, and the body above is told once."""
		wait_for_day("2027-07-09")
		wanted = [["reviewer", "Escalation", "3", "2027-07-09"], ["secretary", "After", "1", "2027-07-09"]]
		self.assertEqual(sorted(self.told()[2:]), wanted)

	def restart_and_run_again(self) -> None:
		"""Scheduler and worker die and come back, and the day's run is made due once more: nothing is said twice."""
		before = self.told()
		for program in ("scheduler", "worker_long", "worker_unhurried", "worker_default"):
			if pid := services.pid_file(BENCH, program).alive():
				os.kill(pid, signal.SIGKILL)
		forget_the_runs()
		rerun = f"SELECT count(*) FROM `tabScheduled Job Type` WHERE method = '{DAILY}' AND last_execution IS NOT NULL"
		wait_until("the scheduler runs the day again", lambda: number(rerun))
		wait_for_day("2027-07-09")
		self.assertEqual(self.told(), before)
		self.assertEqual(doubles(), [])

	def read_it_as_the_secretary(self) -> None:
		"""Each stage came as one notification, which its person reads and a neighbour does not."""
		secretary, neighbour = self.round.person("secretary"), self.round.person("neighbour")
		cell = "Chi bộ Kiểm Tra Một"
		own = secretary.get(
			"frappe.desk.doctype.notification_log.notification_log.get_notification_logs", limit=50
		)
		self.assertIn(cell, json.dumps(own, ensure_ascii=False))
		others = neighbour.get(
			"frappe.desk.doctype.notification_log.notification_log.get_notification_logs", limit=50
		)
		self.assertNotIn(cell, json.dumps(others, ensure_ascii=False))

	def see_it_on_the_phone(self) -> None:
		"""Behind the bell, in the person's words, nothing twice."""
		account = self.round.trial["accounts"]["secretary"]
		with chromium() as browser:
			window = Window(browser, PHONE).sign_in(account["user"], account["password"])
			window.press(window.page.get_by_role("link", name=re.compile("^Thông báo")))
			told = window.page.locator(".bt-notices .bt-lines > li")
			expect(told.filter(has_text="Sơ kết 6 tháng").first).to_be_visible()
			window.settle()
			window.picture("nhac-viec", whole=False)
			texts = told.all_inner_texts()
			self.assertEqual(len(texts), len(set(texts)), texts)
			self.assertEqual([], window.heard.trouble())
			window.close()

	def told(self) -> list[list[str]]:
		"""[label, stage, offset, day] of every reminder about this file's duty, oldest first."""
		found = rows(
			"SELECT r.recipient, r.stage, r.offset_days, r.reminded_on FROM `tabObligation Reminder` r"
			" JOIN tabObligation o ON o.name = r.obligation JOIN `tabNotification Log` n ON n.name = r.notification"
			f" WHERE o.organization = '{self.round.organization('cell')}' AND o.duty = 'so_ket_6_thang'"
			" AND o.due_on = '2027-07-05' AND n.for_user = r.recipient ORDER BY r.reminded_on, r.creation"
		)
		labels = {account["user"]: label for label, account in self.round.trial["accounts"].items()}
		return [[labels.get(user, user), *rest] for user, *rest in found]


def wait_for_day(day: str) -> None:
	key = f"obligation.daily-{day}"
	state = f"SELECT state FROM `tabOutbox Task` WHERE task_key = '{key}'"
	wait_until(f"the day's work of {day} is done", lambda: rows(state) == [["Done"]])


def doubles() -> list[list[str]]:
	return rows(
		"SELECT reminder_key, count(*) FROM `tabObligation Reminder` GROUP BY reminder_key HAVING count(*) > 1"
	)


def leave_ours_alone_running(test: unittest.TestCase) -> None:
	"""Half a year is due at once for the framework's own sixty jobs; this is not about them."""
	others = [
		name
		for (name,) in rows(
			"SELECT name FROM `tabScheduled Job Type` WHERE stopped = 0 AND method NOT LIKE 'bontot.%'"
		)
	]
	listed = ", ".join(f"'{name}'" for name in others) or "''"
	rows(f"UPDATE `tabScheduled Job Type` SET stopped = 1 WHERE name IN ({listed})")
	test.addCleanup(rows, f"UPDATE `tabScheduled Job Type` SET stopped = 0 WHERE name IN ({listed})")


def set_tick(seconds: int | None) -> None:
	path = BENCH.sites / "common_site_config.json"
	settings = json.loads(path.read_text())
	settings.pop("scheduler_tick_interval", None)
	if seconds:
		settings["scheduler_tick_interval"] = seconds
	config.write_if_changed(path, json.dumps(settings, indent=1, sort_keys=True) + "\n")


def forget_the_runs() -> None:
	"""As on a morning after: the day's work is due, and its task is not there yet."""
	rows(
		"DELETE FROM `tabOutbox Task` WHERE task_key LIKE 'obligation.daily-2027-%' AND state = 'Done';"
		f"UPDATE `tabScheduled Job Type` SET last_execution = NULL WHERE method = '{DAILY}'"
	)


def forget_the_future() -> None:
	"""Runs that were done in 2027 would keep the scheduler of this bench still until then."""
	rows(
		"DELETE FROM `tabOutbox Task` WHERE task_key LIKE 'obligation.daily-2027-%';"
		"UPDATE `tabScheduled Job Type` SET last_execution = NULL WHERE last_execution > now()"
	)
