"""Fewer or more members than a kind asks for: told to who makes it so, listed for who sees the body, refused to nobody."""

import unittest

import frappe
from frappe.utils import getdate, nowdate

from bontot.organization import access, tree
from bontot.organization.members import bounds
from bontot.organization.members.bound_rules import FEW, MANY, Bounds, totals
from bontot.organization.report.bodies_outside_their_bounds.bodies_outside_their_bounds import execute
from bontot.organization.testing import (
	create_test_member,
	create_test_organization,
	create_test_seat,
	create_test_tree,
)
from bontot.tests.case import BontotTestCase


class TestBoundRules(unittest.TestCase):
	def test_verdicts(self):
		cell, body, free = Bounds(3, 29), Bounds(30), Bounds()
		for bounds_of, count, wanted in (
			(cell, 2, (FEW, 3)), (cell, 3, None), (cell, 29, None), (cell, 30, (MANY, 29)),
			(body, 29, (FEW, 30)), (body, 3000, None), (free, 0, None),
		):  # fmt: skip
			with self.subTest(bounds=bounds_of, count=count):
				self.assertEqual(bounds_of.verdict(count), wanted)

	def test_a_body_counts_what_lies_below_it(self):
		members = {"A" * 6 + "B" * 6: 2, "A" * 6 + "C" * 6: 3, "D" * 6: 9}
		wanted = {"A" * 6: 5, "A" * 6 + "B" * 6: 2, "E" * 6: 0}
		self.assertEqual(totals(wanted, members), wanted)


class TestBounds(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.set_bounds("chi_bo_truc_thuoc", 2, 3)
		self.set_bounds("dang_bo_co_so", 4, 0)
		self.secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.commission = create_test_seat(self.tree.province, "can_bo_btc_tinh").user

	def setUp(self) -> None:
		self.addCleanup(frappe.clear_cache, doctype="Organization Kind")
		super().setUp()

	def set_bounds(self, kind: str, least: int, most: int) -> None:
		frappe.db.set_value("Organization Kind", kind, {"least_members": least, "most_members": most})

	def enter(self, organization: str, count: int) -> list:
		return [create_test_member(organization) for _number in range(count)]

	def told(self) -> list[str]:
		said = [frappe.parse_json(message)["message"] for message in frappe.get_message_log()]
		frappe.clear_messages()
		return [line for text in said for line in text.split("<br>")]

	def leave(self, member: object) -> None:
		member.reload()
		member.update({"state": "Left", "left_on": nowdate()})
		member.save()

	def test_who_enters_one_too_many_is_told_and_not_refused(self):
		frappe.clear_messages()
		with self.set_user(self.secretary):
			self.enter(self.tree.cell_a, 3)
			self.assertEqual(self.told(), [])
			self.enter(self.tree.cell_a, 1)
		self.assertEqual(self.told(), [bounds.in_words(MANY).format("Chi bộ Văn phòng", 4, 3)])

	def test_who_lets_one_too_many_go_is_told_of_what_he_may_see(self):
		"""The body above falls below its bound, too: its secretary sees it, the cell's does not."""
		members = self.enter(self.tree.cell_a, 2) + self.enter(self.tree.cell_b, 2)
		cell = bounds.in_words(FEW).format("Chi bộ Văn phòng", 1, 2)
		body = bounds.in_words(FEW).format("Đảng bộ Sở Nông nghiệp và Môi trường", 3, 4)
		for user, wanted in ((self.secretary, [cell]), (self.commission, [cell, body])):
			frappe.db.savepoint("before_leaving")
			frappe.clear_messages()
			with self.subTest(user), self.set_user(user):
				self.leave(members[0])
				self.assertEqual(self.told(), wanted)
			frappe.db.rollback(save_point="before_leaving")

	def test_a_move_tells_of_both_ends(self):
		members = self.enter(self.tree.cell_a, 2) + self.enter(self.tree.cell_b, 3)
		frappe.clear_messages()
		with self.set_user(self.commission):
			member = frappe.get_doc("Party Member", members[0].name)
			member.organization = self.tree.cell_b
			member.save()
			told = self.told()
			member.full_name = "Hoàng Thị Đào Hai"
			member.save()
			self.assertEqual(self.told(), [], "nobody came or went")
		many = bounds.in_words(MANY).format("Chi bộ Thanh tra", 4, 3)
		self.assertEqual(told, [many, bounds.in_words(FEW).format("Chi bộ Văn phòng", 1, 2)])

	def test_who_founds_a_body_is_told_what_it_needs(self):
		frappe.clear_messages()
		with self.set_user(self.commission):
			create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots, "Chi bộ Mới")
			self.assertEqual(len(self.told()), 1)
			create_test_organization("to_dang", self.tree.agency_cell, "Tổ đảng Mới")
			self.assertEqual(self.told(), [], "its kind asks for nothing")

	def found(self, user: str, branch: str | None = None) -> dict[str, tuple]:
		access.forget()
		with self.set_user(user):
			rows = bounds.outside(tree.path_of(branch), getdate())
		return {row.name: (row.members, row.verdict) for row in rows}

	def test_the_list(self):
		self.enter(self.tree.cell_a, 4)
		guest, gone = self.enter(self.tree.cell_b, 2)
		frappe.db.set_value("Party Member", guest.name, "state", "Temporarily In")  # at home elsewhere
		self.leave(gone)
		self.enter(self.tree.commune_cell, 2)
		wanted = {
			self.tree.cell_a: (4, MANY), self.tree.cell_b: (0, FEW), self.tree.commune: (2, FEW),
			self.tree.other_grassroots: (0, FEW), self.tree.other_cell: (0, FEW), self.tree.agency_cell: (0, FEW),
		}  # fmt: skip
		self.assertEqual(self.found(self.commission), wanted)
		below = {self.tree.cell_a: (4, MANY), self.tree.cell_b: (0, FEW)}
		self.assertEqual(self.found(self.commission, self.tree.body), below)

	def test_nobody_learns_of_another_branch_nor_of_a_body_above(self):
		self.enter(self.tree.cell_a, 1)
		self.assertEqual(self.found(self.secretary), {self.tree.cell_a: (1, FEW)})
		self.assertEqual(self.found(self.secretary, self.tree.cell_b), {})
		stranger = create_test_seat(self.tree.other_cell, "bi_thu_chi_bo").user
		self.assertEqual(self.found(stranger, self.tree.grassroots), {})

	def test_an_ended_body_is_outside_of_nothing(self):
		frappe.db.set_value(tree.DOCTYPE, self.tree.cell_b, "valid_to", "2021-12-31")
		self.assertNotIn(self.tree.cell_b, self.found(self.commission))

	def test_the_report_shows_names(self):
		self.enter(self.tree.cell_a, 4)
		with self.set_user(self.secretary):
			columns, rows = execute({"organization": self.tree.cell_a})
			self.assertEqual(execute({"organization": "TC9999999"})[1], [])
		self.assertEqual([row["organization_name"] for row in rows], ["Chi bộ Văn phòng"])
		self.assertEqual(rows[0]["above"], "Đảng bộ Sở Nông nghiệp và Môi trường")
		self.assertEqual(rows[0].keys(), {column["fieldname"] for column in columns})
