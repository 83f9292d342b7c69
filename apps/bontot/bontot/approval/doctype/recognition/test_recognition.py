import frappe
from frappe.utils import getdate

from bontot.approval.core import errors
from bontot.approval.testcase import DecidingTestCase


class TestRecognition(DecidingTestCase):
	def test_streak_counts_years_in_a_row(self):
		last_year = getdate().year - 1
		values = {
			"organization": self.tree.cell_a,
			"title_kind": "Cell",
			"year": last_year,
			"streak_years": 3,
		}
		before = frappe.get_doc({"doctype": "Recognition", **values})
		before.flags.by_service = True
		before.insert()
		self.apply(self.submit({self.file: "Recognize"}))
		self.assertEqual(frappe.db.get_value("Recognition", {"evaluation": self.file}, "streak_years"), 4)

	def test_nobody_writes_a_recognition_by_hand(self):
		values = {"organization": self.tree.cell_a, "title_kind": "Cell", "year": 2020}
		with self.assertRefused(errors.AppendOnlyError):
			frappe.get_doc({"doctype": "Recognition", **values}).insert(ignore_permissions=True)
