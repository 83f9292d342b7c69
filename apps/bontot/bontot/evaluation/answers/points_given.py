"""Points that people give to scored criteria: the author's stay as they were given; a level that appraises gives its own
beside them, and each act's step keeps what counted at it (`level_results`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.criteria import points
from bontot.evaluation.errors import PointsError, UnknownCriterionError


def scales(doc: Document) -> dict[str, points.Scale]:
	"""Return {criterion: scale} of the scored criteria of a file, as its period froze them."""
	return points.of(doc.frozen_framework()["settings"])


def own(item: Any) -> float | None:
	"""Return the author's points; None while there are none. They have a result as soon as they are given."""
	return (item.self_points or 0.0) if item.self_result else None


def counted(item: Any) -> float | None:
	"""Return the points that count: the last level's that gave any, else the author's."""
	return (item.appraised_points or 0.0) if item.appraised_result else own(item)


def view(item: Any, scale: points.Scale | None) -> dict[str, Any] | None:
	"""Return what pages show of a criterion's points: {most, least, own, counted}; None of one that is not scored."""
	if not scale:
		return None
	return {"most": scale.most, "least": scale.least, "own": own(item), "counted": counted(item)}


def by_author(doc: Document, item: Any, given: float | None, result: str) -> str:
	"""Set the author's points and return what they come to; of a criterion that is not scored the result as chosen.

	Raises PointsError.
	"""
	if not (scale := scales(doc).get(item.criterion_key)):
		if given is not None:
			message = _("{0} has no points; choose met or not met.").format(item.short_text)
			frappe.throw(message, PointsError, title=_("Points"))
		return result
	item.self_points = 0.0 if given is None else require_within(item, scale, given)
	return "" if given is None else result_of(scale, given)


def by_appraiser(doc: Document, given: Mapping[str, Any]) -> list[str]:
	"""Set in memory what a level gives otherwise than what counted before; return the keys of those criteria, in order.

	`given`: {criterion: points} of some or all scored criteria. Raises PointsError, UnknownCriterionError.
	"""
	asked = scales(doc)
	if unknown := next((key for key in given if key not in asked), None):
		message = _("The file has no scored criterion {0}. Reload the page.")
		frappe.throw(message.format(str(unknown)[:140]), UnknownCriterionError)
	changed = []
	for item in doc.items:
		if item.criterion_key not in given:
			continue
		scale, value = asked[item.criterion_key], given[item.criterion_key]
		value = require_within(item, scale, value)
		if value != counted(item):
			item.update({"appraised_points": value, "appraised_result": result_of(scale, value)})
			changed.append(item.criterion_key)
	return changed


def require_within(item: Any, scale: points.Scale, given: Any) -> float:
	if isinstance(given, bool) or not isinstance(given, int | float) or not scale.takes(given):
		message = _("{0}: give from 0 to {1} points, whole or half ones.").format(
			item.short_text, points.words(scale.most)
		)
		frappe.throw(message, PointsError, title=_("Points"))
	return float(given)


def result_of(scale: points.Scale, given: float) -> str:
	return "Met" if scale.met(given) else "Not Met"


def forget(item: Any) -> None:
	"""A criterion that goes back to its author is judged anew: what levels gave stays in their steps."""
	if item.appraised_result:
		item.update({"appraised_points": 0.0, "appraised_result": None})


def put_back(doc: Document, results: str | None) -> None:
	"""Let the points count that counted at an earlier act (`results` of its step), after a later one was taken back."""
	kept = json.loads(results or "{}").get("criteria", {})
	for item in doc.items:
		then = kept.get(item.criterion_key, {})
		if "points" not in then:
			continue
		forget(item)
		if then["points"] != own(item):
			scale = scales(doc)[item.criterion_key]
			item.update(
				{"appraised_points": then["points"], "appraised_result": result_of(scale, then["points"])}
			)
