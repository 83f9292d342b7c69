"""Try a scale of points for meetings on the files of a year: the same criteria, other grades of their meetings. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.criteria import registry, scale_register, scales
from bontot.evaluation.errors import TryOnScaleError
from bontot.meeting import try_scale
from bontot.meeting.try_scale import Grade

DOCTYPE = scale_register.DOCTYPE


def require_triable(doc: Document) -> None:
	"""Raise TryOnScaleError for a scale that no record answers: one of ratings, or one without points."""
	if doc.scale_kind != scales.MEETING_QUALITY or doc.without_points:
		message = _(
			"{0}: only a scale of points for meetings can be tried. Bodies decide on ratings, and a grade without points is chosen by people: no record tells either."
		)
		frappe.throw(message.format(doc.title), TryOnScaleError, title=_("Nothing to Try On"))


class Regraded:
	"""Grades of meetings before and on the tried scale, each meeting worked out once."""

	def __init__(self, doc: Document) -> None:
		tried = scale_register.freeze(doc)
		self.grades = cache(lambda meeting: try_scale.grades(meeting, tried))
		self.turned: dict[str, tuple[str, str]] = {}

	def before(self, meeting: str) -> Grade:
		return self.grades(meeting)[0]

	def after(self, meeting: str) -> Grade:
		before, after = self.grades(meeting)
		self.turned[meeting] = (before[0], after[0])
		return after

	def tally(self) -> list[dict[str, Any]]:
		"""Return how many meetings went from which grade to which: [{before, after, count}]; "": not graded."""
		counted = Counter(self.turned.values())
		return [
			{"before": before, "after": after, "count": count}
			for (before, after), count in sorted(counted.items())
		]


def findings(
	calculator: str, contexts: list[registry.Context], regrade: Callable[[str], Grade]
) -> dict[str, registry.Finding]:
	"""Return the records' findings on one kind's evaluations, with the grades that `regrade` gives their meetings."""
	if calculator != try_scale.KEY:
		return registry.compute_many(calculator, contexts)
	return try_scale.findings(contexts, regrade) if contexts else {}
