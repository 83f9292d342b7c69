"""Pid files never lead to a process that is not ours, and what we start is gone when we say so."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

from ops import processes
from ops.bench import REPO
from ops.processes import PidFile, is_alive, wait_until

STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(600)
"""


class TestPidFile(unittest.TestCase):
	def setUp(self) -> None:
		folder = tempfile.TemporaryDirectory()
		self.addCleanup(folder.cleanup)
		self.file = PidFile(Path(folder.name) / "thing.pid")

	def spawn(self, *command: str) -> subprocess.Popen[str]:
		process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE, text=True)
		self.addCleanup(process.wait)
		self.addCleanup(process.kill)
		self.addCleanup(process.stdout.close)
		return process

	def test_recycled_pid_is_neither_alive_nor_signalled(self) -> None:
		stranger = self.spawn("sleep", "600")
		boot = processes.BOOT.read_text().strip()
		self.file.path.write_text(f"{stranger.pid} 1 {boot}\n")  # same number, another start time
		self.assertIsNone(self.file.alive())
		self.assertEqual(processes.stop(self.file, 1), [])
		self.assertIsNone(stranger.poll())

	def test_pid_of_an_earlier_boot_is_not_ours(self) -> None:
		stranger = self.spawn("sleep", "600")
		self.file.write(stranger.pid)
		text = self.file.path.read_text().split()
		self.file.path.write_text(f"{text[0]} {text[1]} another-boot\n")
		self.assertEqual(processes.stop(self.file, 1), [])
		self.assertIsNone(stranger.poll())

	def test_a_file_that_goes_while_it_is_asked_is_no_failure(self) -> None:
		self.file.write(self.spawn("sleep", "600").pid)
		real = processes.read_stat

		def gone_meanwhile(pid: int) -> processes.Stat | None:
			self.file.remove()
			return real(pid)

		for asked, wanted in ((self.file.alive, True), (self.file.members, False)):
			with mock.patch.object(processes, "read_stat", gone_meanwhile):
				self.assertEqual(bool(asked()), wanted)

	def test_stop_ends_what_ignores_a_polite_request(self) -> None:
		stubborn = self.spawn(sys.executable, "-c", STUBBORN)
		stubborn.stdout.readline()
		self.file.write(stubborn.pid)
		self.assertEqual(processes.stop(self.file, 0.3), [])
		self.assertFalse(is_alive(stubborn.pid))
		self.assertFalse(self.file.path.exists())

	def test_stop_ends_children_that_outlived_their_killed_leader(self) -> None:
		leader = self.spawn("sh", "-c", "sleep 600 & echo $!; wait")
		child = int(leader.stdout.readline())
		self.file.write(leader.pid)
		leader.kill()
		leader.wait()
		self.assertIsNone(self.file.alive())
		self.assertEqual(self.file.members(), [child])
		self.assertEqual(processes.stop(self.file, 1), [])
		self.assertFalse(is_alive(child))

	def test_recording_a_process_that_is_gone_is_refused(self) -> None:
		gone = self.spawn("true")
		gone.wait()
		with self.assertRaises(ProcessLookupError):
			self.file.write(gone.pid)


class TestPortOwner(unittest.TestCase):
	def test_owner_of_a_port_is_named_with_its_command(self) -> None:
		with socket.create_server(("127.0.0.1", 0)) as server:
			pid, command = processes.port_owner(server.getsockname()[1])
			self.assertEqual(pid, os.getpid())
			self.assertIn("unittest", command)
			port = server.getsockname()[1]
		self.assertIsNone(processes.port_owner(port))


GUARDED = """
import subprocess, sys, time
from ops import guard

def work():
	# One sets itself apart, as browsers do, one ignores requests.
	apart = subprocess.Popen(["setsid", "sleep", "611"])
	deaf = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE, start_new_session=True)
	deaf.stdout.readline()
	print(apart.pid, deaf.pid, flush=True)
	time.sleep(float(sys.argv[2]))
	return 3

guard.ORDERLY_SECONDS = 0.5
sys.exit(guard.run(work))
"""


class TestGuard(unittest.TestCase):
	"""What `bin/test` starts ends with it, however it ends."""

	def run_guarded(self, seconds: float) -> tuple[subprocess.Popen[str], list[int]]:
		process = subprocess.Popen(
			[sys.executable, "-c", GUARDED, STUBBORN, str(seconds)],
			cwd=REPO,
			stdout=subprocess.PIPE,
			text=True,
		)
		self.addCleanup(process.stdout.close)
		pids = [int(pid) for pid in process.stdout.readline().split()]
		self.assertEqual(len(pids), 2)
		pids += processes.descendants(process.pid)
		return process, pids

	def assert_gone(self, pids: list[int], seconds: float = 10) -> None:
		began = time.monotonic()
		self.assertTrue(wait_until(lambda: not any(is_alive(pid) for pid in pids), seconds), pids)
		self.assertLess(time.monotonic() - began, seconds)

	def test_exit_code_is_the_work_s_and_nothing_is_left(self) -> None:
		process, pids = self.run_guarded(0)
		self.assertEqual(process.wait(timeout=20), 3)
		self.assert_gone(pids, 1)

	def test_nothing_outlives_a_kill_of_the_command(self) -> None:
		process, pids = self.run_guarded(600)
		process.send_signal(signal.SIGKILL)
		process.wait()
		self.assert_gone(pids)

	def test_nothing_outlives_a_kill_of_the_working_child(self) -> None:
		process, pids = self.run_guarded(600)
		worker = next(stat.pid for stat in processes.all_stats() if stat.parent == process.pid)
		os.kill(worker, signal.SIGKILL)
		self.assertEqual(process.wait(timeout=20), 1)
		self.assert_gone(pids)

	def test_an_interrupt_ends_everything_too(self) -> None:
		process, pids = self.run_guarded(600)
		process.send_signal(signal.SIGINT)
		self.assertNotEqual(process.wait(timeout=20), 0)
		self.assert_gone(pids)
