"""Factories for tests of this and later modules."""

from typing import Any

import frappe
from frappe.utils import getdate

from bontot.approval.testcase import DecidingTestCase
from bontot.approval.testing import create_test_file
from bontot.evaluation.period import closing
from bontot.outbox.testing import run_now
from bontot.synthesis import freezing


def set_states(period: str, states: dict[str, dict[str, Any] | str]) -> None:
	"""Put files into states straight in the database: {organisation: state or {field: value}}.

	A file under appraisal waits where `awaiting_organization` says.
	"""
	for organization, values in states.items():
		fields = {"state": values} if isinstance(values, str) else values
		frappe.db.set_value("Evaluation", f"{organization}-{period}", fields)


def create_test_report(organization: str, period: str, **values: Any):
	"""A draft summary report of an organisation, written by the signed-in person."""
	content = {"good_practice": "Giao ban hằng tuần", "difficulties": "", "proposals": ""}
	return frappe.get_doc(
		doctype="Summary Report", organization=organization, period=period, **(content | values)
	).insert()


class FrozenTestCase(DecidingTestCase):
	"""A year about to be closed. cell_a, cell_b: recognised by a resolution · commune_cell: not sent, fails sh_cb_1 ·
	agency_cell: outside · grassroots: under appraisal at the body · commune: returned."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.apply(self.submit({self.file: "Recognize", self.other: "Recognize"}))
		tree = self.tree
		# Whoever has no file in the year did not see its end: else it could not be closed.
		elsewhere = {"name": ("in", (tree.other_body, tree.other_grassroots, tree.other_cell))}
		frappe.db.set_value("Party Organization", elsewhere, "valid_to", f"{getdate().year}-12-30")
		for organization in (tree.commune_cell, tree.agency_cell, tree.grassroots, tree.commune):
			create_test_file(organization, self.period, answered=False)
		waiting = {"state": "Under Appraisal", "awaiting_organization": tree.body, "awaiting_act": "Appraise"}
		set_states(
			self.period,
			{
				tree.agency_cell: {"state": "Outside", "outside_reason": "Mới thành lập"},
				tree.grassroots: waiting,
				tree.commune: "Returned",
			},
		)
		self.set_result("Not Met")

	def set_result(self, result: str) -> None:
		"""Set what the records say of sh_cb_1 of the commune's cell."""
		item = {"parent": f"{self.tree.commune_cell}-{self.period}", "criterion_key": "sh_cb_1"}
		frappe.db.set_value("Evaluation Item", item, "computed_result", result)

	def close(self, freeze: bool = True) -> None:
		with self.set_user(self.users.province):
			closing.close(self.period)
		if freeze:
			run_now(f"{freezing.HANDLER}:{self.period}")
