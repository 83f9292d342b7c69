"""Particulars of a proposed reorganisation on its way up: what could not be carried out is neither sent nor agreed to.

Agreeing changes no tree. Who decides makes the decision of it (`reorganization.proposals`), and while that
stands the proposal is not withdrawn.
"""

from __future__ import annotations

from datetime import datetime

from frappe import _
from frappe.model.document import Document

from bontot.approval.core import kinds, transitions
from bontot.approval.core.adoption_rules import Votes
from bontot.reorganization import proposals


class ProposalKind(kinds.Kind):
	doctype = proposals.DOCTYPE
	ends_with_author = True

	def before_sending(self, doc: Document, meeting: str | None, votes: Votes | None) -> None:
		"""Refuse what has problems today; the preview names them by row."""
		doc.require_ready()

	def agreed(self, doc: Document, organization: str, at: datetime) -> None:
		"""The tree may have moved on since it was sent; what it no longer allows goes back, from whatever level."""
		super().agreed(doc, organization, at)
		doc.require_ready()

	def before_withdrawing(self, doc: Document) -> None:
		proposals.require_unused(doc)

	def why_in_force(self, doc: Document) -> str:
		return proposals.why_used(doc)

	def act_words(self) -> dict[str, str]:
		return {transitions.APPROVE: _("Agreed to"), transitions.WITHDRAW: _("Withdrawn")} | self.fate_words()
