"""The suites of `bin/test`: what each runs, in this order. One line is one suite; add yours here."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from ops import setup
from ops.bench import REPO, Bench

APP = "bontot"


@dataclass(frozen=True, slots=True)
class Suite:
	name: str
	command: Callable[[Bench], list[str]]
	reader: str  # of ops/counts.py
	needs: str = ""  # "" nothing, "apps" what set-up shares between benches, "site" the test site and its data services, "stack" the whole bench running
	minutes: int = 10
	path: str = ""  # of the repository; a suite whose path is not there yet is left out


def _unittest(folder: str) -> Callable[[Bench], list[str]]:
	def command(bench: Bench) -> list[str]:
		discover = ["discover", "--start-directory", folder, "--top-level-directory", ".", "--verbose"]
		return [str(bench.python), "-m", "unittest", *discover]

	return command


def _with(settings: dict[str, str], command: Callable[[Bench], list[str]]) -> Callable[[Bench], list[str]]:
	"""The same suite in another size: `settings` are environment variables that it reads."""
	return lambda bench: [
		"/usr/bin/env",
		*(f"{key}={value}" for key, value in settings.items()),
		*command(bench),
	]


WHOLE_APPROVAL = {
	"BONTOT_APPROVAL_WALKS": "10000",
	# One process a site: the provinces of two stand in each other's way wherever a small table is read as a whole to be
	# changed. A second clone with another BONTOT_APPROVAL_SEED walks at the same time.
	"BONTOT_APPROVAL_PROCESSES": "1",
	"BONTOT_APPROVAL_THREADS": "32",
	"BONTOT_APPROVAL_FILES": "200",
	"BONTOT_APPROVAL_TAMPERINGS": "1000",
}
WHOLE_TREE = {
	"BONTOT_TREE_OPERATIONS": "10000",
	"BONTOT_TREE_WORKERS": "8",
	"BONTOT_TREE_SIZE": "P",
	"BONTOT_TREE_YEARS": "5",
}


def _ops(bench: Bench) -> list[str]:
	return [
		sys.executable,
		"-m",
		"unittest",
		"discover",
		"--start-directory",
		"ops",
		"--top-level-directory",
		".",
	]


def _node(bench: Bench) -> list[str]:
	# Set-up lays those of the builder and of realtime beside the packages they use; the app's stand beside their pages.
	tests = sorted(str(path) for path in (setup.remembered().home / "test").glob("*.test.js"))
	tests += sorted(str(path) for path in (REPO / "apps" / APP).rglob("*.test.mjs"))
	return [shutil.which("node") or "node", "--test", "--test-reporter=tap", *tests]


def _frappe(*arguments: str) -> Callable[[Bench], list[str]]:
	def command(bench: Bench) -> list[str]:
		frappe = [str(bench.python), "-m", "frappe.utils.bench_helper", "frappe"]
		return [*frappe, "--site", bench.site, *arguments]

	return command


def _framework(*arguments: str) -> Callable[[Bench], list[str]]:
	return lambda bench: [str(bench.python), "-m", "tests.framework", *arguments]


def _access_full(bench: Bench) -> list[str]:
	return [str(bench.python), "-m", "tests.access.full"]


SUITES = (
	Suite("ops", _ops, "unittest", "apps", minutes=15, path="ops"),
	Suite("lint", _unittest("tests/lint"), "unittest", "apps", path="tests/lint"),
	Suite("node", _node, "node", "apps", path="config/framework/test"),
	Suite("unit", _frappe("run-tests", "--app", APP), "unittest", "site", minutes=45, path=f"apps/{APP}"),
	Suite("criteria", _unittest("tests/criteria"), "unittest", "site", path="tests/criteria"),
	Suite("organization", _unittest("tests/organization"), "unittest", "site", path="tests/organization"),
	Suite(
		"organization-full",
		_with(WHOLE_TREE, _unittest("tests/organization")),
		"unittest",
		"site",
		minutes=120,
		path="tests/organization",
	),
	Suite("approval", _unittest("tests/approval"), "unittest", "site", path="tests/approval"),
	Suite(
		"approval-full",
		_with(WHOLE_APPROVAL, _unittest("tests/approval")),
		"unittest",
		"site",
		minutes=180,
		path="tests/approval",
	),
	Suite("http", _unittest("tests/http"), "unittest", "stack", minutes=15, path="tests/http"),
	Suite("access", _unittest("tests/access"), "unittest", "stack", minutes=15, path="tests/access"),
	Suite("access-full", _access_full, "unittest", "stack", minutes=60, path="tests/access"),
	Suite("browser", _unittest("tests/browser"), "unittest", "stack", minutes=25, path="tests/browser"),
	Suite(
		"browser-full",
		_with({"BONTOT_BROWSER_FULL": "1"}, _unittest("tests/browser")),
		"unittest",
		"stack",
		minutes=45,
		path="tests/browser",
	),
	Suite("guard", _unittest("tests/guard"), "unittest", "stack", minutes=45, path="tests/guard"),
	Suite(
		"guard-full",
		_with({"BONTOT_GUARD_FULL": "1"}, _unittest("tests/guard")),
		"unittest",
		"stack",
		minutes=120,
		path="tests/guard",
	),
	Suite("faults", _unittest("tests/faults"), "unittest", "stack", minutes=20, path="tests/faults"),
	Suite("framework", _framework(), "summary", "site", minutes=20, path="tests/framework"),
	Suite("framework-full", _framework("--full"), "summary", "site", minutes=60, path="tests/framework"),
	Suite("switch", _unittest("tests/switch"), "unittest", "apps", minutes=45, path="tests/switch"),
	Suite("app-repo", _unittest("tests/app_repo"), "unittest", "apps", minutes=5, path="tests/app_repo"),
	Suite(
		"scale", _unittest("tests/scale"), "unittest", "apps", minutes=60, path="tests/scale"
	),  # brings its own bench
)
FULL = "-full"  # ends the names of whole profiles
ONLY_WHEN_NAMED = ("switch", "app-repo", "scale")  # and whole profiles: too long for every run


def chosen(names: list[str]) -> list[Suite]:
	"""The suites named, in the order of the table; without names all that are there and short enough.

	Raises SystemExit for a name that does not exist or whose files are not there.
	"""
	known = {suite.name: suite for suite in SUITES}
	for name in names:
		if name not in known:
			raise SystemExit(f"No suite {name!r}; there are: {', '.join(known)}.")
		if not (REPO / known[name].path).exists():
			raise SystemExit(f"Suite {name!r} needs {known[name].path}, which is not there.")
	if names:
		return [suite for suite in SUITES if suite.name in names]
	return [s for s in SUITES if (REPO / s.path).exists() and in_every_run(s.name)]


def in_every_run(name: str) -> bool:
	return name not in ONLY_WHEN_NAMED and not name.endswith(FULL)
