"""The bench of the tests started again under another clock, and what an operator's command says under it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from ops import clock, stack
from tests.bad_days.ground import BENCH


@contextmanager
def stack_at(moment: str) -> Iterator[None]:
	"""Run the whole bench at `moment` ("@2027-01-15 09:00:00", Vietnam's time) and give it the true time back after.

	Inside, the commands of tests.main_job.trial live at the same moment.
	"""
	before = dict(os.environ)
	stop()
	try:
		os.environ["BONTOT_CLOCK"] = moment
		os.environ["BONTOT_CLOCK"] = clock.fixed(os.environ)["BONTOT_CLOCK"]
		stack.start(BENCH)
		yield
	finally:
		stop()
		os.environ.pop("BONTOT_CLOCK", None)
		os.environ.update(before)
		stack.start(BENCH)


def stop() -> None:
	if left := stack.stop_all(BENCH):
		raise RuntimeError(f"the bench does not end: {left}")
