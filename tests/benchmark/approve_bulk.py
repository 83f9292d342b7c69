"""A reviewer agrees to 50 files at once: our service against the stock bulk Workflow, and against the bare statements.

The stock way is given five people in the next role and no commit after each document; the bare way one UPDATE of the
file, one of its criteria and one INSERT of the step, the values worked out beforehand.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from functools import partial
from typing import Any
from unittest.mock import patch

import frappe
from bontot.approval.queue import api as queue_api
from bontot.approval.testing import act_as, create_test_file, create_test_open_period, make_clean, open_as
from bontot.organization.testing import create_test_organization, create_test_seat, create_test_tree
from frappe.model.workflow import bulk_workflow_approval

from ops.benchmark import Count, Figure
from ops.ratio import measure as compare
from tests.benchmark._site import counted_statements, drop_peers, site
from tests.benchmark._stock_workflow import ACTION, NEXT_ROLE, PEER, STATES, add_document, add_people, plant

FILES, PEOPLE = 50, 5
SAVEPOINT = "before_the_bulk"
FILE_COLUMNS = (
	"state route_position awaiting_organization awaiting_path awaiting_act awaiting_since awaiting_due_on"
	" behind_organization ahead_organization step_sequence head_hash modified modified_by"
).split()
ITEM_COLUMNS = "review_state accepted_by_organization accepted_at modified modified_by".split()


def measure() -> Iterator[Figure | Count]:
	with site():
		try:
			plant()
			add_people(NEXT_ROLE, PEOPLE)
			stock = [add_document(f"peer-{number}") for number in range(FILES)]
			reviewer, files = our_files()
			frappe.db.savepoint(SAVEPOINT)
			rows = rows_of(reviewer, files)
			ours = partial(our_bulk, reviewer, files)
			require_stock_works(stock)
			yield Figure(
				"approve_bulk",
				f"stock bulk Workflow, {FILES} files, {PEOPLE} people in the next role",
				compare(partial(stock_bulk, stock), ours, pairs=9, warm_up=1),
				at_least=3,
			)
			bare = compare(ours, partial(bare_bulk, rows), pairs=15, warm_up=1)
			yield Figure("approve_bulk", "the bare UPDATE + INSERT of the same rows", bare, at_most=8)
			yield Count("approve_bulk", "statements of SQL a file", statements_of(reviewer, files) / FILES)
		finally:
			frappe.set_user("Administrator")
			frappe.db.rollback()
			drop_peers(PEER)


def our_files() -> tuple[str, list[str]]:
	"""A reviewer and the files that wait for him or her, of cells of one grassroots organisation."""
	places = create_test_tree()
	reviewer = create_test_seat(places.grassroots, "can_bo_tham_dinh").user
	period, author = create_test_open_period(places.province), None
	names = []
	for number in range(FILES):
		cell = create_test_organization("chi_bo_truc_thuoc", places.grassroots, f"Chi bộ đo {number}").name
		author = create_test_seat(cell, "bi_thu_chi_bo", author).user
		names.append(create_test_file(cell, period))
		act_as(author, "send", names[-1])
	make_clean(*names)
	open_as(reviewer, *names)  # what the lot falls on must have been
	return reviewer, names


def require_stock_works(names: list[str]) -> None:
	"""Raise when the stock way refuses: it would be quick and say so only in a message."""
	with patch.object(frappe.db, "commit"):
		apply_stock(names)
	moved = frappe.db.count(PEER, {"name": ("in", names), "workflow_state": STATES[1]})
	if moved != FILES:
		raise AssertionError(f"{moved} of {FILES} documents moved")
	undo()


def stock_bulk(names: list[str]) -> None:
	with patch.object(frappe.db, "commit"):  # which it does after each document; ours is a single transaction
		apply_stock(names)
	undo()


def apply_stock(names: list[str]) -> None:
	frappe.set_user("Administrator")
	with contextlib.redirect_stdout(io.StringIO()):
		bulk_workflow_approval(json.dumps(names), PEER, ACTION)


def our_bulk(reviewer: str, names: list[str]) -> None:
	frappe.set_user(reviewer)
	apply_ours(names)
	undo()


def apply_ours(names: list[str]) -> None:
	results = queue_api.bulk_agree([{"evaluation": name, "expected_sequence": 1} for name in names])
	if refused := [row for row in results if not row["ok"]]:
		raise AssertionError(refused[0])


def rows_of(reviewer: str, names: list[str]) -> list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
	"""What an agreement writes, a file: (columns of the file, of its criteria, the step)."""
	frappe.set_user(reviewer)
	apply_ours(names)
	found = []
	for name in names:
		file = frappe.db.get_value("Evaluation", name, FILE_COLUMNS, as_dict=True)
		item = frappe.db.get_value("Evaluation Item", {"parent": name}, ITEM_COLUMNS, as_dict=True)
		step = frappe.get_doc("Approval Step", {"file_name": name, "sequence": 2}).get_valid_dict()
		found.append((file | {"name": name}, item | {"name": name}, step))
	undo()
	return found


def bare_bulk(rows: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]) -> None:
	file_set = ", ".join(f"`{column}` = %({column})s" for column in FILE_COLUMNS)
	item_set = ", ".join(f"`{column}` = %({column})s" for column in ITEM_COLUMNS)
	columns = list(rows[0][2])
	into = ", ".join(f"`{column}`" for column in columns)
	values = ", ".join(f"%({column})s" for column in columns)
	for file, item, step in rows:  # our own constants make the statements
		frappe.db.sql(f"update tabEvaluation set {file_set} where name = %(name)s", file)
		frappe.db.sql(f"update `tabEvaluation Item` set {item_set} where parent = %(name)s", item)
		frappe.db.sql(f"insert into `tabApproval Step` ({into}) values ({values})", step)
	undo()


def statements_of(reviewer: str, names: list[str]) -> int:
	frappe.set_user(reviewer)
	with counted_statements() as statements:
		apply_ours(names)
	undo()
	return len(statements)


def undo() -> None:
	frappe.db.rollback(save_point=SAVEPOINT)
	frappe.clear_messages()
