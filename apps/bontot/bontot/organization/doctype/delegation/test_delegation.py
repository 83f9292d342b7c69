import frappe
from frappe.utils import add_days, nowdate

from bontot.organization import access
from bontot.organization.access import delegating, roles
from bontot.organization.errors import (
	DelegationError,
	DelegationFixedError,
	NoSeatError,
	TargetNotReadableError,
)
from bontot.organization.testing import (
	create_test_delegation,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.tests.case import BontotTestCase


def roles_of(user: str) -> set[str]:
	return set(frappe.get_all("Has Role", filters={"parenttype": "User", "parent": user}, pluck="role"))


class TestDelegation(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.today, self.yesterday, self.tomorrow = (add_days(nowdate(), days) for days in (0, -1, 1))
		self.tree = create_test_tree()
		self.seat = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo")
		self.lender, self.borrower = self.seat.user, create_test_user("Trần Thị Thay")
		self.commission = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		# The framework disables nobody on a site without another System Manager.
		frappe.get_doc("User", create_test_user()).add_roles("System Manager")

	def lives(self, user: str | None = None) -> bool:
		access.forget()
		held = access.seats(user or self.borrower, organization=self.tree.cell_a, ability="author")
		return bool(held)

	def test_the_borrower_holds_the_seat_for_its_days_and_everyone_sees_whose_it_is(self):
		self.assertFalse(self.lives())
		doc = create_test_delegation(self.seat.name, self.borrower, self.today, self.tomorrow)
		self.assertEqual(
			(doc.organization, doc.lender, doc.position), (self.tree.cell_a, self.lender, "bi_thu_chi_bo")
		)
		self.assertTrue(self.lives())
		with self.set_user(self.borrower):
			held = access.require_seat(self.tree.cell_a, "author")
		self.assertEqual(
			(held.name, held.on_behalf_of, held.delegation), (self.seat.name, self.lender, doc.name)
		)
		self.assertEqual(roles_of(self.borrower), {"Seat Holder", "Unit Secretary", "Personal Data"})
		self.assertEqual(access.seats(self.borrower, self.yesterday), [])
		self.assertEqual(len(access.seats(self.borrower, self.tomorrow)), 1)
		self.assertEqual(access.seats(self.borrower, add_days(nowdate(), 2)), [])
		own = access.seats(self.lender)[0]
		self.assertEqual((own.delegation, own.on_behalf_of), (None, None))

	def test_it_ends_at_once_with_the_seat_the_lenders_account_and_when_taken_back(self):
		endings = {
			"seat ends": lambda doc: self.end_seat(),
			"lender disabled": lambda doc: self.disable(self.lender),
			"borrower disabled": lambda doc: self.disable(self.borrower),
			"taken back": lambda doc: delegating.revoke(doc.name),
		}
		for what, end in endings.items():
			with self.subTest(what):
				frappe.db.savepoint("before_ending")
				doc = create_test_delegation(self.seat.name, self.borrower, self.today, self.tomorrow)
				self.assertTrue(self.lives())
				end(doc)
				self.assertFalse(self.lives())
				self.assertEqual(roles_of(self.borrower), set())
				frappe.db.rollback(save_point="before_ending")
				frappe.clear_cache(user=self.borrower)

	def end_seat(self) -> None:
		seat = frappe.get_doc("Seat", self.seat.name)
		seat.to_date = self.yesterday
		seat.save()

	def disable(self, user: str) -> None:
		account = frappe.get_doc("User", user)
		account.enabled = 0
		account.save()

	def test_roles_follow_the_days(self):
		create_test_delegation(self.seat.name, self.borrower, self.tomorrow, self.tomorrow)
		self.assertEqual(roles_of(self.borrower), set())
		for day, expected in (
			(self.tomorrow, {"Seat Holder", "Unit Secretary", "Personal Data"}),
			(add_days(nowdate(), 2), set()),
		):
			with self.freeze_time(f"{day} 00:05:00"):
				roles.sync_all()
				self.assertEqual(roles_of(self.borrower), expected)

	def test_own_seats_come_before_lent_ones(self):
		own = create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo", self.borrower)
		create_test_delegation(self.seat.name, self.borrower)
		with self.set_user(self.borrower):
			self.assertEqual(access.require_seat(self.tree.cell_a, "author").name, own.name)

	def test_who_may_lend_a_seat(self):
		deputy = create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo").user
		above = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		for user, may in (
			(self.lender, 1),
			(self.commission, 1),
			(deputy, 0),
			(above, 0),
			(self.borrower, 0),
		):
			frappe.db.savepoint("before_lending")
			with self.subTest(user), self.set_user(user):
				if may:
					create_test_delegation(self.seat.name, deputy)
				else:
					with self.assertRefused(frappe.PermissionError):
						create_test_delegation(self.seat.name, deputy)
			frappe.db.rollback(save_point="before_lending")

	def test_a_posted_organization_opens_nothing(self):
		"""The seat says where the delegation lies: naming one's own place beside a neighbour's seat does not help."""
		neighbour = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		deputy = create_test_seat(self.tree.cell_b, "pho_bi_thu_chi_bo").user
		values = {
			"seat": self.seat.name,
			"borrower": deputy,
			"from_date": self.today,
			"to_date": self.today,
			"reason": "…",
		}
		with self.set_user(neighbour), self.assertRefused(frappe.PermissionError):
			frappe.get_doc({"doctype": "Delegation", "organization": self.tree.cell_b, **values}).insert()

	def test_a_holder_opens_no_branch_to_a_stranger(self):
		stranger = create_test_seat(self.tree.other_cell, "bi_thu_chi_bo").user
		with self.set_user(self.lender):
			for user in (self.borrower, stranger):
				with self.assertRefused(DelegationError):
					create_test_delegation(self.seat.name, user)
		with self.set_user(self.commission):
			create_test_delegation(self.seat.name, stranger)

	def test_a_lent_seat_is_not_lent_on_and_hands_out_no_rights(self):
		third = create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo").user
		create_test_delegation(self.seat.name, self.borrower)
		with self.set_user(self.borrower), self.assertRefused(frappe.PermissionError):
			create_test_delegation(self.seat.name, third, self.today, self.today)
		officer = frappe.db.get_value("Seat", {"user": self.commission})
		create_test_delegation(officer, third)
		with self.set_user(third):
			member = frappe.new_doc("Party Member", organization=self.tree.cell_b)
			self.assertTrue(member.has_permission("create"))  # the control: it is a seat of the Commission
			with self.assertRefused(frappe.PermissionError):
				create_test_delegation(officer, self.borrower)
			with self.assertRefused(frappe.PermissionError):
				create_test_seat(self.tree.cell_b, "bi_thu_chi_bo", third)
			self.assertFalse(frappe.get_doc("Position", "theo_doi").has_permission("write"))

	def test_what_cannot_be_lent(self):
		ending = create_test_seat(
			self.tree.cell_b, "bi_thu_chi_bo", from_date="2022-01-01", to_date=self.tomorrow
		)
		disabled = create_test_user()
		frappe.db.set_value("User", disabled, "enabled", 0)
		for what, arguments in {
			"to oneself": (self.seat.name, self.lender),
			"to the administrator": (self.seat.name, "Administrator"),
			"to a disabled account": (self.seat.name, disabled),
			"backwards": (self.seat.name, self.borrower, self.tomorrow, self.today),
			"over already": (self.seat.name, self.borrower, self.yesterday, self.yesterday),
			"before the seat": (ending.name, self.borrower, "2021-12-31", self.today),
			"after the seat": (ending.name, self.borrower, self.today, add_days(self.tomorrow, 1)),
		}.items():
			with self.subTest(what), self.assertRefused(DelegationError):
				create_test_delegation(*arguments)
		create_test_delegation(ending.name, self.borrower, self.today, self.tomorrow)
		with self.subTest("twice at once"), self.assertRefused(DelegationError):
			create_test_delegation(ending.name, create_test_user(), self.tomorrow, self.tomorrow)

	def test_it_is_taken_back_once_by_those_concerned_and_never_changed(self):
		doc = create_test_delegation(self.seat.name, self.borrower, self.today, self.tomorrow)
		doc.to_date = self.today
		with self.assertRefused(DelegationFixedError):
			doc.save()
		doc.reload()
		doc.revoked_by = self.borrower
		with self.assertRefused(DelegationFixedError):
			doc.save()
		for user in (self.lender, self.commission):
			with self.subTest(user), self.set_user(user), self.assertRefused(frappe.PermissionError):
				doc.save()
		stranger = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		for name in (doc.name, "khong-co"):  # of what is not theirs as of what is not there
			with self.subTest(name), self.set_user(stranger), self.assertRefused(TargetNotReadableError):
				delegating.revoke(name)
		for user in (self.borrower, self.lender, self.commission):
			frappe.db.savepoint("before_revoking")
			with self.subTest(user), self.set_user(user):
				taken = delegating.revoke(doc.name)
				self.assertEqual(taken.revoked_by, user)
				with self.assertRaises((DelegationFixedError, frappe.PermissionError)):
					delegating.revoke(doc.name)
			frappe.db.rollback(save_point="before_revoking")
			access.forget()

	def test_the_timeline_says_on_whose_behalf_a_meeting_was_written(self):
		create_test_delegation(self.seat.name, self.borrower)
		values = {"doctype": "Meeting", "organization": self.tree.cell_a, "meeting_kind": "Cell Regular"}
		notes = {}
		for day, user in ((self.today, self.borrower), (add_days(nowdate(), -40), self.lender)):
			with self.set_user(user):
				meeting = frappe.get_doc({**values, "meeting_date": day}).insert()
				meeting.save()
			where = {"reference_name": meeting.name, "comment_type": "Info"}
			notes[user] = frappe.get_all("Comment", where, ["content", "owner"])
		self.assertEqual([row.owner for row in notes[self.borrower]], [self.borrower])
		self.assertIn(frappe.utils.get_fullname(self.lender), notes[self.borrower][0].content)
		self.assertEqual(notes[self.lender], [])

	def test_nobody_is_seated_by_a_delegation_elsewhere(self):
		create_test_delegation(self.seat.name, self.borrower)
		with self.set_user(self.borrower), self.assertRefused(NoSeatError):
			access.require_seat(self.tree.cell_b, "author")
