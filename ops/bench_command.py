"""`bin/bench`: frappe-bench with this bench's settings, and the database up while it works."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.bench import REPO, Bench, load
from ops.framework import APP
from ops.services import ServiceError, start_data, stop_data
from ops.setup import remembered

# `start` brings its own services up by the Procfile; the others ask nothing of a database.
WITHOUT_DATABASE = {
	"start",
	"build",
	"watch",
	"version",
	"find",
	"--version",
	"--help",
	"setup",
	"get-app",
	"new-app",
}


@contextmanager
def shared_services(bench: Bench) -> Iterator[None]:
	"""Have MariaDB and Redis up inside. Of commands that overlap the last stops what the first started."""
	bench.run.mkdir(parents=True, exist_ok=True)
	with (bench.run / "bench-command.lock").open("a+") as users:
		fcntl.flock(users, fcntl.LOCK_SH)
		if started := start_data(bench):
			users.truncate(0)
			users.write("\n".join(started))
			users.flush()
		try:
			yield
		finally:
			try:
				fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
			except BlockingIOError:
				pass  # another command is at work; it stops them
			else:
				users.seek(0)
				stop_data(bench, users.read().split())
				users.truncate(0)


def environment(bench: Bench) -> dict[str, str]:
	"""What frappe-bench and everything it starts need to find."""
	paths = [str(bench.tools), str(REPO / "apps" / "frappe" / "node_modules" / ".bin")]
	return os.environ | {
		"PATH": os.pathsep.join([*paths, os.environ.get("PATH", "")]),
		"CI": os.environ.get("CI", "1"),  # or `bench build` asks GitHub for ready-made assets
		"FRAPPE_BENCH_ROOT": str(bench.root),
	}


def build(bench: Bench, home: Path, words: list[str]) -> int:
	"""`bench build` of an official checkout with our builder: its own needs packages from outside the registry."""
	options = ["--apps" if word == "--app" else word for word in words]
	return subprocess.run(
		["node", home / "esbuild", "--production", "--sites-path", bench.sites, *options]
	).returncode


def main(words: list[str] | None = None) -> int:
	words = sys.argv[1:] if words is None else words
	bench = load(os.environ.get("BONTOT_BENCH", "main"))
	program = bench.tools / "bench"
	if not program.exists() or not (bench.sites / "apps.txt").exists():
		print("This bench is not set up: run bin/setup first.", file=sys.stderr)
		return 1
	env = environment(bench)
	home = remembered().home
	if words[:1] == ["build"] and home != APP:
		return build(bench, home, words[1:])
	if not words or words[0] in WITHOUT_DATABASE:
		os.chdir(bench.root)
		os.execve(program, ["bench", *words], env)
	try:
		with shared_services(bench):
			return subprocess.run([program, *words], cwd=bench.root, env=env).returncode
	except ServiceError as error:
		print(error, file=sys.stderr)
		return 1
