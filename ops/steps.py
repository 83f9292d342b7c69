"""Steps of a set-up: each says what it does and how long it took, and is skipped when it is done already.

A step is done when the stamp in <bench.var>/stamps/ holds the digest of what the step depends on
*and* its result still stands. The stamp is removed before the work and written last, so a step that was
killed runs again.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

LOCK_PATIENCE = 60.0  # seconds for what a killed set-up left running to come to its end
_libc = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1

# What a sub-command prints when the cause lies outside it, and what helps. First match wins.
CAUSES: tuple[tuple[tuple[str, ...], str, str], ...] = (
	(
		("No space left on device", "ENOSPC", "os error 28", "Disk quota exceeded"),
		"the disk is full",
		"Free some space (set-up needs about 3 GB) and run bin/setup again; it goes on where it stopped.",
	),
	(
		(
			"hash mismatch",
			"Hash mismatch",
			"DO NOT MATCH THE HASHES",
			"EINTEGRITY",
			"integrity checksum failed",
		),
		"something downloaded is not what the lock file names",
		"Do not go around it: clear the package cache and run again. "
		"If it stays, the registry serves something else.",
	),
	(
		(
			"(from versions: none)",  # all pip says at its end when it reached nobody
			"Temporary failure in name resolution",
			"Temporary failure resolving",
			"Could not resolve",
			"dns error",
			"error sending request",
			"tcp connect error",
			"NewConnectionError",
			"Failed to fetch",
			"EAI_AGAIN",
			"ENOTFOUND",
			"ECONNREFUSED",
			"ETIMEDOUT",
			"Connection refused",
			"Network is unreachable",
			"Connection timed out",
		),
		"the package registry cannot be reached",
		"Check network and proxy, or point the package clients at your mirror "
		"(UV_DEFAULT_INDEX, PIP_INDEX_URL, npm's registry), then run bin/setup again.",
	),
)


class StepError(RuntimeError):
	"""A step cannot go on: what is wrong, and what to do about it."""

	def __init__(self, problem: str, remedy: str = "") -> None:
		super().__init__(problem)
		self.remedy = remedy


class Shell:
	"""Runs sub-commands; what they print goes to one log file."""

	def __init__(self, log: Path, keep_open: int | None = None) -> None:
		log.parent.mkdir(parents=True, exist_ok=True)
		self.log = log
		self.keep_open = keep_open  # the set-up's lock: it is held as long as one of our children lives

	def note(self, text: str) -> None:
		with self.log.open("a") as out:
			out.write(f"{time.strftime('%F %T')} {text}\n")

	def run(
		self,
		*command: str | Path,
		cwd: Path | None = None,
		env: Mapping[str, str] | None = None,
		remedy: str = "",
		stdin: str = "",
		secrets: Iterable[str] = (),
	) -> str:
		"""Run a command to its end and return its standard output.

		`env` is added to the environment; `secrets` are masked in the log. Raises StepError when the command
		is missing or fails; the message names the cause when it is a known one.
		"""
		words = [str(word) for word in command]
		shown = _masked(shlex.join(words), secrets)
		self.note(f"$ {shown}")
		try:
			done = subprocess.run(
				words,
				cwd=cwd,
				env={**os.environ, **(env or {})},
				input=stdin,
				capture_output=True,
				text=True,
				errors="replace",
				pass_fds=() if self.keep_open is None else (self.keep_open,),
				preexec_fn=_die_with_parent,
			)
		except FileNotFoundError as error:
			raise StepError(
				f"The command {words[0]!r} is missing.", remedy or "Install it and run again."
			) from error
		output = _masked(done.stdout + done.stderr, secrets)
		with self.log.open("a") as out:
			out.write(output + ("" if output.endswith("\n") or not output else "\n"))
		if done.returncode:
			raise self._failure(shown, done.returncode, output, remedy)
		return done.stdout

	def _failure(self, shown: str, code: int, output: str, remedy: str) -> StepError:
		tail = "\n".join(f"    {line}" for line in output.strip().splitlines()[-12:])
		if known := known_cause(output):
			cause, help_text = known
			return StepError(f"{cause[0].upper()}{cause[1:]}.\n  {shown}\n{tail}", help_text)
		return StepError(f"A command failed (exit code {code}):\n  {shown}\n{tail}", remedy)


def known_cause(text: str) -> tuple[str, str] | None:
	"""Cause and remedy that a message points to, or None."""
	for signs, cause, remedy in CAUSES:
		if any(sign in text for sign in signs):
			return cause, remedy
	return None


def _masked(text: str, secrets: Iterable[str]) -> str:
	for secret in secrets:
		text = text.replace(secret, "********")
	return text


def _die_with_parent() -> None:
	_libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


@dataclass
class Step:
	name: str  # file name of its stamp
	says: str
	run: Callable[[], None]
	inputs: Callable[[], str] = lambda: ""
	stands: Callable[[], bool] = lambda: True
	note: Callable[[], str] = lambda: ""  # said beside the time once it is done


@dataclass
class Runner:
	stamps: Path
	out: Callable[[str], None] = print
	ran: list[str] = field(default_factory=list)

	def run(self, step: Step) -> bool:
		"""Do the step unless it is done; return whether it had to be."""
		stamp = self.stamps / step.name
		wanted = step.inputs()
		if read(stamp) == wanted and step.stands():
			self.out(f"  ok     {step.says}")
			return False
		started = time.monotonic()
		self.out(f"  ...    {step.says}")
		stamp.unlink(missing_ok=True)
		step.run()
		if not step.stands():
			raise StepError(f"'{step.says}' ran without an error, but its result is not there.")
		write_whole(stamp, step.inputs())
		note = step.note()
		self.out(f"  done   {step.says}: {time.monotonic() - started:.1f} s{f' ({note})' if note else ''}")
		self.ran.append(step.name)
		return True


@contextmanager
def only_one(path: Path, what: str, patience: float = LOCK_PATIENCE) -> Iterator[int]:
	"""Hold the lock file while inside; yields its descriptor.

	A second one stops with a message; when the first was killed and only a child of it runs, it waits.
	"""
	path.parent.mkdir(parents=True, exist_ok=True)
	handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
	deadline, told = time.monotonic() + patience, False
	try:
		while not _locked(handle):
			holder = os.pread(handle, 32, 0).decode().strip()
			if (holder and Path("/proc", holder).exists()) or time.monotonic() > deadline:
				raise StepError(
					f"{what} is running already (process {holder or 'unknown'}).", "Wait until it has ended."
				)
			if holder and not told:
				print(f"  wait   what the killed process {holder} started is still ending")
				told = True
			time.sleep(0.2)
		os.ftruncate(handle, 0)
		os.pwrite(handle, str(os.getpid()).encode(), 0)
		yield handle
	finally:
		os.close(handle)


def _locked(handle: int) -> bool:
	try:
		fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
	except BlockingIOError:
		return False
	return True


def read(path: Path) -> str | None:
	return path.read_text() if path.is_file() else None


def write_whole(path: Path, text: str, mode: int = 0o644) -> None:
	"""Write a file so that it is there completely or not at all."""
	path.parent.mkdir(parents=True, exist_ok=True)
	fresh = path.with_name(f".{path.name}.{os.getpid()}")
	with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as out:
		out.write(text)
		out.flush()
		os.fsync(out.fileno())
	fresh.replace(path)


def digest(*parts: str | bytes | Path) -> str:
	"""sha256 over texts and contents of files; a missing file counts as such, a folder as all its files."""
	total = hashlib.sha256()
	for part in parts:
		if isinstance(part, Path):
			files = sorted(p for p in part.rglob("*") if p.is_file()) if part.is_dir() else [part]
			for file in files:
				content = file.read_bytes() if file.is_file() else b"missing"
				total.update(f"{file.name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
		else:
			total.update(
				hashlib.sha256(part if isinstance(part, bytes) else part.encode()).hexdigest().encode()
			)
	return total.hexdigest()


def fail(error: BaseException, log: Path) -> int:
	"""Print one clear message for a failed set-up; returns the exit code."""
	sys.stdout.flush()
	print(f"\nSet-up stopped: {error}", file=sys.stderr)
	known = known_cause(str(error)) if isinstance(error, OSError) else None
	if remedy := known[1] if known else getattr(error, "remedy", ""):
		print(f"What to do: {remedy}", file=sys.stderr)
	print(f"Log: {log}", file=sys.stderr)
	return 1
