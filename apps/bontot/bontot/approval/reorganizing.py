"""What a reorganisation does to files under appraisal: who waits for an organisation that ends goes on by itself.

To the successor on the file's branch, or to the next level that lives; the log says so. Files of organisations that end
themselves have left the review before (`evaluation.reorganizing`). Levels further ahead are looked at when a file comes
there (`service.await_position`).
"""

from __future__ import annotations

from collections.abc import Sequence

from frappe import _

from bontot.approval import kinds, rerouting
from bontot.organization.reorganization.change import Change


def apply(change: Change) -> list[str]:
	"""Returns the files that moved."""
	reason = _("The level where the file waited has ended by {0}.").format(change.decision)
	moved = rerouting.heal(rerouting.waiting_for_ended(list(change.ended)), reason)
	return moved + heal_documents(reason, list(change.ended))


def undo(change: Change, moved: list[str] | None) -> None:
	"""The log keeps both ways; who waits for an organisation that is gone with the decision goes on once more."""
	reason = _("The reorganization by which the file came to its level was undone.")
	rerouting.heal(rerouting.waiting_for_ended(), reason)
	heal_documents(reason)


def heal_documents(reason: str, ended: Sequence[str] | None = None) -> list[str]:
	"""Documents of every kind that wait for an organisation that has ended go on; returns those that moved."""
	moved = []
	for kind in kinds.documents():
		waiting = rerouting.documents_waiting_for_ended(kind.doctype, ended)
		moved += rerouting.heal(waiting, reason, kind.doctype)
	return moved
