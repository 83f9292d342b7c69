"""A body's overlay on its way up: the same acts, log and queue as an evaluation's, and in force by them alone."""

from __future__ import annotations

from unittest import mock

import frappe
from frappe.utils import add_days, getdate

from bontot.approval.acts import api, document_view, service
from bontot.approval.core import anchors, cases, errors, verify
from bontot.approval.doctype.approval_route.test_approval_route import create_test_route
from bontot.approval.queue import waiting_documents
from bontot.approval.testing import act_named
from bontot.criteria import overlays
from bontot.criteria.errors import OverlayDecisionError, OverlayWeakensError
from bontot.criteria.setup import ensure_framework
from bontot.criteria.testing import create_test_overlay
from bontot.organization.access import approvable
from bontot.organization.errors import NoSeatError, OnlyByApprovalError, SentDocumentError
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase

OVERLAY = overlays.DOCTYPE
RAISED = {"action": "Tighten", "setting_key": "good_meeting_share_percent", "setting_value": "90"}


class DocumentTestCase(BontotTestCase):
	"""A commune's overlay, ready to be sent, and who has to do with it."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		answers = {"good_meeting_share_percent": "80", "good_member_share_percent": "80"}
		self.framework = ensure_framework(self.tree.province, answers)
		self.secretary = create_test_seat(self.tree.commune, "bi_thu_dang_uy").user
		self.officer = create_test_seat(self.tree.province, "can_bo_tham_dinh").user
		self.overlay = create_test_overlay(self.tree.commune, self.framework).name

	def doc(self, name: str | None = None):
		return frappe.get_doc(OVERLAY, name or self.overlay)

	def act(self, user: str, act: str, *said: object, name: str | None = None) -> None:
		name = name or self.overlay
		sequence = frappe.db.get_value(OVERLAY, name, "step_sequence") or 0
		with self.set_user(user):
			act_named(act)(OVERLAY, name, sequence, *said)

	def steps(self, name: str | None = None) -> list[str]:
		where = {"file_doctype": OVERLAY, "file_name": name or self.overlay}
		return frappe.get_all("Approval Step", where, order_by="sequence", pluck="act")

	def in_force(self) -> list[str]:
		return [row.name for row in overlays.in_force(self.framework, "2026-06-30")]


class TestOverlayClimbs(DocumentTestCase):
	def test_sent_agreed_to_and_in_force(self) -> None:
		self.assertEqual(self.in_force(), [])
		self.act(self.secretary, "send")
		doc = self.doc()
		waits = (doc.state, doc.docstatus, doc.awaiting_organization, doc.awaiting_act, doc.round)
		self.assertEqual(waits, ("Under Appraisal", 0, self.tree.province, "Appraise", 1))
		self.assertGreater(doc.awaiting_due_on, getdate())
		self.assertEqual(self.in_force(), [])
		self.act(self.officer, "agree")
		doc = self.doc()
		self.assertEqual((doc.state, doc.docstatus, doc.awaiting_organization), ("Approved", 1, None))
		self.assertEqual((doc.decided_on, doc.digest), (getdate(), overlays.resolve(doc)["digest"]))
		self.assertEqual(self.in_force(), [self.overlay])
		self.assertEqual(self.steps(), ["Send", "Approve"])
		self.assertEqual(verify.check_file(self.overlay, OVERLAY), [])
		self.assertEqual(list(verify.check_contents()), [])

	def test_returned_with_its_reason_mended_and_sent_again(self) -> None:
		self.act(self.secretary, "send")
		self.act(self.officer, "return_document", "Ghi rõ căn cứ")
		doc = self.doc()
		self.assertEqual((doc.state, doc.round, doc.awaiting_organization), ("Returned", 2, None))
		view = document_view.of_document(cases.of(doc), self.secretary)
		self.assertEqual(view["returned_because"], "Ghi rõ căn cứ")
		with self.set_user(self.secretary):
			doc.title = "Đã sửa"
			doc.save()
		self.act(self.secretary, "send")
		self.act(self.officer, "agree")
		self.assertEqual(self.steps(), ["Send", "Return", "Send", "Approve"])
		self.assertEqual(self.doc().title, "Đã sửa")

	def test_taken_back_until_the_next_level_acts(self) -> None:
		self.act(self.secretary, "send")
		self.act(self.secretary, "recall")
		self.assertEqual(self.doc().state, "Draft")
		self.act(self.secretary, "send")
		self.act(self.officer, "agree")
		with self.assertRefused(errors.ActNotOpenError):
			self.act(self.secretary, "recall")

	def test_the_linter_stands_at_the_door(self) -> None:
		cases = (
			({"changes": [RAISED | {"setting_value": "70"}]}, OverlayWeakensError),
			({"decision_number": None}, OverlayDecisionError),
		)
		for values, error in cases:
			name = create_test_overlay(self.tree.commune, self.framework, **values).name
			with self.subTest(values), self.assertRefused(error):
				self.act(self.secretary, "send", name=name)
			self.assertEqual((self.doc(name).state, self.steps(name)), ("Draft", []))

	def test_the_linter_stands_at_the_end_too(self) -> None:
		"""The core moved while it waited: what would now weaken it does not come into force, but it can be returned."""
		self.act(self.secretary, "send")
		refusal = OverlayWeakensError("x")
		frappe.db.savepoint("judged")
		with (
			mock.patch.object(overlays, "findings", side_effect=refusal),
			self.assertRefused(OverlayWeakensError),
		):
			self.act(self.officer, "agree")
		frappe.db.rollback(save_point="judged")
		self.assertEqual(self.doc().docstatus, 0)
		self.act(self.officer, "return_document", "Trái khung mới")
		self.assertEqual(self.doc().state, "Returned")

	def test_who_may(self) -> None:
		officer_of_commune = create_test_seat(self.tree.commune, "can_bo_tham_dinh").user
		neighbour = create_test_seat(self.tree.body, "bi_thu_dang_uy").user
		for user in (officer_of_commune, neighbour, self.officer):
			with self.subTest(user), self.assertRefused(NoSeatError):
				self.act(user, "send")
		self.act(self.secretary, "send")
		for user in (self.secretary, officer_of_commune, neighbour):
			with self.subTest(user), self.assertRefused(NoSeatError):
				self.act(user, "agree")
		self.assertEqual(self.steps(), ["Send"])

	def test_nobody_appraises_the_own_unit_and_then_the_body_does(self) -> None:
		create_test_seat(self.tree.commune, "can_bo_tham_dinh", self.officer)
		clerk = create_test_seat(self.tree.province, "can_bo_van_phong").user
		self.act(self.secretary, "send")
		with self.assertRefused(errors.OwnUnitError):
			self.act(self.officer, "agree")
		rows = waiting_documents.of_user(clerk)
		self.assertEqual([(row["name"], row["by_body"]) for row in rows], [(self.overlay, True)])
		self.assertEqual(waiting_documents.of_user(self.officer), [])
		other = create_test_seat(self.tree.province, "can_bo_tham_dinh").user  # somebody who may comes first
		self.assertEqual(waiting_documents.of_user(clerk), [])
		with self.assertRefused(NoSeatError):
			self.act(clerk, "agree")
		frappe.db.set_value("User", other, "enabled", 0)
		self.act(clerk, "agree")
		self.assertEqual(self.doc().state, "Approved")

	def test_no_two_consecutive_levels_in_one_pair_of_hands(self) -> None:
		both = create_test_seat(self.tree.commune, "bi_thu_dang_uy", to_date=None)
		self.act(both.user, "send")
		frappe.db.set_value("Seat", both.name, "to_date", add_days(getdate(), -1))
		create_test_seat(self.tree.province, "can_bo_tham_dinh", both.user)
		with self.assertRefused(errors.ConsecutiveLevelError):
			self.act(both.user, "agree")
		self.assertEqual(waiting_documents.of_user(both.user), [])

	def test_two_tabs_and_double_clicks(self) -> None:
		with self.set_user(self.secretary):
			service.send(OVERLAY, self.overlay, 0)
			with self.assertRefused(errors.StaleFileError):
				service.send(OVERLAY, self.overlay, 0)
		with self.set_user(self.officer):
			service.agree(OVERLAY, self.overlay, 1)
			with self.assertRefused(errors.StaleFileError):
				service.return_document(OVERLAY, self.overlay, 1, "Sửa")
		self.assertEqual(self.steps(), ["Send", "Approve"])

	def test_where_the_level_decides_a_decision_is_recorded(self) -> None:
		create_test_route(("tinh", "Decide"), document_kind=OVERLAY, priority=50).insert()
		clerk = create_test_seat(self.tree.province, "can_bo_van_phong").user
		self.act(self.secretary, "send")
		self.assertEqual(self.doc().awaiting_act, "Decide")
		self.assertEqual([row["name"] for row in waiting_documents.of_user(clerk)], [self.overlay])
		with self.assertRefused(errors.ActNotOpenError):
			self.act(self.officer, "agree")
		for number, day in (("", getdate()), ("15-QĐ/TU", add_days(getdate(), 1))):
			with self.subTest(number), self.assertRefused(errors.DecisionError):
				self.act(clerk, "approve", number, getdate(day))
		self.act(clerk, "approve", "15-QĐ/TU", getdate())
		reason = frappe.db.get_value("Approval Step", {"file_name": self.overlay, "act": "Approve"}, "reason")
		self.assertIn("15-QĐ/TU", reason)
		self.assertEqual(self.in_force(), [self.overlay])

	def test_out_of_force_by_the_body_or_from_above(self) -> None:
		neighbour = create_test_seat(self.tree.body, "bi_thu_dang_uy").user
		for user in (self.secretary, self.officer):
			name = create_test_overlay(self.tree.commune, self.framework).name
			self.act(self.secretary, "send", name=name)
			self.act(self.officer, "agree", name=name)
			with self.assertRefused(NoSeatError):
				self.act(neighbour, "withdraw", "Vì sao", name=name)
			with self.assertRefused(errors.ReasonMissingError):
				self.act(user, "withdraw", " ", name=name)
			self.act(user, "withdraw", "Đã có quyết định mới", name=name)
			doc = self.doc(name)
			self.assertEqual((doc.state, doc.docstatus, self.in_force()), ("Withdrawn", 2, []))
			self.assertEqual(verify.check_file(name, OVERLAY), [])

	def test_what_does_not_climb_is_refused(self) -> None:
		for doctype in ("User", "No Such Kind"):
			with (
				self.subTest(doctype),
				self.set_user(self.secretary),
				self.assertRefused(errors.UnknownKindError),
			):
				api.send(doctype, self.overlay, 0)


class TestOnlyByItsActs(DocumentTestCase):
	def test_the_frameworks_own_submit_and_cancel_are_refused(self) -> None:
		with self.assertRefused(OnlyByApprovalError):
			self.doc().submit()
		self.act(self.secretary, "send")
		self.act(self.officer, "agree")
		with self.assertRefused(OnlyByApprovalError):
			self.doc().cancel()

	def test_control_without_the_guard_it_is_submitted(self) -> None:
		with mock.patch.object(approvable.ApprovableDocument, "require_service"):
			self.doc().submit()
		self.assertEqual(self.in_force(), [self.overlay])

	def test_what_was_sent_is_neither_changed_nor_deleted(self) -> None:
		self.act(self.secretary, "send")
		doc = self.doc()
		doc.title = "Khác"
		with self.set_user(self.secretary), self.assertRefused(SentDocumentError):
			doc.save()
		self.act(self.secretary, "recall")
		with self.assertRefused(SentDocumentError):
			self.doc().delete()
		unsent = create_test_overlay(self.tree.commune, self.framework)
		unsent.delete()
		self.assertFalse(frappe.db.exists(OVERLAY, unsent.name))

	def test_a_form_that_says_where_it_stands_is_not_believed(self) -> None:
		posted = {
			"state": "Approved",
			"awaiting_organization": self.tree.province,
			"awaiting_act": "Appraise",
			"step_sequence": 7,
			"head_hash": "x",
			"route": "{}",
			"round": 3,
		}
		with self.set_user(self.secretary):
			doc = create_test_overlay(self.tree.commune, self.framework, **posted)
			saved = self.doc()
			saved.update(posted)
			saved.save()
		for name in (doc.name, self.overlay):
			doc = self.doc(name)
			found = {field: doc.get(field) for field in posted}
			wanted = {
				"state": "Draft",
				"awaiting_organization": None,
				"awaiting_act": None,
				"step_sequence": 0,
				"head_hash": None,
				"route": None,
				"round": 0,
			}
			self.assertEqual(found, wanted)

	def test_what_was_changed_past_the_forms_is_not_agreed_to(self) -> None:
		self.act(self.secretary, "send")
		line = frappe.db.get_value("Overlay Change", {"parent": self.overlay})
		frappe.db.set_value("Overlay Change", line, "short_text", "Chữ khác")
		with self.assertRefused(errors.ContentChangedError):
			self.act(self.officer, "agree")
		self.act(self.officer, "return_document", "Gửi lại")  # the way on
		self.assertEqual(self.doc().state, "Returned")

	def test_what_was_changed_afterwards_is_found(self) -> None:
		self.act(self.secretary, "send")
		self.act(self.officer, "agree")
		frappe.db.set_value("Overlay Change", {"parent": self.overlay}, "short_text", "Chữ khác")
		self.assertEqual(len(list(verify.check_contents())), 1)

	def test_the_log_is_pinned_like_any_other(self) -> None:
		frappe.db.delete(anchors.DOCTYPE)
		self.act(self.secretary, "send")
		self.assertIn(self.overlay, anchors.take().pins)
		self.act(self.officer, "agree")
		frappe.db.set_value(
			"Approval Step", {"file_name": self.overlay, "sequence": 2}, "acting_user", "Guest"
		)
		faults = [fault.kind for fault in verify.check_file(self.overlay, OVERLAY)]
		self.assertEqual(faults, ["altered"])
		found = {name: faults for name, _count, faults in verify.check_all() if faults}
		self.assertEqual(set(found), {self.overlay})

	def test_a_document_taken_away_with_its_steps_left_is_found(self) -> None:
		self.act(self.secretary, "send")
		frappe.db.delete(OVERLAY, self.overlay)
		found = {name: faults for name, _count, faults in verify.check_all() if faults}
		self.assertEqual(set(found), {self.overlay})
