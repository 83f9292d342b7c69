"""Visibility of files: who lies beyond one learns nothing of it by any act: not that it is there, nor where it stands."""

from __future__ import annotations

from contextlib import nullcontext
from unittest.mock import patch

import frappe
from frappe.utils import getdate

from bontot.approval.acts import after_decision, rerouting, service
from bontot.approval.core import visibility
from bontot.approval.core.errors import ResolutionRowError, StaleFileError
from bontot.approval.resolutions import deciding_documents, deciding_ratings
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import climb, create_test_resolution
from bontot.evaluation.answers import service as evaluations
from bontot.organization.testing import create_test_seat

UNKNOWN = "EVAL-KHONG-CO"
NEVER = -1  # a step number that no file has
ACTS = (
	lambda name: service.send("Evaluation", name, NEVER),
	lambda name: service.declare_not_reached("Evaluation", name, NEVER, "x"),
	lambda name: service.recall("Evaluation", name, NEVER),
	lambda name: service.agree("Evaluation", name, NEVER),
	lambda name: service.return_document("Evaluation", name, NEVER, {"dk_1": "x"}),
	lambda name: after_decision.reopen("Evaluation", name, NEVER, "x"),
	lambda name: after_decision.withdraw("Evaluation", name, NEVER, "x", "1", getdate()),
	lambda name: after_decision.lock("Evaluation", name, NEVER),
	lambda name: rerouting.reroute("Evaluation", name, NEVER, "x"),
)


class TestReach(ApprovalTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		climb(self.file, self.users, to="grassroots")

	def setUp(self) -> None:
		super().setUp()
		frappe.local.response.pop("standing", None)

	def of(self, user: str, *names: str) -> set[str]:
		with self.set_user(user):
			return visibility.of("Evaluation", names)

	def said(self, act, name: str) -> str:
		with self.assertRaises(frappe.DoesNotExistError) as caught:
			act(name)
		self.assertNotIn("standing", frappe.local.response)
		frappe.clear_messages()
		return str(caught.exception)

	def test_a_stranger_hears_what_is_said_of_no_file(self):
		with self.set_user(self.users.neighbour), patch.object(evaluations, "lock") as lock:
			for number, act in enumerate(ACTS):
				with self.subTest(act=number):
					self.assertEqual(self.said(act, self.file), self.said(act, UNKNOWN))
		lock.assert_not_called()  # a row that is nobody's business is not held up either

	def test_control_without_it_the_standing_is_told(self):
		with self.set_user(self.users.neighbour), patch.object(visibility, "require"):
			for number, act in enumerate(ACTS):
				with self.subTest(act=number), self.assertRefused(StaleFileError):
					act(self.file)
			self.assertEqual(frappe.local.response["standing"]["state"], "Under Appraisal")

	def test_another_spelling_is_no_file(self):
		self.assertEqual(self.of(self.users.secretary, self.file.lower(), f"{self.file} "), set())


class TestDraftsOfDecisions(ApprovalTestCase):
	"""A draft that names what is out of reach tells neither whose it is nor where it waits."""

	def set_up_data(self) -> None:
		super().set_up_data()
		climb(self.file, self.users, to="body")
		self.clerk = create_test_seat(self.tree.other_grassroots, "can_bo_van_phong").user

	def test_files(self):
		for guarded, error in ((True, frappe.DoesNotExistError), (False, ResolutionRowError)):
			with (
				self.subTest(guarded=guarded),
				self.set_user(self.clerk),
				nullcontext() if guarded else patch.object(visibility, "require_all"),
				self.assertRaises(error) as caught,
			):
				create_test_resolution(self.tree.other_grassroots, {self.file: "Recognize"}).insert()
			name = self.doc().organization_name
			self.assertEqual(name in str(caught.exception), not guarded, caught.exception)
			frappe.clear_messages()

	def test_documents(self):
		row = frappe._dict(file_doctype="Reorganization Proposal", file_name="X")
		draft = frappe._dict(organization=self.tree.other_grassroots, documents=[row], name="R")
		with self.set_user(self.clerk), self.assertRefused(frappe.DoesNotExistError):
			deciding_documents.validate_rows(draft)

	def test_ratings(self):
		rating = frappe._dict(name="XL-1", title="Nguyễn Văn Kín", deciding_organization=self.tree.grassroots)
		for organization in (self.tree.other_grassroots, self.tree.grassroots):
			row = frappe._dict(rating="XL-1")
			draft = frappe._dict(organization=organization, ratings=[row, frappe._dict(rating="XL-1")])
			with (
				patch.object(deciding_ratings, "columns_of", return_value={"XL-1": rating}),
				self.assertRaises(ResolutionRowError) as caught,
			):
				deciding_ratings.validate_rows(
					draft
				)  # one that stands twice is refused in its own body's draft
			self.assertEqual(rating.title in str(caught.exception), organization == self.tree.grassroots)
			frappe.clear_messages()
