"""Setting a file outside the review by hand, for a reason of the closed list, and taking it in again."""

from __future__ import annotations

import json

import frappe

from bontot.approval.acts import api, evaluation_view, exclusion, permitted_acts, service
from bontot.approval.core import cases, verify
from bontot.approval.core.errors import (
	ActNotOpenError,
	AuthorGoneError,
	OutsideReasonError,
	OwnUnitError,
	StaleFileError,
)
from bontot.approval.papers import explaining
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as, answer_all, climb, sequence_of
from bontot.evaluation.errors import PeriodClosedError
from bontot.organization import access
from bontot.organization.errors import NoSeatError
from bontot.organization.testing import create_test_delegation, create_test_seat, create_test_user
from bontot.reorganization.testing import reorganize

SPLIT, FEW = "Đang sắp xếp, sáp nhập", "Không đủ đảng viên chính thức"


class TestOutside(ApprovalTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.decider = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		self.list_reasons(f"{SPLIT}; {FEW} ;; {SPLIT}")

	def list_reasons(self, listed: str) -> None:
		frozen = json.loads(frappe.db.get_value("Review Period", self.period, "frozen_framework"))
		frozen["settings"][exclusion.SETTING] = listed
		values = {"frozen_framework": json.dumps(frozen, ensure_ascii=False)}
		frappe.db.set_value("Review Period", self.period, values)
		frappe.clear_document_cache("Review Period", self.period)

	def set_outside(self, user: str = "", reason: str = SPLIT, note: str = ""):
		with self.set_user(user or self.decider):
			return api.set_outside("Evaluation", self.file, sequence_of(self.file), reason, note)

	def take_in(self, user: str = "", reason: str = "Đã sắp xếp xong"):
		with self.set_user(user or self.decider):
			return api.take_in("Evaluation", self.file, sequence_of(self.file), reason)

	def offered(self, user: str) -> set[str]:
		access.forget()
		with self.set_user(user):
			may = permitted_acts.may(cases.of(self.doc()), user)
		return {act for act in (exclusion.SET_OUTSIDE, exclusion.TAKE_IN) if act in may}

	def test_there_and_back_with_reason_and_log(self):
		self.assertEqual(self.offered(self.decider), {"Set Outside"})
		self.assertEqual(self.set_outside(note="Theo Kế hoạch 12")["state"], "Outside")
		doc = self.doc()
		self.assertEqual((doc.outside_reason, doc.awaiting_organization), (SPLIT, None))
		with self.set_user(self.users.secretary):
			self.assertEqual(
				evaluation_view.of_file(cases.of(doc), self.users.secretary)["file"]["outside_reason"], SPLIT
			)
		self.assertEqual(self.offered(self.decider), {"Take In"})
		self.take_in()
		doc = self.doc()
		self.assertEqual((doc.state, doc.outside_reason), ("Draft", None))
		log = frappe.get_all(
			"Approval Step", {"file_name": self.file}, ["act", "reason", "acting_user"], order_by="sequence"
		)
		self.assertEqual(
			[(row.act, row.reason, row.acting_user) for row in log],
			[
				("Set Outside", f"{SPLIT}. Theo Kế hoạch 12", self.decider),
				("Take In", "Đã sắp xếp xong", self.decider),
			],
		)
		self.assertEqual(verify.check_file(self.file), [])
		act_as(self.users.secretary, "send", self.file)
		self.assertEqual(self.doc().state, "Under Appraisal")

	def test_its_explanation_asks_for_no_change(self):
		def asked() -> list[str]:
			found = explaining.of_file(self.doc())
			return [
				line for group in found["groups"] for item in group["items"] for line in item["to_change"]
			]

		answer_all(self.file, "Not Met")
		self.assertTrue(asked())
		self.set_outside()
		self.assertEqual(asked(), [])

	def test_a_returned_file_comes_back_as_returned(self):
		climb(self.file, self.users, to="grassroots")
		with self.set_user(self.users.grassroots):
			service.return_document("Evaluation", self.file, sequence_of(self.file), {"dk_1": "Bổ sung"})
		round_before = self.doc().round
		self.set_outside()
		self.take_in()
		doc = self.doc()
		self.assertEqual((doc.state, doc.round), ("Returned", round_before))
		self.assertTrue(doc.awaiting_due_on)

	def test_only_reasons_of_the_list(self):
		with self.set_user(self.decider):
			self.assertEqual(api.outside_reasons("Evaluation", self.file), [SPLIT, FEW])
		for reason in ("Lý do khác", "", f"{SPLIT}; {FEW}"):
			with self.subTest(reason), self.assertRefused(OutsideReasonError):
				self.set_outside(reason=reason)
		self.list_reasons("")
		self.assertEqual(self.offered(self.decider), set())
		with self.assertRefused(OutsideReasonError):
			self.set_outside()
		self.assertEqual(self.steps(), [])

	def test_only_by_a_body_above_that_decides(self):
		create_test_seat(self.tree.cell_b, "bi_thu_chi_bo", user := create_test_user())
		for other in (self.users.secretary, self.users.grassroots, user):
			self.assertEqual(self.offered(other), set())
			with self.subTest(other), self.assertRaises((NoSeatError, frappe.DoesNotExistError)):
				self.set_outside(other)
		self.set_outside(self.users.province)
		self.assertEqual(self.offered(self.users.grassroots), set())
		self.take_in(create_test_seat(self.tree.body, "bi_thu_dang_uy").user)

	def test_not_by_one_of_the_unit_nor_by_his_hands(self):
		create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo", self.decider)
		self.assertEqual(self.offered(self.decider), set())
		with self.assertRefused(OwnUnitError):
			self.set_outside()
		borrower = create_test_user()
		seat = {"user": self.decider, "organization": self.tree.grassroots}
		create_test_delegation(frappe.db.get_value("Seat", seat), borrower)
		with self.assertRefused(OwnUnitError):
			self.set_outside(borrower)
		self.set_outside(create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user)

	def test_a_lent_seat_says_on_whose_behalf(self):
		borrower = create_test_user()
		create_test_delegation(frappe.db.get_value("Seat", {"user": self.decider}), borrower)
		self.set_outside(borrower)
		step = frappe.get_last_doc("Approval Step", {"file_name": self.file})
		self.assertEqual((step.acting_user, step.on_behalf_of), (borrower, self.decider))

	def test_not_what_is_under_appraisal_nor_what_a_rule_put_outside(self):
		with self.assertRefused(ActNotOpenError):
			self.take_in()
		frappe.db.set_value("Evaluation", self.file, {"state": "Outside", "outside_reason": "Mới thành lập"})
		self.assertEqual(self.offered(self.decider), set())
		with self.assertRefused(ActNotOpenError):
			self.take_in()
		frappe.db.set_value("Evaluation", self.file, {"state": "Draft", "outside_reason": None})
		act_as(self.users.secretary, "send", self.file)
		with self.assertRefused(ActNotOpenError):
			self.set_outside()

	def test_not_once_the_period_is_closed_and_not_on_a_stale_page(self):
		self.set_outside()
		with self.set_user(self.decider), self.assertRefused(StaleFileError):
			api.take_in("Evaluation", self.file, 0, "Đã sắp xếp xong")
		frappe.db.set_value("Review Period", self.period, "state", "Closed")
		frappe.clear_document_cache("Review Period", self.period)
		self.assertEqual(self.offered(self.decider), set())
		with self.assertRefused(PeriodClosedError):
			self.take_in()

	def test_whose_organization_has_ended_stays_outside(self):
		self.set_outside()
		acts = [{"act": "Merge", "organization": self.tree.cell_a, "target": self.tree.cell_b}]
		reorganize(self.tree.province, frappe.utils.nowdate(), acts)
		with self.assertRefused(AuthorGoneError):
			self.take_in()
