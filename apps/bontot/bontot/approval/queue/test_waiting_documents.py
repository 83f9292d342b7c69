"""Documents by the dozen: a page at a time, as many questions for any number."""

from __future__ import annotations

from unittest import mock

import frappe

from bontot.approval.queue import waiting_documents
from bontot.approval.testcase import PROPOSAL, ProposalTestCase
from bontot.organization.testing import create_test_seat


class CrowdTestCase(ProposalTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.names = [self.sent() for _ in range(3)]
		self.reviewer = self.users.grassroots

	def sent(self) -> str:
		name = self.make().name
		self.act(self.users.secretary, "send", name=name)
		return name


class TestPages(CrowdTestCase):
	def test_a_page_and_how_many_there_are(self) -> None:
		found = waiting_documents.page(self.reviewer, limit=2)
		self.assertEqual([len(found["rows"]), found["total"], found["overdue"]], [2, 3, 0])
		self.assertEqual([(one["doctype"], one["total"]) for one in found["kinds"]], [(PROPOSAL, 3)])
		rest = waiting_documents.page(self.reviewer, start=2, limit=2)["rows"]
		self.assertEqual({row["name"] for row in (*found["rows"], *rest)}, set(self.names))
		other = waiting_documents.page(self.reviewer, doctype="Summary Report")
		self.assertEqual((other["rows"], other["total"], len(other["kinds"])), ([], 0, 1))

	def test_as_many_statements_for_any_number(self) -> None:
		people = {
			"reviewer": self.reviewer,
			# Sits in the cell too: what waits has to be looked at, and that at once.
			"with a seat below": create_test_seat(
				self.tree.cell_a, "pho_bi_thu_chi_bo", self.users.body
			).user,
			"commission": self.users.province,
		}
		asked = (waiting_documents.page, waiting_documents.returned, waiting_documents.stuck)
		few = {label: self.statements(asked, user) for label, user in people.items()}
		self.names += [self.sent() for _ in range(5)]
		self.assertEqual({label: self.statements(asked, user) for label, user in people.items()}, few)
		self.assertEqual(waiting_documents.page(self.reviewer)["total"], 8)

	def test_as_many_statements_where_the_levels_own_seats_are_barred(self) -> None:
		create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo", self.reviewer)
		recorder = create_test_seat(self.tree.grassroots, "can_bo_van_phong").user
		asked = (waiting_documents.page,)
		few = self.statements(asked, recorder)
		self.names.append(self.sent())
		self.assertEqual(self.statements(asked, recorder), few)
		rows = waiting_documents.page(recorder)["rows"]
		self.assertEqual([(len(rows)), {row["by_body"] for row in rows}], [4, {True}])

	def statements(self, asked, user: str) -> int:
		for question in asked:
			question(user)  # what a request remembers is remembered
		with mock.patch.object(frappe.db, "sql", side_effect=frappe.db.sql) as sql:
			for question in asked:
				question(user)
		return sql.call_count

	def test_what_is_doubtful_says_so(self) -> None:
		plain = waiting_documents.page(self.reviewer)["rows"]
		self.assertEqual({tuple(row["doubts"]) for row in plain}, {()})
		frappe.db.set_value(PROPOSAL, self.names[0], "round", 2)
		told = {row["name"]: row["doubts"] for row in waiting_documents.page(self.reviewer)["rows"]}
		self.assertEqual(told.pop(self.names[0]), ["sent again after it was returned"])
		self.assertEqual(list(told.values()), [[], []])
