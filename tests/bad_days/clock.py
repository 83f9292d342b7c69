"""The bench of the tests moved to another day: stopped, and started again under that clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ops import clock, stack
from tests.bad_days.ground import BENCH


@contextmanager
def shifted() -> Iterator[Callable[[str], None]]:
	"""Yield `move(moment)`, which has the whole bench live at "@2027-01-15 09:00:00" (Vietnam's time) from then on.

	The commands of tests.main_job.trial live at the same moment. Afterwards the bench runs at the true time again.
	"""
	before = os.environ.get("BONTOT_CLOCK")

	def move(moment: str) -> None:
		stop()
		os.environ["BONTOT_CLOCK"] = moment
		os.environ["BONTOT_CLOCK"] = clock.fixed(os.environ)[
			"BONTOT_CLOCK"
		]  # an offset: it runs on from here
		stack.start(BENCH)

	try:
		yield move
	finally:
		stop()
		os.environ.pop("BONTOT_CLOCK", None)
		if before:
			os.environ["BONTOT_CLOCK"] = before
		stack.start(BENCH)


def stop() -> None:
	if left := stack.stop_all(BENCH):
		raise RuntimeError(f"the bench does not end: {left}")
