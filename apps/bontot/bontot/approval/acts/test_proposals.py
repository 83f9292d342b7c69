"""A proposed reorganisation on its way up: level by level, what has problems stops, and the tree that moves meanwhile."""

from __future__ import annotations

import frappe

from bontot.approval.acts import document_view, ended_authors
from bontot.approval.core import cases, errors, verify
from bontot.approval.queue import daily, waiting_documents
from bontot.approval.testing import act_named
from bontot.organization.errors import (
	NoSeatError,
	ProposalBranchError,
	ProposalUsedError,
	ReorganizationProblemError,
	SentDocumentError,
)
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.outbox import Task
from bontot.outbox.testing import run_now
from bontot.reorganization import preview, proposal_api, proposals, service
from bontot.reorganization.testing import create_test_proposal, create_test_reorganization, reorganize
from bontot.tests.case import BontotTestCase

DAY = "2023-07-01"


class TestProposalsClimb(BontotTestCase):
	"""grassroots → body → province: the grassroots organisation proposes to merge its cell B into its cell A."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = t = create_test_tree()
		self.users = {
			place: create_test_seat(getattr(t, place), position).user
			for place, position in (
				("grassroots", "bi_thu_dang_uy"),
				("body", "can_bo_tham_dinh"),
				("province", "can_bo_btc_tinh"),
			)
		}
		merge = {"act": "Merge", "organization": t.cell_b, "target": t.cell_a}
		self.proposal = create_test_proposal(t.grassroots, [merge], effective_date="2024-01-01").name

	def doc(self):
		return frappe.get_doc(proposals.DOCTYPE, self.proposal)

	def act(self, place: str, act: str, *said: object) -> None:
		with self.set_user(self.users[place]):
			act_named(act)(proposals.DOCTYPE, self.proposal, self.doc().step_sequence or 0, *said)

	def waits_at(self) -> str | None:
		return self.doc().awaiting_organization

	def test_from_level_to_level_and_into_a_decision(self) -> None:
		t = self.tree
		for stranger in ("body", "province"):
			with self.assertRefused(NoSeatError):
				self.act(stranger, "send")
		self.act("grassroots", "send")
		self.assertEqual(self.waits_at(), t.body)
		view = document_view.of_document(cases.of(self.doc()), self.users["body"])
		strip = [(link["organization"], link["state"]) for link in view["strip"]]
		self.assertEqual(strip, [(t.grassroots, "done"), (t.body, "current"), (t.province, "todo")])
		doc = self.doc()
		doc.reason = "Khác"
		with self.set_user(self.users["grassroots"]), self.assertRefused(SentDocumentError):
			doc.save()
		self.act("body", "agree")
		self.assertEqual(
			[row["name"] for row in waiting_documents.of_user(self.users["province"])], [self.proposal]
		)
		self.assertEqual(proposals.to_be_decided(self.users["province"]), [])
		self.act("province", "agree")
		doc = self.doc()
		self.assertEqual((doc.state, doc.docstatus, doc.decided_on), ("Approved", 1, frappe.utils.getdate()))
		self.assertEqual(
			[row.name for row in proposals.to_be_decided(self.users["province"])], [self.proposal]
		)
		self.assertEqual(frappe.db.get_value("Party Organization", t.cell_b, "valid_to"), None)
		with self.set_user(self.users["province"]):
			name = proposal_api.make_decision(self.proposal, "12-QĐ/TU", doc.decided_on, "Ban Thường vụ")
		for place in ("grassroots", "province"):
			held = document_view.of_document(cases.of(self.doc()), self.users[place])["may"]["Withdraw"]
			self.assertFalse(held["allowed"])
			self.assertIn(frappe.db.get_value(proposals.DECISION, name, "title"), held["why"])
			with self.assertRefused(ProposalUsedError):
				self.act(place, "withdraw", "Thôi")
		frappe.delete_doc(proposals.DECISION, name)
		offered = document_view.of_document(cases.of(self.doc()), self.users["grassroots"])["may"]["Withdraw"]
		self.assertEqual(offered, {"allowed": True, "why": ""})
		self.act("grassroots", "withdraw", "Không cần nữa")
		self.assertEqual((self.doc().state, self.doc().docstatus), ("Withdrawn", 2))
		self.assertEqual(verify.check_file(self.proposal, proposals.DOCTYPE), [])

	def test_what_has_problems_is_neither_sent_nor_agreed_to(self) -> None:
		t, doc = self.tree, self.doc()
		doc.append("acts", {"act": "Rename", "organization": t.cell_a, "new_name": "Chi bộ Văn phòng"})
		doc.save()
		with self.assertRefused(ReorganizationProblemError):
			self.act("grassroots", "send")
		doc.acts = doc.acts[:1]
		doc.save()
		self.act("grassroots", "send")
		move = {"act": "Move", "organization": t.cell_b, "target": t.other_grassroots}
		reorganize(t.province, DAY, [move])  # the tree moves on meanwhile
		with self.set_user(self.users["body"]):
			self.assertEqual([row["row"] for row in proposal_api.get_preview(self.proposal)["problems"]], [1])
		with self.assertRefused(ReorganizationProblemError):
			self.act("body", "agree")
		where = {"file_doctype": proposals.DOCTYPE, "file_name": self.proposal}
		self.assertEqual(frappe.get_all("Approval Step", where, pluck="act"), ["Send"])
		self.act("body", "return_document", "Chi bộ đã chuyển đi")
		doc = self.doc()
		doc.title = "Sửa"
		with self.set_user(self.users["grassroots"]):
			with self.assertRefused(ProposalBranchError):
				doc.save()  # what left the branch is named no more
			doc = self.doc()
			doc.acts[0].update(
				{"act": "Rename", "organization": t.cell_a, "target": None, "new_name": "Chi bộ Một"}
			)
			doc.save()
		self.act("grassroots", "send")
		self.assertEqual(self.doc().state, "Under Appraisal")

	def test_it_is_carried_along_as_other_documents(self) -> None:
		t = self.tree
		self.act("grassroots", "send")
		self.act("body", "agree")
		move = {"act": "Move", "organization": t.grassroots, "target": t.other_body}
		reorganize(t.province, DAY, [move])
		path = frappe.db.get_value("Party Organization", t.grassroots, "path")
		self.assertEqual((self.doc().organization_path, self.waits_at()), (path, t.province))
		with self.set_user(self.users["body"]), self.assertRefused(frappe.PermissionError):
			proposal_api.get_preview(self.proposal)
		self.act("province", "return_document", "Gửi lại qua cấp mới")
		with self.set_user(self.users["grassroots"]):
			act_named("send")(proposals.DOCTYPE, self.proposal, self.doc().step_sequence)
		self.assertEqual(self.waits_at(), t.body)  # the way it was sent on, as for every document
		merge = {"act": "Merge", "organization": t.body, "target": t.other_body}
		reorganize(t.province, "2023-08-01", [merge])
		self.assertEqual(self.waits_at(), t.other_body)
		self.assertEqual(verify.check_file(self.proposal, proposals.DOCTYPE), [])

	def test_it_ends_with_the_organization_that_proposed_it(self) -> None:
		t, body = self.tree, self.users["body"]
		self.act("grassroots", "send")
		merge = {"act": "Merge", "organization": t.grassroots, "target": t.other_grassroots}
		lines = preview.describe(create_test_reorganization(t.province, DAY, [merge]))["lines"]
		self.assertIn(
			("Proposals and overlays under way of organizations that end", 1),
			[(line["what"], line["count"]) for line in lines],
		)
		decision = reorganize(t.province, DAY, [merge])
		doc = self.doc()
		self.assertEqual((doc.state, doc.docstatus, doc.awaiting_organization), ("Withdrawn", 0, None))
		self.assertEqual(waiting_documents.of_user(body), [])
		view = document_view.of_document(cases.of(doc), body)
		self.assertEqual([link["state"] for link in view["strip"]], ["done", "todo", "todo"])
		last = view["steps"][-1]
		self.assertEqual((last.label, last.act), ("Ended with its organization", "Set Outside"))
		self.assertIn("12-QĐ/TU", last.reason)
		self.assertEqual(verify.check_file(self.proposal, proposals.DOCTYPE), [])
		with self.assertRefused(errors.ActNotOpenError):
			self.act("body", "agree")
		run_now(service.start_undo(decision.name)["task"])
		self.assertEqual((self.doc().state, self.waits_at()), ("Under Appraisal", t.body))
		self.assertEqual([row["name"] for row in waiting_documents.of_user(body)], [self.proposal])
		self.act("grassroots", "recall")  # nobody has judged it meanwhile
		self.act("grassroots", "send")
		self.act("body", "agree")
		self.act("province", "agree")  # who carried both out has acted nowhere on its way
		self.assertEqual(self.doc().state, "Approved")
		self.assertEqual(verify.check_file(self.proposal, proposals.DOCTYPE), [])

	def test_an_undo_leaves_alone_what_has_ended_otherwise_since(self) -> None:
		self.act("grassroots", "send")
		(trace,) = ended_authors.end([self.proposal], proposals.DOCTYPE, "Thử")
		self.assertEqual(ended_authors.end([self.proposal], proposals.DOCTYPE, "Thử"), [])
		ended_authors.put_back([{**trace, "sequence": "9"}], "Thử")
		self.assertEqual(self.doc().state, "Withdrawn")
		ended_authors.put_back([trace], "Thử")
		self.assertEqual(self.doc().state, "Under Appraisal")

	def test_the_day_ends_what_waited_when_its_organization_ended_before(self) -> None:
		self.act("grassroots", "send")
		frappe.db.set_value("Party Organization", self.tree.grassroots, "valid_to", "2024-12-31")
		daily.run(Task("test", daily.HANDLER, "Administrator", {"today": frappe.utils.nowdate()}))
		self.assertEqual((self.doc().state, self.waits_at()), ("Withdrawn", None))

	def test_what_was_changed_past_the_forms_is_found(self) -> None:
		row = {"parent": self.proposal, "parenttype": proposals.DOCTYPE}
		self.act("grassroots", "send")
		self.act("body", "agree")
		frappe.db.set_value("Reorganization Act", row, "target", self.tree.other_cell)
		with self.assertRefused(errors.ContentChangedError):
			self.act("province", "agree")
		frappe.db.set_value("Reorganization Act", row, "target", self.tree.cell_a)
		self.act("province", "agree")
		self.assertEqual(list(verify.check_contents()), [])
		frappe.db.set_value("Reorganization Act", row, "target", self.tree.other_cell)
		self.assertEqual(len(list(verify.check_contents())), 1)
