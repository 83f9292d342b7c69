"""Play Frappe's own tests and count: python -m tests.framework [--full] [MODULE…]. README.md says how to read it."""

from __future__ import annotations

import argparse
import functools
import os
import sys
import tomllib
import unittest
from collections.abc import Callable, Iterable
from pathlib import Path

from ops import bench as benches
from ops import framework, official, services
from ops.counts import Counts
from ops.steps import read
from tests.framework import ground, judge
from tests.framework.play import Outcome, play

TABLE = Path(__file__).with_name("modules.toml")


def runs(full: bool, only: list[str]) -> list[tuple[ground.Site, str]]:
	"""(site, module) pairs to play: by name, as Frappe itself walks its tree, for some of its tests lean on it."""
	table = tomllib.loads(TABLE.read_text())
	parts = ("short", "full") if full else ("short",)
	plain = [module for part in parts for area in table[part].values() for module in area]
	ours = [module for part in parts for module in table["with_app"][part]]
	if only:
		plain = ours = only
	return [(ground.PLAIN, name) for name in sorted(plain)] + [(ground.OURS, name) for name in sorted(ours)]


def main(arguments: list[str]) -> int:
	parser = argparse.ArgumentParser("tests.framework", description=__doc__)
	parser.add_argument(
		"--full", action="store_true", help="every module of the table, not only the short part"
	)
	parser.add_argument("module", nargs="*", help="only these modules, on both sites")
	given = parser.parse_args(arguments)
	own = check_the_judge()
	bench = benches.load(os.environ.get("BONTOT_BENCH", "test"))
	listed = judge.load()
	pairs = runs(given.full, given.module)
	sites = list(dict.fromkeys(site for site, _module in pairs))
	outcomes: list[Outcome] = []
	unsteady: list[str] = []
	with services.data_services(bench):
		for site in sites:
			ground.make(bench, site)
	with ground.running(bench, sites):
		for site, module in pairs:
			if not outcomes or outcomes[-1].site != site.name:
				ground.forget(bench)
			outcome, unsteady_here = steadily(functools.partial(play, bench, site, module), listed)
			outcomes.append(outcome)
			unsteady += unsteady_here
	verdict = judge.judge(outcomes, listed)
	tree = check_tree()
	report(verdict, outcomes, listed)
	for line in unsteady:
		print(f"UNSTEADY  {line}: in one of two runs")
	total = verdict.counts + own + tree
	print(total, flush=True)
	return 1 if total.failed else 0


def steadily(play_module: Callable[..., Outcome], listed: list[judge.Known]) -> tuple[Outcome, list[str]]:
	"""How a module goes; and what fails in one of two runs only, where the first held something unexpected.

	Frappe's tests give the web server and the workers fixed seconds, which a busy machine takes longer for; others
	trip over what their first run left behind. A test fails that fails both times.
	"""
	first = play_module()
	show(first)
	if not judge.unexpected(first, listed):
		return first, []
	second = play_module(again=True)
	show(second)
	both = second if first.trouble else judge.failing_twice(first, second)
	lines = {*judge.unexpected(first, listed), *judge.unexpected(second, listed)}
	return both, sorted(lines.difference(judge.unexpected(both, listed)))


def check_the_judge() -> Counts:
	"""Our own tests of what reads and judges: a judge that excuses everything would make all of this green."""
	suite = unittest.defaultTestLoader.loadTestsFromName("tests.framework.test_judge")
	result = unittest.TextTestRunner(stream=sys.stdout, verbosity=0).run(suite)
	failed = len(result.failures) + len(result.errors)
	return Counts(result.testsRun - failed, failed)


def check_tree() -> Counts:
	"""Frappe's tests write doctypes and reports into the source tree and must have taken them away again."""
	if official.is_checkout(framework.APP):
		return Counts()
	try:
		framework.check_tree(framework.APP, framework.load_lock(), read(framework.MANIFEST))
	except RuntimeError as error:
		print(f"the framework's tree is not as locked any more: {error}")
		return Counts(failed=1)
	return Counts(passed=1)


def show(outcome: Outcome) -> None:
	said = f"   {outcome.site:5} {outcome.module}: {outcome.counts} in {outcome.seconds:.0f} s"
	print(said + (f" — {outcome.trouble}" if outcome.trouble else ""), flush=True)


def report(verdict: judge.Verdict, outcomes: Iterable[Outcome], listed: list[judge.Known]) -> None:
	causes = {known.test: known.cause for known in listed}
	for line in verdict.known:
		print(f"known   {line}\n        {causes[line.partition(': ')[2]]}")
	for line in verdict.mended:
		print(f"MENDED  {line}: listed in known.toml, yet it passes. Take it off the list.")
	for line in verdict.broken:
		print(f"BROKEN  {line}")
	for line in verdict.new:
		print(f"NEW     {line}: its output is in {ground.logs()}")
	outcomes = list(outcomes)
	for site in dict.fromkeys(outcome.site for outcome in outcomes):
		here = [outcome for outcome in outcomes if outcome.site == site]
		total = sum((outcome.counts for outcome in here), Counts())
		seconds = sum(outcome.seconds for outcome in here)
		print(f"site {site}: {len(here)} modules, {total} in {seconds:.0f} s")
	print(f"{len(verdict.known)} known failures with a cause, {len(verdict.new)} new")


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
