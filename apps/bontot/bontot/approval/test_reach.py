"""Who lies beyond a file learns nothing of it by any act: not that it is there, nor where it stands."""

from __future__ import annotations

import types
from contextlib import nullcontext
from unittest.mock import patch

import frappe
from frappe.utils import getdate

from bontot.approval import (
	deciding_documents,
	deciding_ratings,
	kinds,
	later,
	queue_api,
	reach,
	rerouting,
	service,
)
from bontot.approval.errors import ResolutionRowError, StaleFileError
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as, climb, create_test_resolution
from bontot.evaluation import service as evaluations
from bontot.organization.reorganization.testing import create_test_proposal
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase

UNKNOWN = "EVAL-KHONG-CO"
NEVER = -1  # a step number that no file has
ACTS = (
	lambda name: service.send("Evaluation", name, NEVER),
	lambda name: service.declare_not_reached("Evaluation", name, NEVER, "x"),
	lambda name: service.recall("Evaluation", name, NEVER),
	lambda name: service.agree("Evaluation", name, NEVER),
	lambda name: service.return_document("Evaluation", name, NEVER, {"dk_1": "x"}),
	lambda name: later.reopen("Evaluation", name, NEVER, "x"),
	lambda name: later.withdraw("Evaluation", name, NEVER, "x", "1", getdate()),
	lambda name: later.lock("Evaluation", name, NEVER),
	lambda name: rerouting.reroute("Evaluation", name, NEVER, "x"),
)


class TestReach(ApprovalTestCase):
	def setUp(self) -> None:
		super().setUp()
		climb(self.file, self.users, to="grassroots")
		frappe.local.response.pop("standing", None)

	def of(self, user: str, *names: str) -> set[str]:
		with self.set_user(user):
			return reach.of("Evaluation", names)

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
		with self.set_user(self.users.neighbour), patch.object(reach, "require"):
			for number, act in enumerate(ACTS):
				with self.subTest(act=number), self.assertRefused(StaleFileError):
					act(self.file)
			self.assertEqual(frappe.local.response["standing"]["state"], "Under Appraisal")

	def test_another_spelling_is_no_file(self):
		self.assertEqual(self.of(self.users.secretary, self.file.lower(), f"{self.file} "), set())

	def test_many_at_once(self):
		rows = [{"evaluation": name, "expected_sequence": NEVER} for name in (self.file, UNKNOWN, self.file)]
		for guarded in (True, False):
			beyond = patch.object(reach, "of", side_effect=lambda _doctype, names: set(names))
			with (
				self.subTest(guarded=guarded),
				self.set_user(self.users.neighbour),
				nullcontext() if guarded else beyond,
				patch.object(evaluations, "lock_many", wraps=evaluations.lock_many) as locked,
			):
				results = queue_api.bulk_agree(rows)
				self.assertEqual([row["ok"] for row in results], [False] * 3)
				self.assertEqual(len({row["message"] for row in results}), 1 if guarded else 2)
				self.assertEqual("standing" in frappe.local.response, not guarded)
				if guarded:
					self.assertEqual([list(call.args[0]) for call in locked.call_args_list], [[]])

	def test_who_meets_it_on_its_way(self):
		"""Its organisation has moved to another branch since: levels of its way go on acting on it."""
		other = frappe.db.get_value("Party Organization", self.tree.other_cell, "path")
		frappe.db.set_value("Evaluation", self.file, "organization_path", other)
		for user in ("grassroots", "body", "province"):
			self.assertEqual(self.of(getattr(self.users, user), self.file), {self.file}, user)
		stranger = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		self.assertEqual(self.of(stranger, self.file), set())
		act_as(self.users.grassroots, "agree", self.file)
		act_as(self.users.grassroots, "recall", self.file)
		self.assertEqual(self.doc().awaiting_organization, self.tree.grassroots)

	def test_what_it_costs_does_not_grow(self):
		names = [self.file, *(f"{UNKNOWN}-{number}" for number in range(30))]
		for user in ("grassroots", "neighbour"):
			self.of(getattr(self.users, user), self.file)  # what is remembered for the request
			counts = [self.statements(user, chosen) for chosen in (names[:1], names[:2], names)]
			self.assertLessEqual(max(counts), 2, user)

	def statements(self, user: str, names: list[str]) -> int:
		with patch.object(frappe.db, "sql", wraps=frappe.db.sql) as asked:
			with self.set_user(getattr(self.users, user)):
				before = len(asked.call_args_list)
				reach.of("Evaluation", names)
				return len(asked.call_args_list) - before


class TestDocumentsInReach(BontotTestCase):
	KIND = "Reorganization Proposal"

	def setUp(self) -> None:
		super().setUp()
		self.tree = create_test_tree()
		self.author = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		self.stranger = create_test_seat(self.tree.other_grassroots, "bi_thu_dang_uy").user
		merge = {"act": "Merge", "organization": self.tree.cell_b, "target": self.tree.cell_a}
		self.name = create_test_proposal(self.tree.grassroots, [merge], effective_date="2024-01-01").name

	def test_a_stranger_hears_what_is_said_of_no_document(self):
		acts = (
			lambda name: service.send(self.KIND, name, NEVER),
			lambda name: service.agree(self.KIND, name, NEVER),
			lambda name: service.recall(self.KIND, name, NEVER),
			lambda name: service.return_document(self.KIND, name, NEVER, "x"),
			lambda name: service.approve(self.KIND, name, NEVER, "1", getdate()),
			lambda name: later.withdraw(self.KIND, name, NEVER, "x"),
		)
		for number, act in enumerate(acts):
			for user, name, error in (
				(self.stranger, self.name, frappe.DoesNotExistError),
				(self.stranger, UNKNOWN, frappe.DoesNotExistError),
				(self.author, self.name, StaleFileError),  # control: within reach the standing is told
			):
				with self.subTest(act=number, user=user, name=name), self.set_user(user):
					frappe.local.response.pop("standing", None)
					with self.assertRefused(error):
						act(name)
					self.assertEqual("standing" in frappe.local.response, user == self.author)

	def test_many_at_once(self):
		kind = types.SimpleNamespace(in_bulk=True)
		rows = [
			{"kind": self.KIND, "name": name, "expected_sequence": NEVER} for name in (self.name, UNKNOWN)
		]
		with patch.object(kinds, "of", return_value=kind):
			said = {}
			for user in (self.stranger, self.author):
				with self.set_user(user):
					said[user] = [row["message"] for row in queue_api.agree_to_documents(rows)]
		self.assertEqual(len(set(said[self.stranger])), 1)
		self.assertEqual(said[self.author][1], said[self.stranger][1])
		self.assertNotEqual(*said[self.author])


class TestDraftsOfDecisions(ApprovalTestCase):
	"""A draft that names what is out of reach tells neither whose it is nor where it waits."""

	def setUp(self) -> None:
		super().setUp()
		climb(self.file, self.users, to="body")
		self.clerk = create_test_seat(self.tree.other_grassroots, "can_bo_van_phong").user

	def test_files(self):
		for guarded, error in ((True, frappe.DoesNotExistError), (False, ResolutionRowError)):
			with (
				self.subTest(guarded=guarded),
				self.set_user(self.clerk),
				nullcontext() if guarded else patch.object(reach, "require_all"),
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
