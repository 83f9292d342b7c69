"""One of several processes that change a tree at random: `python -m tests.organization.worker TOP SEED OPERATIONS`.

Goes on until it has applied so many operations to the tree. Prints how often it did what, was refused for a reason of the
rules, found nothing to do it with, and ran again because somebody was faster.
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
from bontot.organization.testing import FOUNDED, create_test_member, create_test_organization
from bontot.outbox import rules
from bontot.outbox.task import Task
from bontot.reorganization import preview, service
from bontot.reorganization.testing import create_test_reorganization
from frappe.utils import getdate, nowdate

from tests.benchmark._site import site

CELL, PART, BASE, BODY, GROUP = (
	"chi_bo_truc_thuoc",
	"dang_bo_bo_phan",
	"dang_bo_co_so",
	"truc_thuoc_tinh",
	"to_dang",
)
BELOW = {
	"tinh": (BODY, BASE),
	BODY: (BASE,),
	BASE: (CELL, CELL, PART),
	PART: (CELL,),
	CELL: (GROUP,),
}
# Of a hundred turns; all but the last change the tree.
ACTS = {
	"insert": 43, "move": 17, "merge": 6, "merge_up": 3, "rename": 4, "found": 6, "split": 5, "dissolve": 4,
	"change_kind": 4, "undo": 4, "member": 4,
}  # fmt: skip
# As the outbox does, only with shorter pauses; beyond it a decision would be lost.
RERUNS = rules.MAX_RERUNS * rules.MAX_ATTEMPTS
TURNS = 3  # as many as operations wanted: beyond it the worker gives up, and the test says so
PICK = """
	select name, kind, valid_from, parent_organization from `tabParty Organization` organization
	where path >= %(low)s and path < %(high)s and valid_to is null and kind in %(kinds)s and valid_from < %(before)s {where}
	order by rand(%(seed)s) limit %(most)s
