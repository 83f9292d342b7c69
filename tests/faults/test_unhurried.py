"""Tests that what nobody waits for holds nobody up: an act is done while the worker of the day's own work stands still."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ops import services
from tests.bad_days.ground import BENCH, ProvinceCase, rows
from tests.main_job import files
from tests.main_job.round import wait_until


@contextmanager
def standing_still(program: str) -> Iterator[None]:
	pid = services.pid_file(BENCH, program).alive()
	os.kill(pid, signal.SIGSTOP)
	try:
		yield
	finally:
		os.kill(pid, signal.SIGCONT)


class TestUnhurried(ProvinceCase):
	def refreshing(self, period: str) -> list[str]:
		key = f"evaluation.refresh_period:{period}:%"
		return [row[0] for row in rows(f"SELECT state FROM `tabOutbox Task` WHERE task_key LIKE '{key}'")]

	def test_a_period_opens_while_the_days_work_stands_still(self) -> None:
		with standing_still("worker_unhurried"):
			period = files.open_period(self.round, "Year")  # waits until each has its file
			wait_until("the files are to be computed", lambda: self.refreshing(period))
			time.sleep(1)
			self.assertEqual(self.refreshing(period), ["Pending"])
		wait_until("they are computed", lambda: self.refreshing(period) == ["Done"], self.round.unfinished)

	def test_control_an_act_waits_for_the_worker_of_acts(self) -> None:
		officer = self.round.person("btc")
		with standing_still("worker_long"):
			period = files.make_period(self.round, "Six-Month")
			officer.post("bontot.evaluation.api.open_period", period=period)
			time.sleep(2)
			self.assertEqual(files.state_of_period(officer, period), "Opening")
		wait_until("the period is open", lambda: files.state_of_period(officer, period) == "Open")
