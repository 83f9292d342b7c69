"""Tests that who follows a branch is told of a reorganisation that gives or takes something of it."""

from frappe.utils import add_days, getdate, nowdate

from bontot.organization.testing import create_test_tree, create_test_user
from bontot.reorganization import preview, readers
from bontot.reorganization.testing import create_test_reorganization
from bontot.supervision import assignments
from bontot.supervision.testing import create_test_assignment
from bontot.tests.case import BontotTestCase


class TestReadersOfABranch(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.people = [create_test_user(), create_test_user()]

	def assign(self, *branches: str, **values):
		return create_test_assignment(self.tree.province, self.people, branches, **values)

	def test_people_are_counted_once_a_branch_while_they_follow_it(self):
		self.assign(self.tree.grassroots, self.tree.commune)
		self.assign(self.tree.grassroots)
		self.assign(self.tree.other_body, from_date=add_days(nowdate(), -9), to_date=add_days(nowdate(), -5))
		asked = [self.tree.grassroots, self.tree.commune, self.tree.other_body, self.tree.body]
		found = assignments.readers_of(asked, getdate())
		self.assertEqual(found, {self.tree.grassroots: 2, self.tree.commune: 2})
		self.assertEqual(assignments.readers_of([], getdate()), {})

	def test_the_preview_of_a_move_names_them_on_both_sides(self):
		self.assign(self.tree.grassroots, self.tree.commune)
		acts = [{"act": "Move", "organization": self.tree.cell_a, "target": self.tree.commune}]
		said = preview.describe(create_test_reorganization(self.tree.province, nowdate(), acts))["people"]
		told = {
			row["organization"]: (row["readers"], row["more"], row["fewer"])
			for row in said
			if row["kind"] == readers.OVERSIGHT
		}
		self.assertEqual(told, {self.tree.commune: (2, 1, 0), self.tree.grassroots: (2, 0, 1)})
