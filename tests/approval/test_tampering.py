"""Random tampering with a real step log, by SQL as whoever has the database could: `verify` finds every one and says where."""

from __future__ import annotations

import os
import random
import sys
import unittest
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import frappe
from bontot.approval.acts import after_decision
from bontot.approval.core import anchors, chain, verify
from bontot.approval.testing import (
	act_as,
	climb,
	create_test_file,
	create_test_officers,
	create_test_open_period,
	create_test_resolution,
	mend,
	sequence_of,
)
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.outbox.testing import run_now

from tests.benchmark._site import site

TAMPERINGS = int(os.environ.get("BONTOT_APPROVAL_TAMPERINGS", "200"))
STEP = "Approval Step"
ROW = "a key of the row that nothing points at"
SAID = "the chain says it in a column of its own"
FRAMEWORK = "the framework keeps it on every row and reads nothing from it here"
# Columns of the log that no hash holds, each with why; of all others every change is found.
OUTSIDE = {
	"name": ROW,
	"idx": ROW,
	"creation": SAID,  # acted_at
	"modified": SAID,
	"owner": SAID,  # acting_user
	"modified_by": SAID,
	"docstatus": FRAMEWORK,
	"_user_tags": FRAMEWORK,
	"_comments": FRAMEWORK,
	"_assign": FRAMEWORK,
	"_liked_by": FRAMEWORK,
	"organization_path": "today's place, which moves with the tree; `organization` is in the chain",
}


