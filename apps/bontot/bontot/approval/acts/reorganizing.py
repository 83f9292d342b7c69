"""Effects of a reorganisation on files under appraisal: who waits for an organisation that ends goes on by itself.

To the successor on the file's branch, or to the next level that lives; the log says so. Files of organisations that end
themselves have left the review before (`evaluation.period.reorganizing`); of other documents those that only the ended organisation
could mend or be bound by end with it (`ended_authors`). Levels further ahead are looked at when a file comes there
(`moves.await_position`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import frappe
from frappe import _

from bontot.approval.acts import ended_authors, rerouting
from bontot.approval.core import kinds
from bontot.reorganization.change import Change, Line


class Trace(TypedDict):
	moved: list[str]  # names of files that went on
	ended: list[dict[str, str | None]]  # of documents that ended (`ended_authors.end`)


def preview(change: Change) -> list[Line]:
	ended = list(change.ended)
	return [
		{
			"what": _("Proposals and overlays under way of organizations that end"),
			"count": sum(len(ended_authors.under_way(kind, ended)) for kind in kinds.documents()),
			"becomes": _("end with this decision as the reason"),
		}
	]


def apply(change: Change) -> Trace:
	ended, place = [], decided_at(change)
	for kind in kinds.documents():
		names = ended_authors.under_way(kind, list(change.ended))
		because = {
			name: change.end_reason(frappe.db.get_value(kind.doctype, name, "organization")) for name in names
		}
		for name, reason in because.items():
			ended += ended_authors.end([name], kind.doctype, reason, place)
	reason = _("The level where the file waited has ended by {0}.").format(change.decision)
	moved = rerouting.heal(rerouting.waiting_for_ended(list(change.ended)), reason)
	return {"moved": moved + heal_documents(reason, list(change.ended)), "ended": ended}


def undo(change: Change, trace: Trace | None) -> None:
	"""Let what ended wait again. The log keeps both ways; who waits for an organisation that is gone with the decision goes on
	once more."""
	if trace:
		because = _("The reorganization by which its organization had ended was undone.")
		ended_authors.put_back(trace["ended"], because, decided_at(change))
	reason = _("The reorganization by which the file came to its level was undone.")
	rerouting.heal(rerouting.waiting_for_ended(), reason)
	heal_documents(reason)


def decided_at(change: Change) -> str | None:
	return frappe.db.get_value("Reorganization", change.reorganization, "organization")


def heal_documents(reason: str, ended: Sequence[str] | None = None) -> list[str]:
	"""Documents of every kind that wait for an organisation that has ended go on; returns those that moved."""
	moved = []
	for kind in kinds.documents():
		waiting = rerouting.other_kinds_waiting_for_ended(kind.doctype, ended)
		moved += rerouting.heal(waiting, reason, kind.doctype)
	return moved
