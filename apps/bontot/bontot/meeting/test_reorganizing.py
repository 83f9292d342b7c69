"""Tests that what a body leaves undone is said before it ends, and is then where it was said to be."""

import frappe

from bontot.meeting import reorganizing
from bontot.meeting.testing import create_test_meeting
from bontot.organization import access
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.reorganization import preview
from bontot.reorganization.testing import create_test_reorganization, reorganize
from bontot.tests.case import BontotTestCase

DAY = "2026-07-01"


class TestReorganizing(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		for cell in (self.tree.cell_a, self.tree.cell_b):
			create_test_member(cell)
		tasks = [
			{"task": "Vận động hiến đất làm đường", "due_on": "2026-08-01"},
			{"task": "Thăm gia đình chính sách", "due_on": "2026-05-01", "done_on": "2026-04-20"},
		]
		self.minuted = create_test_meeting(self.tree.cell_b, tasks=tasks)
		create_test_meeting(self.tree.cell_a, tasks=tasks)
		create_test_meeting(self.tree.cell_b, meeting_date="2026-06-03", held=False, minuted=False)
		self.merge = [{"act": "Merge", "organization": self.tree.cell_b, "target": self.tree.cell_a}]

	def said(self, acts: list[dict]) -> list[int]:
		wanted = [line["what"] for line in reorganizing.preview(reorganizing.Change("", None, ""))]
		lines = preview.describe(create_test_reorganization(self.tree.province, DAY, acts))["lines"]
		counts = {line["what"]: line["count"] for line in lines}
		return [counts.get(what, 0) for what in wanted]

	def test_open_tasks_and_unfinished_meetings_of_bodies_that_end(self):
		self.assertEqual(self.said(self.merge), [1, 0, 1])
		move = {"act": "Move", "organization": self.tree.cell_b, "target": self.tree.commune}
		self.assertEqual(self.said([move]), [0, 0, 0])
		part = {
			"act": "Split",
			"organization": self.tree.cell_b,
			"new_name": "Chi bộ Mới",
			"source_continues": 1,
		}
		self.assertEqual(self.said([part]), [0, 1, 0])

	def test_they_stay_where_nobody_records_them(self):
		receiving = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		own = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		self.assertTrue(access.may_access(self.minuted, "write", own))
		reorganize(self.tree.province, DAY, self.merge)
		stands = frappe.get_doc("Meeting", self.minuted.name)
		self.assertEqual(stands.organization, self.tree.cell_b)
		self.assertEqual([bool(task.done_on) for task in stands.tasks], [False, True])
		for user in (own, receiving):
			self.assertFalse(access.may_access(stands, "write", user))
