"""The throw-away province the job is played in, made before and taken away after, whatever happens between."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops import clock
from ops.bench import REPO, SITE

PYTHON = REPO / "env" / "bin" / "python"


@contextmanager
def province(root: Path) -> Iterator[Path]:
	"""Yield the file that tells organisations, accounts and passwords. `root`: of a bench whose database is up."""
	execute(root, "bontot.demo.trial.build")
	try:
		yield root / "sites" / SITE / "trial.json"
	finally:
		execute(root, "bontot.demo.trial.remove")


def execute(root: Path, method: str) -> str:
	"""Run a function on the bench's site as its operator would; raises AssertionError with what it said."""
	settings = {"FRAPPE_BENCH_ROOT": str(root)} | clock.variables(
		os.environ
	)  # the day of the bench is its day
	command = [PYTHON, "-m", "frappe.utils.bench_helper", "frappe", "--site", SITE, "execute", method]
	done = subprocess.run(
		command, cwd=root / "sites", capture_output=True, text=True, env=os.environ | settings
	)
	assert done.returncode == 0, f"{method} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
	return done.stdout
