"""One level agrees to a file: our service against the stock Workflow with 5,000 people in the role that is next.

Beside it: the same act with 50 people seated at the level that is next, which must cost the same; and its statements.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import frappe
from bontot.approval.acts import service
from bontot.approval.testing import (
	act_as,
	create_test_file,
	create_test_officers,
	create_test_open_period,
	sequence_of,
)
from bontot.organization.testing import create_test_tree
from frappe.model.workflow import apply_workflow

from ops.benchmark import Count, Figure
from ops.ratio import measure as compare
from tests.benchmark._site import counted_statements, drop_peers, site
from tests.benchmark._stock_workflow import ACTION, NEXT_ROLE, PEER, add_document, add_people, plant

FEW, MANY = 50, 5_000
SAVEPOINT = "before_the_step"


def measure() -> Iterator[Figure | Count]:
	with site():
		try:
			plant()
			add_people(NEXT_ROLE, MANY)
			stock = add_document("peer-1")
			among_few, among_many = our_file(FEW), our_file(MANY)
			frappe.db.savepoint(SAVEPOINT)
			ours = partial(our_step, *among_many)
			ratio = compare(partial(stock_step, stock), ours, pairs=5, warm_up=1)
			yield Figure(
				"approve_step", f"stock Workflow, {MANY} people in the next role", ratio, at_least=100
			)
			flat = compare(ours, partial(our_step, *among_few), pairs=101, warm_up=3)
			yield Figure("approve_step", f"{MANY} people at the next level against {FEW}", flat, at_most=1.1)
			yield Count("approve_step", "statements of SQL", statements_of(*among_many), at_most=20)
		finally:
			frappe.set_user("Administrator")
			frappe.db.rollback()
			drop_peers(PEER)


def our_file(people: int) -> tuple[str, str]:
	"""A sent file that waits for the grassroots reviewer, with so many people seated at the body that is next."""
	places = create_test_tree()
	officers = create_test_officers(places)
	file = create_test_file(places.cell_a, create_test_open_period(places.province))
	path = frappe.db.get_value("Party Organization", places.body, "path")
	seats = [
		(frappe.generate_hash(length=10), "can_bo_tham_dinh", places.body, path, name, "2020-01-01")
		for name in add_people("Appraiser", people)
	]
	frappe.db.bulk_insert(
		"Seat", ["name", "position", "organization", "organization_path", "user", "from_date"], seats
	)
	act_as(officers.secretary, "send", file)
	return file, officers.grassroots


def stock_step(name: str) -> None:
	frappe.set_user("Administrator")
	apply_workflow(frappe.get_doc(PEER, name), ACTION)
	undo()


def our_step(file: str, reviewer: str) -> None:
	frappe.set_user(reviewer)
	service.agree("Evaluation", file, sequence_of(file))
	undo()


def statements_of(file: str, reviewer: str) -> int:
	"""How many statements one act takes, in a process that has done it before."""
	frappe.set_user(reviewer)
	sequence = sequence_of(file)
	with counted_statements() as statements:
		service.agree("Evaluation", file, sequence)
	undo()
	return len(statements)


def undo() -> None:
	frappe.db.rollback(save_point=SAVEPOINT)
	frappe.clear_document_cache(PEER, "peer-1")
