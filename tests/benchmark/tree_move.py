"""A grassroots organisation of 40 cells moves to another body of a province of 10,000, committed.

Ours is the whole reorganisation: planned, entered, history written, every document of 41 organisations following.
Against it: the nested set's own move of the same node, which renumbers and nothing else; and the same change of ours
written row by row, as controllers would.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import frappe
from bontot.organization import tree
from bontot.outbox.task import Task
from bontot.reorganization import applying, service
from bontot.reorganization.testing import create_test_reorganization
from frappe.utils import nowdate

from ops.benchmark import Figure
from ops.ratio import measure as compare
from tests.benchmark import _trees
from tests.benchmark._site import site
from tests.organization.ground import remove_documents

PROVINCE = (20, 12, 40)
MEMBERS, MEETINGS = 14, 12  # a cell's


def measure() -> Iterator[Figure]:
	with site(), _trees.planted(1, PROVINCE) as twice:
		who = twice.grassroots[0]
		low, high = tree.path_range(tree.path_of(who))
		try:
			fill(low, high)
			places = itertools.cycle(twice.bodies[1:3])
			peers = itertools.cycle(twice.bodies[1:3])

			def ours() -> None:
				move(twice.tops[0], who, next(places))

			def stock() -> None:
				doc = frappe.get_doc(_trees.PEER, who)
				doc.set(_trees.PARENT, next(peers))
				doc.save()
				frappe.db.commit()  # as the end of a request

			ratio = compare(ours, stock, pairs=9, warm_up=1)
			yield Figure("tree_move", "the nested set's renumbering alone, no document", ratio, at_most=3)
			ratio = compare(
				lambda: row_by_row(who), lambda: move(twice.tops[0], who, next(places)), pairs=5, warm_up=1
			)
			yield Figure("tree_move", "the same rows written one by one", ratio, at_least=2)
		finally:
			remove_documents(twice.tops[0])  # the trees go with `planted`
			frappe.db.commit()  # what the case had committed


def fill(low: str, high: str) -> None:
	cells = frappe.get_all(
		tree.DOCTYPE,
		[["path", ">=", low], ["path", "<", high], ["kind", "=", "chi_bo_truc_thuoc"]],
		["name", "path"],
		limit_page_length=0,
	)
	for doctype, count in (("Party Member", MEMBERS), ("Meeting", MEETINGS)):
		rows = [(f"PM-{cell.name}-{n}", cell.name, cell.path) for cell in cells for n in range(count)]
		frappe.db.bulk_insert(doctype, ["name", "organization", "organization_path"], rows)
	frappe.db.commit()  # taken away at the end


def move(top: str, who: str, target: str) -> None:
	acts = [{"act": "Move", "organization": who, "target": target}]
	doc = create_test_reorganization(top, nowdate(), acts)
	task = service.enter(doc.name)["task"]
	service.carry_out(Task.load(task))
	frappe.db.set_value("Outbox Task", task, "state", "Done")  # done here; no sweep shall meet it
	if frappe.db.get_value("Reorganization", doc.name, "state") != "Applied":
		raise AssertionError(frappe.db.get_value("Reorganization", doc.name, "problems"))
	frappe.db.commit()  # as the outbox does at the end


def row_by_row(who: str) -> None:
	"""The rows that a move writes, each by a statement of its own, to what they hold already."""
	path = tree.path_of(who)
	for doctype, column in [(tree.DOCTYPE, "path"), *applying.path_columns()]:
		rows = frappe.get_all(doctype, {column: ("like", f"{path}%")}, ["name", column], limit_page_length=0)
		for row in rows:
			frappe.db.set_value(doctype, row.name, column, row[column], update_modified=False)
	frappe.db.commit()  # as the other way
