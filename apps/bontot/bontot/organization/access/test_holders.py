import frappe
from frappe.utils import add_days, nowdate

from bontot.organization.access import api
from bontot.organization.errors import NoSeatError
from bontot.organization.testing import (
	create_test_delegation,
	create_test_member,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.tests.case import BontotTestCase


class TestHolders(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.commission = create_test_seat(self.tree.province, "can_bo_btc_tinh").user

	def shown(self, organization: str, user: str | None = None) -> dict:
		with self.set_user(user or self.commission):
			return api.get_holders(organization)

	def position(self, shown: dict, code: str) -> dict | None:
		return next((row for row in shown["positions"] if row["position"] == code), None)

	def test_empty_held_ending_lent_and_to_come(self):
		before = self.shown(self.tree.cell_a)
		self.assertEqual((before["counts"]["seats"], before["counts"]["empty"]), (0, 1))
		self.assertEqual(self.position(before, "bi_thu_chi_bo")["empty"], 1)
		self.assertIsNone(self.position(before, "pho_bi_thu_chi_bo"))  # may be there, need not
		soon, later = add_days(nowdate(), 60), add_days(nowdate(), 61)
		seat = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", to_date=soon)
		create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo", to_date=later)
		create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo", from_date=later)
		create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo", to_date=add_days(nowdate(), -1))
		borrower = create_test_user("Lò Thị Thay")
		create_test_delegation(seat.name, borrower)
		after = self.shown(self.tree.cell_a)
		self.assertEqual(after["counts"], {"seats": 2, "empty": 0, "ending": 1, "without_account": 0})
		[secretary] = self.position(after, "bi_thu_chi_bo")["seats"]
		self.assertEqual((secretary["days_left"], secretary["lent_to"]), (60, "Lò Thị Thay"))
		deputies = self.position(after, "pho_bi_thu_chi_bo")["seats"]
		self.assertEqual([one["coming"] for one in deputies], [False, True])

	def test_below_says_where_seats_are_empty(self):
		create_test_seat(self.tree.cell_b, "bi_thu_chi_bo", to_date=add_days(nowdate(), 5))
		below = {row.name: (row.empty, row.ending) for row in self.shown(self.tree.grassroots)["below"]}
		self.assertEqual(below, {self.tree.cell_a: (1, 0), self.tree.cell_b: (0, 1)})

	def test_who_has_left_stands_out(self):
		member = create_test_member(self.tree.cell_a)
		create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").db_set("member", member.name)
		frappe.db.set_value("Party Member", member.name, "state", "Left")
		[seat] = self.position(self.shown(self.tree.cell_a), "bi_thu_chi_bo")["seats"]
		self.assertTrue(seat["left"])

	def test_who_may_see_and_do_what(self):
		own = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo")
		above = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		neighbour = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		for user, may_seat, may_lend, may_reset in (
			(own.user, False, True, False),
			(above, False, False, True),
			(self.commission, True, True, True),
		):
			with self.subTest(user):
				shown = self.shown(self.tree.cell_a, user)
				[seat] = self.position(shown, "bi_thu_chi_bo")["seats"]
				facts = (shown["may"]["seat"], seat["may_lend"], seat["may_reset"])
				self.assertEqual(facts, (may_seat, may_lend, may_reset))
		with self.assertRefused(NoSeatError):
			self.shown(self.tree.cell_a, neighbour)
		with self.assertRefused(NoSeatError):
			self.shown("", create_test_user())
		self.assertEqual(self.shown("", own.user)["organization"]["name"], self.tree.cell_a)
