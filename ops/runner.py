"""`bin/test [SUITE…]`: plays suites against a bench of their own and counts.

Whole logs lie in var/test-log/, pictures in var/pictures/. The last line is "N passed, N failed[, N skipped]";
the exit code is 1 when one failed or nothing ran. The main bench is never touched.

A run of everything plays two suites at a time where the machine has two cores, in the benches `test` and `beside`: the one
begins with those that need a site alone, the other with those that need a running bench, and whoever is done helps the other.
A suite that is named plays alone.

For developers: BONTOT_TEST_BENCH=lane1 uses that bench for all, one suite after another, so two can test side by side;
BONTOT_TEST_AS_IS=1 takes libraries and assets as they stand, while somebody else is in the middle of changing them.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ops import bench as benches
from ops import guard, services, setup, site, stack
from ops.bench import REPO, Bench
from ops.counts import READERS, Counts
from ops.environments import lane_of
from ops.steps import Runner, Shell, StepError, only_one
from ops.suites import Suite, chosen

LOGS = REPO / "var" / "test-log"
PICTURES = REPO / "var" / "pictures"
TAIL = 60  # lines of a failing suite that are shown
_sharing = threading.Lock()


def main(arguments: list[str]) -> int:
	suites = chosen(arguments)
	if arguments:
		os.environ.setdefault("BONTOT_ALL_DAYS", "1")  # asked for by name, a suite plays all it has
	for folder in (LOGS, PICTURES):
		folder.mkdir(parents=True, exist_ok=True)
	named_bench = os.environ.get("BONTOT_TEST_BENCH")
	if named_bench == "main":
		raise SystemExit(
			"Tests never run in the main bench; BONTOT_TEST_BENCH may be test or lane1 to lane8."
		)
	two_at_a_time = not arguments and not named_bench and (os.cpu_count() or 1) > 1
	if two_at_a_time:
		total = play_two_at_a_time(suites)
	else:
		total = play_in(named_bench or "test", suites)
	print(total, flush=True)
	return 0 if total.ran and not total.failed else 1


def play_two_at_a_time(suites: list[Suite]) -> Counts:
	"""Run first the suites that need no site, which also bring up to date what benches share, then the others in two benches."""
	waiting = Waiting(suite for suite in suites if suite.needs in ("site", "stack"))
	total = play_in("test", [suite for suite in suites if suite.needs not in ("site", "stack")])
	rows = (("test", waiting.take_all("site")), ("beside", waiting.take_all("stack")))
	with ThreadPoolExecutor(len(rows)) as together:
		return total + sum(together.map(lambda row: play_in(*row), rows), Counts())


class Waiting:
	"""Suites that nobody has taken yet, those that may take longest first."""

	def __init__(self, suites: Iterable[Suite]) -> None:
		self.suites = sorted(suites, key=lambda suite: -suite.minutes)
		self.lock = threading.Lock()

	def take_all(self, preferred: str) -> Iterator[Suite]:
		"""Take one after another: first those that need what is `preferred`, then what is left."""
		while suite := self.take(preferred):
			yield suite

	def take(self, preferred: str) -> Suite | None:
		with self.lock:
			found = next((suite for suite in self.suites if suite.needs == preferred), None)
			found = found or next(iter(self.suites), None)
			if found:
				self.suites.remove(found)
			return found


def play_in(bench: str, suites: Iterable[Suite]) -> Counts:
	"""Run suites one after another in a bench, which is down afterwards."""
	found = benches.load(bench)
	with Grounds(found) as grounds:
		return sum((play(suite, found, grounds) for suite in suites), Counts())


class Grounds:
	"""What suites stand on, brought up when the first one asks for it and taken down at the end."""

	def __init__(self, bench: Bench) -> None:
		self.bench = bench
		self.has = ""

	def __enter__(self) -> Grounds:
		return self

	def __exit__(self, *error: object) -> None:
		if self.has and (left := stack.stop_all(self.bench)):
			raise RuntimeError(f"the test bench does not end: {left}")

	def provide(self, need: str) -> None:
		"""`need` as in Suite.needs. Raises when set-up or a start fails."""
		if need and not os.environ.get("BONTOT_TEST_AS_IS"):
			share_once()
		if need in ("", "apps", self.has):
			return
		if not self.has:
			self.has = "nothing yet"  # from here on there is something to take down
			stack.stop_all(self.bench)  # what a test run that lost its power left behind
			site.make_site(self.bench)
		if need == "site":
			stack.stop_all(self.bench)  # a unit test must not meet the workers of a running bench
			services.start_data(self.bench)
		else:
			if (
				self.has == "site"
			):  # hundreds of jobs of rolled-back tests would go before those that a suite waits for
				services.empty_queue(self.bench)
			stack.start(self.bench)
		self.has = need


def share_once() -> None:
	"""`share`, for whoever of this run asks first; the others wait for it."""
	with _sharing:
		_shared()


@functools.cache  # keeps no failure: the next suite tries again, and says why it cannot run
def _shared() -> None:
	share()


def share() -> None:
	"""Bring libraries, framework and assets up to date, which all benches share.

	The main bench's own site and data are left alone. Raises StepError or ServiceError.
	"""
	main = benches.load()
	choices = setup.remembered()
	with only_one(main.var / "setup.lock", "Another bin/setup") as handle:
		shell = Shell(main.var / "log" / "setup.log", keep_open=handle)
		setup.packages_stand(shell, main)
		steps = Runner(main.var / "stamps")
		for step in setup.steps(shell, main, choices, lane_of(Path(choices.python)), dev=False):
			steps.run(step)


def play(suite: Suite, bench: Bench, grounds: Grounds) -> Counts:
	"""Run one suite; what goes wrong around it counts as one failure."""
	print(f"== {suite.name}", flush=True)
	began = time.monotonic()
	log = LOGS / f"{suite.name}.log"
	try:
		grounds.provide(suite.needs)
	except (services.ServiceError, StepError, subprocess.SubprocessError, OSError) as error:
		log.write_text(f"{type(error).__name__}: {error}\n")
		print(f"   cannot run: {error}", flush=True)
		return Counts(failed=1)
	code = run_logged(suite, bench, log)
	text = log.read_text(errors="replace")
	counts = READERS[suite.reader](text)
	reason = ""
	if code == "timeout":
		counts, reason = counts + Counts(failed=1), f"took longer than {suite.minutes} minutes"
	elif code and not counts.failed:
		counts, reason = counts + Counts(failed=1), f"ended with exit code {code}"
	elif not counts.ran and not counts.skipped:
		counts, reason = Counts(failed=1), "ran no test"
	tail = [f"   | {line}" for line in text.splitlines()[-TAIL:]] if counts.failed else []
	seconds = time.monotonic() - began
	why = f" ({reason})" if reason else ""
	end = f"   {suite.name}: {counts}{why} in {seconds:.0f} s, {log.relative_to(REPO)}"
	print("\n".join([*tail, end]), flush=True)  # one call: two suites may end together
	return counts


def run_logged(suite: Suite, bench: Bench, log: Path) -> int | str:
	"""Exit code of the suite's command, or "timeout". All it printed is in `log`."""
	with open(log, "wb") as out:
		process = subprocess.Popen(
			suite.command(bench),
			cwd=bench.sites if suite.name == "unit" else REPO,
			env=environment(bench),
			stdin=subprocess.DEVNULL,
			stdout=out,
			stderr=subprocess.STDOUT,
		)
		try:
			return process.wait(timeout=suite.minutes * 60)
		except subprocess.TimeoutExpired:
			process.kill()
			process.wait()
			return "timeout"


def run_here(bench: Bench, command: list[str]) -> int:
	"""Run a command that is told about `bench` and prints for itself; return its exit code."""
	return subprocess.run(command, cwd=REPO, env=environment(bench), stdin=subprocess.DEVNULL).returncode


def environment(bench: Bench) -> dict[str, str]:
	"""What a suite is told: which bench it may do anything with, and where pictures go."""
	return dict(os.environ) | {
		"BONTOT_URL": bench.url,
		"BONTOT_BENCH": bench.name,
		"BONTOT_BENCH_ROOT": str(bench.root),
		"BONTOT_SITE": bench.site,
		"FRAPPE_BENCH_ROOT": str(bench.root),
		"BONTOT_PICTURES": str(PICTURES),
		"PYTHONUNBUFFERED": "1",
		"PYTHONPATH": str(REPO),
		"CI": "true",
	}


if __name__ == "__main__":
	sys.exit(guard.run(lambda: main(sys.argv[1:])))
