"""A request that meets "someone else changed this" is undone and run again as a whole, through whichever door it came.

Two people save, submit or delete at once and the database gives one of them up (deadlock), lets one wait too long or finds
a row changed: the framework answers with a failure of the server. Our own endpoints run again by themselves
(`outbox.conflicts`); this does it for all that the framework dispatches, from outside: its dispatchers are looked up by name
at every request, so they can be wrapped. What has left the transaction (a commit, a job in the queue, a word to browsers)
cannot be taken back; then nothing runs twice, and the person is told.
"""

from __future__ import annotations

import copy
import functools
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import frappe
import frappe.api
import frappe.handler
import frappe.realtime
from frappe.auth import UNSAFE_HTTP_METHODS
from rq import Queue
from werkzeug.exceptions import HTTPException

from bontot.guard.edge import entry, hidden_existence
from bontot.guard.payload import kind_words
from bontot.outbox import conflicts, rules
from bontot.outbox.errors import ConflictError

OUTWARD = "bontot_outward"  # on frappe.local while a request's act runs: what of it has left the transaction
STANDING = "bontot_stands_around"
KEPT = "committed"  # in OUTWARD, where a commit came to its end
_stands_in: list[str] = []  # the process's application, once it is wrapped
PLAIN = frozenset((str, int, float, bool, type(None)))  # cannot be changed: a copy may share them


def stand_around() -> None:
	"""Wrap what dispatches requests, once a process (`request_hooks.signed_in`)."""
	if _stands_in:
		return
	for holder in (frappe.handler, frappe.api):
		_wrap(holder, "handle", _run_again)
	if served := sys.modules.get("frappe.app"):  # pages; there is none where nobody serves
		_wrap(served, "get_response", _run_again)
		_wrap(served, "sync_database", _settle)
		_stands_in.append("frappe.app")
	_wrap(frappe.realtime, "emit_via_redis", _tell_outward)
	_wrap(Queue, "enqueue_call", _tell_outward)


def _wrap(holder: Any, name: str, around: Callable) -> None:
	inner = getattr(holder, name)
	if getattr(inner, STANDING, None) is True:
		return

	@functools.wraps(inner)
	def wrapper(*arguments: Any, **named: Any) -> Any:
		return around(functools.partial(inner, *arguments, **named), name)

	setattr(wrapper, STANDING, True)
	setattr(holder, name, wrapper)


def _tell_outward(act: Callable[[], Any], name: str) -> Any:
	outward = getattr(frappe.local, OUTWARD, None)
	if outward is not None:
		outward.append(name)
	return act()


def _run_again(act: Callable[[], Any], name: str) -> Any:
	if getattr(frappe.local, OUTWARD, None) is not None or not _is_connected():
		return act()  # one dispatcher calls the other; or the page that says why there is no database
	request = getattr(frappe.local, "request", None)
	try:
		return run(act)
	except ConflictError as error:
		if request is None or entry.wants_data(request):
			raise
		entry.answer_with_page(error)
	except Exception as error:
		hidden_existence.refuse_alike(error)
		if isinstance(error, frappe.PermissionError):
			kind_words.speak()
		raise


def _settle(act: Callable[[], Any], name: str) -> Any:
	"""The request's work is kept, or there was none; that the framework cannot note when the person was last here, since
	somebody changes the account at this moment, is no reason to fail."""
	if not _is_connected():
		return act()
	keeps = frappe.local.flags.commit or frappe.request.method in UNSAFE_HTTP_METHODS
	to_keep = bool(keeps and frappe.db.transaction_writes)
	with _watched() as outward:
		try:
			return act()
		except Exception as error:
			if not rules.is_conflict(error) or (to_keep and KEPT not in outward):
				raise
	frappe.db.rollback()
	return False  # as the framework says that nothing is left to undo


def _is_connected() -> bool:
	return bool(getattr(frappe.local, "db", None) and getattr(frappe.local, "session", None))


def run(act: Callable[[], Any]) -> Any:
	"""The answer of `act`, run again while that helps; raises ConflictError when it does not, and any other error as it is."""
	before, begun, rerun = Before.now(), time.monotonic(), 0
	while True:
		with _watched() as outward:
			try:
				return act()
			except HTTPException:
				raise  # an answer, not a failure
			except Exception as error:
				if not conflicts.is_fresh_conflict(error):
					raise
				conflict = error
		frappe.db.rollback()
		before.restore()
		rerun += 1
		if outward or not rules.is_worth_rerunning(rerun, time.monotonic() - begun):
			conflicts.refuse(conflict, partly_done=bool(outward))
		time.sleep(rules.pause_before_rerun(rerun))


@contextmanager
def _watched() -> Iterator[list[str]]:
	"""Watch what leaves the transaction meanwhile."""
	outward: list[str] = []
	database = frappe.local.db
	commit, own = database.commit, vars(database).get("commit")

	def commits(*arguments: Any, **named: Any) -> Any:
		outward.append("commit")
		done = commit(*arguments, **named)
		outward.append(KEPT)
		return done

	database.commit = commits
	setattr(frappe.local, OUTWARD, outward)
	try:
		yield outward
	finally:
		setattr(frappe.local, OUTWARD, None)
		if own is None:
			del database.commit
		else:
			database.commit = own


@dataclass(frozen=True, slots=True)
class Before:
	"""State of a request when its act began; what the act left behind in the process is forgotten by `restore`."""

	user: str
	names: frozenset[str]
	form: Any
	response: Any
	flags: dict[str, Any]
	logs: dict[str, list] = field(default_factory=dict)

	@classmethod
	def now(cls) -> Before:
		return cls(
			frappe.session.user,
			frozenset(_names_of_local()),
			_copy(frappe.local.form_dict),
			_copy(frappe.local.response),
			{
				name: value if type(value) in PLAIN else copy.copy(value)
				for name, value in frappe.local.flags.items()
			},
			{
				name: list(getattr(frappe.local, name, []))
				for name in ("message_log", "error_log", "debug_log")
			},
		)

	def restore(self) -> None:
		if frappe.session.user != self.user:
			frappe.set_user(self.user)
		for name in set(_names_of_local()) - self.names - {OUTWARD}:
			delattr(frappe.local, name)  # what was remembered of rows that are not so
		frappe.local.form_dict, frappe.local.response = _copy(self.form), _copy(self.response)
		frappe.local.flags.clear()
		frappe.local.flags.update({name: copy.copy(value) for name, value in self.flags.items()})
		for name, lines in self.logs.items():
			setattr(frappe.local, name, list(lines))
		frappe.db.value_cache.clear()
		if request := getattr(frappe.local, "request", None):
			for file in request.files.values():
				file.stream.seek(0)


def _names_of_local() -> list[str]:
	return [name for name, _value in frappe.local]


def _copy(value: Any) -> Any:
	"""Texts are shared, what holds them is not. Most of what a desk sends is flat: copied by hand, since it is at each request."""
	kind = type(value)
	if kind in PLAIN:
		return value
	if kind in (dict, frappe._dict):
		return kind({name: _copy(each) for name, each in value.items()})
	if kind is list:
		return [_copy(each) for each in value]
	return copy.deepcopy(value)
