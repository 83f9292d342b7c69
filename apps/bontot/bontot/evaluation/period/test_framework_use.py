import frappe

from bontot.evaluation.errors import FrameworkInUseError
from bontot.evaluation.testing import create_test_open_period, create_test_period
from bontot.organization.testing import create_test_tree
from bontot.tests.case import BontotTestCase


class TestFrameworkUse(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.province = create_test_tree().province

	def test_a_framework_that_a_period_was_opened_with_stays(self):
		period = create_test_open_period(self.province)
		with self.assertRefused(FrameworkInUseError):
			frappe.get_doc("Criteria Framework", period.framework).cancel()

	def test_one_that_only_a_draft_names_may_go(self):
		period = create_test_period(self.province)
		framework = frappe.get_doc("Criteria Framework", period.framework)
		framework.cancel()
		self.assertEqual(framework.docstatus, 2)
