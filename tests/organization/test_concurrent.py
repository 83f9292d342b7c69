"""Processes that change one tree in every way at once leave a tree that an independent oracle finds nothing wrong with.

BONTOT_TREE_OPERATIONS: how many operations are applied to the tree itself; what was refused, failed on a changed tree or
found nothing to do comes on top and is not counted.
"""

from __future__ import annotations

import os
import sys
import unittest
from collections import Counter

import frappe
from bontot.organization import tree

from tests.benchmark._site import site
from tests.organization import ground
from tests.organization.worker import ACTS

WORKERS = int(os.environ.get("BONTOT_TREE_WORKERS", "4"))
OPERATIONS = int(os.environ.get("BONTOT_TREE_OPERATIONS", "240"))
CHANGES = [act for act in ACTS if act != "member"]  # of the tree itself
DECISIONS = [act for act in CHANGES if act not in ("insert", "undo")]


class TestConcurrent(unittest.TestCase):
	def setUp(self) -> None:
		self.enterContext(site())
		self.place = self.enterContext(ground.province())

	def test_random_work_of_several_processes(self) -> None:
		inside = {"path": ("like", f"{self.place.path}%")}
		before = frappe.db.count(tree.DOCTYPE, inside)
		counted: Counter[str] = Counter()
		for one in ground.workers(self.place.name, range(1, WORKERS + 1), -(-OPERATIONS // WORKERS)):
			counted.update(one)
		frappe.db.rollback()
		stale = ground.stale(self.place)
		healed = ground.heal(self.place, stale)
		frappe.db.commit()  # the oracle looks from a fresh transaction
		wrong = ground.differences(self.place)
		done = ground.applied(self.place, before)
		# An undo is an operation of its own, on a decision that had been one.
		total = done["inserted"] + done["standing"] + 2 * done["undone"]
		print(
			f"{total} operations applied to the tree by {WORKERS} processes at once ({dict(done)}): {dict(counted)}; "
			f"{frappe.db.count(tree.DOCTYPE, inside)} organisations, {len(stale)} documents written with an old place and "
			f"{healed} mended; differences from the oracle: {len(wrong)}",
			file=sys.stderr,
		)
		self.assertEqual(wrong, [])
		self.assertEqual(counted["given up"], 0)
		self.assertGreaterEqual(total, OPERATIONS)
		said = (counted["insert"], sum(counted[act] for act in DECISIONS), counted["undo"])
		self.assertEqual((done["inserted"], done["standing"] + done["undone"], done["undone"]), said)
		self.assertEqual([act for act in CHANGES if not counted[act]], [], "never applied")

	def test_the_oracle_finds_what_is_planted(self) -> None:
		cells = frappe.get_all(
			tree.DOCTYPE, {"kind": "chi_bo_truc_thuoc", "path": ("like", f"{self.place.path}%")}, pluck="name"
		)
		bodies = frappe.get_all(
			tree.DOCTYPE, {"kind": "truc_thuoc_tinh", "path": ("like", f"{self.place.path}%")}, pluck="name"
		)
		plants = {
			"path": (cells[0], {"path": tree.path_of(bodies[0]) + tree.path_of(cells[0])[-tree.SEGMENT :]}),
			"parent": (cells[1], {"parent_organization": bodies[1]}),
			"cycle": (bodies[2], {"parent_organization": cells[-1]}),
			"columns": (cells[2], {"grassroots_organization": bodies[0]}),
			"level": (cells[3], {"level": "co_so"}),
			"kind": (cells[4], {"kind": "truc_thuoc_tinh", "level": "truc_thuoc_tinh"}),
			"life": (bodies[3], {"valid_to": "2024-01-01"}),
		}
		self.assertEqual(ground.differences(self.place), [])
		for what, (name, values) in plants.items():
			with self.subTest(what):
				stood = frappe.db.get_value(tree.DOCTYPE, name, list(values), as_dict=True)
				frappe.db.set_value(tree.DOCTYPE, name, values, update_modified=False)
				frappe.db.commit()  # the oracle looks from a fresh transaction
				self.assertNotEqual(ground.differences(self.place), [])
				frappe.db.set_value(tree.DOCTYPE, name, dict(stood), update_modified=False)
				frappe.db.commit()  # as it was
