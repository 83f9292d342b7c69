"""A resolution decides documents: by the same background act as files, killed and resumed, each row for itself."""

from __future__ import annotations

from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate

from bontot.approval.acts.test_documents import OVERLAY, DocumentTestCase
from bontot.approval.core import deciding_state, errors, moves, verify
from bontot.approval.doctype.approval_route.test_approval_route import create_test_route
from bontot.approval.resolutions import api as deciding_api
from bontot.approval.resolutions import deciding, deciding_documents
from bontot.approval.testing import create_test_resolution
from bontot.criteria import overlays
from bontot.criteria.errors import OverlayWeakensError
from bontot.criteria.testing import create_test_overlay
from bontot.organization.testing import create_test_seat
from bontot.outbox.testing import run_now


class DecidedDocumentsTestCase(DocumentTestCase):
	"""Two overlays of a commune wait for the province's decision; the clerk records it."""

	def set_up_data(self) -> None:
		super().set_up_data()
		create_test_route(("tinh", "Decide"), document_kind=OVERLAY, priority=50).insert()
		self.clerk = create_test_seat(self.tree.province, "can_bo_van_phong").user
		self.other = create_test_overlay(self.tree.commune, self.framework, title="Bản thứ hai").name
		for name in (self.overlay, self.other):
			self.act(self.secretary, "send", name=name)

	def written(self, decisions: dict[str, str], **values: object):
		rows = [
			{"file_doctype": OVERLAY, "file_name": name, "decision": decision, "reason": "Theo biên bản"}
			for name, decision in decisions.items()
		]
		return create_test_resolution(self.tree.province, {}, documents=rows, **values)

	def submit(self, decisions: dict[str, str], user: str = "", **values: object):
		with self.set_user(user or self.clerk):
			doc = self.written(decisions, **values)
			doc.insert()
			doc.submit()
		return doc

	def apply(self, resolution):
		where = {"reference_name": resolution.name}
		run_now(frappe.db.get_value("Outbox Task", where, order_by="creation desc"))
		return frappe.get_doc("Resolution", resolution.name)

	def states(self) -> list[str]:
		return [self.doc(name).state for name in (self.overlay, self.other)]


