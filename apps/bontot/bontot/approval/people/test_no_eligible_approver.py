"""Nobody appraises the own unit; where nobody else is left the body decides, and says who did not vote."""

from __future__ import annotations

import frappe
from frappe.utils import add_days, now_datetime

from bontot.approval.acts import api
from bontot.approval.core import errors, verify
from bontot.approval.people import no_eligible_approver
from bontot.approval.queue import api as queue_api
from bontot.approval.queue import news, vacancies, waiting
from bontot.approval.resolutions import api as deciding_api
from bontot.approval.testcase import ApprovalTestCase, DecidingTestCase
from bontot.approval.testing import act_as, create_test_resolution, mend, sequence_of
from bontot.organization import access
from bontot.organization.testing import create_test_delegation, create_test_seat, create_test_user
from bontot.outbox.testing import run_now


class TestByTheBody(ApprovalTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		# The cell's secretary is the only one who appraises at the grassroots.
		seat = frappe.get_doc("Seat", {"user": self.users.grassroots})
		frappe.db.set_value("Seat", seat.name, "user", self.users.secretary)
		self.recorder = create_test_seat(self.tree.grassroots, "can_bo_van_phong").user
		self.author = create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo").user
		act_as(self.author, "send", self.file)

	def decide(self, decision: str = "Agree", user: str | None = None, **values: object):
		with self.set_user(user or self.recorder):
			doc = create_test_resolution(self.tree.grassroots, {self.file: decision}, **values)
			doc.insert()
			doc.submit()
		run_now(frappe.db.get_value("Outbox Task", {"reference_name": doc.name}, order_by="creation desc"))
		return frappe.get_doc("Resolution", doc.name)

	def waits_for(self, user: str) -> bool:
		return self.file in [row.name for row in waiting.page(user, waiting.Filters())["rows"]]

	def test_the_body_agrees_and_the_barred_member_is_recorded(self):
		self.assertEqual(no_eligible_approver.at(self.tree.grassroots), [self.file])
		self.assertTrue(self.waits_for(self.recorder))
		self.assertFalse(self.waits_for(self.users.secretary))
		with self.set_user(self.recorder):
			self.assertTrue(api.get_document("Evaluation", self.file)["by_body"])
			row = queue_api.queue()["rows"][0]
			self.assertEqual((row.by_body, row.clean), (True, False))
			self.assertEqual(len(deciding_api.resolution_candidates(self.tree.grassroots, self.period)), 1)
		resolution = self.decide()
		self.assertEqual((resolution.state, resolution.items[0].not_voting), ("Applied", "Người secretary"))
		doc = self.doc()
		self.assertEqual(
			(doc.state, doc.awaiting_organization, doc.resolution), ("Under Appraisal", self.tree.body, None)
		)
		self.assertEqual({item.accepted_by_organization for item in doc.items}, {self.tree.grassroots})
		step = frappe.get_last_doc("Approval Step", {"file_name": self.file, "act": "Agree"})
		self.assertEqual((step.resolution, step.acting_user), (resolution.name, self.recorder))
		self.assertEqual(verify.check_file(self.file), [])

	def test_who_records_for_the_body_hears_that_it_has_come(self):
		def heard(user: str) -> list[news.News]:
			return news.between(add_days(now_datetime(), -1), now_datetime(), {}).get(user, [])

		[line] = heard(self.recorder)
		self.assertEqual(line.file, self.file)
		self.assertEqual(heard(self.users.secretary), [])
		create_test_seat(
			self.tree.grassroots, "can_bo_tham_dinh"
		)  # who may appraise it: then the body has nothing to do
		self.assertEqual(heard(self.recorder), [])

	def test_the_body_returns(self):
		self.decide("Return")
		self.assertEqual(self.doc().state, "Returned")

	def test_another_seat_of_the_level_comes_first(self):
		other = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user
		self.assertEqual(no_eligible_approver.at(self.tree.grassroots), [])
		self.assertFalse(self.waits_for(self.recorder))
		self.assertTrue(self.waits_for(other))
		with self.assertRefused(errors.ResolutionRowError):
			self.decide()

	def test_who_comes_meanwhile_takes_it_back_from_the_body(self):
		"""Judged again under the lock: somebody was seated between the resolution and its carrying out."""
		with self.set_user(self.recorder):
			doc = create_test_resolution(self.tree.grassroots, {self.file: "Agree"})
			doc.insert()
			doc.submit()
		create_test_seat(self.tree.grassroots, "can_bo_tham_dinh")
		run_now(frappe.db.get_value("Outbox Task", {"reference_name": doc.name}))
		self.assertEqual(frappe.db.get_value("Resolution", doc.name, "state"), "Partly Applied")
		self.assertEqual(self.steps(), ["Send"])

	def test_a_title_is_not_decided_there(self):
		for decision in ("Recognize", "Refuse", "Conclude Interim"):
			with self.subTest(decision), self.assertRefused(errors.ResolutionRowError):
				self.decide(decision)

	def test_a_level_where_no_seat_is_held(self):
		frappe.db.set_value(
			"Seat",
			{"user": self.users.secretary, "organization": self.tree.grassroots},
			"to_date",
			"2021-12-31",
		)
		self.assertTrue(self.waits_for(self.recorder))
		self.decide()
		self.assertEqual(self.doc().awaiting_organization, self.tree.body)

	def test_a_stand_in_for_the_barred_is_barred_too(self):
		stand_in = create_test_user("Người thay")
		seat = frappe.db.get_value(
			"Seat", {"user": self.users.secretary, "organization": self.tree.grassroots}
		)
		create_test_delegation(seat, stand_in)
		self.assertEqual(no_eligible_approver.at(self.tree.grassroots), [self.file])

	def test_where_only_a_stand_in_of_the_barred_records_the_file_stands_still(self):
		"""The recorder has sent the file from below and lends the seat: what bars the one bars the other."""
		seat = frappe.db.get_value("Seat", {"user": self.recorder})
		frappe.db.set_value("Seat", seat, "user", self.author)
		self.assertEqual(self.standing_still(), [self.file])
		stand_in = create_test_user()
		create_test_delegation(seat, stand_in)
		access.forget()
		self.assertFalse(self.waits_for(stand_in))
		self.assertEqual(self.standing_still(), [self.file])

	def standing_still(self) -> list[str]:
		access.forget()
		return [name for row in vacancies.stuck() for name in row["files"] if name == self.file]

	def test_whoever_acted_next_to_it_does_not_record_for_the_body(self):
		create_test_seat(self.tree.body, "can_bo_tham_dinh", self.recorder)
		self.decide()
		act_as(self.users.body, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
		mend(self.file)
		act_as(self.author, "send", self.file)
		second = create_test_seat(self.tree.grassroots, "can_bo_van_phong", self.users.body).user
		self.assertFalse(self.waits_for(second))
		with self.assertRefused(errors.ConsecutiveLevelError):
			self.decide(user=second)
		self.assertTrue(self.waits_for(self.recorder))

	def test_where_a_body_decides_it_does_not_agree(self):
		self.decide()
		act_as(self.users.body, "agree", self.file)
		with self.set_user(self.users.clerk), self.assertRefused(errors.ResolutionRowError):
			create_test_resolution(self.tree.province, {self.file: "Agree"}).insert()


class TestWhatItAsks(ApprovalTestCase):
	"""Every first page asks who is free where files wait: never by the whole step log, and nothing where nothing waits."""

	def test_nothing_for_nobody(self):
		with self.assertQueryCount(0):
			self.assertEqual(no_eligible_approver.free_people({}), set())
			self.assertEqual(vacancies.attended_at([]), {"Appraise": set(), "Decide": set()})

	def test_by_indexes_that_hold_all_that_is_asked(self):
		found: dict[str, list[str]] = {}
		for row in frappe.db.sql("show index from `tabApproval Step`", as_dict=True):
			found.setdefault(row.Key_name, []).append(row.Column_name)
		asked = ["act", "acting_organization", "below_organization"]
		self.assertEqual(found["acted_by"], ["acting_user", *asked])
		self.assertEqual(found["acted_for"], ["on_behalf_of", *asked])

	def test_whoever_acted_elsewhere_is_not_free(self):
		act_as(self.users.secretary, "send", self.file)
		place = self.tree.grassroots
		people = {place: [self.users.grassroots]}
		self.assertEqual(no_eligible_approver.free_people(people), {(place, self.users.grassroots)})
		act_as(self.users.grassroots, "agree", self.file)
		self.assertEqual(no_eligible_approver.free_people(people), {(place, self.users.grassroots)})
		self.assertEqual(no_eligible_approver.free_people({self.tree.body: [self.users.grassroots]}), set())


class TestVotesPerRow(DecidingTestCase):
	def test_a_row_with_a_vote_of_its_own(self):
		with self.set_user(self.users.clerk):
			doc = create_test_resolution(
				self.tree.province, {self.file: "Recognize", self.other: "Recognize"}
			)
			doc.items[1].update({"votes_for": 7, "votes_against": 8})
			with self.assertRefused(errors.VotesError):
				doc.insert()
			doc.items[1].update({"votes_for": 12, "votes_against": 8})
			with self.assertRefused(errors.VotesError):
				doc.insert()
			doc.items[1].update({"votes_for": 9, "votes_against": 5, "votes_other": 1})
			doc.insert()
			doc.submit()
		doc = self.apply(doc)
		self.assertEqual((doc.items[1].votes_for, doc.items[1].votes_against), (9, 5))
		self.assertEqual(self.states(), ["Recognized", "Recognized"])

	def test_the_whole_vote_need_not_carry_a_title_that_has_its_own(self):
		with self.set_user(self.users.clerk):
			decisions = {self.file: "Recognize", self.other: "Refuse"}
			doc = create_test_resolution(
				self.tree.province, decisions, votes_for=5, votes_against=10, votes_other=0
			)
			with self.assertRefused(errors.VotesError):
				doc.insert()
			doc.items[0].update({"votes_for": 15})
			doc.insert()

	def test_members_of_the_unit_are_recorded_as_not_voting(self):
		both = create_test_user("Trần Thị Hai Nơi")
		create_test_seat(self.tree.cell_b, "pho_bi_thu_chi_bo", both)
		create_test_seat(self.tree.province, "can_bo_van_phong", both)
		overseer = create_test_user("Người theo dõi")
		create_test_seat(self.tree.cell_b, "theo_doi", overseer)
		create_test_seat(self.tree.province, "can_bo_van_phong", overseer)
		resolution = self.submit({self.file: "Recognize", self.other: "Recognize"})
		self.assertEqual(
			[row.not_voting or "" for row in resolution.items], ["", "Trần Thị Hai Nơi"]
		)  # who only follows it is no member of the unit
		self.assertEqual(sequence_of(self.file), 3)
