"""`bin/start [--check]` and `bin/stop [BENCH]`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from ops import bench as benches
from ops import stack
from ops.bench import REPO, Bench
from ops.services import ServiceError, pid_file, refuse_taken_port


def start(arguments: list[str]) -> int:
	parser = argparse.ArgumentParser(
		prog="bin/start", description="Set up what is missing, then start bontot."
	)
	help_check = "start, play the main job over HTTP, stop; the exit code says whether every step held and no door is open"
	parser.add_argument("--check", action="store_true", help=help_check)
	options = parser.parse_args(arguments)
	bench = benches.load()
	if not stack.running(bench):
		refuse_taken_ports(bench)
		set_up()
	if not stack.start(bench):
		print("bontot is already running.")
	if options.check:
		return check(bench)
	announce(bench)
	warn(bench)
	return 0


def refuse_taken_ports(bench: Bench) -> None:
	"""Say at once, before minutes of set-up, that a port is somebody else's."""
	for name in bench.ports.__slots__:
		program = "nginx" if name == "web" else name
		if not pid_file(bench, program).members():
			refuse_taken_port(getattr(bench.ports, name), name)


def set_up() -> None:
	from ops import setup

	if code := setup.main([]):
		raise SystemExit(code)


def announce(bench: Bench) -> None:
	print(f"\nbontot answers at {bench.url}")
	print(f"Administrator's password is in {bench.var / 'secrets' / 'administrator'}")
	accounts = bench.sites / bench.site / "demo-accounts.txt"  # written by bontot.demo: user, password, who
	if accounts.exists():
		print(f"Demo accounts, also in {accounts}:\n")
		rows = [line.split("\t") for line in accounts.read_text().splitlines()]
		width = max(len(row[0]) for row in rows)
		for user, password, who in rows:
			print(f"  {user:<{width}}  {password:<14}  {who}")
	print("\nStop it with bin/stop; logs are in logs/.")


def warn(bench: Bench) -> bool:
	"""Say what of the site's settings is not safe, and how to mend it (bontot.guard.edge.doctor).

	Return whether a door stands open, or might: when that could not be told, nobody may believe that none does.
	"""
	said = examine(bench)
	if said.returncode:
		print(f"\nWhether the settings are safe could not be told:\n{said.stderr[-2000:]}", file=sys.stderr)
		return True
	told = {
		mark: [line for line in said.stdout.splitlines() if line.startswith(mark)] for mark in ("! ", "- ")
	}
	for title, findings in (("A door stands open", told["! "]), ("Not safe yet", told["- "])):
		if findings:
			print(f"\n{title}:", *findings, sep="\n  ")
	return bool(told["! "])


def examine(bench: Bench) -> subprocess.CompletedProcess[str]:
	command = [
		bench.python,
		"-W",
		"ignore",
		"-m",
		"frappe.utils.bench_helper",
		"frappe",
		"--site",
		bench.site,
	]
	told = ["execute", "bontot.guard.edge.doctor.run", "--kwargs", "{'language': 'en'}"]
	settings = os.environ | {"FRAPPE_BENCH_ROOT": str(bench.root)}
	return subprocess.run([*command, *told], cwd=bench.sites, env=settings, capture_output=True, text=True)


def check(bench: Bench) -> int:
	"""Play the main job against the running bench, then stop it; 0 when both went well and no door stands open."""
	played = subprocess.run([str(bench.python), "-m", "tests.main_job.run", bench.url], cwd=REPO)
	unsafe = warn(bench)
	stopped = stop([])
	return played.returncode or stopped or int(unsafe)


def stop(arguments: list[str]) -> int:
	parser = argparse.ArgumentParser(
		prog="bin/stop", description="Stop a bench and make sure nothing is left."
	)
	parser.add_argument("bench", nargs="?", default="main", help="main (default), test, lane1 to lane8")
	bench = benches.load(parser.parse_args(arguments).bench)
	left = stack.stop_all(bench) + stack.open_ports(bench)
	if left:
		print(f"Bench {bench.name} is not gone:", *left, sep="\n  ", file=sys.stderr)
		return 1
	print(f"Bench {bench.name} is stopped: no process and no open port is left.")
	return 0


if __name__ == "__main__":
	try:
		sys.exit({"start": start, "stop": stop}[sys.argv[1]](sys.argv[2:]))
	except ServiceError as error:
		sys.exit(str(error))
