from __future__ import annotations

import json
from datetime import date
from unittest import TestCase

import frappe
from frappe.utils import add_days, getdate, nowdate

from bontot.approval.acts import api, service
from bontot.approval.core import errors
from bontot.approval.core.adoption_rules import (
	Sitting,
	Votes,
	adoptable_from,
	guess,
	may_adopt,
	problem_of_meeting,
	problem_of_votes,
)
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import create_test_file
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_member, create_test_seat

EARLIEST, TODAY = date(2026, 11, 2), date(2026, 12, 20)


class TestRules(TestCase):
	def test_which_meeting_may_adopt(self):
		cases = (
			("Cell Regular", date(2026, 12, 3), True, "Cell", ""),
			("Cell Thematic", date(2026, 12, 20), True, "Cell", ""),
			("Cell Committee", date(2026, 12, 3), True, "Cell", "other_kind"),
			("Party Committee", date(2026, 12, 3), True, "Cell", "other_kind"),
			("Party Committee", date(2026, 12, 3), True, "Grassroots Organization", ""),
			("Whole Organization", date(2026, 12, 3), True, "Grassroots Organization", ""),
			("Permanent Members", date(2026, 12, 3), True, "Grassroots Organization", "other_kind"),
			("Cell Regular", date(2026, 12, 21), True, "Cell", "ahead"),
			("Cell Regular", date(2026, 12, 3), False, "Cell", "not_held"),
			("Cell Regular", date(2026, 11, 2), True, "Cell", ""),
			("Cell Regular", date(2026, 11, 1), True, "Cell", "before"),
		)
		for kind, day, held, title_kind, wanted in cases:
			with self.subTest(kind=kind, day=day, held=held):
				self.assertEqual(
					problem_of_meeting(Sitting(kind, day, held), may_adopt(title_kind), EARLIEST, TODAY),
					wanted,
				)

	def test_of_one_whose_kind_has_changed_meetings_of_both_kinds_may(self):
		self.assertEqual(may_adopt("Cell", "Cell"), may_adopt("Cell"))
		self.assertEqual(may_adopt("Cell", None), may_adopt("Cell"))
		both = may_adopt("Cell", "Grassroots Organization")
		self.assertEqual(both, may_adopt("Cell") + may_adopt("Grassroots Organization"))

	def test_from_which_day_on_it_may(self):
		starts, due = date(2026, 1, 1), date(2026, 12, 15)
		for title, opened, within, wanted in (
			("since the period was opened", date(2026, 11, 20), 0, date(2026, 11, 20)),
			("opened on its last day", due, 0, due),
			("opened too late to be a measure", date(2026, 12, 16), 0, starts),
			("opened before it began", date(2025, 12, 20), 0, starts),
			("not opened, as those from elsewhere", None, 0, starts),
			("opened early in the year", date(2026, 1, 10), 60, date(2026, 10, 16)),
			("opened within those days", date(2026, 11, 20), 60, date(2026, 11, 20)),
			("opened too late, within those days", date(2026, 12, 16), 60, date(2026, 10, 16)),
			("more days than it has", date(2026, 1, 1), 600, starts),
		):
			with self.subTest(title):
				self.assertEqual(adoptable_from(starts, opened, due, within), wanted)

	def test_which_votes_can_be(self):
		cases = (
			((5, 0, 0), 5, True, ""),
			((6, 0, 0), 5, True, "many"),
			((3, 1, 1), 5, True, ""),
			((2, 1, 1), 5, True, "lost"),
			((1, 0, 0), 18, True, "lost"),
			((9, 0, 0), 18, True, "lost"),
			((10, 0, 0), 18, True, ""),
			((1, 0, 0), None, True, ""),
			((2, 1, 1), None, True, "lost"),
			((0, 0, 0), 5, True, "no_vote"),
			((0, 0, 0), 5, False, ""),
			((60, 0, 0), None, True, ""),
			((-1, 0, 0), None, False, "negative"),
			((1, 0, 0), 0, False, "many"),
		)
		for votes, voters, required, wanted in cases:
			with self.subTest(votes=votes, voters=voters):
				self.assertEqual(problem_of_votes(Votes(*votes), voters, required), wanted)

	def test_votes_of_probationary_members_are_not_guessed(self):
		self.assertEqual(guess(Votes(5), 5), Votes(5))
		self.assertEqual(guess(Votes(6), 5), Votes())
		self.assertEqual(guess(Votes(1, 4), 5), Votes())


