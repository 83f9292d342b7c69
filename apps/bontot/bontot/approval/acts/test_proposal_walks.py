"""The walk of documents on proposed reorganisations: who writes for the organisation sends them, the Commission edits too."""

from __future__ import annotations

import frappe

from bontot.approval.acts.test_document_walks import Walks
from bontot.organization.testing import create_test_tree
from bontot.reorganization import proposals
from bontot.reorganization.testing import create_test_proposal
from bontot.tests.case import BontotTestCase


class TestProposalWalks(Walks, BontotTestCase):
	doctype, author, edited = proposals.DOCTYPE, "author", "title"
	attempts = 30  # the rules are the same ones

	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = t = create_test_tree()
		self.place = t.province
		self.of = {self.make(place).name: place for place in (t.commune, t.body, t.commune)}
		self.names = list(self.of)
		self.seat_people(
			(t.commune, "bi_thu_dang_uy"),
			(t.commune, "can_bo_van_phong"),
			(t.body, "bi_thu_dang_uy"),
			(t.province, "can_bo_tham_dinh"),
			(t.province, "can_bo_btc_tinh"),
			(t.commune_cell, "bi_thu_chi_bo"),
		)
		self.seat_both(t.commune, "can_bo_tham_dinh")

	def make(self, organization: str):
		below = {self.tree.commune: self.tree.commune_cell, self.tree.body: self.tree.cell_a}[organization]
		name = f"Chi bộ {frappe.generate_hash(length=6)}"
		return create_test_proposal(
			organization, [{"act": "Rename", "organization": below, "new_name": name}]
		)

	def doc(self, name: str):
		return frappe.get_doc(self.doctype, name)

	def steps(self, name: str) -> list[str]:
		where = {"file_doctype": self.doctype, "file_name": name}
		return frappe.get_all("Approval Step", where, order_by="sequence", pluck="act")

	def writes(self, held: set[tuple[str, str]], name: str) -> bool:
		return super().writes(held, name) or (self.place, "decide") in held

	def docstatus(self, doc) -> int:
		return {"Approved": 1, "Withdrawn": 2}.get(doc.state, 0)
