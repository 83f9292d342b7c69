"""Hooks by which other modules take part in a reorganisation (`reorganization_participants` in hooks.py).

preview(change) -> [Line]; apply(change) -> what undo needs, as JSON can hold it; undo(change, trace);
heal(change) -> more of what apply returned, a list, for what was committed by somebody who had read the old tree;
obstacles(change) -> sentences that say what was built upon it since. Each in the transaction of the caller.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypedDict

import frappe
from frappe import _
from frappe.utils import formatdate


class Line(TypedDict):
	"""One line of the preview: what is touched, how many, what becomes of it."""

	what: str
	count: int
	becomes: str


@dataclass(frozen=True, slots=True)
class Change:
	"""displaced: organisations whose place changes and that live on; ended: those that end, with the titles of their
	successors; founded: none in a preview, where they have no name yet; divided: those that are split and go on; rekinded:
	{organisation that lives on: its new kind}; handed: {kind of
	record: {record: founded organisation that takes it on}} (`sharing`), in a preview by its title."""

	reorganization: str
	effective: date
	decision: str
	displaced: tuple[str, ...] = ()
	divided: tuple[str, ...] = ()
	rekinded: dict[str, str] = field(default_factory=dict)
	handed: dict[str, dict[str, str]] = field(default_factory=dict)
	ended: dict[str, tuple[str, ...]] = field(default_factory=dict)
	founded: tuple[str, ...] = ()
	done_at: datetime | None = None

	def end_reason(self, organization: str) -> str:
		"""Describe why an evaluation of an ended organisation is out of the review."""
		day = formatdate(self.effective, "dd/MM/yyyy")
		if heirs := self.ended.get(organization):
			return _("Merged into {0} from {1} by {2}.").format(", ".join(heirs), day, self.decision)
		return _("Ended from {0} by {1}.").format(day, self.decision)

	def kind_reason(self, organization: str) -> str:
		"""The same where an organisation goes on as one of a kind that earns no title."""
		name = frappe.db.get_value("Organization Kind", self.rekinded[organization], "kind_name")
		day = formatdate(self.effective, "dd/MM/yyyy")
		return _("From {0} a {1} by {2}, which earns no title.").format(day, name, self.decision)


def decision_of(doc: Any) -> str:
	if not doc.get("decision_number"):  # a proposal is no decision yet
		return _("the proposal “{0}”").format(doc.title)
	return _("decision {0} of {1}").format(doc.decision_number, formatdate(doc.decision_date, "dd/MM/yyyy"))


def participants(step: str) -> list[tuple[str, Callable]]:
	"""(dotted path, function) of every module that takes part in a step: preview, apply, heal, undo or obstacles."""
	paths = (frappe.get_hooks("reorganization_participants") or {}).get(step) or []
	return [(path, frappe.get_attr(path)) for path in paths]


def module_of(path: str) -> str:
	return path.rpartition(".")[0]
