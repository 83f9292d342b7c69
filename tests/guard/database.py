"""Connections of a test's own to the site's database, beside those of the bench."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pymysql
from pymysql.cursors import Cursor, DictCursor

from tests.bad_days.ground import BENCH


def connect(*, autocommit: bool) -> pymysql.Connection:
	site = json.loads((BENCH.sites / BENCH.site / "site_config.json").read_text())
	return pymysql.connect(
		host="127.0.0.1", port=BENCH.ports.mariadb, user=site["db_name"], password=site["db_password"],
		database=site["db_name"], charset="utf8mb4", autocommit=autocommit,
	)  # fmt: skip


@contextmanager
def transaction() -> Iterator[Cursor]:
	"""A transaction that leaves nothing behind."""
	connection = connect(autocommit=False)
	try:
		with connection.cursor() as cursor:
			yield cursor
	finally:
		connection.rollback()
		connection.close()


@contextmanager
def reading() -> Iterator[DictCursor]:
	"""Rows as dictionaries, each statement seeing what is committed by then."""
	connection = connect(autocommit=True)
	try:
		with connection.cursor(DictCursor) as cursor:
			yield cursor
	finally:
		connection.close()
