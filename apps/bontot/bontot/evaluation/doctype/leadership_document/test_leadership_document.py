import frappe
from frappe.utils import add_days, nowdate

from bontot.evaluation.errors import RegisterError
from bontot.evaluation.testing import create_test_document
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase


class TestLeadershipDocument(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()

	def test_its_title_is_number_and_subject_composed(self):
		doc = create_test_document(self.tree.grassroots, document_number=" 05-NQ/ĐU ", subject="về cải cách")
		self.assertEqual((doc.document_number, doc.title), ("05-NQ/ĐU", "05-NQ/ĐU: về cải cách"))

	def test_one_number_once_a_year(self):
		create_test_document(self.tree.grassroots, document_number="05-NQ/ĐU")
		with self.assertRefused(RegisterError):
			create_test_document(self.tree.grassroots, document_number="05-NQ/ĐU")
		create_test_document(self.tree.commune, document_number="05-NQ/ĐU")
		create_test_document(self.tree.grassroots, document_number="05-NQ/ĐU", issued_on="2020-05-05")

	def test_nothing_of_the_future(self):
		with self.assertRefused(RegisterError):
			create_test_document(self.tree.grassroots, issued_on=add_days(nowdate(), 1))

	def test_the_meeting_is_the_organizations_own_and_not_later(self):
		own = create_test_meeting(
			self.tree.grassroots, "Party Committee", add_days(nowdate(), -3), for_month=None
		)
		foreign = create_test_meeting(
			self.tree.commune, "Party Committee", add_days(nowdate(), -3), for_month=None
		)
		self.assertEqual(create_test_document(self.tree.grassroots, meeting=own.name).meeting, own.name)
		for values in (
			{"meeting": foreign.name},
			{"meeting": own.name, "issued_on": add_days(nowdate(), -9)},
		):
			with self.subTest(values), self.assertRefused(RegisterError):
				create_test_document(self.tree.grassroots, **values)

	def test_its_author_enters_changes_and_deletes_it_and_nobody_else(self):
		author = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		with self.set_user(author):
			doc = create_test_document(self.tree.grassroots)
			doc.subject = "về nhiệm vụ quý IV"
			doc.save()
		for place, position in (
			("body", "bi_thu_dang_uy"),
			("cell_a", "bi_thu_chi_bo"),
			("grassroots", "can_bo_tham_dinh"),
		):
			user = create_test_seat(getattr(self.tree, place), position).user
			with self.subTest(position), self.set_user(user), self.assertRefused(frappe.PermissionError):
				create_test_document(self.tree.grassroots)
		with self.set_user(author):
			doc.delete()
