"""Files that were decided below and come to a level's knowledge."""

from __future__ import annotations

import frappe
from frappe.utils import add_days

from bontot.approval.acts import after_decision, api
from bontot.approval.doctype.approval_route.test_approval_route import create_test_route
from bontot.approval.queue import api as queue_api
from bontot.approval.queue import for_information, waiting
from bontot.approval.testcase import PROPOSAL, ApprovalTestCase, ProposalTestCase
from bontot.approval.testing import act_as, create_test_file, create_test_resolution, sequence_of
from bontot.organization.testing import create_test_delegation, create_test_seat, create_test_user
from bontot.outbox.testing import run_now

ROUTE = "bontot-year-province"


class ReceivedTestCase(ApprovalTestCase):
	"""The body decides; the province receives and may lock. The file of cell_a was recognised."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.take_route(("co_so", "Appraise"), ("truc_thuoc_tinh", "Decide"), ("tinh", "Receive"))
		self.recorder = create_test_seat(self.tree.body, "can_bo_van_phong").user
		self.decide(self.file, self.users.secretary)

	def take_route(self, *steps: tuple[str, str]) -> None:
		route = frappe.get_doc("Approval Route", ROUTE)
		route.steps = []
		for level, act in steps:
			row = {"level": level, "act": act, "days_allowed": 5, "may_skip_if_absent": 1}
			route.append("steps", row | {"may_lock": int(act == "Receive")})
		route.save()

	def decide(self, file: str, author: str, decision: str = "Recognize") -> None:
		act_as(author, "send", file)
		act_as(self.users.grassroots, "agree", file)
		self.resolve(file, decision)

	def resolve(self, file: str, decision: str = "Recognize") -> None:
		with self.set_user(self.recorder):
			doc = create_test_resolution(self.tree.body, {file: decision})
			doc.insert()
			doc.submit()
		run_now(frappe.db.get_value("Outbox Task", {"reference_name": doc.name}, order_by="creation desc"))

	def listed(self, user: str | None = None, **asked: object) -> list[str]:
		with self.set_user(user or self.users.province):
			found = queue_api.list_for_information(**asked)
		names = [row.name for row in found["rows"]]
		self.assertEqual(found["total"], len(names))
		return names


class TestReceived(ReceivedTestCase):
	def test_comes_to_those_who_check_at_the_receiving_level(self):
		self.assertEqual(self.listed(), [self.file])
		self.assertEqual(self.listed(self.users.clerk), [self.file])
		for who in ("secretary", "neighbour", "grassroots", "body"):
			with self.subTest(who):
				self.assertEqual(self.listed(getattr(self.users, who)), [])

	def test_to_who_stands_in_there(self):
		stand_in = create_test_user("Người thay")
		self.assertEqual(self.listed(stand_in), [])
		create_test_delegation(frappe.db.get_value("Seat", {"user": self.users.province}), stand_in)
		self.assertEqual(self.listed(stand_in), [self.file])

	def test_by_the_route_that_was_frozen(self):
		self.take_route(("co_so", "Appraise"), ("truc_thuoc_tinh", "Decide"))
		self.assertEqual(self.listed(), [self.file])
		other = create_test_file(self.tree.cell_b, self.period)
		self.decide(other, create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user)
		self.assertEqual(self.doc(other).state, "Recognized")
		self.assertEqual(self.listed(), [self.file])

	def test_what_is_not_decided_does_not_come_and_what_is_reopened_leaves(self):
		other = create_test_file(self.tree.cell_b, self.period)
		act_as(create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user, "send", other)
		self.assertEqual(self.listed(), [self.file])
		with self.set_user(self.users.province):
			after_decision.reopen("Evaluation", self.file, sequence_of(self.file), "Có đơn phản ánh")
		self.assertEqual(self.listed(), [])
		self.resolve(self.file, "Refuse")
		self.assertEqual(self.listed(), [self.file])

	def test_narrowed(self):
		for asked, found in (
			({"text": "khong co chi bo nay"}, []),
			({"period_kind": "Year"}, [self.file]),
			({"period_kind": "Six-Month"}, []),
			({"title_kind": "Cell"}, [self.file]),
			({"title_kind": "Grassroots Organization"}, []),
			({"flag": "unlocked"}, [self.file]),
			({"flag": "locked"}, []),
			({"flag": "review"}, []),
		):
			with self.subTest(asked):
				self.assertEqual(self.listed(**asked), found)
		with self.set_user(self.users.province):
			self.assertTrue(api.get_document("Evaluation", self.file)["may"]["Lock"]["allowed"])
			after_decision.lock("Evaluation", self.file, sequence_of(self.file))
		self.assertEqual((self.listed(flag="unlocked"), self.listed(flag="locked")), ([], [self.file]))
		row = for_information.page(self.users.clerk, waiting.Filters())["rows"][0]
		name = frappe.db.get_value("Party Organization", self.tree.province, "organization_name")
		self.assertEqual((row.locked_by, row.locked_by_name), (self.tree.province, name))
		frappe.db.set_value("Evaluation", self.file, "review_suggested", 1, update_modified=False)
		self.assertEqual(self.listed(flag="review"), [self.file])

	def test_beyond_reach_it_is_not_told(self):
		"""The unit has moved out of the level's branch, the level's reach decides as everywhere."""
		path = frappe.db.get_value("Party Organization", self.tree.province, "path")
		self.assertTrue(self.doc().organization_path.startswith(path))
		frappe.db.set_value("Evaluation", self.file, "organization_path", "0ZZZZZZ0", update_modified=False)
		self.assertEqual(self.listed(), [])

	def test_page_by_page(self):
		other = create_test_file(self.tree.cell_b, self.period)
		self.decide(other, create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user)
		with self.set_user(self.users.province):
			pages = [queue_api.list_for_information(start=start, limit=1) for start in (0, 1, 2)]
		self.assertEqual([page["total"] for page in pages], [2, 2, 2])
		names = [[row.name for row in page["rows"]] for page in pages]
		self.assertEqual(names, [[name] for name in sorted((self.file, other))] + [[]])


class TestDocumentsReceived(ProposalTestCase):
	"""Proposals that the level directly above appraises; the province receives them."""

	def set_up_data(self) -> None:
		super().set_up_data()
		steps = (("co_so", "Appraise"), ("tinh", "Receive"))
		create_test_route(*steps, document_kind=PROPOSAL, period_kind="", priority=60).insert()
		self.act(self.users.secretary, "send")

	def listed(self, user: str) -> list[tuple[str, str]]:
		with self.set_user(user):
			return [(row["name"], row["stands"]) for row in queue_api.list_ended()["rows"]]

	def test_what_has_ended_well_comes_there_and_to_nobody_else(self):
		self.assertEqual(self.listed(self.users.province), [])
		self.act(self.users.grassroots, "agree")
		self.assertEqual(self.listed(self.users.province), [(self.proposal, "Agreed to")])
		for who in ("secretary", "grassroots", "body"):
			with self.subTest(who):
				self.assertEqual(self.listed(getattr(self.users, who)), [])

	def test_page_by_page_and_kind_by_kind(self):
		self.act(self.users.grassroots, "agree")
		columns = ("state", "route", "decided_on", "organization", "organization_path")
		values = frappe.db.get_value(PROPOSAL, self.proposal, columns, as_dict=True)
		other = self.make().name
		frappe.db.set_value(PROPOSAL, other, values | {"decided_on": add_days(values.decided_on, -1)})
		with self.set_user(self.users.province):
			pages = [queue_api.list_ended(start=start, limit=1) for start in (0, 1, 2)]
			of_others = queue_api.list_ended(kind="Framework Overlay")
		self.assertEqual(
			[[row["name"] for row in page["rows"]] for page in pages], [[self.proposal], [other], []]
		)
		kinds = [{"doctype": PROPOSAL, "kind": "Reorganization Proposal", "total": 2}]
		self.assertEqual([(page["total"], page["kinds"]) for page in pages], [(2, kinds)] * 3)
		self.assertEqual((of_others["rows"], of_others["total"], of_others["kinds"]), ([], 0, kinds))

	def test_what_is_withdrawn_leaves(self):
		self.act(self.users.grassroots, "agree")
		self.act(self.users.secretary, "withdraw", "Không cần nữa")
		self.assertEqual(self.listed(self.users.province), [])


class TestWhoIsOfferedTheList(ReceivedTestCase):
	def test_levels_that_some_route_has_receive(self):
		for who, answer in (("province", True), ("clerk", True), ("body", False), ("secretary", False)):
			with self.subTest(who), self.set_user(getattr(self.users, who)):
				self.assertEqual(queue_api.queue()["receives"], answer)

	def test_also_of_a_route_out_of_use(self):
		create_test_route(("co_so", "Decide"), ("truc_thuoc_tinh", "Receive"), disabled=1).insert()
		with self.set_user(self.users.body):
			self.assertTrue(queue_api.queue()["receives"])
