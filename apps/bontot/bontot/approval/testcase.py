"""Base cases of this module's tests: a file ready to be sent, and files that wait for a decision."""

from __future__ import annotations

from typing import ClassVar

import frappe

from bontot.approval.testing import (
	act_as,
	act_named,
	climb,
	create_test_file,
	create_test_officers,
	create_test_open_period,
	create_test_resolution,
)
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.outbox.testing import run_now
from bontot.reorganization.proposals import DOCTYPE as PROPOSAL
from bontot.reorganization.testing import create_test_proposal
from bontot.tests.case import BontotTestCase


class ApprovalTestCase(BontotTestCase):
	"""One file of tree.cell_a, ready to be sent: cell_a → grassroots → body → province."""

	period_kind: ClassVar[str] = "Year"

	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.users = create_test_officers(self.tree)
		self.period = create_test_open_period(self.tree.province, self.period_kind)
		self.file = create_test_file(self.tree.cell_a, self.period)

	def doc(self, name: str | None = None):
		return frappe.get_doc("Evaluation", name or self.file)

	def steps(self, name: str | None = None) -> list[str]:
		return frappe.get_all(
			"Approval Step", {"file_name": name or self.file}, order_by="sequence", pluck="act"
		)


class ProposalTestCase(BontotTestCase):
	"""A proposal of tree.cell_a about itself, ready to be sent: cell_a → grassroots → body → province."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.users = create_test_officers(self.tree)
		self.proposal = self.make().name

	def make(self, **fields: object):
		acts = [{"act": "Rename", "organization": self.tree.cell_a, "new_name": "Chi bộ Văn phòng Sở"}]
		return create_test_proposal(self.tree.cell_a, acts, effective_date="2024-01-01", **fields)

	def doc(self, name: str = ""):
		return frappe.get_doc(PROPOSAL, name or self.proposal)

	def act(self, user: str, act: str, *said: object, name: str = "") -> None:
		with self.set_user(user):
			act_named(act)(PROPOSAL, name or self.proposal, self.doc(name).step_sequence or 0, *said)


class DecidingTestCase(ApprovalTestCase):
	"""Two files of two cells, both waiting for the province's decision."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.other = create_test_file(self.tree.cell_b, self.period)
		author = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		climb(self.file, self.users)
		act_as(author, "send", self.other)
		for level in ("grassroots", "body"):
			act_as(getattr(self.users, level), "agree", self.other)

	def submit(self, decisions: dict[str, str], user: str | None = None, **values: object):
		"""A submitted resolution of the province, not applied yet."""
		with self.set_user(user or self.users.clerk):
			doc = create_test_resolution(self.tree.province, decisions, **values)
			doc.insert()
			doc.submit()
		return doc

	def apply(self, resolution):
		task = frappe.db.get_value(
			"Outbox Task", {"reference_name": resolution.name}, order_by="creation desc"
		)
		run_now(task)
		return frappe.get_doc("Resolution", resolution.name)

	def states(self) -> list[str]:
		return [self.doc(self.file).state, self.doc(self.other).state]