class TestAdoption(ApprovalTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		for number in range(2):  # beside the one whom the case has rated
			create_test_member(self.tree.cell_a, full_name=f"Đảng viên {number}")
		create_test_member(self.tree.cell_a, full_name="Dự bị", state="Probationary", official_date=None)
		self.open_since(-45)
		self.early = self.meeting(-40, votes_for=3)
		self.late = self.meeting(-1, votes_for=4)  # the probationary member's hand was counted too

	def meeting(self, days: int, organization: str | None = None, **values):
		return create_test_meeting(
			organization or self.tree.cell_a,
			meeting_date=add_days(nowdate(), days),
			for_month=None,
			**values,
		)

	def open_since(self, days: int, within: str = "") -> None:
		"""The period was opened so many days ago; its self-assessments are due in 30. `within`: the framework's setting."""
		values = {"opened_on": add_days(nowdate(), days), "self_assessment_due_on": add_days(nowdate(), 30)}
		framework = json.loads(frappe.db.get_value("Review Period", self.period, "frozen_framework"))
		framework["settings"]["adoption_within_days"] = within
		frappe.db.set_value(
			"Review Period", self.period, values | {"frozen_framework": json.dumps(framework)}
		)
		frappe.db.set_value(
			"Evaluation", {"period": self.period}, "self_assessment_due_on", add_days(nowdate(), 30)
		)
		frappe.clear_document_cache("Review Period", self.period)

	def require(self) -> None:
		framework = json.loads(frappe.db.get_value("Review Period", self.period, "frozen_framework"))
		framework["settings"]["adoption_meeting"] = "required"
		frappe.db.set_value("Review Period", self.period, "frozen_framework", json.dumps(framework))
		frappe.clear_document_cache("Review Period", self.period)

	def send(self, meeting: str | None = None, *votes: int):
		with self.set_user(self.users.secretary):
			return service.send("Evaluation", self.file, 0, meeting, Votes(*votes) if votes else None)

	def proposal(self):
		with self.set_user(self.users.secretary):
			return api.get_adoption("Evaluation", self.file)

	def test_the_latest_meeting_comes_first_with_the_votes_that_can_be(self):
		seen = self.proposal()
		self.assertEqual([row["name"] for row in seen["meetings"]], [self.late.name, self.early.name])
		self.assertEqual((seen["chosen"], seen["required"]), (self.late.name, False))
		self.assertEqual([row["voters"] for row in seen["meetings"]], [3, 3])
		self.assertEqual([row["votes_for"] for row in seen["meetings"]], [0, 3])
		self.assertEqual(seen["signature"]["on_behalf_of"], frappe._("ON BEHALF OF THE CELL"))

	def test_what_a_file_was_sent_with_is_proposed_again(self):
		frappe.db.set_value("Evaluation", self.file, "adopted_by_meeting", self.early.name)
		self.assertEqual(self.proposal()["chosen"], self.early.name)

	def test_planned_and_foreign_meetings_are_not_proposed(self):
		self.meeting(-2, held=False, minuted=False, meeting_kind="Cell Thematic")
		self.meeting(-2, organization=self.tree.cell_b)
		self.assertEqual(len(self.proposal()["meetings"]), 2)

	def test_sending_keeps_meeting_and_votes(self):
		self.send(self.late.name, 2, 1, 0)
		doc = self.doc()
		self.assertEqual((doc.adopted_by_meeting, doc.votes_for, doc.votes_against), (self.late.name, 2, 1))

	def test_more_votes_than_full_members_are_refused(self):
		with self.assertRefused(errors.AdoptionError):
			self.send(self.late.name, 4, 0, 0)
		self.assertEqual(self.doc().state, "Draft")
		self.send(self.late.name, 3, 0, 0)

	def test_a_meeting_of_another_unit_or_kind_is_refused(self):
		foreign = self.meeting(-2, organization=self.tree.cell_b)
		committee = self.meeting(-2, meeting_kind="Cell Committee")
		for meeting in (foreign, committee):
			with self.subTest(meeting.meeting_kind), self.assertRefused(errors.AdoptionError):
				self.send(meeting.name, 2, 0, 0)

	def test_a_meeting_from_before_it_could_be_adopted(self):
		for days, within in ((-20, ""), (-300, "50")):
			with self.subTest(within=within):
				self.open_since(days, within)
				self.assertEqual([row["name"] for row in self.proposal()["meetings"]], [self.late.name])
				with self.assertRefused(errors.AdoptionError):
					self.send(self.early.name, 2, 0, 0)
		self.open_since(-300)
		self.assertEqual(len(self.proposal()["meetings"]), 2)
		self.send(self.early.name, 2, 0, 0)

	def test_whether_the_meeting_is_asked_for_is_the_frameworks_setting(self):
		self.require()
		self.assertTrue(self.proposal()["required"])
		for adoption in ((), (None, 3, 0, 0), (self.late.name, 0, 0, 0)):
			with self.subTest(adoption), self.assertRefused(errors.AdoptionError):
				self.send(*adoption)
		self.send(self.late.name, 3, 0, 0)
		self.assertEqual(self.doc().state, "Under Appraisal")

	def test_without_the_setting_it_may_be_left_out(self):
		self.send()
		self.assertEqual((self.doc().state, self.doc().adopted_by_meeting), ("Under Appraisal", None))

	def test_a_committee_adopts_by_its_own_meeting(self):
		author = create_test_seat(self.tree.commune, "bi_thu_dang_uy").user
		name = create_test_file(self.tree.commune, self.period, rated=False)
		meeting = self.meeting(-3, organization=self.tree.commune, meeting_kind="Party Committee")
		with self.set_user(author):
			self.assertEqual(api.get_adoption("Evaluation", name)["chosen"], meeting.name)
			service.send("Evaluation", name, 0, meeting.name, Votes(5, 0, 0))
		self.assertEqual(getdate(meeting.meeting_date).year, getdate().year)

	def test_a_stranger_is_told_nothing(self):
		with self.set_user(self.users.neighbour), self.assertRefused(frappe.PermissionError):
			api.get_adoption("Evaluation", self.file)
