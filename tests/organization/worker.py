"""One of several processes that change a tree at random: `python -m tests.organization.worker TOP SEED OPERATIONS`.

Prints how often it did what, was refused for a reason of the rules, and ran again because somebody was faster.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import frappe
from bontot.organization import tree
from bontot.organization.errors import LifeError, OrganizationError, ReorganizationProblemError
from bontot.organization.reorganization import service
from bontot.organization.reorganization.testing import create_test_reorganization
from bontot.organization.testing import FOUNDED, create_test_member, create_test_organization
from bontot.outbox import rules
from bontot.outbox.task import Task
from frappe.utils import getdate, nowdate

from tests.benchmark._site import site

BELOW = {
	"tinh": ("truc_thuoc_tinh", "dang_bo_co_so"),
	"truc_thuoc_tinh": ("dang_bo_co_so",),
	"dang_bo_co_so": ("chi_bo_truc_thuoc",),
	"chi_bo_truc_thuoc": ("to_dang",),
}
RERUNS = 12  # what the outbox and the endpoints do together; beyond it an operation would be lost


class Gardener:
	def __init__(self, top: str, seed: int) -> None:
		self.top, self.seed, self.choose = top, seed, random.Random(seed)
		self.counted: Counter[str] = Counter()
		self.number = 0

	def living(self, *kinds: str) -> list[Any]:
		low, high = tree.path_range(tree.path_of(self.top))
		filters = [["path", ">=", low], ["path", "<", high], ["valid_to", "is", "not set"]]
		if kinds:
			filters.append(["kind", "in", kinds])
		return frappe.get_all(
			tree.DOCTYPE, filters, ["name", "kind", "valid_from", "parent_organization"], limit=0
		)

	def elders(self, *kinds: str) -> list[Any]:
		"""Those that a decision of today can be about: what was founded today is none of them yet."""
		return [row for row in self.living(*kinds) if row.valid_from < getdate()]

	def one(self, *kinds: str) -> Any:
		return self.choose.choice(self.living(*kinds))

	def name(self) -> str:
		self.number += 1
		return f"Tổ chức {self.seed}.{self.number}"

	def insert(self) -> None:
		parent = self.one(*BELOW)
		kind = self.choose.choice(BELOW[parent.kind])
		since = max(parent.valid_from, getdate(FOUNDED))
		create_test_organization(kind, parent.name, self.name(), valid_from=since)

	def member(self) -> None:
		create_test_member(self.one("chi_bo_truc_thuoc").name)

	def move(self) -> None:
		kind = self.choose.choice(("chi_bo_truc_thuoc", "chi_bo_truc_thuoc", "dang_bo_co_so", "to_dang"))
		above = {"chi_bo_truc_thuoc": "dang_bo_co_so", "to_dang": "chi_bo_truc_thuoc"}.get(
			kind, "truc_thuoc_tinh"
		)
		if found := self.elders(kind):
			who = self.choose.choice(found)
			elsewhere = [row.name for row in self.living(above) if row.name != who.parent_organization]
			target = self.choose.choice(elsewhere)
			self.reorganize({"act": "Move", "organization": who.name, "target": target})

	def merge(self) -> None:
		cells = self.elders("chi_bo_truc_thuoc")
		if len(cells) > 20:
			who, into = self.choose.sample(cells, 2)
			self.reorganize({"act": "Merge", "organization": who.name, "target": into.name})

	def merge_up(self) -> None:
		bodies = self.elders("dang_bo_co_so")
		if len(bodies) > 6:
			who, into = self.choose.sample(bodies, 2)
			self.reorganize({"act": "Merge", "organization": who.name, "target": into.name})

	def rename(self) -> None:
		who = self.choose.choice(self.elders("dang_bo_co_so")).name
		self.reorganize({"act": "Rename", "organization": who, "new_name": self.name()})

	def found(self) -> None:
		row = {"act": "Found", "target": self.one("dang_bo_co_so").name, "new_name": self.name()}
		self.reorganize(row | {"new_kind": "chi_bo_truc_thuoc"})

	def reorganize(self, act: dict) -> None:
		"""Entered and committed by one transaction, carried out by another, as the outbox does."""
		doc = create_test_reorganization(self.top, nowdate(), [act])
		task = service.enter(doc.name)["task"]
		frappe.db.commit()  # the end of the request
		self.again(lambda: service.carry_out(Task.load(task)))
		frappe.db.set_value("Outbox Task", task, "state", "Done")  # no sweep shall run it once more
		if frappe.db.get_value("Reorganization", doc.name, "state") == "Failed":
			self.counted["failed on a changed tree"] += 1

	def again(self, work: Callable[[], None]) -> None:
		for rerun in range(1, RERUNS + 1):
			try:
				work()
				frappe.db.commit()
				return
			except Exception as error:
				frappe.db.rollback()
				if not rules.is_conflict(error):
					raise
				self.counted["conflicts met"] += 1
				time.sleep(rules.pause_before_rerun(min(rerun, 4)) * self.choose.random())
		self.counted["given up"] += 1

	def work(self, operations: int) -> dict[str, int]:
		acts = {self.insert: 40, self.member: 15, self.move: 25, self.merge: 8, self.merge_up: 2, self.rename: 3, self.found: 7}  # fmt: skip
		for _turn in range(operations):
			act = self.choose.choices(list(acts), list(acts.values()))[0]
			frappe.db.rollback()  # a fresh look at what others did
			try:
				self.again(act)
				self.counted[act.__name__] += 1
			except (ReorganizationProblemError, OrganizationError, LifeError):
				frappe.db.rollback()
				self.counted["refused by the rules"] += 1
		return dict(self.counted)


if __name__ == "__main__":
	with site():
		counted = Gardener(sys.argv[1], int(sys.argv[2])).work(int(sys.argv[3]))
	print(json.dumps(counted))
