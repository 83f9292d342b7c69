"""An endpoint that meets "someone else changed this" undoes everything and runs once more as a whole."""

import functools
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import frappe

from bontot.outbox import rules

P = ParamSpec("P")
R = TypeVar("R")
RERUNS = 3


def run_again_on_conflict(act: Callable[P, R]) -> Callable[P, R]:
	"""Decorate a whole request's act; the last conflict comes out as it is."""

	@functools.wraps(act)
	def run(*args: P.args, **kwargs: P.kwargs) -> R:
		for rerun in range(1, RERUNS + 1):
			try:
				return act(*args, **kwargs)
			except Exception as error:
				if not rules.is_conflict(error):
					raise
				frappe.db.rollback()
				frappe.clear_messages()
				time.sleep(rules.pause_before_rerun(rerun))
		return act(*args, **kwargs)

	return run
