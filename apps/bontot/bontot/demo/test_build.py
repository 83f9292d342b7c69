import frappe

from bontot.demo import build
from bontot.organization.testing import create_test_organization
from bontot.tests.case import BontotTestCase


class TestEnsure(BontotTestCase):
	def test_somebodys_own_province_is_left_alone(self):
		"""Even one whose code is the demo's: what is not marked as a demo is not touched."""
		for mark in (build.BEGUN, build.FINISHED):
			frappe.db.set_default(mark, "")
		create_test_organization(
			"tinh", code="02" if not frappe.db.exists("Party Organization", {"code": "02"}) else None
		)
		before = frappe.db.count("Party Organization")
		build.ensure()
		self.assertEqual(frappe.db.count("Party Organization"), before)

	def test_other_organizations_refuse_a_demo(self):
		create_test_organization("tinh", code="99.001")
		with self.assertRaises(build.NotEmptyError):
			build.build("S")
