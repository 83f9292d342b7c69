"""A bench of its own for a whole province: made anew, filled, and stopped at the end."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from ops import bench as benches
from ops import services, site, stack
from ops.bench import REPO, Bench


def fresh_bench() -> Bench:
	"""The bench `scale` with an empty site and everything running."""
	bench = benches.load("scale")
	stack.stop_all(bench)
	shutil.rmtree(bench.root, ignore_errors=True)
	site.make_site(bench)
	stack.start(bench)
	enabling = command(
		bench, "scheduler", "enable"
	)  # off in benches for tests; here it must find what a kill left
	output = enabling.communicate()[0]
	assert enabling.returncode == 0, output
	return bench


def remove(bench: Bench) -> None:
	left = stack.stop_all(bench)
	assert not left, left
	shutil.rmtree(bench.root, ignore_errors=True)


def command(bench: Bench, *words: str) -> subprocess.Popen:
	"""Start a command of the framework on the bench's site, its output in a pipe, line by line."""
	return subprocess.Popen(
		[bench.python, "-m", "frappe.utils.bench_helper", "frappe", "--site", bench.site, *words],
		cwd=bench.sites,
		env=os.environ
		| {"FRAPPE_BENCH_ROOT": str(bench.root), "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore"},
		stdout=subprocess.PIPE,
		stderr=subprocess.STDOUT,
		text=True,
	)


def inside(bench: Bench, what: str, *arguments: str, module: str = "tests.scale.inside") -> Any:
	"""Run a function of a module in a process connected to the site; return what it returned."""
	done = subprocess.run(
		[bench.python, "-W", "ignore", "-m", module, what, *arguments],
		cwd=REPO,
		env=os.environ | {"BONTOT_BENCH_ROOT": str(bench.root), "FRAPPE_BENCH_ROOT": str(bench.root)},
		capture_output=True,
		text=True,
	)
	assert done.returncode == 0, f"{what}: {done.stdout[-1000:]}{done.stderr[-3000:]}"
	return json.loads(done.stdout.splitlines()[-1])


def sql(bench: Bench, statement: str) -> list[list[str]]:
	config = json.loads((bench.sites / bench.site / "site_config.json").read_text())
	answer = services.run_sql(bench, f"use `{config['db_name']}`; {statement}")
	return [line.split("\t") for line in answer.stdout.splitlines()]


def say(*words: object) -> None:
	"""A figure for the reader of the log."""
	print(*words, file=sys.stderr, flush=True)


PICTURES = Path(os.environ.get("BONTOT_PICTURES", REPO / "var" / "pictures"))
