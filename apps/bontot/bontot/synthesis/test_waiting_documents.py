from __future__ import annotations

import frappe

from bontot.approval.queue.test_waiting_documents import CrowdTestCase
from bontot.synthesis import waiting_tasks


class TestWaitingDocuments(CrowdTestCase):
	def titles(self) -> list[str]:
		tasks = waiting_tasks.waiting_documents(self.reviewer, frappe.utils.getdate())
		return [task["title"] for task in tasks]

	def test_the_first_page_names_few_and_counts_many(self) -> None:
		self.assertEqual(len(self.titles()), 3)
		self.names += [self.sent() for _ in range(4)]
		self.assertEqual(self.titles(), ["7 documents to be appraised: Reorganization Proposal"])
