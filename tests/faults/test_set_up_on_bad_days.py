"""`bin/setup` of a fresh copy of this repository: no registry, a wrong hash, a full disk, killed and run again."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
import tomllib
import unittest
from collections.abc import Iterator
from pathlib import Path

from ops.bench import REPO

NOWHERE = "http://127.0.0.1:9/simple"  # the discard port: nobody listens


class TestSetUpOnBadDays(unittest.TestCase):
	def setUp(self) -> None:
		self.folder = Path(tempfile.mkdtemp(prefix="bontot-set-up-"))
		self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

	def test_without_a_registry_it_says_so_and_what_to_do(self) -> None:
		copy = fresh_copy(self.folder, with_tools=False)
		# The packages' caches would answer in the registry's place.
		away = {
			"PIP_INDEX_URL": NOWHERE,
			"UV_DEFAULT_INDEX": NOWHERE,
			"UV_INDEX_URL": NOWHERE,
			"PIP_RETRIES": "0",
		}
		away |= {"PIP_NO_CACHE_DIR": "1", "UV_NO_CACHE": "1", "PIP_FIND_LINKS": "", "UV_FIND_LINKS": ""}
		done = run(copy, **away)
		self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
		self.assertIn("registry cannot be reached", done.stderr)
		self.assertIn("run bin/setup again", done.stderr)
		self.assertNotIn("Traceback", done.stderr)

	def test_a_wheel_with_another_hash_is_refused_with_both_digests(self) -> None:
		copy = fresh_copy(self.folder)
		lock = copy / "config" / "framework.toml"
		true = tomllib.loads(lock.read_text())["wheel"]["sha256"]
		wrong = true[::-1]
		lock.write_text(lock.read_text().replace(true, wrong))
		done = run(copy)
		self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
		self.assertIn(wrong, done.stderr)
		self.assertIn(true, done.stderr)
		self.assertFalse((copy / "apps" / "frappe" / "frappe").exists(), "something of it was laid down")

	def test_a_full_disk_is_named_and_set_up_goes_on_where_it_stopped(self) -> None:
		with small_disk(self.folder / "disk", megabytes=45) as disk:
			copy = fresh_copy(disk)
			done = run(copy)
			self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
			self.assertIn("Free some space", done.stderr)
			self.assertNotIn("Traceback", done.stderr)
			self.assertFalse((copy / "var" / "stamps" / "framework").exists())
			subprocess.run(["mount", "-o", "remount,size=400m", disk], check=True)
			self.assertTrue(run_until(copy, "framework"), "after making room it did not go on")

	def test_killed_in_the_middle_of_each_step_it_starts_that_step_again(self) -> None:
		copy = fresh_copy(self.folder)
		for step in ("framework", "env"):
			kill_within(copy, step)
			self.assertFalse((copy / "var" / "stamps" / step).exists(), f"{step} counts as done")
		self.assertTrue(run_until(copy, "env"), (copy / "var" / "log" / "setup.log").read_text()[-3000:])
		libraries = subprocess.run(
			[copy / "env" / "bin" / "python", "-c", "import frappe, pymysql; print(frappe.__version__)"],
			capture_output=True,
			text=True,
		)
		self.assertEqual(libraries.returncode, 0, libraries.stderr)


def fresh_copy(folder: Path, with_tools: bool = True) -> Path:
	"""The repository's own files as they stand, and nothing that set-up makes but (if asked) the tools it starts with."""
	copy = folder / "bontot"
	listed = subprocess.run(
		["git", "-C", REPO, "ls-files", "-z"], check=True, capture_output=True, text=True
	).stdout
	for name in filter(None, listed.split("\0")):
		if (REPO / name).is_file():
			(copy / name).parent.mkdir(parents=True, exist_ok=True)
			shutil.copy2(REPO / name, copy / name)
	if with_tools:
		(copy / "var" / "stamps").mkdir(parents=True)
		(copy / "var" / "tools").symlink_to(REPO / "var" / "tools")
		shutil.copy2(REPO / "var" / "stamps" / "tools", copy / "var" / "stamps" / "tools")
	return copy


def environment(**more: str) -> dict[str, str]:
	ours = ("BONTOT_", "FRAPPE_", "PYTHONPATH")
	clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
	return clean | {"BONTOT_PORT_SHIFT": "5000", "PYTHONUNBUFFERED": "1"} | more


def run(copy: Path, **more: str) -> subprocess.CompletedProcess[str]:
	return subprocess.run(
		[copy / "bin" / "setup", "--no-demo"],
		cwd=copy,
		env=environment(**more),
		capture_output=True,
		text=True,
		timeout=240,
	)


def begin(copy: Path) -> subprocess.Popen[bytes]:
	with open(copy / "out.txt", "wb") as log:
		command = [copy / "bin" / "setup", "--no-demo"]
		return subprocess.Popen(
			command, cwd=copy, env=environment(), stdout=log, stderr=log, start_new_session=True
		)


def kill(process: subprocess.Popen[bytes]) -> None:
	os.kill(
		process.pid, signal.SIGKILL
	)  # the command alone, as `kill -9` does; its children must not work on
	process.wait()


TRACES = {  # what a step has laid down in the middle of its work
	"framework": "apps/.frappe.new/*",
	"env": "env/lib/*/site-packages/*.dist-info",
}


def kill_within(copy: Path, step: str) -> None:
	"""Kill the set-up in the middle of `step`: its first files are there, its stamp is not.

	By what the step has done and not by the clock: with warm caches a step is over within a second.
	"""
	process = begin(copy)
	wait(process, lambda: any(copy.glob(TRACES[step])))
	if process.poll() is not None:
		raise AssertionError(f"it ended before {step}: " + (copy / "out.txt").read_text()[-3000:])
	kill(process)


def run_until(copy: Path, step: str) -> bool:
	"""Let the set-up run until `step` is done, then stop it; False when it ended without."""
	process = begin(copy)
	wait(process, lambda: (copy / "var" / "stamps" / step).exists())
	done = (copy / "var" / "stamps" / step).exists()
	kill(process)
	return done


def wait(process: subprocess.Popen[bytes], condition) -> None:
	until = time.monotonic() + 240
	while process.poll() is None and not condition() and time.monotonic() < until:
		time.sleep(0.01)


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
	"""A disk of that size in memory. Raises SkipTest where nobody may mount one."""
	folder.mkdir()
	done = subprocess.run(
		["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], capture_output=True, text=True
	)
	if done.returncode:
		raise unittest.SkipTest(f"a small disk cannot be mounted here: {done.stderr.strip()}")
	try:
		yield folder
	finally:
		subprocess.run(["umount", "--lazy", folder], check=True)
