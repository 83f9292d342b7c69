from __future__ import annotations

import frappe
from frappe.utils import getdate, nowdate

from bontot.approval.acts import api
from bontot.approval.papers import api as papers_api
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as, climb, create_test_file, create_test_officers, mend, sequence_of
from bontot.evaluation import api as evaluation_api
from bontot.evaluation.answers import service as evaluations
from bontot.evaluation.computing import computed
from bontot.evaluation.testing import create_test_conclusion, create_test_open_period, create_test_rating
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase

LAST_YEAR = getdate(nowdate()).year - 1


class TestRecordsAfterReturn(ApprovalTestCase):
	"""A cell that held every meeting of a year that is over; its committee has returned one criterion."""

	def set_up_data(self) -> None:
		BontotTestCase.set_up_data(self)
		self.tree = create_test_tree()
		self.users = create_test_officers(self.tree)
		officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.period = create_test_open_period(self.tree.province, year=LAST_YEAR, officer=officer).name
		self.meetings = [
			create_test_meeting(self.tree.cell_a, meeting_date=f"{LAST_YEAR}-{month:02}-03")
			for month in range(1, 13)
		]
		for month in (2, 5, 8, 11):
			day = f"{LAST_YEAR}-{month:02}-20"
			create_test_meeting(self.tree.cell_a, "Cell Thematic", day, topic="Chuyên đề")
		self.file = create_test_file(self.tree.cell_a, self.period)
		self.change("sh_cb_1", self_result=None, remark=None)

	def item(self, key: str):
		return frappe.get_doc("Evaluation Item", {"parent": self.file, "criterion_key": key})

	def change(self, key: str, **values: object) -> None:
		doc = evaluations.lock(self.file)
		evaluations.item_of(doc, key).update(values)
		evaluations.save(doc)

	def sent_and_returned(self, *keys: str) -> None:
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "return_document", self.file, dict.fromkeys(keys, "Xem lại"))

	def author_sees(self, key: str) -> dict:
		with self.set_user(self.users.secretary):
			items = evaluation_api.get_evaluation(self.file)["items"]
		return next(item for item in items if item["criterion_key"] == key)

	def reviewer_sees(self) -> tuple[dict, dict[str, dict]]:
		with self.set_user(self.users.grassroots):
			shown = api.get_document("Evaluation", self.file)
		return shown, {item["criterion_key"]: item for item in shown["items"]}

	def test_what_was_accepted_stays_and_newer_records_stand_beside(self) -> None:
		self.sent_and_returned("dk_1")
		self.meetings[4].delete()
		self.assertEqual(computed.refresh([self.doc()], getdate(nowdate())), 0)
		self.assertEqual(self.item("sh_cb_1").computed_result, "Met")
		seen = self.author_sees("sh_cb_1")
		self.assertEqual((seen["computed"]["result"], seen["newer"]["result"]), ("Met", "Not Met"))
		shown, items = self.reviewer_sees()  # while it lies with its author
		self.assertEqual(items["sh_cb_1"]["newer"]["result"], "Not Met")

		self.change("dk_1", remark="Có biên bản kèm theo")
		act_as(self.users.secretary, "send", self.file)
		self.assertEqual(self.item("sh_cb_1").computed_result, "Met")
		self.assertEqual((self.doc().changed_count, self.doc().outcome), (1, "Pending"))
		shown, items = self.reviewer_sees()
		self.assertEqual(shown["changed"], ["dk_1"])
		accepted = items["sh_cb_1"]
		self.assertEqual((accepted["review_state"], accepted["computed_result"]), ("Accepted", "Met"))
		self.assertEqual(accepted["newer"]["result"], "Not Met")

	def test_control_what_nobody_accepted_follows_its_records(self) -> None:
		"""The same deletion before the return, so that it is the acceptance that holds."""
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.secretary, "recall", self.file)
		self.meetings[4].delete()
		self.assertEqual(self.item("sh_cb_1").computed_result, "Not Met")
		self.assertIsNone(self.author_sees("sh_cb_1")["newer"])

	def test_a_returned_one_mended_by_records_is_a_difference(self) -> None:
		self.meetings[4].delete()
		self.sent_and_returned("sh_cb_1")
		self.assertEqual(self.item("sh_cb_1").computed_result, "Not Met")
		create_test_meeting(self.tree.cell_a, meeting_date=f"{LAST_YEAR}-05-04")
		self.assertEqual(self.item("sh_cb_1").computed_result, "Met")
		act_as(self.users.secretary, "send", self.file)
		self.assertEqual(self.doc().changed_count, 1)
		shown, items = self.reviewer_sees()
		self.assertEqual(shown["changed"], ["sh_cb_1"])
		[change] = items["sh_cb_1"]["changes"]
		self.assertEqual(change["what"], "records")
		self.assertEqual((change["old"][0], change["new"][0]), ("Not Met", "Met"))
		self.assertEqual(change["new"][1], self.item("sh_cb_1").computed_summary)
		[mended] = self.returns_of("sh_cb_1")["mended"]
		self.assertEqual(mended["what"], frappe._("By the records"))
		self.assertIn(change["old"][1], mended["old"])
		self.assertIn(change["new"][1], mended["new"])

	def returns_of(self, key: str) -> dict:
		with self.set_user(self.users.secretary):
			groups = papers_api.get_explanation(self.file)["groups"]
		item = next(one for group in groups for one in group["items"] if one["criterion_key"] == key)
		return item["returns"][0]

	def test_a_rating_that_comes_counts_though_its_criterion_was_accepted_as_waiting(self) -> None:
		self.change("nvct_2", self_result=None, remark=None)
		self.sent_and_returned("dk_1")
		self.assertEqual(self.item("nvct_2").computed_result, "Awaiting Rating")
		rating = create_test_rating(self.tree.cell_a, LAST_YEAR)
		for grade, result in (("Not Completed", "Not Met"), ("Well Completed", "Met")):
			frappe.db.set_value("Annual Rating", rating.name, "grade", grade)
			computed.refresh([self.doc()], getdate(nowdate()))
			self.assertEqual(self.item("nvct_2").computed_result, result)
		mend(self.file)
		act_as(self.users.secretary, "send", self.file)
		shown, items = self.reviewer_sees()
		self.assertEqual(set(shown["changed"]), {"dk_1", "nvct_2"})
		[change] = items["nvct_2"]["changes"]
		self.assertEqual((change["old"][0], change["new"][0]), ("Awaiting Rating", "Met"))

	def test_an_accepted_one_never_keeps_its_author_from_sending_again(self) -> None:
		"""Against a locked criterion he could write no reason."""
		self.change("dk_2", remark=None)
		self.change("sh_cb_1", self_result="Met")
		self.sent_and_returned("dk_1")
		self.meetings[4].delete()
		member = create_test_member(self.tree.cell_a).name
		create_test_conclusion(self.tree.cell_a, member=member, concluded_on=f"{LAST_YEAR}-12-30")
		kept = self.item("dk_2").computed_summary
		self.assertNotIn("1", kept)
		mend(self.file)
		act_as(self.users.secretary, "send", self.file)
		self.assertEqual(self.item("dk_2").computed_summary, kept)
		_shown, items = self.reviewer_sees()
		self.assertEqual((items["dk_2"]["changes"], items["dk_2"]["newer"]["result"]), ([], ""))
		self.assertIn("1", items["dk_2"]["newer"]["summary"])

	def test_the_next_level_sees_the_same(self) -> None:
		climb(self.file, self.users, to="body")
		act_as(self.users.body, "return_document", self.file, {"dk_1": "Xem lại"})
		self.meetings[4].delete()
		mend(self.file)
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "agree", self.file)
		self.assertEqual(sequence_of(self.file), 5)
		with self.set_user(self.users.body):
			items = {
				item["criterion_key"]: item for item in api.get_document("Evaluation", self.file)["items"]
			}
		self.assertEqual(
			(items["sh_cb_1"]["computed_result"], items["sh_cb_1"]["newer"]["result"]), ("Met", "Not Met")
		)
