"""A return carries a reason for each criterion, and is answered at each before the file goes again."""

from __future__ import annotations

import json

import frappe

from bontot.approval.acts import api, service
from bontot.approval.core import errors, moves, steps, verify
from bontot.approval.testcase import ApprovalTestCase, DecidingTestCase
from bontot.approval.testing import act_as, mend
from bontot.evaluation import api as evaluation_api
from bontot.evaluation.answers import editing
from bontot.evaluation.answers import service as evaluations
from bontot.evaluation.errors import UnknownCriterionError

REASONS = {"dk_2": "Thiếu biên bản", "dk_1": "Ghi rõ tháng nào"}


class ReturnsTestCase(ApprovalTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		act_as(self.users.secretary, "send", self.file)

	def give_back(self, **reasons: str) -> None:
		act_as(self.users.grassroots, "return_document", self.file, reasons)

	def item(self, key: str):
		return evaluations.item_of(self.doc(), key)

	def say(self, key: str, remark: str) -> None:
		with self.set_user(self.users.secretary):
			editing.save_item(self.file, key, "Met", remark, self.item(key).revision, remark, None)

	def send(self) -> None:
		act_as(self.users.secretary, "send", self.file)


class TestAReasonEach(ReturnsTestCase):
	def test_it_stands_at_its_criterion(self) -> None:
		self.give_back(**REASONS)
		found = {item.criterion_key: item.return_reason for item in self.doc().items if item.return_reason}
		self.assertEqual(found, REASONS)
		with self.set_user(self.users.secretary):
			items = evaluation_api.get_evaluation(self.file)["items"]
		self.assertEqual(
			{item["criterion_key"]: item["return_reason"] for item in items if not item["locked"]}, REASONS
		)

	def test_the_log_keeps_and_the_chain_holds_it(self) -> None:
		self.give_back(**REASONS)
		step = steps.log_of(self.doc())[-1]
		self.assertEqual(
			[(one["criterion_key"], one["reason"]) for one in step["criteria"]],
			[("dk_1", REASONS["dk_1"]), ("dk_2", REASONS["dk_2"])],
		)
		self.assertEqual((step["reason"], step["to_author"]), ("", True))
		self.assertEqual(verify.check_file(self.file), [])
		where = {"file_name": self.file, "act": "Return"}
		frappe.db.set_value("Approval Step", where, "reasons", json.dumps(REASONS | {"dk_1": "Khác"}))
		self.assertEqual([fault.kind for fault in verify.check_file(self.file)], ["altered"])

	def test_a_step_from_before_has_one_reason_for_all(self) -> None:
		step = frappe._dict(criteria_touched='["dk_1", "dk_2"]', reason="Chung", reasons=None)
		self.assertEqual(steps.touched(step), {"dk_1": "Chung", "dk_2": "Chung"})

	def test_one_without_a_reason_is_refused_by_its_name(self) -> None:
		for text in ("", " \n", "a" * (moves.MAX_REASON + 1)):
			with self.subTest(text[:5]), self.set_user(self.users.grassroots):
				with self.assertRefused(errors.ReasonMissingError) as refused:
					service.return_document("Evaluation", self.file, 1, {"dk_1": "Ghi rõ hơn", "dk_2": text})
				self.assertIn(self.item("dk_2").short_text, str(refused.exception))
				self.assertNotIn(self.item("dk_1").short_text, str(refused.exception))
		self.assertEqual(self.steps(), ["Send"])

	def test_none_and_unknown_ones_are_refused(self) -> None:
		with self.set_user(self.users.grassroots):
			with self.assertRefused(errors.CriteriaMissingError):
				api.return_document("Evaluation", self.file, 1, {})
			with self.assertRefused(UnknownCriterionError):
				api.return_document("Evaluation", self.file, 1, REASONS | {"khong_co": "Không có"})

	def test_the_level_below_reads_them_too(self) -> None:
		act_as(self.users.grassroots, "agree", self.file)
		act_as(self.users.body, "return_document", self.file, REASONS, "below")
		with self.set_user(self.users.grassroots):
			shown = api.get_document("Evaluation", self.file)
		self.assertEqual(shown["returned_from_above"]["reason"], "")
		found = {
			item["criterion_key"]: item["return_reason"] for item in shown["items"] if item["return_reason"]
		}
		self.assertEqual(found, REASONS)
		# An agreement that is taken back leaves them as they were.
		act_as(self.users.grassroots, "agree", self.file)
		self.assertIsNone(self.item("dk_1").return_reason)
		act_as(self.users.grassroots, "recall", self.file)
		self.assertEqual({key: self.item(key).return_reason for key in REASONS}, REASONS)


class TestAnAnswerEach(ReturnsTestCase):
	def assert_left(self, *keys: str) -> None:
		"""Sending is refused and names these criteria alone."""
		before = self.doc().as_json()
		with self.set_user(self.users.secretary):
			with self.assertRefused(errors.UnansweredReturnError) as refused:
				service.send("Evaluation", self.file, self.doc().step_sequence)
			self.assertFalse(evaluation_api.get_evaluation(self.file)["may"]["send"])
		self.assertEqual(frappe.local.response.pop("unanswered"), list(keys))
		for item in self.doc().items:
			said = item.short_text in str(refused.exception)
			self.assertEqual(said, item.criterion_key in keys, item.criterion_key)
		self.assertEqual(self.doc().as_json(), before)

	def test_nothing_changed_is_refused_until_each_is_answered(self) -> None:
		self.give_back(**REASONS)
		self.assert_left("dk_1", "dk_2")
		self.say("dk_2", "Biên bản kèm theo")
		self.assert_left("dk_1")
		self.say("dk_1", "Chi bộ giữ nguyên: không có tháng nào")
		self.send()
		self.assertEqual(self.doc().state, "Under Appraisal")

	def test_blanks_answer_nothing(self) -> None:
		self.give_back(dk_1="Ghi rõ hơn")
		self.say("dk_1", f"  {self.item('dk_1').remark}\n")
		self.assert_left("dk_1")

	def test_another_result_and_other_evidence_are_changes(self) -> None:
		self.give_back(**REASONS)
		with self.set_user(self.users.secretary):
			item = self.item("dk_1")
			editing.save_item(self.file, "dk_1", "Not Met", item.remark, item.revision, "k", None)
		evidence = {"evaluation": self.file, "criterion_key": "dk_2", "title": "Ảnh biên bản"}
		frappe.get_doc({"doctype": "Evidence", **evidence}).db_insert()
		self.send()
		self.assertEqual(self.doc().changed_count, 2)

	def test_a_second_return_asks_for_a_second_answer(self) -> None:
		self.give_back(dk_1="Ghi rõ hơn")
		mend(self.file)
		self.send()
		self.give_back(dk_1="Vẫn chưa rõ")
		self.assert_left("dk_1")
		mend(self.file)
		self.send()

	def test_what_was_answered_stays_answered_after_a_recall(self) -> None:
		self.give_back(dk_1="Ghi rõ hơn")
		mend(self.file)
		self.send()
		act_as(self.users.secretary, "recall", self.file)
		self.assertFalse(next(item for item in self.seen() if item["criterion_key"] == "dk_1")["locked"])
		self.send()
		self.assertEqual(self.doc().state, "Under Appraisal")

	def test_what_was_put_back_as_it_was_is_unanswered_again(self) -> None:
		remark = self.item("dk_1").remark
		self.give_back(dk_1="Ghi rõ hơn")
		self.say("dk_1", "Khác")
		self.send()
		act_as(self.users.secretary, "recall", self.file)
		self.say("dk_1", remark)
		self.assert_left("dk_1")

	def seen(self) -> list[dict]:
		with self.set_user(self.users.secretary):
			return evaluation_api.get_evaluation(self.file)["items"]

	def test_the_page_is_told_what_was_returned(self) -> None:
		self.give_back(dk_1="Ghi rõ hơn")
		items = {item["criterion_key"]: item["as_returned"] for item in self.seen()}
		was = items.pop("dk_1")
		self.assertEqual((was["self_result"], was["evidence"], was["records_changed"]), ("Met", [], False))
		self.assertEqual(set(items.values()), {None})

	def test_control_the_first_sending_asks_for_no_answer(self) -> None:
		act_as(self.users.secretary, "recall", self.file)
		self.send()
		self.assertEqual(self.steps(), ["Send", "Recall", "Send"])


class TestByAResolution(DecidingTestCase):
	def test_one_reason_stands_for_each_picked_criterion(self) -> None:
		self.apply(self.submit({self.file: "Return", self.other: "Recognize"}))
		item = evaluations.item_of(self.doc(), "dk_1")
		self.assertEqual((item.review_state, item.return_reason), ("Returned", "Theo biên bản"))
		with self.set_user(self.users.secretary), self.assertRefused(errors.UnansweredReturnError):
			service.send("Evaluation", self.file, self.doc().step_sequence)
		self.assertEqual(verify.check_file(self.file), [])
