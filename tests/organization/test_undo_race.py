"""A member is written at a founded organisation in the very moment in which its founding is undone: one of the two gives way.

Each way with a control: without the lock, or with a read that sees no further than where it began, both go through.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
import unittest
from types import SimpleNamespace
from unittest.mock import patch

import frappe
from bontot.organization import tree
from bontot.outbox import driver
from bontot.reorganization import service, undo_checks, undoing
from bontot.reorganization.testing import create_test_reorganization
from frappe.utils import nowdate

from ops.bench import REPO
from tests.benchmark._site import site
from tests.organization import ground

SECONDS = 1.5  # for what must wait to come to its lock; what need not is through by then


def seen_at_first(doctype: str, organizations: list[str], ranges: list[tuple[str, str]]) -> set[str]:
	"""`undo_checks.written_at` without the lock."""
	return set(frappe.get_all(doctype, {"organization": ("in", organizations)}, pluck="name"))


class TestUndoRace(unittest.TestCase):
	place: SimpleNamespace

	@classmethod
	def setUpClass(cls) -> None:
		cls.enterClassContext(site())
		cls.place = cls.enterClassContext(ground.province(1, 1, 1))

	def found(self, name: str) -> None:
		inside = {"kind": "dang_bo_co_so", "path": ("like", f"{self.place.path}%")}
		above = frappe.db.get_value(tree.DOCTYPE, inside, order_by="path")
		act = {"act": "Found", "new_name": name, "new_kind": "chi_bo_truc_thuoc", "target": above}
		self.doc = create_test_reorganization(self.place.name, nowdate(), [act])
		self.drive(service.enter(self.doc.name)["task"])
		where = {"organization_name": name, "parent_organization": above}
		self.founded = frappe.db.get_value(tree.DOCTYPE, where)
		self.assertTrue(self.founded)
		self.task = service.start_undo(self.doc.name)["task"]
		frappe.db.commit()  # other processes work on it

	def drive(self, task: str) -> None:
		frappe.db.commit()  # a worker begins anew
		driver.drive(task)

	def writer(self, *how: str) -> subprocess.Popen:
		process = subprocess.Popen(
			[sys.executable, "-W", "ignore", "-m", "tests.organization.writer", self.founded, *how],
			cwd=REPO,
			env=os.environ | {"FRAPPE_BENCH_ROOT": os.environ["BONTOT_BENCH_ROOT"]},
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			text=True,
		)
		self.addCleanup(process.kill)
		self.assertEqual(process.stdout.readline().strip(), "trying")
		return process

	def stands(self) -> tuple[str, bool, int]:
		"""(state of the decision, whether the organisation is there, members there), from a fresh transaction."""
		frappe.db.rollback()
		return (
			frappe.db.get_value("Reorganization", self.doc.name, "state"),
			bool(frappe.db.exists(tree.DOCTYPE, self.founded)),
			frappe.db.count("Party Member", {"organization": self.founded}),
		)

	def undo_beside_a_writer(self) -> None:
		"""The member is written when the undo begins to read, and committed while it looks."""
		process = self.writer()
		self.assertEqual(process.stdout.readline().strip(), "written")
		commit = threading.Timer(SECONDS, lambda: process.communicate("\n"))
		real = service.lock_placed

		def lock(doc: object) -> None:
			commit.start()
			real(doc)

		with patch.object(service, "lock_placed", lock):
			self.drive(self.task)
		commit.join()
		self.assertEqual(process.wait(), 0)

	def test_a_member_not_yet_committed_stops_the_undo(self) -> None:
		self.found("Chi bộ Mới Một")
		self.undo_beside_a_writer()
		self.assertEqual(self.stands(), ("Applied", True, 1))

	def test_control_an_undo_that_reads_without_a_lock_sees_nobody(self) -> None:
		self.found("Chi bộ Mới Hai")
		with patch.object(undo_checks, "written_at", seen_at_first):
			self.undo_beside_a_writer()
		self.assertEqual(self.stands(), ("Undone", False, 1))

	def write_beside_an_undo(self, *how: str) -> str:
		"""What the writer says that comes when the undo has done everything but commit."""
		real, running = undoing.undo, []

		def undo(*arguments: object) -> None:
			real(*arguments)
			running.append(self.writer(*how))
			select.select([running[0].stdout], [], [], SECONDS)

		with patch.object(undoing, "undo", undo):
			self.drive(self.task)
		output, _errors = running[0].communicate("\n")
		self.assertEqual(running[0].returncode, 0)
		return output.strip()

	def test_an_undo_not_yet_committed_refuses_the_member(self) -> None:
		self.found("Chi bộ Mới Ba")
		self.assertEqual(self.write_beside_an_undo(), "refused NoOrganizationError")
		self.assertEqual(self.stands(), ("Undone", False, 0))

	def test_control_who_holds_nothing_writes_at_what_is_gone(self) -> None:
		self.found("Chi bộ Mới Bốn")
		self.assertEqual(self.write_beside_an_undo("unheld"), "written")
		self.assertEqual(self.stands(), ("Undone", False, 1))


if __name__ == "__main__":
	unittest.main()
