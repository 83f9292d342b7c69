from __future__ import annotations

from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate

from bontot.approval import api, deciding, errors, queue, service, verify
from bontot.approval.test_service import ApprovalTestCase
from bontot.approval.testing import act_as, climb, create_test_file, create_test_resolution
from bontot.organization.errors import NoSeatError
from bontot.organization.testing import create_test_seat
from bontot.outbox.testing import run_now


class DecidingTestCase(ApprovalTestCase):
	"""Two files of two cells, both waiting for the province's decision."""

	def setUp(self) -> None:
		super().setUp()
		self.other = create_test_file(self.tree.cell_b, self.period)
		author = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		climb(self.file, self.users)
		act_as(author, "send", self.other)
		for level in ("grassroots", "body"):
			act_as(getattr(self.users, level), "agree", self.other)

	def submit(self, decisions: dict[str, str], user: str | None = None, **values: object):
		"""A submitted resolution of the province, not applied yet."""
		with self.set_user(user or self.users.clerk):
			doc = create_test_resolution(self.tree.province, decisions, **values)
			doc.insert()
			doc.submit()
		return doc

	def apply(self, resolution):
		task = frappe.db.get_value(
			"Outbox Task", {"reference_name": resolution.name}, order_by="creation desc"
		)
		run_now(task)
		return frappe.get_doc("Resolution", resolution.name)

	def states(self) -> list[str]:
		return [self.doc(self.file).state, self.doc(self.other).state]