class TestTampering(unittest.TestCase):
	def setUp(self) -> None:
		self.enterContext(site())
		self.luck = random.Random(20261125)
		frappe.db.delete(anchors.DOCTYPE)  # rolled back with everything else
		self.files = self.lived_through()
		anchors.take()
		self.move_on(self.files[-1])  # one file has moved since the anchor
		self.lengths = {name: sequence_of(name) for name in self.files}
		self.all_columns = columns_of_log()
		self.columns = {column: kind for column, kind in self.all_columns.items() if column not in OUTSIDE}

	def lived_through(self) -> list[str]:
		"""Files with long and short logs: returned, recalled, recognised, reopened, withdrawn."""
		tree = create_test_tree()
		self.users = create_test_officers(tree)
		period = create_test_open_period(tree.province)
		files = [create_test_file(place, period) for place in (tree.cell_a, tree.cell_b, tree.grassroots)]
		authors = [self.users.secretary, create_test_seat(tree.cell_b, "bi_thu_chi_bo").user]
		authors.append(create_test_seat(tree.grassroots, "bi_thu_dang_uy").user)
		first, second, third = files
		climb(first, self.users, to="body")
		act_as(self.users.body, "return_document", first, {"dk_1": "Ghi rõ hơn"})
		mend(first)
		climb(first, self.users)
		with_user(self.users.clerk, lambda: decide(tree.province, first))
		with_user(
			self.users.province,
			lambda: after_decision.reopen("Evaluation", first, sequence_of(first), "Có đơn phản ánh"),
		)
		with_user(self.users.clerk, lambda: decide(tree.province, first))
		act_as(authors[1], "send", second)
		act_as(authors[1], "recall", second)
		act_as(authors[1], "send", second)
		act_as(self.users.grassroots, "agree", second)
		act_as(authors[2], "send", third)
		return files

	def move_on(self, name: str) -> None:
		act_as(self.users.body, "agree", name)

	def test_nothing_is_wrong_before(self) -> None:
		self.assertEqual(self.faults(), [])

	def test_every_column_but_those_reviewed_is_in_the_chain(self) -> None:
		"""Each column of the table, altered and emptied alone, on a step that fills it where there is one."""
		self.assertLessEqual(set(OUTSIDE), set(self.all_columns), "columns that are not there (any more)")
		for column, emptied in product(self.all_columns, (False, True)):
			with self.subTest(column, emptied=emptied):
				name, sequence, value = self.step_with(column)
				if emptied and (not value or column in ("name", "file_name", "acted_at", "creation")):
					continue  # nothing to take away, or the row would be another one, or none
				frappe.db.savepoint("altered")
				expected = self.alter_column(column, name, sequence, emptied)
				found = self.faults()
				frappe.db.rollback(save_point="altered")
				if column in OUTSIDE:
					self.assertEqual(found, [], OUTSIDE[column])
				else:
					self.assertTrue(any(expected in fault for fault in found), (expected, found))

	def step_with(self, column: str) -> tuple[str, int, Any]:
		steps = [row for name in self.files for row in all_steps_of(name)]
		row = next((row for row in reversed(steps) if row[column]), steps[-1])
		return row.file_name, row.sequence, row[column]

	def test_every_tampering_is_found(self) -> None:
		counted: Counter[str] = Counter()
		ways: list[Callable[[], str | None]] = [
			self.alter,
			self.remove,
			self.remove_the_end,
			self.swap,
			self.swap_between_files,
			self.insert,
			self.forge_one,
			self.forge_the_rest,
			self.move_the_head,
			self.insert_between,
			self.take_a_file_away,
		]
		done = 0
		while done < TAMPERINGS:
			way = self.luck.choice(ways)
			frappe.db.savepoint("tampering")
			expected = way()
			found = self.faults() if expected else []
			frappe.db.rollback(save_point="tampering")
			if not expected:
				continue
			self.assertTrue(any(expected in fault for fault in found), (way.__name__, expected, found))
			counted[way.__name__] += 1
			done += 1
		self.assertEqual(self.faults(), [])
		print(f"{done} tamperings, all found: {dict(sorted(counted.items()))}", file=sys.stderr)

	def faults(self) -> list[str]:
		found = [
			f"{name}: {verify.SAYS[fault.kind].format(fault.sequence)}"
			for name, _count, faults in verify.check_all()
			for fault in faults
		]
		return found + list(verify.check_anchors())

	# Each returns what the finding must say, or None where there was nothing to tamper with.

	def some_step(self) -> tuple[str, int]:
		name = self.luck.choice(self.files)
		return name, self.luck.randint(1, self.lengths[name])

	def alter(self) -> str | None:
		name, sequence = self.some_step()
		return self.alter_column(self.luck.choice(list(self.columns)), name, sequence)

	def alter_column(self, column: str, name: str, sequence: int, emptied: bool = False) -> str:
		"""As little as can be; what a column may hold does not matter to whoever writes by SQL."""
		kind, length = self.all_columns[column]
		value = frappe.db.get_value(STEP, {"file_name": name, "sequence": sequence}, column)
		if emptied:
			value = 0 if kind.endswith("int") else None
		elif kind == "datetime":
			value += timedelta(microseconds=1)
		elif kind.endswith("int"):
			value = (value or 0) + 100
		else:
			value = (
				value[:-1] + ("x" if value[-1] != "x" else "y")
				if value and len(value) >= length
				else f"{value or ''}x"
			)
		write(name, sequence, **{column: value})
		if column in ("file_name", "sequence"):
			return f"{name}: step {sequence} is missing"
		return f"{name}: step {sequence} was altered"

	def remove(self) -> str | None:
		name, sequence = self.some_step()
		frappe.db.delete(STEP, {"file_name": name, "sequence": sequence})
		return f"{name}: step {sequence} is missing"

	def remove_the_end(self) -> str | None:
		"""With the file's own column lowered to match."""
		name, sequence = self.some_step()
		if sequence == 1:
			return None
		frappe.db.delete(STEP, {"file_name": name, "sequence": (">=", sequence)})
		frappe.db.set_value("Evaluation", name, "step_sequence", sequence - 1, update_modified=False)
		return f"{name}: the file names another last step"

	def swap(self) -> str | None:
		name = self.luck.choice(self.files)
		if self.lengths[name] < 2:
			return None
		one, other = sorted(self.luck.sample(range(1, self.lengths[name] + 1), 2))
		for before, after in ((one, 1000), (other, one), (1000, other)):
			frappe.db.set_value(
				STEP, {"file_name": name, "sequence": before}, "sequence", after, update_modified=False
			)
		return f"{name}: step {one} "

	def swap_between_files(self) -> str | None:
		one, other = self.luck.sample(self.files, 2)
		sequence = self.luck.randint(1, min(self.lengths[one], self.lengths[other]))
		for before, after in ((one, "aside"), (other, one), ("aside", other)):
			where = {"file_name": before, "sequence": sequence}
			frappe.db.set_value(STEP, where, "file_name", after, update_modified=False)
		return f"{one}: step {sequence} was altered"

	def insert(self) -> str | None:
		"""A step that nobody did, at the end, with a hash that is right for it."""
		name = self.luck.choice(self.files)
		last = frappe.get_doc(STEP, {"file_name": name, "sequence": self.lengths[name]})
		twin = frappe.copy_doc(last)
		twin.update(
			{
				"sequence": last.sequence + 1,
				"previous_hash": last.hash,
				"name": frappe.generate_hash(length=10),
			}
		)
		twin.hash = chain.step_hash(twin.as_dict(), last.hash)
		twin.db_insert()
		return f"{name}: the file names another last step"

	def insert_between(self) -> str | None:
		"""A step that nobody did, in the middle; those after it are numbered anew, and the file counts one more."""
		name, sequence = self.some_step()
		for number in range(self.lengths[name], sequence, -1):
			write(name, number, sequence=number + 1)
		last = frappe.get_doc(STEP, {"file_name": name, "sequence": sequence})
		twin = frappe.copy_doc(last)
		twin.update(
			{"sequence": sequence + 1, "previous_hash": last.hash, "name": frappe.generate_hash(length=10)}
		)
		twin.hash = chain.step_hash(twin.as_dict(), last.hash)
		twin.db_insert()
		frappe.db.set_value(
			"Evaluation", name, "step_sequence", self.lengths[name] + 1, update_modified=False
		)
		if sequence == self.lengths[name]:
			return f"{name}: the file names another last step"
		return f"{name}: step {sequence + 2} was altered"

	def forge_one(self) -> str | None:
		"""With a fresh hash of its own; the next step, or the file, knows the old one."""
		name, sequence = self.some_step()
		write(name, sequence, reason="khác")
		row = step_of(name, sequence)
		write(name, sequence, hash=chain.step_hash(row, row.previous_hash or ""))
		if sequence == self.lengths[name]:
			return f"{name}: the file names another last step"
		return f"{name}: step {sequence + 1} does not follow"

	def forge_the_rest(self) -> str | None:
		"""From a step to the end and the file's head: nothing in the file's own chain is wrong, an anchor knows better."""
		name = self.luck.choice(self.files[:-1])
		sequence = self.luck.randint(1, self.lengths[name])
		write(name, sequence, acting_user="Guest")
		previous = step_of(name, sequence).previous_hash or ""
		for number in range(sequence, self.lengths[name] + 1):
			write(name, number, previous_hash=previous)
			previous = chain.step_hash(step_of(name, number), previous)
			write(name, number, hash=previous)
		frappe.db.set_value("Evaluation", name, "head_hash", previous, update_modified=False)
		return f"{name}: step {self.lengths[name]} is not the one that an anchor has pinned"

	def move_the_head(self) -> str | None:
		name = self.luck.choice(self.files)
		field, value = self.luck.choice((("head_hash", "0" * 64), ("step_sequence", self.lengths[name] - 1)))
		frappe.db.set_value("Evaluation", name, field, value, update_modified=False)
		return f"{name}: the file names another last step"

	def take_a_file_away(self) -> str | None:
		"""The file, or with it all that was ever done."""
		name = self.luck.choice(self.files)
		frappe.db.delete("Evaluation", name)
		if self.luck.random() < 0.5:
			frappe.db.delete(STEP, {"file_name": name})
			return f"{name}: step "
		return f"{name}: the file names another last step"


