"""Transfers under way when their bodies merge, end or divide."""

import frappe
from frappe import _
from frappe.utils import add_days, nowdate

from bontot.organization.members import transfers
from bontot.organization.testing import (
	create_test_member,
	create_test_organization,
	create_test_seat,
	create_test_tree,
)
from bontot.outbox.testing import run_now
from bontot.reorganization import preview, service
from bontot.reorganization.testing import create_test_reorganization, reorganize
from bontot.tests.case import BontotTestCase

FIELDS = ("state", "organization", "to_organization", "title", "organization_path", "reason")


class TestOpenTransfers(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.member = create_test_member(self.tree.cell_a, full_name="Lò Văn Ón").name
		proposer = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		with self.set_user(proposer):
			self.transfer = frappe.get_doc(
				doctype=transfers.DOCTYPE,
				member=self.member,
				to_organization=self.tree.cell_b,
				transfer_kind="Permanent",
				effective_date=add_days(nowdate(), 5),
			).insert()

	def stands(self):
		return frappe.db.get_value(transfers.DOCTYPE, self.transfer.name, FIELDS, as_dict=True)

	def test_into_the_heir_of_the_receiving_body_and_back(self):
		before = self.stands()
		acts = [{"act": "Merge", "organization": self.tree.cell_b, "target": self.tree.other_cell}]
		asked = create_test_reorganization(self.tree.province, nowdate(), acts)
		counts = {line["what"]: line["count"] for line in preview.describe(asked)["lines"]}
		self.assertEqual(counts[_("Transfers of members under way into organizations that end")], 1)
		doc = reorganize(self.tree.province, nowdate(), acts)
		after = self.stands()
		self.assertEqual((after.state, after.to_organization), ("Proposed", self.tree.other_cell))
		self.assertIn("Lò Văn Ón: Chi bộ Văn phòng → Chi bộ Phòng Tổng hợp", after.title)
		receiver = create_test_seat(self.tree.other_cell, "bi_thu_chi_bo").user
		with self.set_user(receiver):
			self.assertTrue(
				transfers.may_answer(frappe.get_doc(transfers.DOCTYPE, self.transfer.name), receiver)
			)
		run_now(service.start_undo(doc.name)["task"])
		self.assertEqual(self.stands(), before)

	def test_one_proposed_while_the_decision_is_carried_out_follows_a_little_later(self):
		"""Its writer had read the receiving cell before it ended, and committed after the decision had looked for it."""
		before = self.stands()
		acts = [{"act": "Merge", "organization": self.tree.cell_b, "target": self.tree.other_cell}]
		doc = reorganize(self.tree.province, nowdate(), acts)
		followed = self.stands()
		frappe.db.set_value(transfers.DOCTYPE, self.transfer.name, dict(before))
		doc.reload()
		traces = frappe.parse_json(doc.traces)
		traces["modules"] = {
			path: trace for path, trace in traces["modules"].items() if "transfers" not in path
		}
		doc.db_set("traces", frappe.as_json(traces))
		task = frappe.db.get_value(
			"Outbox Task", {"handler": service.HEAL, "payload": ("like", f"%{doc.name}%")}
		)
		run_now(task)
		self.assertEqual(self.stands(), followed)
		run_now(service.start_undo(doc.name)["task"])
		self.assertEqual(self.stands(), before)

	def test_out_of_where_the_member_is_now(self):
		acts = [{"act": "Merge", "organization": self.tree.cell_a, "target": self.tree.other_cell}]
		reorganize(self.tree.province, nowdate(), acts)
		after = self.stands()
		self.assertEqual(
			(after.state, after.organization, after.to_organization),
			("Proposed", self.tree.other_cell, self.tree.cell_b),
		)
		with self.set_user(create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user):
			transfers.accept(self.transfer.name)
		with self.freeze_time(f"{add_days(nowdate(), 5)} 01:00:00"):
			transfers.carry_out_due()
		self.assertEqual(frappe.db.get_value("Party Member", self.member, "organization"), self.tree.cell_b)

	def test_both_sides_become_one(self):
		reorganize(
			self.tree.province,
			nowdate(),
			[{"act": "Merge", "organization": self.tree.cell_b, "target": self.tree.cell_a}],
		)
		self.assertEqual(self.stands().state, "Withdrawn")
		self.assertTrue(self.stands().reason)

	def test_a_body_without_heir_takes_it_back_with_the_reason(self):
		reorganize(self.tree.province, nowdate(), [{"act": "Dissolve", "organization": self.tree.cell_b}])
		after = self.stands()
		self.assertEqual(after.state, "Withdrawn")
		self.assertIn("12-QĐ/TU", after.reason)

	def test_others_stay_as_they_are(self):
		other = create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots).name
		before = self.stands()
		reorganize(self.tree.province, nowdate(), [{"act": "Dissolve", "organization": other}])
		self.assertEqual(self.stands(), before)
