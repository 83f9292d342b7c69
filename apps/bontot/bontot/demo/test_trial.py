"""The trial province leaves nothing behind that a check would miss."""

from __future__ import annotations

import frappe

from bontot.approval.core import anchors, verify
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as
from bontot.demo import trial
from bontot.organization import tree


class TestTrial(ApprovalTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		frappe.db.delete(anchors.DOCTYPE)  # what a site holds besides is not this test's
		anchors.take()

	def test_a_night_pins_nothing_of_it(self):
		"""A check that was killed leaves it past the night; taking it away then takes no pinned step."""
		before = frappe.db.count(anchors.DOCTYPE)
		frappe.db.set_value(tree.DOCTYPE, self.tree.province, "code", trial.MARK)
		act_as(self.users.secretary, "send", self.file)
		self.assertIsNone(anchors.take())
		self.assertEqual(frappe.db.count(anchors.DOCTYPE), before)
		trial.remove()
		self.assertFalse(frappe.db.exists("Approval Step", {"file_name": self.file}))
		self.assertEqual(list(verify.check_anchors()), [])

	def test_everything_else_is_pinned(self):
		self.assertIsNone(trial.passing_tree())
		act_as(self.users.secretary, "send", self.file)
		self.assertEqual(anchors.take().files, 1)
