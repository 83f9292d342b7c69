import frappe

from bontot.evaluation.testing import create_test_open_period
from bontot.organization import tree
from bontot.organization.testing import create_test_tree
from bontot.patches.v0_2 import name_communes_as_upper_bodies
from bontot.tests.case import BontotTestCase


class TestCommunesOfBefore(BontotTestCase):
	"""The patch that names communes as their own upper body on sites from before."""

	def setUp(self) -> None:
		super().setUp()
		self.tree = create_test_tree()
		self.period = create_test_open_period(self.tree.province).name
		self.wanted = self.named()
		for doctype in (tree.DOCTYPE, "Evaluation"):
			where = {"upper_organization": ("in", (self.tree.commune, self.tree.agency_cell))}
			frappe.db.set_value(doctype, where, "upper_organization", None)

	def named(self) -> tuple[dict, dict]:
		organizations = frappe.get_all(tree.DOCTYPE, fields=["name", "upper_organization"], as_list=True)
		files = frappe.get_all("Evaluation", fields=["name", "upper_organization"], as_list=True)
		return dict(organizations), dict(files)

	def test_it_names_them_and_what_is_below_and_nobody_else(self) -> None:
		self.assertNotEqual(self.named(), self.wanted)
		for _run in range(2):
			name_communes_as_upper_bodies.execute()
			self.assertEqual(self.named(), self.wanted)
		self.assertEqual(self.wanted[0][self.tree.commune], self.tree.commune)
		self.assertIsNone(self.wanted[0][self.tree.province])

	def test_files_of_a_period_whose_figures_are_kept_stay_so(self) -> None:
		frappe.db.set_value("Review Period", self.period, "figures_digest", "x")
		stood = self.named()[1]
		name_communes_as_upper_bodies.execute()
		self.assertEqual(self.named(), (self.wanted[0], stood))
