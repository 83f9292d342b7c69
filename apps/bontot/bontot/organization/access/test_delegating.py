"""Everything done with a lent seat says on whose behalf, at the seat's own organisation and below it."""

import frappe
from frappe.utils import add_days, get_fullname, nowdate

from bontot.organization import access, tree
from bontot.organization.access import delegating, rules
from bontot.organization.members import transfers
from bontot.organization.testing import (
	create_test_delegation,
	create_test_member,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.reorganization import service
from bontot.reorganization.testing import create_test_proposal, create_test_reorganization
from bontot.tests.case import BontotTestCase


def rename(organization: str) -> dict[str, str]:
	return {"act": "Rename", "organization": organization, "new_name": "Chi bộ Một"}


class TestNotes(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.commission = create_test_seat(self.tree.province, "can_bo_btc_tinh")
		self.secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo")
		self.borrower = create_test_user("Trần Thị Thay")

	def lend(self, seat: object) -> None:
		create_test_delegation(seat.name, self.borrower)
		access.forget()

	def notes(self, doc: object) -> list[str]:
		where = {"reference_doctype": doc.doctype, "reference_name": doc.name, "comment_type": "Info"}
		return frappe.get_all("Comment", where, pluck="content")

	def assertNoted(self, doc: object, seat: object) -> None:
		found = [note for note in self.notes(doc) if get_fullname(seat.user) in note]
		self.assertEqual(len(found), 1, f"{doc.doctype}: {found}")

	def test_every_scoped_kind_is_noted_or_says_why_not(self):
		for doctype in sorted(access.SCOPED):
			with self.subTest(doctype):
				noted, reason = delegating.writers_noted(doctype), delegating.NOT_NOTED.get(doctype)
				self.assertNotEqual(bool(noted), bool(reason), "both or neither")
		self.assertEqual(set(delegating.NOT_NOTED) - access.SCOPED, set(), "no longer a scoped kind")
		# The control: a kind that came without a word would be told of here.
		self.assertFalse(delegating.writers_noted("Note") or "Note" in delegating.NOT_NOTED)

	def test_nothing_that_can_be_written_with_a_lent_seat_is_left_out_but_what_says_it_itself(self):
		left_out = {doctype for doctype in delegating.NOT_NOTED if access.writers_by_proxy(doctype)}
		self.assertEqual(left_out, set())
		for doctype in ("Annual Rating", "Approval Step"):
			fields = {field.fieldname for field in frappe.get_meta(doctype).fields}
			self.assertTrue({"on_behalf_of", "decided_on_behalf_of"} & fields, doctype)

	def test_the_seat_is_found_for_every_kind_at_its_organization_and_from_above(self):
		"""The Commission's seat lies two levels above, the inspector's one, the others at the very cell."""
		path, kinds = tree.path_of(self.tree.cell_a), [*filter(delegating.writers_noted, access.SCOPED)]
		seats = {
			rules.COMMISSION: self.commission,
			rules.INSPECTION: create_test_seat(self.tree.grassroots, "can_bo_kiem_tra"),
			"author": self.secretary,
			"decide": create_test_seat(self.tree.cell_a, "bi_thu_dang_uy"),
		}
		for writer, seat in seats.items():
			frappe.db.savepoint("before_lending")
			self.lend(seat)
			held = access.seats(self.borrower)[0]
			can = {writer, *(name for name, field in access.ABILITY_FIELDS.items() if held[field])}
			if seat.organization != self.tree.cell_a:
				can = {writer}
			for doctype in kinds:
				writers = delegating.writers_noted(doctype)
				doc = frappe.new_doc(
					doctype, organization=self.tree.cell_a, organization_path=path, path=path
				)
				behind = access.lent_seat(doc, self.borrower, writers)
				with self.subTest(doctype=doctype, writer=writer):
					self.assertEqual(bool(behind), bool(can & {*writers}))
			frappe.db.rollback(save_point="before_lending")
			access.forget()

	def test_what_a_lent_seat_of_the_commission_writes_far_below(self):
		self.lend(self.commission)
		with self.set_user(self.borrower):
			member = create_test_member(self.tree.cell_a)
			organization = frappe.get_doc(tree.DOCTYPE, self.tree.cell_b)
			organization.short_name = "CB Thanh tra"
			organization.save()
			reorganization = create_test_reorganization(
				self.tree.province, add_days(nowdate(), 30), [rename(self.tree.cell_b)]
			)
			service.enter(reorganization.name)
		for doc in (member, organization, reorganization):
			with self.subTest(doc.doctype):
				self.assertNoted(doc, self.commission)

	def test_what_a_lent_seat_of_a_cell_writes(self):
		self.lend(self.secretary)
		with self.set_user(self.borrower):
			member = create_test_member(self.tree.cell_a)
			proposal = create_test_proposal(self.tree.cell_a, [rename(self.tree.cell_a)])
		for doc in (member, proposal):
			with self.subTest(doc.doctype):
				self.assertNoted(doc, self.secretary)

	def test_both_sides_of_a_transfer(self):
		"""One lends at the one end, another at the other: each act says on whose behalf it was."""
		receiving = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo", create_test_user("Lý Văn Nhận"))
		member = create_test_member(self.tree.cell_a)
		other = create_test_user("Trần Thị Thay Hai")
		create_test_delegation(self.secretary.name, self.borrower)
		create_test_delegation(receiving.name, other)
		access.forget()
		with self.set_user(self.borrower):
			doc = frappe.get_doc({
				"doctype": transfers.DOCTYPE,
				"member": member.name,
				"to_organization": self.tree.cell_b,
				"transfer_kind": "Permanent",
				"effective_date": nowdate(),
			}).insert()  # fmt: skip
		self.assertEqual(len(self.notes(doc)), 1)
		with self.set_user(other):
			transfers.accept(doc.name)
		self.assertNoted(doc, self.secretary)
		self.assertNoted(doc, receiving)
		self.assertNoted(member, receiving)

	def test_who_may_by_a_seat_of_his_own_acts_in_his_own_name(self):
		"""A seat that only reads is not one by which he may."""
		create_test_seat(self.tree.cell_a, "theo_doi", self.borrower)
		self.lend(self.secretary)
		with self.set_user(self.borrower):
			noted = create_test_member(self.tree.cell_a)
		self.assertNoted(noted, self.secretary)
		create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo", self.borrower)
		access.forget()
		with self.set_user(self.borrower):
			own = create_test_member(self.tree.cell_a)
		self.assertEqual(self.notes(own), [])
