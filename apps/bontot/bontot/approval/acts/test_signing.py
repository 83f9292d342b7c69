from unittest import TestCase

import frappe

from bontot.approval.acts import signing
from bontot.approval.testcase import ApprovalTestCase
from bontot.organization.testing import create_test_member, create_test_organization


class TestWhoSigns(TestCase):
	def test_a_cell_from_nine_full_members_on_has_a_committee(self):
		cases = (
			(("Cell", 8), "Cell"),
			(("Cell", 9), "Cell Committee"),
			(("Cell", 9, 12), "Cell"),
			(("Grassroots Organization", 3), "Party Committee"),
		)
		for given, wanted in cases:
			with self.subTest(given):
				self.assertEqual(signing.on_behalf_of(*given), wanted)


class TestOfFile(ApprovalTestCase):
	def test_probationary_and_exempt_members_do_not_make_a_committee(self):
		for number in range(7):  # beside the one whom the case has rated
			create_test_member(self.tree.cell_a, full_name=f"Đảng viên {number}")
		create_test_member(self.tree.cell_a, state="Probationary", official_date=None)
		create_test_member(self.tree.cell_a, state="Exempt")
		self.assertEqual(signing.of_file(self.doc())["on_behalf_of"], frappe._("ON BEHALF OF THE CELL"))
		# Whom its party group registers is a member of the cell.
		create_test_member(create_test_organization("to_dang", self.tree.cell_a).name)
		self.assertEqual(
			signing.of_file(self.doc())["on_behalf_of"], frappe._("ON BEHALF OF THE CELL COMMITTEE")
		)
