"""Tests of the values that new documents at the desk begin with."""

import frappe

from bontot.organization.access import own_cell
from bontot.organization.testing import create_test_seat, create_test_tree, create_test_user
from bontot.tests.case import BontotTestCase


class TestOwnCell(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()

	def begun_with(self, user: str, before: str | None = None) -> str | None:
		bootinfo = frappe._dict(user={"defaults": {own_cell.FIELD: before} if before else {}})
		with self.set_user(user):
			own_cell.fill_in(bootinfo=bootinfo)
		return bootinfo["user"]["defaults"].get(own_cell.FIELD)

	def test_who_writes_for_one_cell_alone_begins_with_it(self) -> None:
		for cell in ("cell_a", "agency_cell"):
			place = getattr(self.tree, cell)
			secretary = create_test_seat(place, "bi_thu_chi_bo").user
			create_test_seat(place, "pho_bi_thu_chi_bo", secretary)
			self.assertEqual(self.begun_with(secretary), place)

	def test_where_there_is_a_choice_it_is_left_to_the_person(self) -> None:
		of_two = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		create_test_seat(self.tree.cell_b, "bi_thu_chi_bo", of_two)
		committee = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		looks_on = create_test_seat(self.tree.cell_a, "theo_doi").user
		for user in (of_two, committee, looks_on, create_test_user(), "Administrator"):
			self.assertIsNone(self.begun_with(user, before=self.tree.cell_a), user)

	def test_the_desk_asks(self) -> None:
		self.assertIn("bontot.organization.access.own_cell.fill_in", frappe.get_hooks("extend_bootinfo"))
