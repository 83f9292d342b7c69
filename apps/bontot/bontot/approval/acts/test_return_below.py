"""A file returned to the level below: that level looks at it again, the author has nothing to mend."""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe
from frappe.utils import getdate, now_datetime

from bontot.approval.acts import after_decision, api, rerouting, service
from bontot.approval.core import errors, verify
from bontot.approval.papers import appraised, explaining
from bontot.approval.queue import news, vacancies, waiting
from bontot.approval.resolutions import decision_print
from bontot.approval.testcase import ApprovalTestCase, DecidingTestCase
from bontot.approval.testing import act_as, climb, create_test_file, mend, sequence_of
from bontot.evaluation.errors import UnknownCriterionError
from bontot.organization import access
from bontot.organization.errors import NoSeatError
from bontot.organization.testing import create_test_seat

BELOW = "below"
REASON = "Chưa đối chiếu với biên bản"


class TestReturnBelow(ApprovalTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		climb(self.file, self.users, to="body")

	def send_down(self, *criteria: str) -> None:
		act_as(
			self.users.body, "return_document", self.file, dict.fromkeys(criteria or ("dk_1",), REASON), BELOW
		)

	def test_goes_to_the_level_below_and_stays_closed_for_its_author(self):
		accepted_at = self.doc().items[0].accepted_at
		self.send_down()
		doc = self.doc()
		self.assertEqual((doc.state, doc.round, doc.returned_by), ("Under Appraisal", 1, self.tree.body))
		self.assertEqual((doc.awaiting_organization, doc.awaiting_act), (self.tree.grassroots, "Appraise"))
		self.assertGreater(doc.awaiting_due_on, getdate())
		named = [item for item in doc.items if item.review_state == "Returned"]
		self.assertEqual([(item.criterion_key, item.return_reason) for item in named], [("dk_1", REASON)])
		others = {
			(item.review_state, item.accepted_by_organization) for item in doc.items if item not in named
		}
		self.assertEqual(others, {("Accepted", self.tree.grassroots)})
		self.assertEqual({item.accepted_at for item in doc.items if item not in named}, {accepted_at})
		self.assertFalse(any(item.changes for item in self.shown(self.users.grassroots)))
		self.assertEqual(verify.check_file(self.file), [])

	def shown(self, user: str) -> list[frappe._dict]:
		with self.set_user(user):
			return [frappe._dict(item) for item in api.get_document("Evaluation", self.file)["items"]]

	def test_the_log_tells_where_it_went(self):
		self.send_down()
		with self.set_user(self.users.secretary):
			answer = api.get_document("Evaluation", self.file)
		name = frappe.db.get_value("Party Organization", self.tree.grassroots, "organization_name")
		step = answer["steps"][-1]
		self.assertEqual((step["act"], step["returned_to"]), ("Return", name))
		self.assertEqual([one["reason"] for one in step["criteria"]], [REASON])
		self.assertIn(name, step["label"])
		row = frappe.get_last_doc("Approval Step", {"file_name": self.file, "act": "Return"})
		self.assertEqual((row.to_state, row.to_organization), ("Under Appraisal", self.tree.grassroots))
		current = [link for link in answer["strip"] if link["state"] == "current"]
		self.assertEqual(
			[(link["organization"], link["again"]) for link in current], [(self.tree.grassroots, True)]
		)
		# control: a return to the unit says nothing of a level
		act_as(self.users.grassroots, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
		with self.set_user(self.users.secretary):
			self.assertEqual(api.get_document("Evaluation", self.file)["steps"][-1]["returned_to"], "")

	def test_agreed_to_again_with_what_it_now_says(self):
		self.send_down()
		act_as(self.users.grassroots, "agree", self.file)
		doc = self.doc()
		self.assertEqual((doc.awaiting_organization, doc.returned_by), (self.tree.body, None))
		self.assertEqual({item.review_state for item in doc.items}, {"Accepted"})
		self.assertEqual(self.steps(), ["Send", "Agree", "Return", "Agree"])
		act_as(self.users.body, "agree", self.file)
		self.assertEqual(self.doc().awaiting_organization, self.tree.province)

	def test_returned_further_to_its_author(self):
		self.send_down()
		act_as(self.users.grassroots, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
		doc = self.doc()
		self.assertEqual((doc.state, doc.round, doc.returned_by), ("Returned", 2, None))
		mend(self.file)
		act_as(self.users.secretary, "send", self.file)
		self.assertEqual(self.doc().awaiting_organization, self.tree.grassroots)

	def test_step_by_step_down_from_the_top(self):
		create_test_seat(self.tree.province, "can_bo_tham_dinh", self.users.province)
		act_as(self.users.body, "agree", self.file)
		act_as(self.users.province, "return_document", self.file, {"dk_1": REASON}, BELOW)
		self.assertEqual(
			(self.doc().awaiting_organization, self.doc().returned_by), (self.tree.body, self.tree.province)
		)
		self.send_down("dk_1", "dk_2")
		self.assertEqual(
			(self.doc().awaiting_organization, self.doc().returned_by), (self.tree.grassroots, self.tree.body)
		)
		act_as(self.users.grassroots, "agree", self.file)
		act_as(self.users.body, "agree", self.file)
		self.assertEqual((self.doc().awaiting_act, self.doc().returned_by), ("Decide", None))

	def test_refused(self):
		cases = (
			("grassroots", NoSeatError, ("dk_1",), REASON),
			("secretary", NoSeatError, ("dk_1",), REASON),
			("body", errors.ReasonMissingError, ("dk_1",), " "),
			("body", errors.CriteriaMissingError, (), REASON),
			("body", UnknownCriterionError, ("no_such",), REASON),
		)
		before = self.doc().as_json()
		for who, error, criteria, reason in cases:
			with self.subTest(who=who, error=error), self.set_user(getattr(self.users, who)):
				with self.assertRefused(error):
					service.return_document(
						"Evaluation", self.file, 2, dict.fromkeys(criteria, reason), BELOW
					)
			self.assertEqual(self.doc().as_json(), before)

	def test_only_where_a_level_below_has_appraised_it(self):
		other = create_test_file(self.tree.cell_b, self.period)
		act_as(create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user, "send", other)
		with self.set_user(self.users.grassroots):
			self.assertNotIn("Return Below", api.get_document("Evaluation", other)["may"])
			with self.assertRefused(errors.NoLevelBelowError):
				service.return_document("Evaluation", other, 1, {"dk_1": REASON}, BELOW)

	def test_not_to_a_level_that_has_ended(self):
		self.assertTrue(self.may_send_down())
		frappe.db.set_value("Party Organization", self.tree.grassroots, "valid_to", "2026-01-01")
		self.assertFalse(self.may_send_down())
		with self.set_user(self.users.body), self.assertRefused(errors.NoLevelBelowError):
			service.return_document("Evaluation", self.file, 2, {"dk_1": REASON}, BELOW)

	def may_send_down(self) -> bool:
		with self.set_user(self.users.body):
			return api.get_document("Evaluation", self.file)["may"]["Return Below"]["allowed"]

	def test_nobody_acts_at_two_levels_by_it(self):
		create_test_seat(self.tree.grassroots, "can_bo_tham_dinh", self.users.body)
		self.send_down()
		with self.set_user(self.users.body), self.assertRefused(errors.ConsecutiveLevelError):
			service.agree("Evaluation", self.file, 3)
		self.assertEqual(waiting.page(self.users.body, waiting.Filters())["total"], 0)
		act_as(self.users.grassroots, "agree", self.file)

	def test_stands_first_in_the_queue_and_is_not_clean(self):
		early = create_test_file(self.tree.cell_b, self.period)
		act_as(create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user, "send", early)
		frappe.db.set_value("Evaluation", early, "awaiting_due_on", "2020-01-01", update_modified=False)
		user, all_of_them = self.users.grassroots, waiting.Filters()
		self.assertEqual(waiting.page(user, all_of_them)["returned"], 0)
		self.send_down()
		found = waiting.page(user, all_of_them)
		self.assertEqual([row.name for row in found["rows"]], [self.file, early])
		self.assertEqual((found["total"], found["returned"]), (2, 1))
		self.assertFalse(found["rows"][0].clean)
		pages = [waiting.page(user, all_of_them, start, 1)["rows"] for start in (0, 1, 2)]
		self.assertEqual([[row.name for row in rows] for rows in pages], [[self.file], [early], []])

	def test_both_sides_are_told(self):
		long_ago, soon = datetime(2020, 1, 1), now_datetime() + timedelta(hours=1)

		def heard(user: str) -> list[str]:
			return [line.words for line in news.between(long_ago, soon, {}).get(user, [])]

		self.assertEqual(heard(self.users.grassroots), [])
		self.send_down()
		[line] = heard(self.users.grassroots)
		self.assertIn("returned by the level above", line)
		self.assertEqual(heard(self.users.secretary), [])  # nothing for it to do
		with self.set_user(self.users.grassroots):
			shown = api.get_document("Evaluation", self.file)
		self.assertTrue(shown["returned_from_above"]["organization_name"])
		self.assertEqual(
			[item["return_reason"] for item in shown["items"] if item["return_reason"]], [REASON]
		)

	def test_taken_back_by_nobody_until_the_level_acts(self):
		self.send_down()
		for who in ("secretary", "body", "grassroots"):
			with self.subTest(who), self.set_user(getattr(self.users, who)):
				self.assertFalse(api.get_document("Evaluation", self.file)["may"]["Recall"]["allowed"])
				with self.assertRefused(errors.ActNotOpenError):
					service.recall("Evaluation", self.file, 3)

	def test_a_second_agreement_taken_back_asks_again(self):
		self.send_down()
		act_as(self.users.grassroots, "agree", self.file)
		act_as(self.users.grassroots, "recall", self.file)
		doc = self.doc()
		self.assertEqual((doc.awaiting_organization, doc.returned_by), (self.tree.grassroots, self.tree.body))
		named = [
			(item.criterion_key, item.return_reason) for item in doc.items if item.review_state == "Returned"
		]
		self.assertEqual(named, [("dk_1", REASON)])
		self.assertEqual(verify.check_file(self.file), [])

	def test_sent_on_from_above_past_the_level_that_asked(self):
		self.send_down()
		with self.set_user(self.users.province):
			rerouting.reroute("Evaluation", self.file, 3, "Cấp này đang khuyết", self.tree.province)
		doc = self.doc()
		self.assertEqual((doc.awaiting_organization, doc.returned_by), (self.tree.province, None))

	def test_a_level_left_empty_meanwhile_is_shown_as_standing_still(self):
		self.send_down()
		self.assertNotIn(self.file, [name for row in vacancies.stuck() for name in row["files"]])
		frappe.db.set_value("Seat", {"organization": self.tree.grassroots}, "to_date", "2026-01-01")
		access.forget()
		self.assertIn(self.file, [name for row in vacancies.stuck() for name in row["files"]])

	def test_explained(self):
		self.send_down()
		item = self.explained()
		self.assertIn("to look at it again", item["judged"])
		[told] = item["returns"]
		self.assertEqual((told["reason"], told["mended"], told["sent_again"]), (REASON, [], False))
		self.assertTrue(told["to"])
		act_as(self.users.grassroots, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
		self.assertEqual([bool(one["to"]) for one in self.explained()["returns"]], [True, False])

	def explained(self) -> dict:
		items = [item for group in explaining.of_file(self.doc())["groups"] for item in group["items"]]
		return next(item for item in items if item["criterion_key"] == "dk_1")

	def test_papers_of_each_level(self):
		self.send_down()
		self.assertEqual(self.pass_statuses(), ["waiting", "returned"])
		act_as(self.users.grassroots, "agree", self.file)
		self.assertEqual(self.pass_statuses(), ["passed", "waiting"])

	def pass_statuses(self) -> list[str]:
		places = (self.tree.grassroots, self.tree.body)
		return [appraised.of_level(place, self.period, self.users.province)[0].standing for place in places]


class TestAfterTheEnd(DecidingTestCase):
	def test_a_reopened_file_may_go_below(self):
		self.apply(self.submit({self.file: "Recognize"}))
		with self.set_user(self.users.clerk):
			after_decision.reopen("Evaluation", self.file, sequence_of(self.file), "Có đơn phản ánh")
		create_test_seat(self.tree.province, "can_bo_tham_dinh", self.users.province)
		act_as(self.users.province, "return_document", self.file, {"dk_1": REASON}, BELOW)
		self.assertEqual(self.doc().awaiting_organization, self.tree.body)
		act_as(self.users.body, "agree", self.file)
		self.apply(self.submit({self.file: "Refuse"}))
		self.assertEqual(self.doc().state, "Not Recognized")

	def test_a_submitted_resolution_holds_it(self):
		create_test_seat(self.tree.province, "can_bo_tham_dinh", self.users.province)
		self.submit({self.file: "Recognize"})
		with self.set_user(self.users.province), self.assertRefused(errors.PendingResolutionError):
			service.return_document("Evaluation", self.file, sequence_of(self.file), {"dk_1": REASON}, BELOW)

	def test_by_a_row_of_a_resolution(self):
		resolution = self.apply(self.submit({self.file: "Return Below", self.other: "Return"}))
		self.assertEqual(resolution.state, "Applied")
		self.assertEqual(self.states(), ["Under Appraisal", "Returned"])
		doc = self.doc()
		self.assertEqual((doc.awaiting_organization, doc.returned_by), (self.tree.body, self.tree.province))
		self.assertIsNone(doc.resolution)
		row = frappe.get_last_doc("Approval Step", {"file_name": self.file})
		self.assertEqual(
			(row.act, row.resolution, row.to_organization), ("Return", resolution.name, self.tree.body)
		)
		below, other = (row["decision"] for row in decision_print.decision_for_print(resolution)["rows"])
		self.assertNotEqual(below, other)

	def test_a_row_without_a_level_below_is_refused(self):
		frappe.db.set_value("Party Organization", self.tree.body, "valid_to", "2026-01-01")
		with self.assertRefused(errors.ResolutionRowError):
			self.submit({self.file: "Return Below"})
		self.submit({self.file: "Return"})  # control
