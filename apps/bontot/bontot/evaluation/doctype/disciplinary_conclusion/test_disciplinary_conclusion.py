import frappe
from frappe.utils import add_days, getdate, nowdate

from bontot.evaluation.errors import RegisterError
from bontot.evaluation.testing import create_test_conclusion
from bontot.organization import access
from bontot.organization.access.test_access import listed
from bontot.organization.testing import (
	create_test_delegation,
	create_test_member,
	create_test_seat,
	create_test_tree,
)
from bontot.tests.case import BontotTestCase

DOCTYPE = "Disciplinary Conclusion"


class ConclusionTestCase(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.member = create_test_member(self.tree.cell_a).name

	def conclusion(self, **values):
		return create_test_conclusion(self.tree.cell_a, **({"member": self.member} | values))

	def user(self, place: str, position: str) -> str:
		return create_test_seat(getattr(self.tree, place), position).user


class TestWhoReads(ConclusionTestCase):
	def seen(self, user: str, name: str) -> bool:
		access.forget()
		with self.set_user(user):
			in_list = bool(listed(DOCTYPE, [name]))
			by_name = bool(frappe.get_doc(DOCTYPE, name).has_permission("read"))
		self.assertEqual(in_list, by_name, user)
		return in_list

	def test_few_do(self):
		name = self.conclusion().name
		cases = (
			("cell_a", "bi_thu_chi_bo", True),
			("cell_a", "theo_doi", False),
			("cell_b", "bi_thu_chi_bo", False),
			("grassroots", "bi_thu_dang_uy", True),
			("grassroots", "can_bo_tham_dinh", True),
			("grassroots", "can_bo_kiem_tra", True),
			("grassroots", "can_bo_van_phong", False),
			("grassroots", "theo_doi", False),
			("body", "can_bo_kiem_tra", True),
			("province", "can_bo_btc_tinh", True),
			("province", "can_bo_van_phong", False),
			("other_body", "can_bo_kiem_tra", False),
			("other_body", "can_bo_tham_dinh", False),
		)
		for place, position, may in cases:
			with self.subTest(place=place, position=position):
				self.assertEqual(self.seen(self.user(place, position), name), may)

	def test_with_the_seat_it_ends_at_once(self):
		name = self.conclusion().name
		seat = create_test_seat(self.tree.grassroots, "can_bo_kiem_tra")
		self.assertTrue(self.seen(seat.user, name))
		frappe.db.set_value("Seat", seat.name, "to_date", add_days(nowdate(), -1))
		self.assertFalse(self.seen(seat.user, name))

	def test_a_lent_seat_opens_what_it_opens(self):
		name, borrower = self.conclusion().name, self.user("cell_b", "bi_thu_chi_bo")
		seat = create_test_seat(self.tree.grassroots, "can_bo_kiem_tra")
		self.assertFalse(self.seen(borrower, name))
		create_test_delegation(seat.name, borrower)
		self.assertTrue(self.seen(borrower, name))


class TestWhoWrites(ConclusionTestCase):
	def test_the_inspection_commission_at_or_above_alone(self):
		for place in ("grassroots", "body", "province"):
			with self.subTest(place), self.set_user(self.user(place, "can_bo_kiem_tra")):
				doc = self.conclusion()
				doc.violation = "Vi phạm quy chế làm việc"
				doc.save()
		others = (
			("cell_a", "bi_thu_chi_bo"),
			("grassroots", "bi_thu_dang_uy"),
			("province", "can_bo_btc_tinh"),
			("other_body", "can_bo_kiem_tra"),
		)
		for place, position in others:
			user = self.user(place, position)
			with (
				self.subTest(place=place, position=position),
				self.set_user(user),
				self.assertRefused(frappe.PermissionError),
			):
				self.conclusion()

	def test_an_inspector_writes_nothing_else_of_the_unit(self):
		with self.set_user(self.user("grassroots", "can_bo_kiem_tra")):
			for doctype in ("Meeting", "Leadership Document", "Party Member", "Evaluation"):
				with self.subTest(doctype):
					doc = frappe.get_doc({"doctype": doctype, "organization": self.tree.grassroots})
					self.assertFalse(doc.has_permission("create"))

	def test_nobody_of_the_commission_deletes(self):
		user = self.user("grassroots", "can_bo_kiem_tra")
		with self.set_user(user):
			doc = self.conclusion()
			with self.assertRefused(frappe.PermissionError):
				doc.delete()


class TestContent(ConclusionTestCase):
	def test_what_cannot_be(self):
		foreign = create_test_member(self.tree.cell_b).name
		cases = (
			{"member": foreign},
			{"member": None, "subject_kind": "Party Member"},
			{"measure": "Dissolution"},
			{"member": None, "subject_kind": "Party Organization", "measure": "Expulsion"},
			{"concluded_on": add_days(nowdate(), 1)},
			{"revoked_on": add_days(nowdate(), -1)},
		)
		for values in cases:
			with self.subTest(values), self.assertRefused(RegisterError):
				self.conclusion(**values)

	def test_its_title_says_who_and_when(self):
		doc = self.conclusion()
		day = getdate(doc.concluded_on).strftime("%d/%m/%Y")
		name = frappe.db.get_value("Party Member", self.member, "full_name")
		self.assertEqual(doc.title, f"{name}: {doc.document_number}, {day}")
		own = self.conclusion(member=None, subject_kind="Party Organization", measure="Formal Warning")
		self.assertTrue(
			own.title.startswith(
				frappe.db.get_value("Party Organization", self.tree.cell_a, "organization_name")
			)
		)

	def test_a_member_who_moved_leaves_it_where_it_was(self):
		doc = self.conclusion()
		frappe.db.set_value("Party Member", self.member, "organization", self.tree.cell_b)
		doc.violation = "Bổ sung"
		doc.save()
		self.assertEqual(doc.organization, self.tree.cell_a)

	def test_another_day_is_asked_anew(self):
		doc = self.conclusion()
		doc.concluded_on = add_days(nowdate(), -1)
		doc.save()
		frappe.db.set_value("Party Member", self.member, "organization", self.tree.cell_b)
		doc.concluded_on = nowdate()
		with self.assertRefused(RegisterError):
			doc.save()