def columns_of_log() -> dict[str, tuple[str, int]]:
	"""{column: (type, most characters)} of the table as it is."""
	columns = frappe.qb.Schema("information_schema").columns
	query = frappe.qb.from_(columns).select(
		columns.column_name, columns.data_type, columns.character_maximum_length
	)
	where = (columns.table_schema == frappe.conf.db_name) & (columns.table_name == f"tab{STEP}")
	return {name: (kind, length or 0) for name, kind, length in query.where(where).run()}


def all_steps_of(name: str) -> list[Any]:
	return frappe.get_all(STEP, {"file_name": name}, "*", order_by="sequence")


def with_user(user: str, act: Callable[[], object]) -> None:
	frappe.set_user(user)
	try:
		act()
	finally:
		frappe.set_user("Administrator")


def decide(organization: str, file: str) -> None:
	resolution = create_test_resolution(organization, {file: "Recognize"})
	resolution.insert()
	resolution.submit()
	run_now(frappe.db.get_value("Outbox Task", {"reference_name": resolution.name}))


def write(name: str, sequence: int, /, **values: object) -> None:
	frappe.db.set_value(STEP, {"file_name": name, "sequence": sequence}, values, update_modified=False)


def step_of(name: str, sequence: int):
	return next(row for row in verify._steps_of([name])[name] if row.sequence == sequence)
