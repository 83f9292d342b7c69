import frappe
from frappe.utils import add_days, getdate, nowdate

from bontot.evaluation.errors import RegisterError
from bontot.evaluation.testing import create_test_target
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase


class TestYearlyTarget(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()

	def test_a_result_bears_its_day_and_no_result_bears_none(self):
		self.assertEqual(str(create_test_target(self.tree.cell_a, percent=98.4).result_as_of), nowdate())
		empty = create_test_target(self.tree.cell_a, target="Trồng rừng", result_as_of=nowdate())
		self.assertIsNone(empty.result_as_of)

	def test_what_cannot_be(self):
		cases = (
			{"percent": -1},
			{"percent": 5200},
			{"percent": 90, "result_as_of": add_days(nowdate(), 1)},
			{"year": 26},
			{"year": getdate(nowdate()).year + 2},
		)
		for values in cases:
			with self.subTest(values), self.assertRefused(RegisterError):
				create_test_target(self.tree.cell_a, **values)

	def test_one_target_once_a_year(self):
		create_test_target(self.tree.cell_a)
		with self.assertRefused(RegisterError):
			create_test_target(self.tree.cell_a)
		create_test_target(self.tree.cell_a, year=2025)
		create_test_target(self.tree.cell_b)

	def test_only_the_units_authors_enter_it(self):
		with self.set_user(create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user):
			create_test_target(self.tree.cell_a)
		for place, position in (("cell_b", "bi_thu_chi_bo"), ("grassroots", "bi_thu_dang_uy")):
			user = create_test_seat(getattr(self.tree, place), position).user
			with self.subTest(place), self.set_user(user), self.assertRefused(frappe.PermissionError):
				create_test_target(self.tree.cell_a, target="Trồng rừng")