class TestResolution(DecidingTestCase):
	def test_recognizes_and_refuses(self):
		resolution = self.submit({self.file: "Recognize", self.other: "Refuse"})
		self.assertEqual((resolution.state, self.states()), ("Deciding", ["Under Appraisal"] * 2))
		resolution = self.apply(resolution)
		self.assertEqual((resolution.state, self.states()), ("Applied", ["Recognized", "Not Recognized"]))
		self.assertEqual([row.result for row in resolution.items], ["Applied", "Applied"])
		doc = self.doc()
		self.assertEqual(
			(doc.resolution, doc.decided_on, doc.awaiting_organization), (resolution.name, getdate(), None)
		)
		recognition = frappe.get_doc("Recognition", {"evaluation": self.file})
		self.assertEqual((recognition.organization, recognition.year), (self.tree.cell_a, getdate().year))
		self.assertEqual((recognition.title_kind, recognition.streak_years), ("Cell", 1))
		self.assertFalse(frappe.db.exists("Recognition", {"evaluation": self.other}))
		step = frappe.get_last_doc("Approval Step", {"file_name": self.file, "act": "Recognize"})
		self.assertEqual((step.resolution, step.acting_user), (resolution.name, self.users.clerk))
		self.assertTrue(step.seat)
		self.assertEqual(verify.check_file(self.file), [])

	def test_applied_twice_does_nothing_twice(self):
		resolution = self.submit({self.file: "Recognize", self.other: "Recognize"})
		self.apply(resolution)
		steps = frappe.db.count("Approval Step")
		self.apply(resolution)
		self.assertEqual(frappe.db.count("Approval Step"), steps)
		self.assertEqual(frappe.db.count("Recognition", {"resolution": resolution.name}), 2)

	def test_killed_half_way_and_run_again(self):
		resolution = self.submit({self.file: "Recognize", self.other: "Recognize"})
		real, calls = deciding.decide, []

		def dies_at_the_second(*arguments):
			calls.append(arguments)
			if len(calls) == 2:
				raise KeyboardInterrupt
			real(*arguments)

		with patch.object(deciding, "decide", dies_at_the_second), self.assertRaises(KeyboardInterrupt):
			self.apply(resolution)
		frappe.set_user("Administrator")
		self.assertEqual(self.states(), ["Recognized", "Under Appraisal"])
		self.apply(resolution)
		self.assertEqual(self.states(), ["Recognized", "Recognized"])
		self.assertEqual(self.steps().count("Recognize"), 1)

	def test_a_row_that_fails_is_listed_and_tried_again(self):
		resolution = self.submit({self.file: "Recognize", self.other: "Recognize"})
		frappe.db.set_value("Evaluation", self.file, "awaiting_act", "Appraise", update_modified=False)
		resolution = self.apply(resolution)
		self.assertEqual((resolution.state, self.states()[1]), ("Partly Applied", "Recognized"))
		self.assertEqual(resolution.items[0].result, "Failed")
		self.assertIn("Chi bộ Văn phòng", resolution.items[0].result_message)
		frappe.db.set_value("Evaluation", self.file, "awaiting_act", "Decide", update_modified=False)
		with self.set_user(self.users.clerk):
			task = api.apply_again(resolution.name)
		run_now(task)
		resolution.reload()
		self.assertEqual((resolution.state, self.states()), ("Applied", ["Recognized", "Recognized"]))

	def test_returns_with_criteria(self):
		with self.set_user(self.users.clerk):
			doc = create_test_resolution(self.tree.province, {self.file: "Return"})
			doc.items[0].criteria = "dk_1, dk_2"
			doc.insert()
			doc.submit()
		self.apply(doc)
		file = self.doc()
		self.assertEqual((file.state, file.resolution, file.round), ("Returned", None, 2))
		reopened = {item.criterion_key for item in file.items if item.review_state == "Returned"}
		self.assertEqual(reopened, {"dk_1", "dk_2"})

	def test_streak_counts_years_in_a_row(self):
		last_year = getdate().year - 1
		values = {
			"organization": self.tree.cell_a,
			"title_kind": "Cell",
			"year": last_year,
			"streak_years": 3,
		}
		before = frappe.get_doc({"doctype": "Recognition", **values})
		before.flags.by_service = True
		before.insert()
		self.apply(self.submit({self.file: "Recognize"}))
		self.assertEqual(frappe.db.get_value("Recognition", {"evaluation": self.file}, "streak_years"), 4)

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
			service.recall(self.file, 3)
		with self.set_user(self.users.province), self.assertRefused(errors.PendingResolutionError):
			service.return_file(self.file, 3, ["dk_1"], "x")
		with self.assertRefused(errors.PendingResolutionError):
			self.submit({self.file: "Refuse"})

	def test_submitted_ones_stand(self):
		resolution = self.submit({self.file: "Recognize"})
		with self.assertRefused(errors.AppliedResolutionError):
			frappe.get_doc("Resolution", resolution.name).cancel()

	def test_candidates(self):
		with self.set_user(self.users.clerk):
			rows = api.resolution_candidates(self.tree.province, self.period)
		self.assertEqual({row.name for row in rows}, {self.file, self.other})
		with self.set_user(self.users.body), self.assertRefused(NoSeatError):
			api.resolution_candidates(self.tree.province, self.period)
		self.assertEqual(queue.page(self.users.clerk, queue.Filters(act="Decide"))["total"], 2)


class TestSixMonthsByResolution(ApprovalTestCase):
	period_kind = "Six-Month"

	def test_a_route_that_ends_with_a_body(self):
		route = frappe.get_doc("Approval Route", "bontot-six-month-province")
		route.steps[-1].act = "Decide"
		route.save()
		climb(self.file, self.users)
		with self.set_user(self.users.clerk), self.assertRefused(errors.ResolutionRowError):
			create_test_resolution(self.tree.province, {self.file: "Recognize"}).insert()
		with self.set_user(self.users.clerk):
			resolution = create_test_resolution(self.tree.province, {self.file: "Conclude Interim"})
			resolution.insert()
			resolution.submit()
		run_now(frappe.db.get_value("Outbox Task", {"reference_name": resolution.name}))
		self.assertEqual(self.doc().state, "Interim Reviewed")
		self.assertFalse(frappe.db.exists("Recognition", {"evaluation": self.file}))


class TestRegister(ApprovalTestCase):
	def test_nobody_writes_a_recognition_by_hand(self):
		values = {"organization": self.tree.cell_a, "title_kind": "Cell", "year": 2020}
		with self.assertRefused(errors.AppendOnlyError):
			frappe.get_doc({"doctype": "Recognition", **values}).insert(ignore_permissions=True)
