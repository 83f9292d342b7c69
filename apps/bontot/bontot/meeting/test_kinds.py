import unittest

from bontot.meeting import kinds


class TestKinds(unittest.TestCase):
	def test_cells_committees_and_groups(self) -> None:
		self.assertEqual(kinds.allowed("Cell", True), kinds.CELL_KINDS)
		self.assertEqual(kinds.allowed("Grassroots Organization", True), kinds.COMMITTEE_KINDS)
		self.assertEqual(kinds.allowed(None, True), kinds.COMMITTEE_KINDS)
		self.assertEqual(kinds.allowed(None, False), ())

	def test_who_prepares_whom(self) -> None:
		self.assertTrue(kinds.may_prepare("Permanent Members", "Standing Committee"))
		self.assertTrue(kinds.may_prepare("Standing Committee", "Party Committee"))
		self.assertTrue(kinds.may_prepare("Permanent Members", "Party Committee"))
		self.assertFalse(kinds.may_prepare("Party Committee", "Whole Organization"))
		self.assertFalse(kinds.may_prepare("Standing Committee", "Permanent Members"))
		self.assertFalse(kinds.may_prepare("Permanent Members", "Cell Regular"))
