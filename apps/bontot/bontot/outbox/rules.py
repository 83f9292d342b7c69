"""Rules of retries: when a task is tried again, and which database errors mean "the whole run once more"."""

from collections.abc import Iterator

CLAIM_SECONDS = 120
"""How long a claim lasts without a heartbeat. A killed worker's task waits this long, then a sweep takes it."""

MAX_ATTEMPTS = 8
MAX_RERUNS = 5
MAX_REQUEST_RERUNS = 3
LONGEST_REQUEST = 20.0
"""Seconds after which nobody waits for one more run of a request: a wait for a lock alone can take thirty."""
LONGEST_WAIT = 3600

RECORD_CHANGED, LOCK_WAIT_TIMEOUT, DEADLOCK = 1020, 1205, 1213
CONFLICTS = frozenset({RECORD_CHANGED, LOCK_WAIT_TIMEOUT, DEADLOCK})


def wait_after(attempts: int) -> int:
	"""Return the seconds to wait after the given number of failed attempts: 30, 60, 120, … at most an hour."""
	return min(30 * 2 ** max(attempts - 1, 0), LONGEST_WAIT)


def pause_before_rerun(rerun: int) -> float:
	"""Return the seconds to pause before the given rerun (1, 2, …) of a run that met a database conflict."""
	return min(0.1 * 2**rerun, 3.0)


def is_worth_rerunning(rerun: int, seconds: float) -> bool:
	"""Tell whether a request that met a conflict runs once more, as its given rerun (1, 2, …), `seconds` after it began."""
	return rerun <= MAX_REQUEST_RERUNS and seconds < LONGEST_REQUEST


def is_conflict(error: BaseException) -> bool:
	"""Tell whether an error is the database's "someone else changed this", wherever the framework wrapped it."""
	return any(_code(link) in CONFLICTS for link in _chain(error))


def _code(error: BaseException) -> int | None:
	return error.args[0] if error.args and isinstance(error.args[0], int) else None


def _chain(error: BaseException) -> Iterator[BaseException]:
	"""Yield the error, its causes, and errors passed as its first argument (QueryDeadlockError does that)."""
	seen: set[int] = set()
	waiting = [error]
	while waiting:
		link = waiting.pop()
		if id(link) in seen:
			continue
		seen.add(id(link))
		yield link
		waiting += [other for other in (link.__cause__, *link.args[:1]) if isinstance(other, BaseException)]
