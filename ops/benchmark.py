"""`bin/benchmark [CASE…]`: plays the modules of tests/benchmark/ and prints a line a figure.

	case · against · ratio [interval] · wanted · ok/short

A module is a case; its `measure()` yields `Figure`s, and `Count`s of what is counted beside them. The exit code is 1 when a figure falls short, a case breaks
or nothing was measured. What decides are ratios between two ways measured side by side in one run, which hold on any machine,
and counts; seconds decide of the cases that were asked for by name, on a machine that has nothing else to do.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ops.bench import REPO
from ops.ratio import Ratio

CASES = REPO / "tests" / "benchmark"


@dataclass(frozen=True, slots=True)
class Figure:
	"""One comparison; `ratio` is theirs over ours with `at_least`, ours over theirs with `at_most`.

	The measured median decides; the interval says how far to trust it.
	"""

	case: str
	against: str
	ratio: Ratio
	at_least: float | None = None
	at_most: float | None = None

	def __post_init__(self) -> None:
		if (self.at_least is None) == (self.at_most is None):
			raise ValueError(f"{self.case}: give either at_least or at_most")

	@property
	def ok(self) -> bool:
		if self.at_least is not None:
			return self.ratio.median >= self.at_least
		return self.ratio.median <= self.at_most

	def as_asked_for(self) -> Figure:
		return self  # a ratio decides however it was asked for

	def __str__(self) -> str:
		wanted = f"≥ {self.at_least:g}×" if self.at_least is not None else f"≤ {self.at_most:g}×"
		return f"{self.case} · {self.against} · {self.ratio} · {wanted} · {'ok' if self.ok else 'short'}"


@dataclass(frozen=True, slots=True)
class Count:
	"""Something counted or timed once for its own sake: statements of SQL, MiB, seconds.

	`at_most`: always decides. `at_most_by_name`: seconds on two idle cores, which another machine or a busy one does not
	keep; decides when the case was asked for by name. Neither: told beside the ratios, decides nothing.
	"""

	case: str
	of: str
	number: float
	at_most: float | None = None
	at_most_by_name: float | None = None

	@property
	def ok(self) -> bool:
		return self.at_most is None or self.number <= self.at_most

	def as_asked_for(self) -> Count:
		"""The same, once its case was asked for by name."""
		return self if self.at_most_by_name is None else replace(self, at_most=self.at_most_by_name)

	def __str__(self) -> str:
		line = f"{self.case} · {self.of} · {self.number:g}"
		if self.at_most is not None:
			return f"{line} · ≤ {self.at_most:g} · {'ok' if self.ok else 'short'}"
		if self.at_most_by_name is not None:
			return f"{line} · wanted ≤ {self.at_most_by_name:g} on two idle cores (decides when asked for by name)"
		return line


def cases(names: list[str]) -> list[str]:
	"""Names of the modules to play. Raises SystemExit for one that does not exist."""
	known = sorted(path.stem for path in CASES.glob("*.py") if not path.stem.startswith(("_", "test_")))
	for name in names:
		if name not in known:
			raise SystemExit(f"No benchmark {name!r}; there are: {', '.join(known) or 'none yet'}.")
	return names or known


def play(
	names: list[str], load: Callable[[str], Callable[[], Iterator[Figure | Count]]], *, by_name: bool = False
) -> int:
	"""Print every figure of the cases; return the exit code."""
	measured, short = 0, 0
	for name in names:
		try:
			for told in load(name)():
				figure = told.as_asked_for() if by_name else told
				print(figure, flush=True)
				measured += 1
				short += not figure.ok
		except Exception:
			traceback.print_exc()
			print(f"{name} · broke off", flush=True)
			short += 1
	return 0 if measured and not short else 1


def load(name: str) -> Callable[[], Iterator[Figure | Count]]:
	return importlib.import_module(f"tests.benchmark.{name}").measure


def main(arguments: list[str]) -> int:
	"""Runs twice: the first time it brings a bench up and calls itself with that bench's Python."""
	if "BONTOT_BENCH_ROOT" in os.environ:
		return play(cases(arguments), load, by_name=bool(arguments))
	from ops import bench as benches
	from ops import runner

	chosen = cases(arguments)
	if not chosen:
		raise SystemExit("No benchmark is there yet: tests/benchmark/ is empty.")
	bench = benches.load(os.environ.get("BONTOT_TEST_BENCH", "test"))
	with runner.Grounds(bench) as grounds:
		grounds.provide("site")
		began = time.monotonic()
		code = runner.run_here(bench, [str(bench.python), "-m", "ops.benchmark", *arguments])
		print(f"{len(chosen)} cases in {time.monotonic() - began:.0f} s")
	return code


if __name__ == "__main__":
	from ops import guard

	if "BONTOT_BENCH_ROOT" in os.environ:
		sys.exit(main(sys.argv[1:]))
	sys.exit(guard.run(lambda: main(sys.argv[1:])))
