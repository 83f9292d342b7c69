"""A worker that is killed in the middle of a reorganisation leaves nothing of it, and the outbox's
sweep has the next one do all of it."""

from __future__ import annotations

import os
import subprocess
import sys
import unittest
from unittest.mock import patch

import frappe
from bontot.organization import tree
from bontot.organization.testing import create_test_member
from bontot.outbox import driver
from bontot.reorganization import service
from bontot.reorganization.testing import create_test_reorganization
from frappe.utils import nowdate

from ops.bench import REPO
from tests.benchmark._site import site
from tests.organization import ground


def due() -> set[str]:
	"""Every task that a sweep would take now."""
	found: set[str] = set()
	while name := driver.next_due(found):
		found.add(name)
	return found


class TestKilled(unittest.TestCase):
	def setUp(self) -> None:
		self.enterContext(site())
		self.place = self.enterContext(ground.province())

	def test_the_end_of_a_level(self) -> None:
		cells = frappe.get_all(
			tree.DOCTYPE, {"kind": "chi_bo_truc_thuoc", "path": ("like", f"{self.place.path}%")}, pluck="name"
		)
		for cell in cells[:8]:
			create_test_member(cell)
		acts = [{"act": "End Level", "organization": self.place.name, "level": "truc_thuoc_tinh"}]
		doc = create_test_reorganization(self.place.name, nowdate(), acts)
		task = service.enter(doc.name)["task"]
		frappe.db.commit()  # another process carries it out
		before = self.stands()
		self.kill_in_the_middle(task)
		self.assertEqual(self.stands(), before)
		self.assertEqual(frappe.db.get_value("Reorganization", doc.name, "state"), "Entered")
		self.assertNotIn(task, due(), "its worker might still be at it")
		self.assertFalse(driver.drive(task))
		# The claim runs out after two minutes; here that time passes at once.
		frappe.db.set_value("Outbox Task", task, "claimed_until", "2000-01-01")
		frappe.db.commit()  # the sweep looks from a fresh transaction
		self.sweep(task)
		self.assertEqual(frappe.db.get_value("Reorganization", doc.name, "state"), "Applied")
		self.assertNotEqual(self.stands(), before)
		self.assertEqual(ground.differences(self.place), [])

	def sweep(self, task: str) -> None:
		"""What the scheduler and a worker do each minute, of this task alone: the site may have others of its own."""
		self.assertIn(task, due())
		with patch.object(frappe, "enqueue") as asked:
			driver.sweep()
		job = frappe.get_attr(asked.call_args.args[0])
		with patch.object(driver, "next_due", side_effect=[task, None]):
			job()
		self.assertEqual(frappe.db.get_value("Outbox Task", task, ["state", "attempts"]), ("Done", 2))

	def kill_in_the_middle(self, task: str) -> None:
		process = subprocess.Popen(
			[sys.executable, "-W", "ignore", "-m", "tests.organization.carrier", task],
			cwd=REPO,
			env=os.environ | {"FRAPPE_BENCH_ROOT": os.environ["BONTOT_BENCH_ROOT"]},
			stdout=subprocess.PIPE,
			text=True,
		)
		with process.stdout as said:
			line = said.readline()
			process.kill()
		process.wait()
		word, _space, rows = line.strip().partition(" ")
		self.assertEqual(word, "changed", "it broke before it had written anything")
		self.assertGreater(int(rows), 0)

	def stands(self) -> list[tuple]:
		"""Where everything stands, seen from a fresh transaction, once the database has taken back what was open."""
		frappe.db.rollback()
		inside = ("like", f"{self.place.path}%")
		organizations = frappe.get_all(
			tree.DOCTYPE,
			{"path": inside},
			["name", "path", "valid_to", "modified"],
			as_list=True,
			order_by="name",
		)
		members = frappe.get_all(
			"Party Member",
			{"organization_path": inside},
			["name", "organization_path"],
			as_list=True,
			order_by="name",
		)
		placements = frappe.get_all(
			"Organization Placement", {"organization_path": inside}, pluck="name", order_by="name"
		)
		return [organizations, members, placements]
