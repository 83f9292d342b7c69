import unicodedata

import frappe
from frappe.utils import add_days, nowdate

from bontot.guard.query.search import member_query, search_link
from bontot.organization.errors import MemberKeptError, MemberStateError, NoOrganizationError
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase


class TestPartyMember(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()

	def test_texts_and_place(self):
		member = create_test_member(self.tree.cell_a, full_name=unicodedata.normalize("NFD", " Đỗ  Thị Ưng "))
		self.assertEqual((member.full_name, member.search_text), ("Đỗ Thị Ưng", "do thi ung"))
		path = frappe.db.get_value("Party Organization", self.tree.cell_a, "path")
		self.assertEqual(member.organization_path, path)

	def test_a_path_from_the_client_is_not_kept(self):
		member = create_test_member(self.tree.cell_a, organization_path="000001")
		path = frappe.db.get_value("Party Organization", self.tree.cell_a, "path")
		self.assertEqual(frappe.db.get_value("Party Member", member.name, "organization_path"), path)
		member.organization_path = "000001"
		member.save()
		self.assertEqual(frappe.db.get_value("Party Member", member.name, "organization_path"), path)

	def test_found_by_name_in_reach_only(self):
		mine = create_test_member(self.tree.cell_a, full_name="Đỗ Thị Ưng")
		create_test_member(self.tree.other_cell, full_name="Đỗ Thị Ưng")
		secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		with self.set_user(secretary):
			for typed in ("do thi ung", "Đỗ Ưng", "ưng"):
				found = member_query("Party Member", typed, "name", 0, 20, {"state": "Full"})
				self.assertEqual(found, [(mine.name, "Đỗ Thị Ưng", "Chi bộ Văn phòng")])
			answer = search_link("Party Member", "do ung", ignore_user_permissions=1)
			row = (answer or frappe.local.response.pop("results"))[0]
			self.assertEqual(row["value"], mine.name)
			self.assertEqual((row["label"], row["description"]), ("Đỗ Thị Ưng", "Chi bộ Văn phòng"))

	def test_contradictions_are_refused(self):
		tomorrow = add_days(nowdate(), 1)
		for values in (
			{"admission_date": "2012-01-01", "official_date": "2011-01-01"},
			{"official_date": tomorrow},
			{"state": "Left"},
			{"state": "Probationary"},
		):
			with self.subTest(values), self.assertRefused(MemberStateError):
				create_test_member(self.tree.cell_a, **values)

	def test_no_such_organization(self):
		member = frappe.get_doc(
			{"doctype": "Party Member", "full_name": "A", "state": "Full", "organization": ""}
		)
		with self.assertRefused(NoOrganizationError):
			member.insert()

	def test_a_secretary_moves_nobody_away_and_takes_nobody_in(self):
		"""The row in the database and the posted organisation both count."""
		mine = create_test_member(self.tree.cell_a)
		theirs = create_test_member(self.tree.other_cell)
		secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		for name, target in ((mine.name, self.tree.other_cell), (theirs.name, self.tree.cell_a)):
			with self.subTest(target), self.set_user(secretary):
				doc = frappe.get_doc("Party Member", name)
				doc.organization = target
				with self.assertRefused(frappe.PermissionError):
					doc.save()
		commission = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		with self.set_user(commission):
			doc = frappe.get_doc("Party Member", mine.name)
			doc.organization = self.tree.other_cell
			doc.save()
		path = frappe.db.get_value("Party Organization", self.tree.other_cell, "path")
		self.assertEqual(frappe.db.get_value("Party Member", mine.name, "organization_path"), path)

	def test_an_entry_made_by_mistake_is_deleted(self):
		member = create_test_member(self.tree.cell_a)
		member.delete()
		self.assertFalse(frappe.db.exists("Party Member", member.name))

	def test_who_left_or_has_records_is_deleted_by_nobody(self):
		left = create_test_member(self.tree.cell_a, state="Left", left_on=nowdate())
		seated = create_test_member(self.tree.cell_a)
		seat = create_test_seat(
			self.tree.cell_a, "bi_thu_chi_bo", from_date="2020-01-01", to_date="2020-12-31"
		)
		seat.db_set("member", seated.name)
		moved = create_test_member(self.tree.cell_a)
		moved.organization = self.tree.other_cell
		moved.save()
		for member, naming in ((left, ""), (seated, "Seat"), (moved, "Member Transfer")):
			for forced in (False, True):
				with self.subTest(naming, forced=forced), self.assertRaises(MemberKeptError) as caught:
					# Past every permission: what refuses is the record itself.
					frappe.delete_doc("Party Member", member.name, force=forced, ignore_permissions=True)
				self.assertIn(member.full_name, str(caught.exception))
				self.assertIn(naming, str(caught.exception))
				self.assertTrue(frappe.db.exists("Party Member", member.name))
