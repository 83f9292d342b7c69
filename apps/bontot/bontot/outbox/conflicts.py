"""Reruns after conflicts: an act that meets "someone else changed this" is undone and run once more as a whole."""

import functools
import time
from collections.abc import Callable
from typing import NoReturn, ParamSpec, TypeVar

import frappe
from frappe import _

from bontot.outbox import rules
from bontot.outbox.errors import ConflictError

P = ParamSpec("P")
R = TypeVar("R")


def run_again_on_conflict(act: Callable[P, R]) -> Callable[P, R]:
	"""Decorate a whole request's act; what still meets a conflict after the last run raises ConflictError."""

	@functools.wraps(act)
	def run(*args: P.args, **kwargs: P.kwargs) -> R:
		begun, rerun = time.monotonic(), 0
		while True:
			try:
				return act(*args, **kwargs)
			except Exception as error:
				if not is_fresh_conflict(error):
					raise
				frappe.db.rollback()
				frappe.clear_messages()
				rerun += 1
				if not rules.is_worth_rerunning(rerun, time.monotonic() - begun):
					refuse(error)
				time.sleep(rules.pause_before_rerun(rerun))

	return run


def is_fresh_conflict(error: BaseException) -> bool:
	"""Whether it is a conflict of the database that nobody has tried to get past yet."""
	return rules.is_conflict(error) and not isinstance(error, ConflictError)


def refuse(error: BaseException, *, partly_done: bool = False) -> NoReturn:
	"""Tell the person, in place of the database. `partly_done`: some of it may stand already."""
	message = (
		_(
			"Others were changing the same records. Part of this may be saved: reload the page before you go on."
		)
		if partly_done
		else _("Others were changing the same records. Nothing was saved: wait a moment and do it once more.")
	)
	try:
		frappe.throw(message, ConflictError, title=_("Try Again"))
	except ConflictError as told:
		raise told from error
