"""Surroundings of a document on its way up: its form, people's lists, places that end or stand empty, the patch, other kinds."""

from __future__ import annotations

from unittest import mock

import frappe
from frappe.utils import add_days, getdate

from bontot.approval.acts import api, document_view, rerouting
from bontot.approval.acts.test_documents import OVERLAY, DocumentTestCase
from bontot.approval.core import cases, errors, kinds, verify
from bontot.approval.doctype.approval_route.test_approval_route import create_test_route
from bontot.approval.queue import ended_documents, vacancies, waiting_documents
from bontot.criteria.doctype.framework_overlay.framework_overlay import FrameworkOverlay
from bontot.criteria.testing import create_test_overlay
from bontot.organization.errors import NoSeatError
from bontot.organization.testing import create_test_organization, create_test_seat


class TestAround(DocumentTestCase):
	def test_what_the_form_shows_and_offers(self) -> None:
		def offered(user: str) -> list[str]:
			view = document_view.of_document(cases.of(self.doc()), user)
			return [act for act, answer in view["may"].items() if answer["allowed"]]

		self.assertEqual((offered(self.secretary), offered(self.officer)), (["Send"], []))
		view = document_view.of_document(cases.of(self.doc()), self.secretary)
		strip = [(link["organization"], link["state"]) for link in view["strip"]]
		self.assertEqual(strip, [(self.tree.commune, "current"), (self.tree.province, "todo")])
		self.act(self.secretary, "send")
		self.assertEqual((offered(self.secretary), offered(self.officer)), (["Recall"], ["Agree", "Return"]))
		self.assertTrue(document_view.of_document(cases.of(self.doc()), self.officer)["concludes"])
		self.act(self.officer, "agree")
		self.assertEqual((offered(self.secretary), offered(self.officer)), (["Withdraw"], ["Withdraw"]))
		strip = document_view.of_document(cases.of(self.doc()), self.officer)["strip"]
		self.assertEqual([link["state"] for link in strip], ["done", "done"])

	def test_without_a_route_the_form_says_so(self) -> None:
		frappe.db.set_value("Approval Route", {"document_kind": OVERLAY}, "disabled", 1)
		view = document_view.of_document(cases.of(self.doc()), self.secretary)
		self.assertTrue(view["route_missing"])
		with self.assertRefused(errors.RouteMissingError):
			self.act(self.secretary, "send")

	def test_who_sees_what_waits_and_what_came_back(self) -> None:
		neighbour = create_test_seat(self.tree.body, "bi_thu_dang_uy").user
		self.act(self.secretary, "send")
		for user, wanted in ((self.officer, [self.overlay]), (self.secretary, []), (neighbour, [])):
			self.assertEqual([row["name"] for row in waiting_documents.of_user(user)], wanted, user)
		self.act(self.officer, "return_document", "Sửa")
		for user, wanted in ((self.secretary, [self.overlay]), (self.officer, []), (neighbour, [])):
			self.assertEqual([row["name"] for row in waiting_documents.returned(user)], wanted, user)

	def test_where_documents_went(self) -> None:
		def went(user: str) -> list[tuple[str, str]]:
			return [(row["name"], row["stands"]) for row in ended_documents.passed_on(user)["rows"]]

		neighbour = create_test_seat(self.tree.body, "bi_thu_dang_uy").user
		self.assertEqual(went(self.secretary), [])
		self.act(self.secretary, "send")
		((name, stands),) = went(self.secretary)
		self.assertEqual(name, self.overlay)
		self.assertIn("Đảng bộ tỉnh Thử Nghiệm", stands)
		self.assertEqual(went(self.officer), [])
		self.act(self.officer, "agree")
		self.assertEqual([name for name, _stands in went(self.officer)], [self.overlay])
		self.assertEqual(went(neighbour), [])

	def test_a_stranger_reads_nothing_of_it(self) -> None:
		with self.set_user("Guest"), self.assertRefused(frappe.PermissionError):
			api.get_document(OVERLAY, self.overlay)

	def test_who_waits_for_an_organization_that_ended_goes_on(self) -> None:
		self.act(self.secretary, "send")
		ended = create_test_organization(
			"truc_thuoc_tinh", self.tree.province, "Đã kết thúc", valid_to="2025-12-31"
		)
		frappe.db.set_value(OVERLAY, self.overlay, "awaiting_organization", ended.name)
		waiting = rerouting.other_kinds_waiting_for_ended(OVERLAY)
		self.assertEqual(waiting, [self.overlay])
		self.assertEqual(rerouting.heal(waiting, "Cấp đã kết thúc", OVERLAY), [self.overlay])
		self.assertEqual(self.doc().awaiting_organization, self.tree.province)
		self.assertEqual(rerouting.other_kinds_waiting_for_ended(OVERLAY), [])
		self.act(self.officer, "agree")
		self.assertEqual(verify.check_file(self.overlay, OVERLAY), [])

	def test_where_nobody_may_act_the_commission_is_told(self) -> None:
		commission = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.act(self.secretary, "send")
		self.assertEqual(waiting_documents.stuck(commission), [])
		frappe.db.set_value("User", self.officer, "enabled", 0)
		create_test_seat(self.tree.commune, "bi_thu_dang_uy", commission)
		self.assertEqual(waiting_documents.stuck(commission), [])  # the own unit's, but the body may
		sent = create_test_overlay(self.tree.commune, self.framework).name
		self.act(commission, "send", name=sent)
		self.assertEqual([row["name"] for row in waiting_documents.stuck(commission)], [sent])
		self.assertEqual(waiting_documents.stuck(self.secretary), [])

	def test_sent_along_the_way_as_it_is_today(self) -> None:
		commission = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.act(self.secretary, "send")
		with self.assertRefused(errors.NothingToRerouteError):
			self.act(commission, "reroute", "Thử")
		create_test_route(("tinh", "Decide"), document_kind=OVERLAY, priority=50).insert()
		for user, offered in ((commission, True), (self.officer, False), (self.secretary, False)):
			answer = document_view.of_document(cases.of(self.doc()), user)["may"]["Reroute"]
			self.assertEqual(answer["allowed"], offered, user)
		with self.assertRefused(NoSeatError):
			self.act(self.secretary, "reroute", "Thử")
		self.act(commission, "reroute", "Ban Thường vụ quyết định từng bản")
		self.assertEqual((self.doc().awaiting_act, self.steps()), ("Decide", ["Send", "Reroute"]))
		self.act(commission, "approve", "15-QĐ/TU", getdate())
		self.assertEqual(self.doc().state, "Approved")

	def test_two_levels_and_a_recall_from_the_second(self) -> None:
		name, author, below = self.two_levels()
		self.act(author, "send", name=name)
		self.assertEqual(self.doc(name).awaiting_organization, self.tree.body)
		self.act(below, "agree", name=name)
		self.assertEqual(self.doc(name).awaiting_organization, self.tree.province)
		self.act(below, "recall", name=name)
		self.assertEqual(self.doc(name).awaiting_organization, self.tree.body)
		self.act(below, "agree", name=name)
		self.act(self.officer, "agree", name=name)
		self.assertEqual(self.steps(name), ["Send", "Agree", "Recall", "Agree", "Approve"])
		self.assertEqual((self.doc(name).state, verify.check_file(name, OVERLAY)), ("Approved", []))

	def test_a_level_where_nobody_can_act_is_passed_over_by_rule(self) -> None:
		name, author, below = self.two_levels()
		commission = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.act(author, "send", name=name)
		kind, later = kinds.of(OVERLAY), getdate(add_days(getdate(), 21))
		self.assertEqual(waiting_documents.due_to_pass(kind, later), [])
		frappe.db.set_value("User", below, "enabled", 0)
		self.assertEqual([row["name"] for row in waiting_documents.stuck(commission)], [name])
		self.assertEqual(waiting_documents.due_to_pass(kind, getdate()), [])
		self.assertEqual(waiting_documents.due_to_pass(kind, later), [name])
		self.assertTrue(vacancies.pass_over(name, later, OVERLAY))
		self.assertEqual(self.doc(name).awaiting_organization, self.tree.province)
		self.assertEqual(self.steps(name), ["Send", "Reroute"])
		self.act(self.officer, "agree", name=name)
		self.assertEqual(verify.check_file(name, OVERLAY), [])

	def two_levels(self) -> tuple[str, str, str]:
		"""An overlay of a place further down than overlays are made, its author, and who appraises at the body above."""
		patched = mock.patch.object(FrameworkOverlay, "validate_issuer")
		patched.start()
		self.addCleanup(patched.stop)
		levels = (("truc_thuoc_tinh", "Appraise"), ("tinh", "Appraise"))
		create_test_route(*levels, document_kind=OVERLAY, priority=60, vacant_days=5).insert()
		author = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		below = create_test_seat(self.tree.body, "can_bo_tham_dinh").user
		return create_test_overlay(self.tree.grassroots, self.framework).name, author, below

	def test_another_app_adds_a_kind(self) -> None:
		path = "bontot.approval.acts.test_documents_around.OwnKind"
		hooks = {"approvable_kinds": {"Framework Overlay": [path]}}
		with mock.patch.object(
			frappe, "get_hooks", side_effect=lambda key, default=None: hooks.get(key, default)
		):
			frappe.local.bontot_approvable_kinds = None
			self.assertEqual((kinds.of(OVERLAY).author, list(kinds.known())), ("author", [OVERLAY]))
		frappe.local.bontot_approvable_kinds = None
		self.assertEqual(kinds.of(OVERLAY).author, "decide")


class OwnKind(kinds.Kind):
	doctype = OVERLAY
