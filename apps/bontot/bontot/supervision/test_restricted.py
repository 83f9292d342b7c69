import frappe

from bontot.evaluation.testing import create_test_conclusion
from bontot.organization.access.test_access import listed
from bontot.organization.testing import create_test_tree, create_test_user
from bontot.supervision.testing import create_test_assignment
from bontot.tests.case import BontotTestCase


class TestFollowingABranch(BontotTestCase):
	def test_opens_no_disciplinary_conclusion(self):
		"""It opens the unit's other documents, as the name of the organisation shows."""
		tree, follower = create_test_tree(), create_test_user()
		name = create_test_conclusion(tree.cell_a).name
		create_test_assignment(tree.province, [follower], [tree.grassroots])
		with self.set_user(follower):
			self.assertEqual(listed("Party Organization", [tree.cell_a]), {tree.cell_a})
			self.assertEqual(listed("Disciplinary Conclusion", [name]), set())
			self.assertFalse(frappe.get_doc("Disciplinary Conclusion", name).has_permission("read"))
