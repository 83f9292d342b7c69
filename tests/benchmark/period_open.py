"""Opening a period for 10,000 organisations against `frappe.db.bulk_insert` of the very same rows.

Ours also asks who still has no file, works the rows out, keeps the claim and says how far it is, batch by batch.
Nothing is committed: every run ends in a rollback to where it began. Run again when all files are there, as after a worker
that died at the end, it finds that nothing is missing.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import frappe
from bontot.evaluation.period import opening
from bontot.evaluation.testing import create_test_period
from bontot.organization import tree
from bontot.organization.testing import create_test_organization, create_test_seat
from bontot.outbox import Task
from frappe.utils import now_datetime

from ops.bench import SITE
from ops.benchmark import Figure
from ops.ratio import measure as compare
from ops.ratio import of_pairs

CELLS, COMMITTEES = 9_700, 300
SAVEPOINT = "opening"


def measure() -> Iterator[Figure]:
	os.chdir(Path(os.environ["BONTOT_BENCH_ROOT"]) / "sites")
	frappe.init(SITE, sites_path=".")
	frappe.connect()
	frappe.set_user("Administrator")
	try:
		period = prepare()
		frappe.db.savepoint(SAVEPOINT)
		rows = rows_of(period)
		wanted = sum(len(values) for doctype, _fields, values in rows if doctype == "Evaluation")
		if wanted != CELLS + COMMITTEES:
			raise AssertionError(f"{wanted} files for {CELLS + COMMITTEES} organisations")
		ratio = compare(lambda: open_it(period), lambda: bare(rows), pairs=3, warm_up=0)
		yield Figure("period_open", "bulk_insert of the same rows", ratio, at_most=3)
		again = of_pairs(*seconds_twice(period, pairs=3))
		yield Figure("period_open", "a second run against the first", again, at_most=0.1)
	finally:
		frappe.db.rollback()
		frappe.destroy()


def prepare() -> str:
	"""A province of 10,000 organisations and its period in opening; returns the period's name."""
	province = create_test_organization("tinh", None, "Tỉnh đo thử").name
	frappe.set_user(create_test_seat(province, "can_bo_btc_tinh").user)
	add_organizations(province)
	period = create_test_period(province)
	opening.freeze(period)
	return period.name


def add_organizations(province: str) -> None:
	path = tree.path_of(province)
	first = tree.next_serial()
	frappe.db.sql(f"select setval(`{tree.SEQUENCE}`, {first + CELLS + COMMITTEES})")
	stamp = now_datetime()
	rows = []
	for number in range(1, CELLS + COMMITTEES + 1):
		serial = first + number
		kind, level = ("chi_bo_co_so", "co_so") if number <= CELLS else ("dang_bo_co_so", "co_so")
		name, place = tree.name_of(serial), path + tree.segment(serial)
		words = (f"Tổ chức đo thử {number}", kind, level, province, "2020-01-01")
		rows.append((name, stamp, stamp, "Administrator", "Administrator", serial, place, *words))
	fields = ["name", "creation", "modified", "owner", "modified_by", "serial", "path"]
	fields += ["organization_name", "kind", "level", "parent_organization", "valid_from"]
	frappe.db.bulk_insert(tree.DOCTYPE, fields, rows)


def open_it(period: str) -> None:
	run_handler(period)
	frappe.db.rollback(save_point=SAVEPOINT)


def run_handler(period: str) -> None:
	opening.run(Task("benchmark", opening.HANDLER, frappe.session.user, {"period": period}))


def seconds_twice(period: str, pairs: int) -> tuple[list[float], list[float]]:
	"""(seconds of second runs, of the first ones before them)."""
	first, second = [], []
	for _pair in range(pairs):
		for seconds in (first, second):
			began = time.perf_counter()
			run_handler(period)
			seconds.append(time.perf_counter() - began)
		frappe.db.rollback(save_point=SAVEPOINT)
	return second, first


def bare(rows: list[tuple]) -> None:
	for doctype, fields, values in rows:
		frappe.db.bulk_insert(doctype, fields, values)
	frappe.db.rollback(save_point=SAVEPOINT)


def rows_of(period: str) -> list[tuple[str, list[str], list[tuple]]]:
	"""The rows an opening writes, as (doctype, fields, values), worked out beforehand."""
	doc = frappe.get_doc("Review Period", period)
	written: list[tuple[str, list[str], list[tuple]]] = []
	real = opening.insert_rows

	def keep(doctype: str, rows: list[dict]) -> None:
		written.append((doctype, list(rows[0]), [tuple(row.values()) for row in rows]))

	opening.insert_rows = keep
	try:
		opening.insert_files(doc, tuple(opening.without_file(doc)))
	finally:
		opening.insert_rows = real
	return written
