"""Particulars of a body's overlay on its way up: the linter stands at its beginning and at its end."""

from __future__ import annotations

from frappe import _
from frappe.model.document import Document

from bontot.approval.core import kinds, transitions
from bontot.approval.core.adoption_rules import Votes
from bontot.criteria import overlays


class OverlayKind(kinds.Kind):
	doctype = overlays.DOCTYPE
	ends_with_author = True
	author = "decide"  # officers prepare it, who records for the body sends it

	def before_sending(self, doc: Document, meeting: str | None, votes: Votes | None) -> None:
		"""Refuse what could not be put in force: without a decision, on a framework out of use, or weakening it."""
		doc.require_ready()

	def act_words(self) -> dict[str, str]:
		words = {
			transitions.APPROVE: _("Agreed: it is in force"),
			transitions.WITHDRAW: _("Put out of force"),
		}
		return words | self.fate_words()
