"""What a reorganisation does to files under appraisal: who waits for an organisation that ends goes on by itself.

To the successor on the file's branch, or to the next level that lives; the log says so. Files of organisations that end
themselves have left the review before (`evaluation.reorganizing`). Levels further ahead are looked at when a file comes
there (`service.await_position`).
"""

from __future__ import annotations

from frappe import _

from bontot.approval import rerouting
from bontot.organization.reorganization.change import Change


def apply(change: Change) -> list[str]:
	"""Returns the files that moved."""
	reason = _("The level where the file waited has ended by {0}.").format(change.decision)
	return rerouting.heal(rerouting.waiting_for_ended(list(change.ended)), reason)


def undo(change: Change, moved: list[str] | None) -> None:
	"""The log keeps both ways; who waits for an organisation that is gone with the decision goes on once more."""
	reason = _("The reorganization by which the file came to its level was undone.")
	rerouting.heal(rerouting.waiting_for_ended(), reason)
