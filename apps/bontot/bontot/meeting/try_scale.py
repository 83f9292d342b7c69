"""Trial of another scale on meetings: their grades by it, and what criterion sh_cb_2 would come to by that. Reads only.

Each meeting is scored anew twice from its record as it stands: on the scale it was scored on, and on the one tried, so that what
turns comes from the scale alone. What people gave goes along by the item's key, where the tried scale has room for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import frappe
from frappe.model.document import Document

from bontot.criteria.registry import Context, Finding
from bontot.criteria.scales import Scale
from bontot.meeting import criteria, score, score_facts, scoring, wording
from bontot.meeting.findings import Fact
from bontot.meeting.scoring import Given

KEY = "meeting_quality"
Grade = tuple[str, float]  # key of the grade, "" while an item has no points; points


def findings(contexts: Sequence[Context], regrade: Callable[[str], Grade]) -> dict[str, Finding]:
	"""Judge KEY of many organisations of one period as if each meeting had the grade that `regrade` gives it, by name."""
	calculator = criteria.CALCULATORS[KEY]

	def regraded(facts: Sequence[Fact]) -> list[Fact]:
		return [_regraded(fact, regrade) if fact.held else fact for fact in facts]

	judged = criteria.judgements(calculator, contexts, regraded)
	return {
		context.organization: wording.finding(calculator.subject, context, one) for one, context in judged
	}


def _regraded(fact: Fact, regrade: Callable[[str], Grade]) -> Fact:
	grade, points = regrade(fact.name)
	return replace(
		fact, grade=grade, points=points, scale="", short=()
	)  # what kept it down was of its own scale


def grades(meeting: str, tried: Scale) -> tuple[Grade, Grade]:
	"""Return what a meeting comes to now, and on the tried scale. One without a scale of points keeps its grade as it is."""
	doc = frappe.get_doc("Meeting", meeting)
	own = score.scale_of(doc)
	stored = (doc.quality_grade or "", doc.quality_points or 0)
	before = _grade(doc, own) if own and not own.without_points else stored
	return before, _grade(doc, tried)


def _grade(doc: Document, scale: Scale) -> Grade:
	found = scoring.score(scale, score_facts.collect(doc, scale), fitting(score.given(doc), scale))
	return found.grade, found.points


def fitting(given: Mapping[str, Given], scale: Scale) -> dict[str, Given]:
	"""Return what people gave to items that the scale has, and that can still earn so much. Pure."""
	most = {item.item_key: item.points for item in scale.items}
	return {key: one for key, one in given.items() if key in most and one.points <= most[key]}
