"""Verdict on a run of Frappe's tests, given the list of those known to fail and why."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from ops.counts import Counts
from tests.framework.play import Outcome

LIST = Path(__file__).with_name("known.toml")
AT_MOST = 25
EVERYWHERE = ("plain", "ours")


@dataclass(frozen=True, slots=True)
class Known:
	test: str  # full name, as play.failed_tests() gives it
	cause: str
	sites: tuple[str, ...] = EVERYWHERE
	sometimes: bool = False  # fails on some machines or days only; the cause says on which


@dataclass(slots=True)
class Verdict:
	counts: Counts  # a known failure counts as skipped
	new: list[str] = field(default_factory=list)  # "site: test" that failed and is not listed
	known: list[str] = field(default_factory=list)
	mended: list[str] = field(default_factory=list)  # listed, its module ran, and it did not fail
	broken: list[str] = field(default_factory=list)  # modules that did not come to their end


def load(path: Path = LIST) -> list[Known]:
	"""The committed list. Raises ValueError when it is too long, says a test twice, or gives no cause."""
	entries = tomllib.loads(path.read_text()).get("known", [])
	return checked([Known(**entry | {"sites": tuple(entry.get("sites", EVERYWHERE))}) for entry in entries])


def checked(listed: list[Known]) -> list[Known]:
	names = [known.test for known in listed]
	if len(names) > AT_MOST:
		raise ValueError(f"{len(names)} known failures; at most {AT_MOST} are bearable.")
	if doubles := sorted({name for name in names if names.count(name) > 1}):
		raise ValueError(f"listed twice: {', '.join(doubles)}")
	if bare := [known.test for known in listed if len(known.cause.split()) < 6]:
		raise ValueError(f"no cause a reader can follow: {', '.join(bare)}")
	return listed


def unexpected(outcome: Outcome, listed: list[Known]) -> list[str]:
	"""What of one module's run counts as failed, a line each."""
	verdict = judge([outcome], listed)
	return verdict.new + verdict.mended + verdict.broken


def failing_twice(first: Outcome, second: Outcome) -> Outcome:
	"""`second`, in which a test counts as passed that passed in `first`."""
	failures = tuple(test for test in second.failures if test in first.failures)
	passed = second.counts.passed + len(second.failures) - len(failures)
	return replace(second, counts=Counts(passed, len(failures), second.counts.skipped), failures=failures)


def judge(outcomes: Iterable[Outcome], listed: list[Known]) -> Verdict:
	"""Sum the outcomes up. What fails unlisted, ends badly, or is listed and passes again counts as failed."""
	verdict = Verdict(Counts())
	passed = skipped = 0
	for outcome in outcomes:
		passed += outcome.counts.passed
		skipped += outcome.counts.skipped
		here = {known.test: known for known in listed if outcome.site in known.sites}
		if outcome.trouble:
			verdict.broken.append(f"{outcome.site}: {outcome.module} {outcome.trouble}")
		for test in outcome.failures:
			(verdict.known if test in here else verdict.new).append(f"{outcome.site}: {test}")
		for test, known in here.items():
			in_module = test.startswith(f"{outcome.module}.")
			if in_module and test not in outcome.failures and not (outcome.trouble or known.sometimes):
				verdict.mended.append(f"{outcome.site}: {test}")
	failed = len(verdict.new) + len(verdict.mended) + len(verdict.broken)
	verdict.counts = Counts(passed, failed, skipped + len(verdict.known))
	return verdict
