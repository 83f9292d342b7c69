"""Changes of a file since its last review, criterion by criterion. Its reviewer is shown them, the queue counts them, and a
returned criterion without any is not sent."""

import json
from collections.abc import Iterable
from typing import Any

from bontot.criteria import points
from bontot.evaluation.answers import differences, points_given

Evidence = dict[str, list[dict[str, Any]]]
"""By criterion, as `service.evidence_by_criterion` gives it."""


def of_file(doc: Any, evidence: Evidence) -> dict[str, list[differences.Difference]]:
	"""Return {criterion key: what changed since it was reviewed}; a criterion that never was is not in it."""
	scored = points_given.scales(doc)
	return {
		item.criterion_key: differences.between(
			item.criterion_key,
			reviewed(item, item.criterion_key in scored),
			current(item, evidence.get(item.criterion_key, []), item.criterion_key in scored),
		)
		for item in doc.items
		if item.reviewed_evidence is not None
	}


def reviewed(item: Any, scored: bool) -> differences.Answer:
	"""Return what a criterion said when it was reviewed last."""
	pieces = json.loads(item.reviewed_evidence or "[]")
	given = item.reviewed_points if scored else None
	records = differences.Records(*reviewed_records(item))
	return _answer(item.reviewed_result, item.reviewed_remark, pieces, given, records)


def as_returned(item: Any) -> dict[str, Any] | None:
	"""Return what a returned criterion said when it was returned, for the page to tell what is mended as it is typed: {self_result,
	remark, points, evidence: names, records_changed}; None of another."""
	if item.review_state != "Returned" or item.reviewed_evidence is None:
		return None
	return {
		"self_result": item.reviewed_result or "",
		"remark": item.reviewed_remark or "",
		"points": item.reviewed_points or 0,
		"evidence": [row["name"] for row in json.loads(item.reviewed_evidence or "[]")],
		"records_changed": records_of(item) != reviewed_records(item),
	}


def current(item: Any, pieces: list[dict[str, Any]], scored: bool) -> differences.Answer:
	given = item.self_points if scored else None
	records = differences.Records(*records_of(item))
	return _answer(item.self_result, item.remark, pieces, given, records)


def _answer(
	result: str | None,
	remark: str | None,
	evidence: Iterable[dict[str, Any]],
	given: float | None,
	records: differences.Records,
) -> differences.Answer:
	pieces = tuple(differences.Piece(row["name"], row["title"]) for row in evidence)
	words = points.words(given or 0) if given is not None and result else ""
	return differences.Answer(result or "", remark or "", pieces, words, records)


def records_of(item: Any) -> tuple[str, str]:
	"""Result and words of the records on a criterion, as the file holds them; "" as the result of one that people judge."""
	return item.computed_result or "", item.computed_summary or ""


def reviewed_records(item: Any) -> tuple[str, str]:
	"""The same as the last reviewer saw it."""
	return item.reviewed_computed or "", item.reviewed_summary or ""
