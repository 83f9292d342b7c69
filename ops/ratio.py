"""The ratio of two ways of doing one thing, from paired runs, with the interval it lies in."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RESAMPLES = 2000
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Ratio:
	median: float
	low: float
	high: float
	pairs: int

	def __str__(self) -> str:
		return f"{self.median:.2f}× [{self.low:.2f}-{self.high:.2f}, {self.pairs} pairs]"


def of_pairs(above: Sequence[float], below: Sequence[float], seed: int = 1) -> Ratio:
	"""Median of above[i] / below[i] with its bootstrap interval of 95 %.

	Both are seconds of runs that stood next to each other, so a machine that slows down slows both.
	Raises ValueError for fewer than three pairs, unequal lengths or a run that took no time.
	"""
	if len(above) != len(below) or len(above) < 3:
		raise ValueError(f"{len(above)} and {len(below)} runs are not at least three pairs")
	if min(below) <= 0 or min(above) <= 0:
		raise ValueError("a run that took no time cannot be compared; let it do more")
	ratios = [one / other for one, other in zip(above, below, strict=True)]
	chance = random.Random(seed)
	medians = sorted(statistics.median(chance.choices(ratios, k=len(ratios))) for _ in range(RESAMPLES))
	edge = int(RESAMPLES * (1 - CONFIDENCE) / 2)
	return Ratio(statistics.median(ratios), medians[edge], medians[-1 - edge], len(ratios))


def measure(
	above: Callable[[], object],
	below: Callable[[], object],
	pairs: int = 15,
	warm_up: int = 2,
	clock: Callable[[], float] = time.perf_counter,
) -> Ratio:
	"""How many times as long as `below` does `above` take? Both run in turn, and who is first changes."""
	seconds: dict[Callable[[], object], list[float]] = {above: [], below: []}
	for turn in range(-warm_up, pairs):
		for way in (above, below) if turn % 2 else (below, above):
			began = clock()
			way()
			if turn >= 0:
				seconds[way].append(clock() - began)
	return of_pairs(seconds[above], seconds[below])
