"""What is particular to the minutes of a meeting on their way up: the record itself climbs, and none has to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.approval import kinds, transitions
from bontot.approval.adoption_rules import Votes
from bontot.meeting import sending
from bontot.organization import climbing, tree


class MinutesKind(kinds.Kind):
	doctype = "Meeting"
	table = "record"
	must_climb = False
	in_bulk = True
	author_withdraws = False  # what was appraised is opened again by those who did, or from above

	def before_sending(self, doc: Document, meeting: str | None, votes: Votes | None) -> None:
		doc.require_ready()
		doc.organization_name = frappe.db.get_value(tree.DOCTYPE, doc.organization, "organization_name")

	def save(self, docs: Sequence[Document]) -> None:
		"""Write where they stand; a record is never submitted, and nothing else of it follows from an act."""
		for doc in docs:
			climbing.write_columns(doc)

	def act_words(self) -> dict[str, str]:
		return {
			transitions.APPROVE: _("Minutes appraised"),
			transitions.WITHDRAW: _("Appraisal of the minutes taken back"),
		}

	def author_words(self) -> str:
		return _("Recording")

	def words(self) -> str:
		return _("Minutes")

	def address(self, name: str) -> str:
		return f"/app/meeting-record/{name}"

	def doubt_columns(self) -> Sequence[str]:
		return ("unexcused_count", "quality_grade", "minutes_file")

	def doubts(self, row: Any) -> list[str]:
		return [*super().doubts(row), *sending.doubts(row)]
