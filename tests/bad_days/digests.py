"""Digests of the whole database, one checksum a table: equal before and after means that nothing was written."""

from __future__ import annotations

import time
from collections.abc import Iterator

from redis import Redis

from ops import config
from tests.bad_days.ground import BENCH, database, rows
from tests.main_job.round import wait_until

# Written because somebody comes in or asks, whatever is asked: a refused call writes here as well, and rightly.
LOGS = {
	"tabSessions": "when each session was last used",
	"tabActivity Log": "who signed in, and who gave a wrong password",
}
# Columns of the same kind in a table whose others a stranger must not touch.
LAST_SEEN = {"tabUser": ("last_active", "last_login", "last_ip")}


def state() -> dict[str, str]:
	"""A checksum by table, of every table of the site but LOGS, once all background work is done.

	Before the calls that is the work of those who made the ground (the framework writes a contact of each new account);
	after them what the calls may have left to the workers.
	"""
	wait_until("all background work is done", lambda: not _under_way())
	tables = [name for name in _tables() if name not in LOGS]
	listed = ", ".join(f"`{name}`" for name in tables if name not in LAST_SEEN)
	found = rows(f"CHECKSUM TABLE {listed} EXTENDED")
	checksums = {name.partition(".")[2]: checksum for name, checksum in found}
	return checksums | {name: _without(name, columns) for name, columns in LAST_SEEN.items()}


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
	return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _under_way() -> int:
	"""Jobs that wait or run; those of a worker that was killed are let go when their time is over."""
	with Redis.from_url(config.redis_url(BENCH, "redis_queue")) as queue:
		waiting = sum(queue.llen(key) for key in queue.scan_iter("rq:queue:*"))
		return waiting + sum(queue.zcount(key, time.time(), "+inf") for key in queue.scan_iter("rq:wip:*"))


def _tables() -> Iterator[str]:
	found = rows(
		"SELECT table_name FROM information_schema.tables"
		f" WHERE table_schema = '{database()}' AND table_type = 'BASE TABLE' ORDER BY table_name"
	)
	return (name for (name,) in found)


def _without(table: str, columns: tuple[str, ...]) -> str:
	"""A checksum over all other columns, in which no two rows cancel each other out."""
	left_out = ", ".join(f"'{column}'" for column in columns)
	kept = rows(
		"SELECT GROUP_CONCAT(CONCAT('QUOTE(`', column_name, '`)') ORDER BY ordinal_position)"
		" FROM information_schema.columns"
		f" WHERE table_schema = '{database()}' AND table_name = '{table}' AND column_name NOT IN ({left_out})"
	)[0][0]
	return rows(f"SELECT CONCAT(COUNT(*), ' ', SUM(CRC32(CONCAT({kept})))) FROM `{table}`")[0][0]
