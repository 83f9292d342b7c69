"""A program that is killed comes back by itself, and people can go on."""

from __future__ import annotations

import os
import signal
import subprocess
import unittest
from pathlib import Path

from ops import bench as benches
from ops import services, stack
from ops.processes import wait_until
from tests.main_job.client import Person

BENCH = benches.load(os.environ["BONTOT_BENCH"])


def signs_in() -> bool:
	person = Person(BENCH.url)
	try:
		person.sign_in("Administrator", (BENCH.var / "secrets" / "administrator").read_text().strip())
	except Exception:
		return False
	return True


class TestKilledServices(unittest.TestCase):
	def test_each_program_comes_back_after_a_kill(self) -> None:
		for program in stack.PROGRAMS:
			with self.subTest(program.name):
				file = services.pid_file(BENCH, program.name)
				before = file.alive()
				self.assertIsNotNone(before)
				os.kill(before, signal.SIGKILL)
				back = wait_until(lambda: file.alive() not in (None, before), 20)  # noqa: B023
				self.assertTrue(back, services.log_tail(BENCH, program.name))
				stack.wait_ready(BENCH, seconds=40)
				self.assertTrue(wait_until(signs_in, 30, pause=0.5), f"nobody signs in after {program.name}")

	def test_starting_a_running_bench_changes_nothing(self) -> None:
		before = {path.name: path.read_text() for path in BENCH.run.glob("*.pid")}
		self.assertFalse(stack.start(BENCH))
		self.assertEqual({path.name: path.read_text() for path in BENCH.run.glob("*.pid")}, before)

	def test_a_program_that_runs_is_not_started_twice(self) -> None:
		command = [str(benches.REPO / "bin" / "service"), "scheduler", BENCH.name]
		environment = {k: v for k, v in os.environ.items() if k != "BONTOT_SUPERVISED"}
		done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30)
		self.assertEqual(done.returncode, 1)
		self.assertIn("runs already", done.stderr)

	def test_nothing_of_the_bench_listens_beyond_this_machine(self) -> None:
		addresses = set()
		for table in ("/proc/net/tcp", "/proc/net/tcp6"):
			for line in Path(table).read_text().splitlines()[1:]:
				local, state = line.split()[1], line.split()[3]
				address, port = local.split(":")
				if state == "0A" and int(port, 16) in [
					getattr(BENCH.ports, n) for n in BENCH.ports.__slots__
				]:
					addresses.add(address)
		self.assertEqual(addresses, {"0100007F"})
