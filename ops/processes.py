"""Processes of a bench, known by pid files and never by name.

A pid file holds pid, start time and boot, so that a number which the kernel gave to somebody else is never
signalled.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

BOOT = Path("/proc/sys/kernel/random/boot_id")
LISTEN = "0A"  # state column of /proc/net/tcp


@dataclass(frozen=True, slots=True)
class Stat:
	"""One line of /proc/<pid>/stat, as far as we need it."""

	pid: int
	state: str
	parent: int
	group: int
	session: int
	started: int  # clock ticks since boot

	@property
	def alive(self) -> bool:
		return self.state not in "ZX"  # a zombie holds nothing and only waits for its parent


@dataclass(frozen=True, slots=True)
class PidFile:
	path: Path

	def write(self, pid: int) -> None:
		"""Record a living process. Raises ProcessLookupError when it is gone already."""
		stat = read_stat(pid)
		if stat is None:
			raise ProcessLookupError(f"process {pid} ended before it could be recorded in {self.path}")
		self.path.parent.mkdir(parents=True, exist_ok=True)
		fresh = self.path.with_name(f".{self.path.name}.{pid}")
		fresh.write_text(f"{pid} {stat.started} {BOOT.read_text().strip()}\n")
		fresh.replace(self.path)

	def recorded(self) -> int | None:
		"""The recorded pid of this boot, alive or not."""
		entry = self.entry()
		return entry[0] if entry else None

	def entry(self) -> tuple[int, int] | None:
		"""(pid, when it started) as recorded in this boot: read at once, since the program itself may take its file away."""
		with contextlib.suppress(FileNotFoundError):
			fields = self.path.read_text().split()
			if len(fields) == 3 and fields[2] == BOOT.read_text().strip():
				return int(fields[0]), int(fields[1])
		return None

	def alive(self) -> int | None:
		"""The pid, when the process that was recorded still runs."""
		entry = self.entry()
		if entry is None:
			return None
		stat = read_stat(entry[0])
		return stat.pid if stat and stat.alive and stat.started == entry[1] else None

	def members(self) -> list[int]:
		"""The process and all that live in the session or group it leads, also after it died itself.

		The kernel gives a number out again only when no session or group bears it: where the number now
		belongs to a process with another start time, nothing of the old one is left.
		"""
		entry = self.entry()
		if entry is None or _is_someone_else(*entry):
			return []
		pid = entry[0]
		ours = (os.getsid(0), os.getpgrp())
		own = {
			stat.pid
			for stat in all_stats()
			if stat.alive and pid in (stat.session, stat.group) and pid not in ours
		}
		if leader := self.alive():
			own.add(leader)
		return sorted(own)

	def remove(self) -> None:
		self.path.unlink(missing_ok=True)


def _is_someone_else(pid: int, started: int) -> bool:
	stat = read_stat(pid)
	return stat is not None and stat.started != started


def read_stat(pid: int) -> Stat | None:
	try:
		text = Path(f"/proc/{pid}/stat").read_text()
	except (FileNotFoundError, ProcessLookupError):
		return None
	fields = text.rpartition(")")[2].split()  # the command in brackets may itself hold blanks and brackets
	return Stat(pid, fields[0], *(int(fields[n]) for n in (1, 2, 3, 19)))


def all_stats() -> Iterator[Stat]:
	for entry in os.listdir("/proc"):
		if entry.isdigit() and (stat := read_stat(int(entry))):
			yield stat


def descendants(pid: int) -> list[int]:
	"""Living children of `pid`, theirs, and so on."""
	children: dict[int, list[Stat]] = {}
	for stat in all_stats():
		children.setdefault(stat.parent, []).append(stat)
	found, todo = [], [pid]
	while todo:
		for stat in children.get(todo.pop(), []):
			todo.append(stat.pid)
			if stat.alive:
				found.append(stat.pid)
	return found


def send(pids: list[int], number: signal.Signals) -> None:
	for pid in pids:
		with contextlib.suppress(ProcessLookupError):
			os.kill(pid, number)


def is_alive(pid: int) -> bool:
	_reap(pid)
	stat = read_stat(pid)
	return stat is not None and stat.alive


def _reap(pid: int) -> None:
	with contextlib.suppress(ChildProcessError):
		os.waitpid(pid, os.WNOHANG)


def stop(file: PidFile, seconds: float, number: signal.Signals = signal.SIGTERM) -> list[int]:
	"""End the recorded process politely, then what is left of its session by force; return who survived."""
	if leader := file.alive():
		send([leader], number)
		wait_until(lambda: not is_alive(leader), seconds)
	elif file.members():
		send(file.members(), number)
		wait_until(lambda: not file.members(), min(seconds, 5))
	if rest := file.members():
		send(rest, signal.SIGKILL)
		wait_until(lambda: not file.members(), 10)
	left = file.members()
	if not left:
		file.remove()
	return left


def stop_pids(pids: list[int], seconds: float) -> list[int]:
	"""End processes politely, after `seconds` by force; return who survived."""
	for number, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, 10)):
		pids = [pid for pid in pids if is_alive(pid)]
		if pids:
			send(pids, number)
			wait_until(lambda: not any(is_alive(pid) for pid in pids), patience)  # noqa: B023
	return [pid for pid in pids if is_alive(pid)]


def strays(mark: str) -> list[int]:
	"""Living processes that carry `mark` ("NAME=value") in their environment, without ourselves."""
	wanted, found = mark.encode(), []
	for stat in all_stats():
		with contextlib.suppress(OSError):  # another user's, or gone meanwhile
			variables = Path(f"/proc/{stat.pid}/environ").read_bytes().split(b"\0")
			if stat.alive and stat.pid != os.getpid() and wanted in variables:
				found.append(stat.pid)
	return found


def wait_until(condition: Callable[[], bool], seconds: float, pause: float = 0.05) -> bool:
	deadline = time.monotonic() + seconds
	while not condition():
		if time.monotonic() > deadline:
			return False
		time.sleep(pause)
	return True


def command(pid: int) -> str:
	"""What a process was called with, for messages; "" when it is gone or not ours to read."""
	with contextlib.suppress(OSError):
		return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
	return ""


def listening(port: int) -> list[str]:
	"""Inodes of the sockets that listen on a TCP port of this machine, any address."""
	inodes = []
	for table in ("/proc/net/tcp", "/proc/net/tcp6"):
		with contextlib.suppress(FileNotFoundError):
			for line in Path(table).read_text().splitlines()[1:]:
				fields = line.split()
				if fields[3] == LISTEN and int(fields[1].rpartition(":")[2], 16) == port:
					inodes.append(fields[9])
	return inodes


def port_owner(port: int) -> tuple[int, str] | None:
	"""Pid and command of whoever listens on `port`; pid 0 when it is another user's and hidden from us."""
	inodes = {f"socket:[{inode}]" for inode in listening(port)}
	if not inodes:
		return None
	for entry in sorted((e for e in os.listdir("/proc") if e.isdigit()), key=int):
		with contextlib.suppress(OSError), os.scandir(f"/proc/{entry}/fd") as handles:
			if any(os.readlink(handle.path) in inodes for handle in handles):
				return int(entry), command(int(entry))
	return 0, "a process of another user"
