"""Kind of approvable for a summary report: sending freezes its figures, and who stands above receives it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from frappe import _
from frappe.model.document import Document

from bontot.approval.core import kinds, routing, transitions
from bontot.approval.core.adoption_rules import Votes
from bontot.organization import tree
from bontot.organization.access import approvable
from bontot.synthesis import reporting


class ReportKind(kinds.Kind):
	doctype = "Summary Report"
	withdrawable = False  # what was received was received

	def before_sending(self, doc: Document, meeting: str | None, votes: Votes | None) -> None:
		reporting.freeze(doc)

	def work_out(self, doc: Document, on: date) -> routing.FrozenRoute:
		"""The topmost organisation reports to nobody here: sending is its end."""
		if not tree.ancestors(doc.organization):
			return routing.FrozenRoute()
		return super().work_out(doc, on)

	def lock(self, name: str, closed_too: bool = False) -> Document:
		doc = super().lock(name, closed_too)
		doc._stood = doc.as_dict()
		return doc

	def save(self, docs: Sequence[Document]) -> None:
		"""Write where reports stand; nothing of them is submitted. The ledger of duties follows."""
		for doc in docs:
			approvable.write_columns(doc)
			doc._doc_before_save = doc._stood  # what the hooks of a saved document are given
			doc.run_method("on_update")

	def act_words(self) -> dict[str, str]:
		return {transitions.APPROVE: _("Received")}
