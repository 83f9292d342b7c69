from unittest.mock import patch

import frappe
from frappe.utils import add_days, nowdate

from bontot import outbox
from bontot.organization import access, tree
from bontot.organization.errors import NoSeatError, TargetNotReadableError
from bontot.organization.testing import (
	create_test_delegation,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.tests.case import BontotTestCase
from bontot.workbook import api, export, service
from bontot.workbook.errors import ImportNotReadyError, OutsideBranchError, TooMuchAtOnceError
from bontot.workbook.rights import DOCTYPE


class TestOrganizationImport(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.seat = create_test_seat(self.tree.body, "can_bo_btc_tinh")
		with self.set_user(self.seat.user):
			self.doc = frappe.get_doc({"doctype": DOCTYPE}).insert()

	def test_the_branch_is_the_seats_own(self):
		self.assertEqual((self.doc.organization, self.doc.state), (self.tree.body, "Not Checked"))
		with self.set_user(self.seat.user):
			self.assertEqual(api.own_branch(), self.tree.body)
			for place in (self.tree.province, self.tree.commune):
				with self.assertRefused(OutsideBranchError):
					frappe.get_doc({"doctype": DOCTYPE, "organization": place}).insert()

	def test_an_administrators_branch_may_be_everything(self):
		self.assertIsNone(frappe.get_doc({"doctype": DOCTYPE}).insert().organization)
		self.assertEqual(api.own_branch(), "")

	def test_only_its_owner_while_seated(self):
		neighbour = create_test_seat(self.tree.body, "can_bo_btc_tinh").user
		above = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		secretary = create_test_seat(self.tree.body, "bi_thu_dang_uy").user
		for user, allowed in ((self.seat.user, True), (neighbour, False), (above, False), (secretary, False)):
			with self.subTest(user=user), self.set_user(user):
				self.assertEqual(frappe.has_permission(DOCTYPE, "read", doc=self.doc.name), allowed)
				listed = frappe.get_list(DOCTYPE, pluck="name") if frappe.has_permission(DOCTYPE) else []
				self.assertEqual(listed, [self.doc.name] if allowed else [])
				for name in ("khong-co", *([] if allowed else [self.doc.name])):  # one answer for both
					with self.assertRefused(TargetNotReadableError):
						service.start_check(name)
		frappe.db.set_value("Seat", self.seat.name, "to_date", add_days(nowdate(), -1))
		access.forget()
		with self.set_user(self.seat.user):
			self.assertFalse(frappe.has_permission(DOCTYPE, "read", doc=self.doc.name))
			self.assertEqual(frappe.get_list(DOCTYPE, pluck="name"), [])

	def test_what_services_write_is_not_taken_from_a_client(self):
		with self.set_user(self.seat.user):
			self.doc.update({"state": "Ready", "digest": "x", "outcome": "{}", "errors_found": 7})
			self.doc.save()
		self.assertEqual((self.doc.state, self.doc.digest, self.doc.outcome), ("Not Checked", None, None))

	def test_the_branch_stays(self):
		with self.set_user(self.seat.user):
			self.doc.organization, self.doc.organization_path = self.tree.province, "000001"
			self.doc.save()
		self.assertEqual(
			(self.doc.organization, self.doc.organization_path),
			(self.tree.body, tree.path_of(self.tree.body)),
		)
		frappe.db.set_value(DOCTYPE, self.doc.name, "organization", self.tree.province)
		with self.set_user(self.seat.user), self.assertRefused(TargetNotReadableError):
			service.start_check(self.doc.name)

	def test_nothing_is_checked_or_imported_without_a_workbook(self):
		with self.set_user(self.seat.user):
			for act in (service.start_check, service.start_import):
				with self.assertRefused(ImportNotReadyError):
					act(self.doc.name)

	def test_what_runs_is_not_started_twice_and_what_gave_up_is(self):
		name = outbox.enqueue(service.CHECK, "a-check-of-a-test", {"name": self.doc.name})
		task = frappe.get_doc("Outbox Task", name)
		frappe.db.set_value(DOCTYPE, self.doc.name, {"state": "Checking", "task": task.name})
		with self.set_user(self.seat.user):
			with self.assertRefused(ImportNotReadyError):
				service.start_export(self.doc.name)
			task.db_set("state", "Failed")
			self.doc.reload()
			self.assertTrue(self.doc.has_stopped())
			self.assertTrue(service.start_export(self.doc.name)["task"])

	def test_a_lent_seat_imports_nothing(self):
		borrower = create_test_seat(self.tree.cell_a, "theo_doi").user
		create_test_delegation(self.seat.name, borrower)
		with self.set_user(borrower):
			self.assertFalse(frappe.has_permission(DOCTYPE, "read", doc=self.doc.name))
			self.assertEqual(api.own_branch(), "")

	def test_a_seatless_person_gets_not_even_the_template(self):
		with self.set_user(create_test_user()), self.assertRefused(NoSeatError):
			api.template()

	def test_downloads(self):
		with self.set_user(self.seat.user):
			api.template()
			self.assertEqual(frappe.response["filename"], "mau-nhap-to-chuc-dang.xlsx")
			api.download()
			self.assertEqual(frappe.response["filecontent"][:2], b"PK")
			with self.assertRefused(frappe.PermissionError):
				api.download(self.tree.commune)
			with patch.object(export, "AT_ONCE", 1), self.assertRefused(TooMuchAtOnceError):
				api.download()
