"""Anchors pin what the log has come to; `verify` meets whoever rewrites it. The long run: tests/approval/test_tampering.py."""

from __future__ import annotations

import json

import frappe

from bontot.approval.core import anchors, chain, verify
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as, climb, create_test_file


class TestAnchors(ApprovalTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		frappe.db.delete(anchors.DOCTYPE)  # what a site holds besides is not this test's
		anchors.take()
		self.before = frappe.db.count(anchors.DOCTYPE)

	def pins(self, number: int) -> dict[str, list]:
		return json.loads(frappe.db.get_value(anchors.DOCTYPE, {"number": number}, "pins"))

	def test_each_holds_what_has_moved_since(self):
		act_as(self.users.secretary, "send", self.file)
		first = anchors.take()
		self.assertEqual(self.pins(first.number), {self.file: [1, self.doc().head_hash]})
		self.assertIsNone(anchors.take())
		other = create_test_file(self.tree.other_cell, self.period)
		act_as(self.users.neighbour, "send", other)
		act_as(self.users.grassroots, "agree", self.file)
		second = anchors.take()
		self.assertEqual(set(self.pins(second.number)), {self.file, other})
		self.assertEqual(second.previous_hash, first.hash)
		self.assertEqual(list(verify.check_anchors()), [])

	def test_a_chain_rewritten_as_a_whole_is_found(self):
		"""Somebody who may write the database rewrites every hash and the file's head: only the anchor knows better."""
		climb(self.file, self.users)
		anchor = anchors.take()
		frappe.db.set_value("Approval Step", {"file_name": self.file, "sequence": 2}, "acting_user", "Guest")
		rewrite(self.file)
		self.assertEqual(verify.check_file(self.file), [])
		found = list(verify.check_anchors())
		self.assertEqual(len(found), 1)
		for part in (self.file, "step 3", f"anchor {anchor.number}"):
			self.assertIn(part, found[0])

	def test_a_file_taken_away_with_all_its_steps_is_found(self):
		climb(self.file, self.users)
		anchors.take()
		frappe.db.delete("Approval Step", {"file_name": self.file})
		frappe.db.delete("Evaluation", self.file)
		self.assertEqual([name for name, _count, faults in verify.check_all() if faults], [])
		self.assertTrue(any(self.file in sentence for sentence in verify.check_anchors()))

	def test_what_is_done_to_anchors_is_found(self):
		act_as(self.users.secretary, "send", self.file)
		first = anchors.take()
		act_as(self.users.grassroots, "agree", self.file)
		anchors.take()
		cases = (
			("pins", {"pins": "{}"}, f"anchor {first.number} was altered"),
			("no pins", {"pins": "x"}, f"anchor {first.number} was altered"),
			("moment", {"taken_at": "2020-01-01"}, f"anchor {first.number} was altered"),
			("gone", None, f"anchor {first.number} is missing"),
			("forged", {"pins": "{}", "forged": True}, f"anchor {first.number + 1} does not follow"),
		)
		for title, values, expected in cases:
			frappe.db.savepoint("anchor")
			if values is None:
				frappe.db.delete(anchors.DOCTYPE, {"number": first.number})
			else:
				forged = values.pop("forged", False)
				frappe.db.set_value(anchors.DOCTYPE, first.name, values)
				if forged:
					row = frappe.db.get_value(anchors.DOCTYPE, first.name, "*", as_dict=True)
					frappe.db.set_value(anchors.DOCTYPE, first.name, "hash", anchors.anchor_hash(row))
			found = list(verify.check_anchors())
			frappe.db.rollback(save_point="anchor")
			with self.subTest(title):
				self.assertTrue(any(expected in sentence for sentence in found), found)
		self.assertEqual(list(verify.check_anchors()), [])


def rewrite(file: str) -> None:
	"""Make a file's chain whole again after a change, as whoever may write the database could."""
	previous = chain.GENESIS
	for step in verify._steps_of([file])[file]:
		name = frappe.db.get_value("Approval Step", {"file_name": file, "sequence": step.sequence})
		digest = chain.step_hash(step, previous)
		frappe.db.set_value(
			"Approval Step", name, {"previous_hash": previous, "hash": digest}, update_modified=False
		)
		previous = digest
	frappe.db.set_value("Evaluation", file, "head_hash", previous, update_modified=False)