"""
BARREN = """and not exists (
		select 1 from `tabParty Organization` child
		where child.parent_organization = organization.name and child.valid_to is null
	)"""
EMPTY = f"""{BARREN} and not exists (
		select 1 from `tabParty Member` member
		where member.organization = organization.name and member.state <> 'Left'
	)"""


class Gardener:
	def __init__(self, top: str, seed: int) -> None:
		self.top, self.seed, self.choose = top, seed, random.Random(seed)
		self.low, self.high = tree.path_range(tree.path_of(top))
		self.counted: Counter[str] = Counter()
		self.number = 0
		self.decided: list[str] = []

	def some(self, *kinds: str, most: int = 1, before: Any = "9999-12-31", where: str = "") -> list[Any]:
		"""Living organisations of these kinds at random."""
		values = {"low": self.low, "high": self.high, "kinds": kinds, "before": before, "most": most}
		return frappe.db.sql(
			PICK.format(where=where), values | {"seed": self.choose.randrange(2**31)}, as_dict=True
		)

	def elders(self, *kinds: str, most: int = 1, where: str = "") -> list[Any]:
		"""Those that a decision of today can be about: what was founded today is none of them yet."""
		return self.some(*kinds, most=most, before=getdate(), where=where)

	def name(self) -> str:
		self.number += 1
		return f"Tổ chức {self.seed}.{self.number}"

	# Each says whether it changed the tree.

	def insert(self) -> bool:
		# By kind first: most organisations are cells, and most would be founded below those.
		level = self.choose.choices(list(BELOW), (1, 14, 45, 15, 25))[0]
		parent = (self.some(level) or self.some(BASE))[0]
		kind = self.choose.choice(BELOW[parent.kind])
		since = max(parent.valid_from, getdate(FOUNDED))
		create_test_organization(kind, parent.name, self.name(), valid_from=since)
		return True

	def member(self) -> bool:
		for cell in self.elders(CELL):
			create_test_member(cell.name)
		return False

	def move(self) -> bool:
		kind, above = self.choose.choice(
			((CELL, (BASE, PART)), (CELL, (BASE,)), (BASE, (BODY, "tinh")), (GROUP, (CELL,)), (PART, (BASE,)))
		)
		for who in self.elders(kind):
			for target in self.some(*above):
				return self.reorganize({"act": "Move", "organization": who.name, "target": target.name})
		return False

	def merge(self) -> bool:
		return self.join(CELL, 20)

	def merge_up(self) -> bool:
		return self.join(BASE, 6)

	def join(self, kind: str, least: int) -> bool:
		found = self.elders(kind, most=least + 1)
		if len(found) <= least:
			return False
		return self.reorganize({"act": "Merge", "organization": found[0].name, "target": found[1].name})

	def rename(self) -> bool:
		row = {"act": "Rename", "organization": self.elders(BASE)[0].name, "new_name": self.name()}
		return self.reorganize(row)

	def found(self) -> bool:
		row = {"act": "Found", "target": self.some(BASE)[0].name, "new_name": self.name()}
		return self.reorganize(row | {"new_kind": CELL})

	def split(self) -> bool:
		"""A cell ends in two, or a part of it goes; what lies in it is shared out at random."""
		goes_on = self.choose.random() < 0.5
		for cell in self.elders(CELL):
			names = [self.name()] if goes_on else [self.name(), self.name()]
			row = {"act": "Split", "organization": cell.name, "source_continues": int(goes_on)}
			choices = [*names, ""] if goes_on else names
			return self.reorganize(*(row | {"new_name": name} for name in names), share=choices)
		return False

	def dissolve(self) -> bool:
		for cell in self.elders(CELL, GROUP, PART, where=EMPTY):
			return self.reorganize({"act": "Dissolve", "organization": cell.name})
		return False

	def change_kind(self) -> bool:
		"""A cell becomes a sub-organisation, or the other way round; one with cells below becomes a grassroots one, moved up."""
		row = {"act": "Change Kind"}
		if self.choose.random() < 0.4:
			for part in self.elders(PART):
				up = {"act": "Move", "organization": part.name, "target": self.some(BODY)[0].name}
				return self.reorganize(up, row | {"organization": part.name, "new_kind": BASE})
		for one in self.elders(CELL, PART, where=f"{EMPTY} and parent_organization in ({BASES})"):
			other = PART if one.kind == CELL else CELL
			return self.reorganize(row | {"organization": one.name, "new_kind": other})
		return False

	def undo(self) -> bool:
		"""One of the last few of its own decisions, on which nobody may have built anything."""
		if not self.decided:
			return False
		name = self.decided.pop(self.choose.randrange(-min(3, len(self.decided)), 0))
		task = service.start_undo(name)["task"]
		frappe.db.commit()  # the end of the request
		return self.driven(name, task, service.undo, "Undone")

	def reorganize(self, *acts: dict, share: list[str] | None = None) -> bool:
		"""Entered and committed by one transaction, carried out by another, as the outbox does."""
		doc = create_test_reorganization(self.top, nowdate(), list(acts))
		if share:
			for row in preview.share_rows(doc):
				doc.append("shares", row | {"goes_to_new": self.choose.choice(share)})
			doc.save()
		task = service.enter(doc.name)["task"]
		frappe.db.commit()  # the end of the request
		if self.driven(doc.name, task, service.carry_out, "Applied"):
			self.decided.append(doc.name)
			return True
		return False

	def driven(self, name: str, task: str, handler: Callable[[Task], None], wanted: str) -> bool:
		self.again(lambda: handler(Task.load(task)))
		frappe.db.set_value("Outbox Task", task, "state", "Done")  # no sweep shall run it once more
		done = frappe.db.get_value("Reorganization", name, "state") == wanted
		self.counted["failed on a changed tree"] += not done
		return done

	def again(self, work: Callable[[], Any]) -> Any:
		for rerun in range(1, RERUNS + 1):
			try:
				answer = work()
				frappe.db.commit()
				return answer
			except Exception as error:
				frappe.db.rollback()
				if not rules.is_conflict(error):
					raise
				self.counted["conflicts met"] += 1
				time.sleep(rules.pause_before_rerun(min(rerun, 4)) * self.choose.random())
		self.counted["given up"] += 1
		return False

	def work(self, operations: int) -> dict[str, int]:
		applied = 0
		for _turn in range(TURNS * operations):
			if applied >= operations:
				break
			name = self.choose.choices(list(ACTS), list(ACTS.values()))[0]
			frappe.db.rollback()  # a fresh look at what others did
			try:
				changed = self.again(getattr(self, name))
			except (ReorganizationProblemError, OrganizationError, LifeError):
				frappe.db.rollback()
				self.counted["refused by the rules"] += 1
				continue
			applied += bool(changed)
			self.counted[name if changed or name == "member" else "did not change the tree"] += 1
		return dict(self.counted)


BASES = f"select name from `tabParty Organization` base where base.kind = '{BASE}'"

if __name__ == "__main__":
	with site():
		counted = Gardener(sys.argv[1], int(sys.argv[2])).work(int(sys.argv[3]))
	print(json.dumps(counted))