class TestDecided(DecidedDocumentsTestCase):
	def test_approved_and_returned_and_the_step_names_the_resolution(self) -> None:
		resolution = self.submit({self.overlay: "Approve", self.other: "Return"}, number="15-QĐ/TU")
		self.assertEqual(self.states(), ["Under Appraisal"] * 2)
		resolution = self.apply(resolution)
		self.assertEqual((resolution.state, self.states()), ("Applied", ["Approved", "Returned"]))
		self.assertEqual(self.in_force(), [self.overlay])
		step = frappe.get_last_doc("Approval Step", {"file_name": self.overlay, "act": "Approve"})
		self.assertEqual((step.resolution, step.acting_user), (resolution.name, self.clerk))
		self.assertIn("15-QĐ/TU", step.reason)
		step = frappe.get_last_doc("Approval Step", {"file_name": self.other, "act": "Return"})
		self.assertEqual((step.resolution, step.reason), (resolution.name, "Theo biên bản"))
		for name in (self.overlay, self.other):
			self.assertEqual(verify.check_file(name, OVERLAY), [])

	def test_applied_twice_does_nothing_twice(self) -> None:
		resolution = self.submit({self.overlay: "Approve", self.other: "Approve"})
		self.apply(resolution)
		steps = self.steps(), self.steps(self.other)
		self.apply(resolution)
		self.assertEqual((self.steps(), self.steps(self.other)), steps)

	def test_killed_between_two_documents_and_run_again(self) -> None:
		resolution = self.submit({self.overlay: "Approve", self.other: "Approve"})
		real, calls = deciding_documents.apply, []

		def dies_at_the_second(*arguments):
			calls.append(arguments)
			if len(calls) == 2:
				raise KeyboardInterrupt
			return real(*arguments)

		with patch.object(deciding_documents, "apply", dies_at_the_second):
			self.assertRaises(KeyboardInterrupt, self.apply, resolution)
		frappe.set_user("Administrator")
		self.assertEqual(sorted(self.states()), ["Approved", "Under Appraisal"])
		self.apply(resolution)
		self.assertEqual(self.states(), ["Approved", "Approved"])
		self.assertEqual((self.steps() + self.steps(self.other)).count("Approve"), 2)

	def test_one_that_fails_in_writing_holds_up_no_other_and_leaves_no_step(self) -> None:
		"""The core moved while it waited: the linter refuses it at the end."""
		resolution = self.submit({self.overlay: "Approve", self.other: "Approve"})
		real = overlays.findings

		def refuse_the_first(doc):
			if doc.name == self.overlay:
				frappe.throw("trái khung", OverlayWeakensError)
			return real(doc)

		with patch.object(overlays, "findings", refuse_the_first):
			resolution = self.apply(resolution)
		self.assertEqual(resolution.state, "Partly Applied")
		self.assertEqual(self.states(), ["Under Appraisal", "Approved"])
		self.assertEqual([row.result for row in resolution.documents], ["Failed", "Applied"])
		self.assertIn("trái khung", resolution.documents[0].result_message)
		self.assertEqual(self.steps(), ["Send"])
		with self.set_user(self.clerk):
			run_now(deciding_api.apply_again(resolution.name))
		self.assertEqual(self.states(), ["Approved", "Approved"])

	def test_what_was_changed_past_the_forms_fails_by_itself(self) -> None:
		resolution = self.submit({self.overlay: "Approve", self.other: "Approve"})
		line = frappe.db.get_value("Overlay Change", {"parent": self.overlay})
		frappe.db.set_value("Overlay Change", line, "short_text", "Chữ khác")
		self.apply(resolution)
		self.assertEqual(self.states(), ["Under Appraisal", "Approved"])

	def test_on_paper(self) -> None:
		rows = {self.overlay: "Approve", self.other: "Return"}
		resolution = self.submit(rows, number="15-QĐ/TU")
		with self.set_user(self.clerk):
			html = frappe.get_print("Resolution", resolution.name, "Decision", no_letterhead=1)
		for words in (
			"về việc duyệt văn bản",
			"Duyệt 1 văn bản",
			"Trả lại 1 văn bản",
			"Bản thứ hai",
			"14/15 tán thành",
		):
			with self.subTest(words):
				self.assertIn(words, html)
		self.assertNotIn("PHỤ LỤC 2", html)

	def test_the_single_way_stays(self) -> None:
		self.act(self.clerk, "approve", "16-QĐ/TU", getdate())
		self.assertEqual(self.states(), ["Approved", "Under Appraisal"])


