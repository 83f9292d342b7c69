"""Acts with a lent seat: they say on whose behalf, and no two levels of one file come into one pair of hands."""

import frappe

from bontot.approval.acts import permitted_acts, service
from bontot.approval.core import cases, chain, steps
from bontot.approval.core.errors import ConsecutiveLevelError, OwnUnitError
from bontot.approval.queue import waiting
from bontot.approval.testcase import ApprovalTestCase, DecidingTestCase
from bontot.approval.testing import act_as, climb, sequence_of
from bontot.organization import access
from bontot.organization.testing import create_test_delegation, create_test_seat, create_test_user


def lend(organization: str, lender: str, borrower: str) -> None:
	seat = frappe.db.get_value("Seat", {"organization": organization, "user": lender})
	create_test_delegation(seat, borrower)


class TestDelegatedActs(ApprovalTestCase):
	def waits_for(self, user: str) -> bool:
		access.forget()
		return bool(waiting.page(user, waiting.Filters())["rows"])

	def refused(self, user: str, error: type[Exception]) -> None:
		"""Queue, file and act agree that `user` may not agree."""
		self.assertFalse(self.waits_for(user))
		with self.set_user(user):
			self.assertFalse(permitted_acts.may(cases.of(self.doc()), user)["Agree"]["allowed"])
		with self.assertRefused(error):
			act_as(user, "agree", self.file)

	def test_each_step_says_on_whose_behalf(self):
		author, reviewer = create_test_user("Người thay một"), create_test_user("Người thay hai")
		lend(self.tree.cell_a, self.users.secretary, author)
		lend(self.tree.grassroots, self.users.grassroots, reviewer)
		act_as(author, "send", self.file)
		self.assertTrue(self.waits_for(reviewer))
		act_as(reviewer, "agree", self.file)
		act_as(self.users.body, "agree", self.file)
		log = steps.log_of(self.doc())
		self.assertEqual(
			[(row.who, row.on_behalf_of) for row in log],
			[
				("Người thay một", "Người secretary"),
				("Người thay hai", "Người grassroots"),
				("Người body", ""),
			],
		)
		rows = frappe.get_all("Approval Step", {"file_name": self.file}, ["*"], order_by="sequence")
		self.assertEqual(chain.verify(rows, self.doc().head_hash, 3), [])

	def test_one_who_acted_below_does_not_act_above_with_a_lent_seat(self):
		create_test_seat(self.tree.grassroots, "bi_thu_dang_uy")
		lend(self.tree.body, self.users.body, self.users.grassroots)
		climb(self.file, self.users, to="body")
		self.refused(self.users.grassroots, ConsecutiveLevelError)
		self.assertTrue(self.waits_for(self.users.body))  # the control: the holder may

	def test_one_who_acted_below_with_a_lent_seat_does_not_act_above_with_an_own_one(self):
		lend(self.tree.grassroots, self.users.grassroots, self.users.body)
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.body, "agree", self.file)
		self.refused(self.users.body, ConsecutiveLevelError)

	def test_a_holder_does_not_act_above_through_another_person(self):
		"""The grassroots officer also sits at the body and lends that seat: both levels would be hers."""
		other = create_test_user("Người thay")
		create_test_seat(self.tree.body, "can_bo_tham_dinh", self.users.grassroots)
		climb(self.file, self.users, to="body")
		lend(self.tree.body, self.users.grassroots, other)
		self.refused(other, ConsecutiveLevelError)
		free = create_test_user("Người thay khác")
		lend(self.tree.body, self.users.body, free)
		self.assertTrue(self.waits_for(free))
		act_as(free, "agree", self.file)

	def test_a_holder_does_not_act_above_after_another_acted_for_her_below(self):
		other = create_test_user("Người thay")
		create_test_seat(self.tree.body, "can_bo_tham_dinh", self.users.grassroots)
		lend(self.tree.grassroots, self.users.grassroots, other)
		act_as(self.users.secretary, "send", self.file)
		act_as(other, "agree", self.file)
		self.refused(self.users.grassroots, ConsecutiveLevelError)

	def test_nobody_appraises_the_lenders_own_unit_on_the_lenders_behalf(self):
		other = create_test_user("Người thay")
		create_test_seat(self.tree.grassroots, "can_bo_tham_dinh", self.users.secretary)
		lend(self.tree.grassroots, self.users.secretary, other)
		act_as(self.users.secretary, "send", self.file)
		self.refused(other, OwnUnitError)
		self.assertTrue(self.waits_for(self.users.grassroots))

	def test_a_delegation_taken_back_ends_in_the_middle(self):
		reviewer = create_test_user("Người thay")
		lend(self.tree.grassroots, self.users.grassroots, reviewer)
		act_as(self.users.secretary, "send", self.file)
		delegation = frappe.get_doc("Delegation", {"borrower": reviewer})
		with self.set_user(self.users.grassroots):
			frappe.call("bontot.organization.api.revoke_delegation", name=delegation.name)
		access.forget()
		# Who has no seat any more reads nothing any more.
		with self.set_user(reviewer), self.assertRefused(frappe.DoesNotExistError):
			service.agree("Evaluation", self.file, sequence_of(self.file))


class TestDelegatedDecision(DecidingTestCase):
	def test_the_resolution_and_its_steps_say_on_whose_behalf(self):
		recorder = create_test_user("Người thay")
		lend(self.tree.province, self.users.clerk, recorder)
		resolution = self.apply(self.submit({self.file: "Recognize"}, user=recorder))
		self.assertEqual((resolution.owner, resolution.on_behalf_of), (recorder, self.users.clerk))
		last = frappe.get_last_doc("Approval Step", {"file_name": self.file, "act": "Recognize"})
		self.assertEqual(last.on_behalf_of, self.users.clerk)
		own = self.apply(self.submit({self.other: "Recognize"}))
		self.assertIsNone(own.on_behalf_of)

	def test_no_two_levels_through_a_lent_seat(self):
		lend(self.tree.province, self.users.clerk, self.users.body)
		with self.assertRefused(ConsecutiveLevelError):
			self.submit({self.file: "Recognize"}, user=self.users.body)
