import frappe
from frappe.utils import add_days, nowdate

from bontot.organization import access
from bontot.organization.access import roles, seats_in_force
from bontot.organization.access.sharing import SharingRefusedError
from bontot.organization.errors import NoSeatError, OrganizationChangedError, SeatError, SeatOverlapError
from bontot.organization.testing import (
	create_test_member,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.setup.roles import ALL
from bontot.tests.case import BontotTestCase


def roles_of(user: str) -> set[str]:
	return set(frappe.get_all("Has Role", filters={"parenttype": "User", "parent": user}, pluck="role"))


class TestSeat(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()

	def test_a_seat_gives_roles_and_desk_and_its_end_takes_them(self):
		user = create_test_user()
		self.assertEqual(
			(roles_of(user), frappe.db.get_value("User", user, "user_type")), (set(), "Website User")
		)
		seat = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", user)
		self.assertEqual(roles_of(user), {"Seat Holder", "Unit Secretary", "Personal Data"})
		self.assertEqual(frappe.db.get_value("User", user, "user_type"), "System User")
		self.assertIn("Unit Secretary", frappe.get_roles(user))
		seat.to_date = add_days(nowdate(), -1)
		seat.save()
		self.assertEqual(
			(roles_of(user), frappe.db.get_value("User", user, "user_type")), (set(), "Website User")
		)
		self.assertNotIn("Unit Secretary", frappe.get_roles(user))
		self.assertEqual(access.scope(user).prefixes, ())

	def test_a_seat_is_held_through_its_last_day(self):
		user = create_test_seat(
			self.tree.cell_a, "bi_thu_chi_bo", from_date="2022-01-01", to_date="2022-12-31"
		).user
		for day, held in (
			("2021-12-31", False),
			("2022-01-01", True),
			("2022-12-31", True),
			("2023-01-01", False),
		):
			with self.subTest(day):
				self.assertEqual(bool(access.seats(user, day)), held)
				seat = frappe.qb.DocType("Seat")
				query = frappe.qb.from_(seat).select(seat.name).where(seat.user == user)
				self.assertEqual(bool(query.where(seats_in_force.in_force(seat, day)).run()), held)

	def test_deleting_a_seat_takes_the_roles(self):
		seat = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo")
		frappe.delete_doc("Seat", seat.name)
		self.assertEqual(roles_of(seat.user), set())

	def test_roles_of_others_and_of_a_second_seat_stay(self):
		seat = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo")
		create_test_seat(self.tree.grassroots, "can_bo_tham_dinh", seat.user)
		frappe.get_doc("User", seat.user).add_roles("System Manager", "Translator")
		seat.to_date = add_days(nowdate(), -1)
		seat.save()
		self.assertEqual(roles_of(seat.user), {"Seat Holder", "Appraiser", "System Manager", "Translator"})

	def test_daily_sync_opens_and_closes_at_midnight_and_mends_by_hand_edits(self):
		tomorrow = add_days(nowdate(), 1)
		coming = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", from_date=tomorrow)
		self.assertEqual(roles_of(coming.user), set())
		with self.freeze_time(f"{tomorrow} 00:05:00"):
			roles.sync_all()
			self.assertEqual(roles_of(coming.user), {"Seat Holder", "Unit Secretary", "Personal Data"})
		roles.sync_all()
		self.assertEqual(roles_of(coming.user), set())
		stray = create_test_user()
		frappe.get_doc("User", stray).add_roles(*ALL)
		roles.sync_all()
		self.assertEqual(roles_of(stray), set())

	def test_nobody_becomes_system_manager_by_being_saved(self):
		user = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		account = frappe.get_doc("User", user)
		account.bio = "…"
		account.save()
		self.assertEqual(roles_of(user), {"Seat Holder", "Unit Secretary", "Personal Data"})

	def test_dates_and_overlap(self):
		with self.assertRefused(SeatError):
			create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", from_date="2022-01-02", to_date="2022-01-01")
		first = create_test_seat(
			self.tree.cell_a, "bi_thu_chi_bo", from_date="2022-01-01", to_date="2022-12-31"
		)
		with self.assertRefused(SeatOverlapError):
			create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", first.user, from_date="2022-12-31")
		create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", first.user, from_date="2023-01-01")
		create_test_seat(self.tree.cell_b, "bi_thu_chi_bo", first.user, from_date="2022-01-01")

	def test_administrator_holds_no_seat(self):
		with self.assertRefused(SeatError):
			create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", "Administrator")

	def test_abilities_are_those_of_the_position_at_that_very_organization(self):
		user = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		with self.set_user(user):
			seat = access.require_seat(self.tree.grassroots, "author")
			self.assertEqual((seat.position, seat.is_commission), ("bi_thu_dang_uy", False))
			with self.assertRefused(NoSeatError):
				access.require_seat(self.tree.cell_a, "author")
			for nowhere in ("", "TC9999999"):
				with self.subTest(nowhere), self.assertRefused(NoSeatError):
					access.require_seat(nowhere, "author")
		clerk = create_test_seat(self.tree.grassroots, "can_bo_van_phong").user
		with self.set_user(clerk), self.assertRefused(NoSeatError):
			access.require_seat(self.tree.grassroots, "appraise")

	def test_a_disabled_position_opens_nothing(self):
		user = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		frappe.get_doc("Position", "bi_thu_chi_bo").update({"disabled": 1}).save()
		self.assertEqual(access.scope(user).prefixes, ())
		self.assertEqual(roles_of(user), set())

	def test_two_seats_one_below_the_other_make_one_range(self):
		user = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user
		create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", user)
		create_test_seat(self.tree.commune_cell, "bi_thu_chi_bo", user)
		self.assertEqual(len(access.scope(user).prefixes), 2)
		self.assertEqual(access.conditions("Meeting", user).count(">="), 2)

	def test_scope_costs_three_queries_once_a_request(self):
		"""Roles of the framework, seats, oversight."""
		user = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user
		access.scope(user)
		access.forget()
		with self.assertQueryCount(3):
			for _again in range(10):
				access.scope(user)

	def test_a_document_stays_with_its_organization(self):
		seat = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo")
		seat.organization = self.tree.other_cell
		with self.assertRefused(OrganizationChangedError):
			seat.save()

	def test_sharing_is_refused(self):
		member, user = create_test_member(self.tree.cell_a), create_test_user()
		with self.assertRefused(SharingRefusedError):
			frappe.share.add_docshare(
				"Party Member", member.name, user, flags={"ignore_share_permission": True}
			)
