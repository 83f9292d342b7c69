"""Runs one test module of the framework on one site, and reads what came of it."""

from __future__ import annotations

import json
import re
import subprocess
import time
from dataclasses import dataclass

from ops.bench import REPO, Bench
from ops.counts import Counts, of_unittest
from ops.framework import APP
from tests.framework import ground

MINUTES = 6  # of one module
# They compare paths of the source with the bench's own, and the test bench only links to apps/. They write nothing there.
AT_THE_SOURCE = ("frappe.tests.test_patches", "frappe.tests.test_translate")


@dataclass(frozen=True, slots=True)
class Outcome:
	site: str
	module: str
	counts: Counts
	failures: tuple[str, ...]  # full names of the tests, as failed_tests() gives them
	seconds: float
	trouble: str = ""  # why the run as a whole is worth nothing; "" when it came to its end


def play(bench: Bench, site: ground.Site, module: str, again: bool = False) -> Outcome:
	"""Run `module` as `bench --site … run-tests …` does; all it prints is in the log folder, that of a second run too."""
	command = [
		*(str(bench.python), "-m", "tests.framework.mended", "frappe"),
		*("--site", site.address, "run-tests", *named(module)),
	]
	log = ground.logs() / f"{site.name}-{module}{'-again' if again else ''}.log"
	own = {"FRAPPE_BENCH_ROOT": str(REPO)} if module in AT_THE_SOURCE else {}
	began = time.monotonic()
	trouble, code = "", 0
	with log.open("wb") as out:
		process = subprocess.Popen(
			command,
			cwd=bench.sites,
			env=ground.environment(bench) | own,
			stdin=subprocess.DEVNULL,
			stdout=out,
			stderr=subprocess.STDOUT,
		)
		try:
			code = process.wait(MINUTES * 60)
		except subprocess.TimeoutExpired:
			process.kill()
			process.wait()
			trouble = f"took longer than {MINUTES} minutes"
	text = log.read_text(errors="replace")
	counts, failures = of_unittest(text), failed_tests(text)
	if not trouble and not counts.ran and not counts.skipped:
		trouble = f"ran no test (exit code {code})"
	elif not trouble and bool(code) != bool(failures):
		trouble = f"ended with exit code {code} and {len(failures)} failed tests"
	return Outcome(site.name, module, counts, failures, time.monotonic() - began, trouble)


def named(module: str) -> tuple[str, str]:
	"""How run-tests is told: a doctype's own test by the doctype, so that its test records are made before."""
	folder, test = module.split(".")[-2:]
	record = APP.joinpath(*module.split(".")[:-1], f"{folder}.json")
	if test == f"test_{folder}" and record.exists():
		return "--doctype", json.loads(record.read_text())["name"]
	return "--module", module


def failed_tests(text: str) -> tuple[str, ...]:
	"""Full names of the tests that failed, sorted, each once: `package.module.Class.test_name`.

	Sub-tests count as their test; what fails in setUpClass is called `….Class.setUpClass`.
	"""
	pattern = r"^(?:ERROR|FAIL|UNEXPECTED SUCCESS): (\w+) \(([\w.]+)\)"
	found = re.findall(pattern, text, re.MULTILINE)
	return tuple(
		sorted({where if where.endswith(f".{test}") else f"{where}.{test}" for test, where in found})
	)
