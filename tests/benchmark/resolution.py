"""A body recognises 1,500 files by one resolution: what the outbox does of it, against the bare statements of the same rows.

Bare is one UPDATE of the file, one of the resolution's row, and an INSERT each of the step and of the title, the values
worked out beforehand. Nothing is committed, so neither way waits for the disk.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import frappe
from bontot.approval.testing import (
	act_as,
	create_test_file,
	create_test_open_period,
	create_test_resolution,
	rate,
)
from bontot.evaluation.period import opening
from bontot.organization import tree
from bontot.organization.testing import create_test_organization, create_test_seat
from bontot.outbox.testing import run_now
from frappe.utils import now_datetime

from ops.benchmark import Count, Figure
from ops.ratio import measure as compare
from tests.benchmark._site import site

FILES = 1_500
MOST_SECONDS = 30  # from the order to its end: submitting it and deciding every file
SAVEPOINT = "before_the_resolution"
OWN = ("name", "organization", "organization_path", "organization_name", "period_path", "behind_organization")


def measure() -> Iterator[Figure | Count]:
	with site():
		province, files = waiting_files()
		frappe.set_user(create_test_seat(province, "can_bo_van_phong").user)
		began = time.perf_counter()
		resolution = create_test_resolution(province, dict.fromkeys(files, "Recognize"))
		resolution.insert()
		resolution.submit()
		submitted = elapsed(began)
		yield Count("resolution", f"seconds to submit it with {FILES} files", submitted)
		task = frappe.db.get_value("Outbox Task", {"reference_name": resolution.name})
		frappe.db.savepoint(SAVEPOINT)
		began = time.perf_counter()
		run_now(task)
		decided = elapsed(began)
		yield Count("resolution", f"seconds in which {FILES} files are decided", decided)
		of = f"seconds for {FILES} files, both together"
		yield Count("resolution", of, round(submitted + decided, 1), at_most_by_name=MOST_SECONDS)
		rows = rows_of(resolution.name)
		undo()
		ratio = compare(partial(ours, task), partial(bare, rows), pairs=3, warm_up=0)
		yield Figure("resolution", f"the bare statements for the same {FILES} files", ratio, at_most=8)


def elapsed(began: float) -> float:
	return round(time.perf_counter() - began, 1)


def waiting_files() -> tuple[str, list[str]]:
	"""A province and 1,500 files that wait for its decision. One went there by the service; the others are like it."""
	province = create_test_organization("tinh", None, "Tỉnh đo thử").name
	first = create_test_organization("chi_bo_co_so", province, "Chi bộ đo thử").name
	period = create_test_open_period(province)
	pattern = create_test_file(first, period)
	act_as(create_test_seat(first, "bi_thu_chi_bo").user, "send", pattern)
	add_cells(province, FILES - 1)
	for name in frappe.get_all(tree.DOCTYPE, {"parent_organization": province}, pluck="name"):
		if name != first:
			rate(name)  # a title stands on ratings that are decided
	doc = frappe.get_doc("Review Period", period)
	opening.insert_files(doc, opening.without_file(doc))
	copy_columns(period, pattern)
	names = frappe.get_all("Evaluation", {"period": period, "awaiting_organization": province}, pluck="name")
	if len(names) != FILES:
		raise AssertionError(f"{len(names)} of {FILES} files wait for the decision")
	return province, names


def add_cells(province: str, number: int) -> None:
	path, first, stamp = tree.path_of(province), tree.next_serial(), now_datetime()
	frappe.db.sql(f"select setval(`{tree.SEQUENCE}`, {first + number})")  # our own constants
	rows = []
	for serial in range(first + 1, first + number + 1):
		name, place = tree.name_of(serial), path + tree.segment(serial)
		words = (f"Chi bộ đo thử {serial}", "chi_bo_co_so", "co_so", province, "2020-01-01")
		rows.append((name, stamp, stamp, "Administrator", "Administrator", serial, place, *words))
	fields = ["name", "creation", "modified", "owner", "modified_by", "serial", "path"]
	fields += ["organization_name", "kind", "level", "parent_organization", "valid_from"]
	frappe.db.bulk_insert(tree.DOCTYPE, fields, rows)


def copy_columns(period: str, pattern: str) -> None:
	columns = [
		column
		for column in frappe.get_meta("Evaluation").get_valid_columns()
		if column not in (*OWN, "creation")
	]
	values = frappe.db.get_value("Evaluation", pattern, columns, as_dict=True)
	files = frappe.qb.DocType("Evaluation")
	query = frappe.qb.update(files).set(files.behind_organization, files.organization)
	for column, value in values.items():
		query = query.set(files[column], value)
	query.where((files.period == period) & (files.name != pattern)).run()
	others = frappe.get_all("Evaluation", {"period": period, "name": ("!=", pattern)}, pluck="name")
	columns = ["criterion_key", "self_result", "remark", "computed_result", "review_state"]
	for row in frappe.get_all("Evaluation Item", {"parent": pattern}, columns):
		where = {"parent": ("in", others), "criterion_key": row.pop("criterion_key")}
		frappe.db.set_value("Evaluation Item", where, row, update_modified=False)


def rows_of(resolution: str) -> list[tuple[dict[str, Any], ...]]:
	"""What was written for each file: (columns of the file, of the resolution's row, the step, the title)."""
	found = []
	columns = (
		"state route_position awaiting_organization awaiting_path awaiting_act awaiting_since awaiting_due_on"
	)
	columns += " behind_organization ahead_organization step_sequence head_hash resolution decided_on modified modified_by"
	for row in frappe.get_all(
		"Resolution Item", {"parent": resolution}, ["name", "evaluation", "result", "result_message"]
	):
		file = frappe.db.get_value("Evaluation", row.evaluation, columns.split(), as_dict=True)
		if file.state != "Recognized":
			raise AssertionError((row, file))
		step = frappe.db.get_value(
			"Approval Step", {"file_name": row.evaluation, "resolution": resolution}, "*", as_dict=True
		)
		title = frappe.db.get_value("Recognition", {"evaluation": row.evaluation}, "*", as_dict=True)
		line = {"name": row.name, "result": row.result, "result_message": row.result_message}
		found.append((file | {"name": row.evaluation}, line, step, title))
	return found


def ours(task: str) -> None:
	run_now(task)
	undo()


def bare(rows: list[tuple[dict[str, Any], ...]]) -> None:
	file, line, step, title = (list(values) for values in rows[0])
	statements = [update("Evaluation", file), update("Resolution Item", line)]
	statements += [insert("Approval Step", step), insert("Recognition", title)]
	for row in rows:
		for statement, values in zip(statements, row, strict=True):
			frappe.db.sql(statement, values)
	undo()


def update(doctype: str, columns: list[str]) -> str:
	"""Our own constants make the statement."""
	pairs = ", ".join(f"`{column}` = %({column})s" for column in columns if column != "name")
	return f"update `tab{doctype}` set {pairs} where name = %(name)s"


def insert(doctype: str, columns: list[str]) -> str:
	names, values = (
		", ".join(template.format(column) for column in columns) for template in ("`{}`", "%({})s")
	)
	return f"insert into `tab{doctype}` ({names}) values ({values})"


def undo() -> None:
	frappe.db.rollback(save_point=SAVEPOINT)
	frappe.clear_messages()