class TestRefused(DecidedDocumentsTestCase):
	def test_what_a_row_refuses(self) -> None:
		draft = create_test_overlay(self.tree.commune, self.framework).name
		cases = (
			("not sent", {draft: "Approve"}, {}, errors.ResolutionRowError),
			("no majority", {self.overlay: "Approve"}, {"votes_for": 7}, errors.VotesError),
			("names nothing", {}, {}, errors.ResolutionRowError),
		)
		for title, decisions, values, error in cases:
			with self.subTest(title), self.set_user(self.clerk), self.assertRefused(error):
				self.written(decisions, **values).insert()
		with self.set_user(self.clerk):
			doc = self.written({self.overlay: "Return"})
			doc.documents[0].reason = " "
			with self.assertRefused(errors.ResolutionRowError):
				doc.insert()
			doc = self.written({self.overlay: "Approve"})
			doc.append("documents", doc.documents[0].as_dict())
			with self.assertRefused(errors.ResolutionRowError):
				doc.insert()
			doc = self.written({self.overlay: "Approve"})
			doc.documents[0].file_doctype = "Evaluation"
			with self.assertRaises((errors.UnknownKindError, frappe.LinkValidationError)):
				doc.insert()

	def test_a_vote_of_its_own(self) -> None:
		with self.set_user(self.clerk):
			doc = self.written({self.overlay: "Approve", self.other: "Return"})
			doc.documents[0].votes_for = 7
			with self.assertRefused(errors.VotesError):
				doc.insert()
			doc.documents[0].votes_for = 8
			doc.documents[1].votes_for = 2  # a return needs no majority
			doc.insert()
		self.assertEqual(doc.documents[0].organization_name, self.doc().organization_name)

	def test_of_another_body_or_where_a_seat_appraises(self) -> None:
		clerk = create_test_seat(self.tree.commune, "can_bo_van_phong").user
		rows = [{"file_doctype": OVERLAY, "file_name": self.overlay, "decision": "Approve"}]
		with self.set_user(clerk), self.assertRefused(errors.ResolutionRowError):
			create_test_resolution(self.tree.commune, {}, documents=rows).insert()
		frappe.db.set_value(OVERLAY, self.overlay, "awaiting_act", "Appraise")
		with self.set_user(self.clerk), self.assertRefused(errors.ResolutionRowError):
			self.written({self.overlay: "Approve"}).insert()

	def test_who_acted_below_does_not_submit(self) -> None:
		seat = create_test_seat(self.tree.commune, "bi_thu_dang_uy", to_date=None)
		name = create_test_overlay(self.tree.commune, self.framework).name
		self.act(seat.user, "send", name=name)
		seat.db_set("to_date", add_days(getdate(), -1))
		create_test_seat(self.tree.province, "can_bo_van_phong", seat.user)
		with self.assertRefused(errors.ConsecutiveLevelError):
			self.submit({name: "Approve"}, user=seat.user)

	def test_who_acted_below_does_not_apply_it_again_either(self) -> None:
		seat = create_test_seat(self.tree.commune, "bi_thu_dang_uy", to_date=None)
		name = create_test_overlay(self.tree.commune, self.framework).name
		self.act(seat.user, "send", name=name)
		resolution = self.submit({name: "Approve"})
		resolution.db_set("state", "Partly Applied")
		seat.db_set("to_date", add_days(getdate(), -1))
		create_test_seat(self.tree.province, "can_bo_van_phong", seat.user)
		with self.set_user(seat.user), self.assertRefused(errors.ConsecutiveLevelError):
			deciding_api.apply_again(resolution.name)
		with self.set_user(self.clerk):
			deciding_api.apply_again(resolution.name)

	def test_a_submitted_resolution_holds_its_documents(self) -> None:
		self.submit({self.overlay: "Approve"})
		said = {"recall": (self.secretary,), "approve": (self.clerk, "17-QĐ/TU", getdate())}
		for act, (user, *more) in said.items():
			with self.subTest(act), self.assertRefused(errors.PendingResolutionError):
				self.act(user, act, *more)
		with self.assertRefused(errors.PendingResolutionError):
			self.submit({self.overlay: "Return"})
		self.act(self.secretary, "recall", name=self.other)  # one that it does not name goes its way

	def test_of_two_submitted_at_once_the_second_waits_for_the_first(self) -> None:
		with patch.object(deciding_state, "hold", wraps=deciding_state.hold) as held:
			self.submit({self.overlay: "Approve"})
		held.assert_called_with(OVERLAY, [self.overlay])

	def test_control_without_the_hold_it_would_be_taken_away(self) -> None:
		self.submit({self.overlay: "Approve"})
		with patch.object(deciding.deciding_documents.deciding_state, "pending_documents", return_value={}):
			self.act(self.secretary, "recall")
		self.assertEqual(moves.open_document(OVERLAY, self.overlay, 2).doc.state, "Draft")
