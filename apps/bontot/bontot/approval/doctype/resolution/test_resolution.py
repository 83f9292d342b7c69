import frappe
from frappe.utils import add_days, getdate

from bontot.approval.acts import service
from bontot.approval.core import errors
from bontot.approval.testcase import DecidingTestCase
from bontot.approval.testing import create_test_file, create_test_resolution
from bontot.organization.errors import NoSeatError
from bontot.organization.testing import create_test_seat


class TestResolution(DecidingTestCase):
	def test_what_a_resolution_refuses(self):
		draft = create_test_file(self.tree.other_cell, self.period)
		cases = (
			(
				"votes beyond members",
				errors.VotesError,
				{"votes_for": 15, "votes_against": 3},
				{self.file: "Recognize"},
			),
			(
				"no majority",
				errors.VotesError,
				{"votes_for": 7, "votes_against": 7},
				{self.file: "Recognize"},
			),
			(
				"in the future",
				errors.ResolutionDateError,
				{"resolution_date": add_days(getdate(), 1)},
				{self.file: "Recognize"},
			),
			("not waiting", errors.ResolutionRowError, {}, {draft: "Recognize"}),
			("interim for a year", errors.ResolutionRowError, {}, {self.file: "Conclude Interim"}),
		)
		for title, error, values, decisions in cases:
			with self.subTest(title), self.set_user(self.users.clerk), self.assertRefused(error):
				create_test_resolution(self.tree.province, decisions, **values).insert()
		with self.set_user(self.users.clerk):
			doc = create_test_resolution(self.tree.province, {self.file: "Refuse"})
			doc.items[0].reason = ""
			with self.assertRefused(errors.ResolutionRowError):
				doc.insert()
			doc = create_test_resolution(self.tree.province, {self.file: "Recognize"})
			doc.append("items", {"evaluation": self.file, "decision": "Recognize"})
			with self.assertRefused(errors.ResolutionRowError):
				doc.insert()

	def test_a_refusal_needs_no_majority_for(self):
		self.submit({self.file: "Refuse"}, votes_for=2, votes_against=12)

	def test_of_another_organization(self):
		clerk = create_test_seat(self.tree.body, "can_bo_van_phong").user
		with self.set_user(clerk), self.assertRefused(errors.ResolutionRowError):
			create_test_resolution(self.tree.body, {self.file: "Recognize"}).insert()

	def test_only_a_deciding_seat_at_the_very_organization_submits(self):
		with self.set_user(self.users.clerk):
			doc = create_test_resolution(self.tree.province, {self.file: "Recognize"})
			doc.insert()
		for who in (self.users.body, self.users.secretary):
			with self.subTest(who), self.set_user(who), self.assertRaises(frappe.PermissionError):
				frappe.get_doc("Resolution", doc.name).submit()
		with self.assertRefused(NoSeatError):
			frappe.get_doc("Resolution", doc.name).submit()  # the administrator is no body
		self.assertEqual(frappe.db.get_value("Resolution", doc.name, "docstatus"), 0)

	def test_who_agreed_below_does_not_submit(self):
		create_test_seat(self.tree.province, "can_bo_van_phong", self.users.body)
		with self.assertRefused(errors.ConsecutiveLevelError):
			self.submit({self.file: "Recognize"}, user=self.users.body)

	def test_a_file_about_to_be_decided_is_not_taken_away(self):
		self.submit({self.file: "Recognize"})
		with self.set_user(self.users.body), self.assertRefused(errors.PendingResolutionError):
			service.recall("Evaluation", self.file, 3)
		with self.set_user(self.users.province), self.assertRefused(errors.PendingResolutionError):
			service.return_document("Evaluation", self.file, 3, {"dk_1": "x"})
		with self.assertRefused(errors.PendingResolutionError):
			self.submit({self.file: "Refuse"})

	def test_nothing_is_decided_before_it_is_submitted(self):
		"""Deciding passes over rows that say they are; whatever way a draft came by one, it says so no longer."""
		doc = create_test_resolution(self.tree.province, {self.file: "Recognize"}).insert()
		for said in ("saved", "stored"):
			row = doc.items[0]
			if said == "stored":
				row.db_set({"result": "Applied", "result_message": "x"})
			else:
				row.result, row.result_message = "Applied", "x"
			doc.save()
			with self.subTest(said):
				self.assertEqual((doc.items[0].result, doc.items[0].result_message), ("", ""))
				self.assertFalse(frappe.db.get_value("Resolution Item", doc.items[0].name, "result"))
		with self.set_user(self.users.province):
			doc = frappe.get_doc("Resolution", doc.name)
			doc.items[0].result = "Applied"
			doc.submit()
		self.assertNotEqual(
			frappe.get_doc("Resolution", doc.name).items[0].result, "Applied", "nobody has decided yet"
		)

	def test_submitted_ones_stand(self):
		resolution = self.submit({self.file: "Recognize"})
		with self.assertRefused(errors.AppliedResolutionError):
			frappe.get_doc("Resolution", resolution.name).cancel()
