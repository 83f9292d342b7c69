"""A file that is mended and sent again, straight to the level that returned it."""

from __future__ import annotations

import json

import frappe

from bontot.approval.acts import api, service
from bontot.approval.core import verify
from bontot.approval.doctype.approval_route.test_approval_route import create_test_route
from bontot.approval.papers import appraised
from bontot.approval.queue import waiting_documents
from bontot.approval.testcase import PROPOSAL, ApprovalTestCase, ProposalTestCase
from bontot.approval.testing import act_as, climb
from bontot.evaluation.answers import service as evaluations
from bontot.organization.errors import NoSeatError

ROUTE = "bontot-year-province"


class TestStraightBack(ApprovalTestCase):
	straight = 1

	def set_up_data(self) -> None:
		super().set_up_data()
		frappe.db.set_value("Approval Route", ROUTE, "straight_back", self.straight)
		climb(self.file, self.users, to="body")
		act_as(self.users.body, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})

	def mend(self, criterion: str = "dk_1") -> None:
		doc = evaluations.lock(self.file)
		evaluations.item_of(doc, criterion).remark = "Có biên bản kèm theo"
		evaluations.save(doc)

	def send(self) -> str:
		"""The organisation where it waits then."""
		self.mend()
		act_as(self.users.secretary, "send", self.file)
		return self.doc().awaiting_organization

	def test_goes_to_the_level_that_returned_it_which_sees_what_changed(self):
		self.assertTrue(json.loads(self.doc().route)["straight_back"])
		self.assertEqual(self.send(), self.tree.body)
		with self.set_user(self.users.body):
			shown = api.get_document("Evaluation", self.file)
		self.assertEqual(shown["changed"], ["dk_1"])
		self.assertEqual([link["state"] for link in shown["strip"]], ["done", "done", "current", "todo"])
		name = frappe.db.get_value("Party Organization", self.tree.grassroots, "organization_name")
		self.assertIn(name, shown["steps"][-1]["reason"])
		standing = appraised.of_level(self.tree.grassroots, self.period, self.users.province)[0].standing
		self.assertEqual(standing, "passed")
		act_as(self.users.body, "agree", self.file)
		self.assertEqual(self.doc().awaiting_organization, self.tree.province)
		self.assertEqual(verify.check_file(self.file), [])

	def test_a_route_that_does_not_say_so_asks_all_levels(self):
		plan = json.loads(self.doc().route) | {"straight_back": False}
		frappe.db.set_value("Evaluation", self.file, "route", json.dumps(plan), update_modified=False)
		self.assertEqual(self.send(), self.tree.grassroots)

	def test_the_route_as_it_was_frozen_counts(self):
		frappe.db.set_value("Approval Route", ROUTE, "straight_back", 0)
		self.assertEqual(self.send(), self.tree.body)

	def test_all_levels_where_an_accepted_criterion_says_something_else(self):
		self.mend("dk_2")
		self.assertEqual(self.send(), self.tree.grassroots)

	def test_all_levels_where_one_of_them_has_ended(self):
		frappe.db.set_value("Party Organization", self.tree.grassroots, "valid_to", "2026-01-01")
		self.assertNotEqual(self.send(), self.tree.grassroots)
		self.assertEqual(self.doc().route_position, 0)

	def test_its_author_takes_it_back_and_the_level_passed_does_not(self):
		self.send()
		with self.set_user(self.users.grassroots), self.assertRefused(NoSeatError):
			service.recall("Evaluation", self.file, 4)
		act_as(self.users.secretary, "recall", self.file)
		doc = self.doc()
		self.assertEqual((doc.state, doc.round), ("Returned", 2))
		states = {item.review_state for item in doc.items if item.criterion_key != "dk_1"}
		self.assertEqual(states, {"Accepted"})
		act_as(self.users.secretary, "send", self.file)
		self.assertEqual(self.doc().awaiting_organization, self.tree.body)

	def test_from_there_to_the_level_below_and_taken_back_as_ever(self):
		self.send()
		act_as(self.users.body, "return_document", self.file, {"dk_1": "Xem lại"}, "below")
		self.assertEqual(self.doc().awaiting_organization, self.tree.grassroots)
		act_as(self.users.grassroots, "agree", self.file)
		with self.set_user(self.users.secretary), self.assertRefused(NoSeatError):
			service.recall("Evaluation", self.file, 6)
		act_as(self.users.grassroots, "recall", self.file)
		self.assertEqual(self.doc().awaiting_organization, self.tree.grassroots)


class TestDocumentStraightBack(ProposalTestCase):
	"""A proposal that climbs to the province; the body returned it to the cell."""

	straight = 1

	def set_up_data(self) -> None:
		super().set_up_data()
		frappe.db.set_value("Approval Route", "bontot-proposal-province", "straight_back", self.straight)
		self.act(self.users.secretary, "send")
		self.act(self.users.grassroots, "agree")
		self.act(self.users.body, "return_document", "Ghi rõ lý do")

	def send(self) -> str:
		self.act(self.users.secretary, "send")
		return self.doc().awaiting_organization

	def test_goes_to_the_level_that_returned_it_and_the_log_says_past_whom(self):
		self.assertEqual(self.send(), self.tree.body)
		step = frappe.get_last_doc("Approval Step", {"file_name": self.proposal, "act": "Send"})
		name = frappe.db.get_value("Party Organization", self.tree.grassroots, "organization_name")
		self.assertIn(f"Not seen again by: {name}", step.reason)
		[row] = waiting_documents.of_user(self.users.body)
		self.assertIn("sent again after it was returned", row["doubts"])
		self.assertEqual(waiting_documents.of_user(self.users.grassroots), [])
		self.act(self.users.body, "agree")
		self.act(self.users.province, "agree")
		self.assertEqual(self.doc().state, "Approved")
		self.assertEqual(verify.check_file(self.proposal, PROPOSAL), [])
		self.assertEqual(list(verify.check_contents()), [])

	def test_its_author_takes_it_back_and_sends_it_there_again(self):
		self.send()
		with self.assertRefused(NoSeatError):
			self.act(self.users.grassroots, "recall")
		self.act(self.users.secretary, "recall")
		self.assertEqual((self.doc().state, self.doc().round), ("Returned", 2))
		self.assertEqual(self.send(), self.tree.body)

	def test_a_route_that_does_not_say_so_asks_all_levels(self):
		plan = json.loads(self.doc().route) | {"straight_back": False}
		frappe.db.set_value(PROPOSAL, self.proposal, "route", json.dumps(plan), update_modified=False)
		self.assertEqual(self.send(), self.tree.grassroots)

	def test_a_route_of_documents_may_say_so(self):
		route = create_test_route(("tinh", "Appraise"), document_kind="Framework Overlay", straight_back=1)
		self.assertTrue(route.insert().straight_back)


class TestShipped(ApprovalTestCase):
	def test_shipped_routes_ask_all_levels(self):
		routes = frappe.get_all("Approval Route", {"name": ("like", "bontot-%")}, pluck="straight_back")
		self.assertEqual(set(routes), {0})
