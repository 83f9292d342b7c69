"""Processes that insert, move and merge at once leave a tree that an independent oracle finds nothing wrong with."""

from __future__ import annotations

import os
import sys
import unittest
from collections import Counter

import frappe
from bontot.organization import tree

from tests.benchmark._site import site
from tests.organization import ground

WORKERS = int(os.environ.get("BONTOT_TREE_WORKERS", "4"))
CHANGES = ("insert", "move", "merge", "merge_up", "rename", "found")  # of the tree itself
OPERATIONS = int(os.environ.get("BONTOT_TREE_OPERATIONS", "300"))


class TestConcurrent(unittest.TestCase):
	def setUp(self) -> None:
		self.enterContext(site())
		self.place = self.enterContext(ground.province())

	def test_random_work_of_several_processes(self) -> None:
		counted: Counter[str] = Counter()
		for one in ground.workers(self.place.name, range(1, WORKERS + 1), OPERATIONS // WORKERS):
			counted.update(one)
		frappe.db.rollback()
		stale = ground.stale(self.place)
		healed = ground.heal(stale)
		frappe.db.commit()  # the oracle looks from a fresh transaction
		wrong = ground.differences(self.place)
		organizations = frappe.db.count(tree.DOCTYPE, {"path": ("like", f"{self.place.path}%")})
		print(
			f"{OPERATIONS} operations of {WORKERS} processes at once: {dict(counted)}; {organizations} organisations, "
			f"{len(stale)} documents written with an old place and {healed} mended; differences from the oracle: {len(wrong)}",
			file=sys.stderr,
		)
		self.assertEqual(wrong, [])
		self.assertEqual(counted["given up"], 0)
		self.assertEqual(
			sum(counted[act] for act in (*CHANGES, "member", "refused by the rules")), OPERATIONS
		)
		self.assertGreater(sum(counted[act] for act in CHANGES), OPERATIONS // 2)

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
