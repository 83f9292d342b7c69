"""Tests that who follows a branch reads all of it by every way in, writes nothing but notes, and stops at once."""

import frappe
from frappe.utils import add_days, nowdate

from bontot.organization import access, tree
from bontot.organization.access import roles
from bontot.organization.access.test_access import (
	DOCTYPES,
	counted,
	create_row,
	found_by_link_search,
	listed,
	printable,
	reported,
)
from bontot.organization.errors import NoSeatError
from bontot.organization.testing import (
	create_test_delegation,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.supervision.errors import AssignmentError
from bontot.supervision.testing import create_test_assignment
from bontot.tests.case import BontotTestCase

IN_REACH, OUTSIDE = ("grassroots", "cell_a", "cell_b"), ("body", "province", "commune_cell", "other_cell")
WAYS = {"list": listed, "report": reported, "link search": found_by_link_search}


def roles_of(user: str) -> set[str]:
	return set(frappe.get_all("Has Role", filters={"parenttype": "User", "parent": user}, pluck="role"))


class TestOversightAssignment(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.today, self.yesterday, self.tomorrow = (add_days(nowdate(), days) for days in (0, -1, 1))
		self.tree = create_test_tree()
		self.visitor = create_test_user("Nông Văn Dự")

	def assign(self, **values):
		return create_test_assignment(self.tree.province, [self.visitor], [self.tree.grassroots], **values)

	def reaches(self, place: str = "cell_a") -> bool:
		access.forget()
		return access.scope(self.visitor).covers(tree.path_of(getattr(self.tree, place)))

	def test_every_way_in_shows_the_assigned_branch_and_nothing_else(self):
		places = {getattr(self.tree, place): place in IN_REACH for place in (*IN_REACH, *OUTSIDE)}
		rows = {
			doctype: {create_row(doctype, organization): seen for organization, seen in places.items()}
			for doctype in DOCTYPES
			if doctype not in (tree.DOCTYPE, "Obligation Reminder", "Delegation")
		}
		for assigned in (False, True):  # the control: without the assignment nothing at all
			if assigned:
				self.assign()
			with self.set_user(self.visitor):
				for doctype, expected in rows.items():
					opened = assigned and not access.RULES[doctype].readers_above
					wanted = {name for name, seen in expected.items() if seen and opened}
					with self.subTest(doctype, assigned=assigned):
						for way, find in WAYS.items():
							self.assertEqual(find(doctype, list(expected)), wanted, way)
						self.assertEqual(counted(doctype, list(expected)), len(wanted))
						read = {
							name for name in expected if frappe.get_doc(doctype, name).has_permission("read")
						}
						printed = {name for name in expected if printable(doctype, name)}
						self.assertEqual((read, printed), (wanted, wanted))

	def test_it_writes_nothing_votes_nothing_and_holds_no_seat(self):
		self.assign()
		with self.set_user(self.visitor):
			for doctype in DOCTYPES:
				if doctype in (tree.DOCTYPE, "Visit Note", "Delegation"):
					continue
				doc = frappe.get_doc({"doctype": doctype, "organization": self.tree.cell_a})
				self.assertFalse(doc.has_permission("create"), doctype)
				self.assertFalse(frappe.get_doc(doctype, self.row(doctype)).has_permission("write"), doctype)
			for ability in access.ABILITY_FIELDS:
				with self.assertRefused(NoSeatError):
					access.require_seat(self.tree.cell_a, ability)
			self.assertFalse(frappe.get_doc("Position", "theo_doi").has_permission("write"))

	def row(self, doctype: str) -> str:
		before = frappe.session.user
		frappe.set_user("Administrator")
		try:
			return create_row(doctype, self.tree.cell_a)
		finally:
			frappe.set_user(before)

	def test_it_lives_on_its_days_and_ends_at_once(self):
		for days, lives in (
			((self.yesterday, self.today), True),
			((self.today, self.tomorrow), True),
			((self.tomorrow, self.tomorrow), False),
			((self.yesterday, self.yesterday), False),
		):
			frappe.db.savepoint("before_days")
			self.assign(from_date=days[0], to_date=days[1])
			self.assertEqual(self.reaches(), lives, days)
			frappe.db.rollback(save_point="before_days")
		doc = self.assign()
		self.assertEqual(roles_of(self.visitor), {"Seat Holder", "Overseer"})
		doc.ended = 1
		doc.save()
		self.assertFalse(self.reaches())
		self.assertEqual(roles_of(self.visitor), set())

	def test_taken_off_the_list_a_person_and_a_branch_are_gone_at_once(self):
		doc = self.assign()
		doc.branches[0].organization = self.tree.commune
		doc.save()
		self.assertEqual((self.reaches("cell_a"), self.reaches("commune_cell")), (False, True))
		doc.people[0].user = create_test_user()
		doc.save()
		self.assertFalse(self.reaches("commune_cell"))
		self.assertEqual(roles_of(self.visitor), set())

	def test_roles_follow_the_calendar_and_the_account(self):
		self.assign(from_date=self.tomorrow, to_date=self.tomorrow)
		with self.freeze_time(f"{self.tomorrow} 00:05:00"):
			roles.sync_all()
			self.assertEqual(roles_of(self.visitor), {"Seat Holder", "Overseer"})
			frappe.db.set_value("User", self.visitor, "enabled", 0)
			self.assertFalse(self.reaches())
		roles.sync_all()
		self.assertEqual(roles_of(self.visitor), set())

	def test_who_may_assign_whom_to_what(self):
		secretary = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		colleague = create_test_seat(self.tree.grassroots, "can_bo_van_phong").user
		author = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		posted = create_test_seat(self.tree.body, "can_bo_btc_tinh").user
		cases = (
			(secretary, self.tree.grassroots, colleague, self.tree.cell_b, None),
			(secretary, self.tree.grassroots, self.visitor, self.tree.cell_b, AssignmentError),
			(secretary, self.tree.grassroots, colleague, self.tree.commune, AssignmentError),
			(secretary, self.tree.body, colleague, self.tree.cell_b, frappe.PermissionError),
			(author, self.tree.cell_a, colleague, self.tree.cell_a, frappe.PermissionError),
			(posted, self.tree.grassroots, self.visitor, self.tree.cell_b, None),
			(posted, self.tree.province, self.visitor, self.tree.cell_b, frappe.PermissionError),
		)
		for user, organization, person, branch, error in cases:
			frappe.db.savepoint("before_assigning")
			with self.subTest(user=user, branch=branch, person=person), self.set_user(user):
				if error:
					with self.assertRefused(error):
						create_test_assignment(organization, [person], [branch])
				else:
					create_test_assignment(organization, [person], [branch])
			frappe.db.rollback(save_point="before_assigning")
			access.forget()

	def test_a_lent_seat_assigns_nobody(self):
		seat = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy")
		borrower = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		create_test_delegation(seat.name, borrower)
		with self.set_user(borrower), self.assertRefused(frappe.PermissionError):
			create_test_assignment(self.tree.grassroots, [borrower], [self.tree.cell_b])

	def test_who_is_assigned_reads_the_assignment_though_it_lies_above(self):
		doc, other = (
			self.assign(),
			create_test_assignment(self.tree.province, [create_test_user()], [self.tree.cell_b]),
		)
		with self.set_user(self.visitor):
			self.assertEqual(listed("Oversight Assignment", [doc.name, other.name]), {doc.name})
			facts = [
				frappe.get_doc(doc.doctype, name).has_permission("read") for name in (doc.name, other.name)
			]
		self.assertEqual(facts, [True, False])
		doc.ended = 1
		doc.save()
		with self.set_user(self.visitor):
			self.assertEqual(listed("Oversight Assignment", [doc.name]), set())
			self.assertFalse(frappe.get_doc(doc.doctype, doc.name).has_permission("read"))

	def test_what_cannot_be(self):
		with self.assertRefused(AssignmentError):
			self.assign(from_date=self.tomorrow, to_date=self.today)
		with self.assertRefused(AssignmentError):
			create_test_assignment(self.tree.province, ["Administrator"], [self.tree.cell_a])
