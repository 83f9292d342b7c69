"""The score on the record of a meeting: made again at every save, so that it always says what the record says."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.criteria import scale_register, scales
from bontot.criteria.scales import Scale
from bontot.meeting import kinds, score_facts, scoring
from bontot.meeting.errors import ScorePointsError, ScoreReasonError, UnknownPartError
from bontot.meeting.score_words import grade_words, number, scale_words, shortfall_words, why_words
from bontot.meeting.scoring import Given, Score

PART = "score"
SCORED_KINDS = (kinds.REGULAR,)
LONGEST_REASON = 500
NOT_GIVEN = {"given_points": 0, "reason": None, "is_given": 0}


def scale_of(doc: Document) -> Scale | None:
	"""The scale a meeting is scored on: the one it was scored on first, else the one in force on its day."""
	if doc.meeting_kind not in SCORED_KINDS or doc.status not in ("Held", "Minuted"):
		return None
	scored = doc.score or doc.given_grade
	if doc.quality_scale and scored and frappe.db.exists(scale_register.DOCTYPE, doc.quality_scale):
		return scale_register.get(doc.quality_scale)
	return scale_register.in_force(scales.MEETING_QUALITY, doc.day)


def compute(doc: Document) -> tuple[Scale, Score] | None:
	"""Scale and score of a meeting as it stands in memory; None where meetings of its kind, state or year have no points."""
	scale = scale_of(doc)
	if not scale or scale.without_points:
		return None
	before = score_facts.points_of_last_meeting(doc)
	return scale, scoring.score(scale, score_facts.collect(doc, scale), given(doc), before)


def put_rows(doc: Document, rows: list[dict[str, Any]]) -> None:
	"""Make these the rows of the score; a row that is there stays the same one, with its name, owner and creation."""
	own = {row.item_key: row for row in doc.score}
	kept = []
	for idx, values in enumerate(rows, 1):
		row = own.get(values["item_key"])
		kept.append(row.update({**values, "idx": idx}) if row else {**values, "idx": idx})
	doc.set("score", kept)


def given(doc: Document) -> dict[str, Given]:
	return {row.item_key: Given(row.given_points or 0, row.reason or "") for row in doc.score if row.is_given}


def refresh(doc: Document) -> None:
	"""Set the rows, total and grade from the record and what people gave. Raises ScorePointsError.

	On a scale without points the grade is the one the cell gave; elsewhere none is kept that somebody gave.
	"""
	found = compute(doc)
	if not found:
		scale = scale_of(doc)
		doc.set("score", [])
		doc.given_grade = doc.given_grade or None if scale else None
		doc.quality_points, doc.quality_grade = 0, doc.given_grade
		doc.quality_scale = scale.name if scale else None
		return
	doc.given_grade = None
	scale, score = found
	refuse_faults(score, "out_of_range")
	groups = {group.group_key: group.group_name for group in scale.groups}
	put_rows(doc, [stored(row, groups) for row in score.rows])
	doc.quality_points, doc.quality_grade, doc.quality_scale = score.points, score.grade or None, scale.name


def stored(row: scoring.ScoreRow, groups: dict[str, str]) -> dict[str, Any]:
	return {
		"item_key": row.item.item_key,
		"item_name": row.item.item_name,
		"group_name": groups[row.item.group_key],
		"most_points": row.item.points,
		"must_be_full": int(row.item.must_be_full),
		"points": row.points or 0,
		"has_points": int(row.points is not None),
		"by_record": int(row.computed is not None),
		"record_points": row.computed or 0,
		"is_given": int(row.given is not None),
		"given_points": row.given.points if row.given else 0,
		"reason": row.given.reason if row.given else None,
		"why": why_words(row),
	}


def refuse_faults(score: Score, *codes: scoring.Fault) -> None:
	for code, row in scoring.faults(score.rows):
		if code not in codes:
			continue
		if code == "out_of_range":
			frappe.throw(
				_("{0}: give 0 to {1} points.").format(row.item.item_name, number(row.item.points)),
				ScorePointsError,
				title=_("Score"),
			)
		frappe.throw(
			_("{0}: the record comes to {1} points. Write the reason to give {2}.").format(
				row.item.item_name, number(row.computed), number(row.given.points)
			),
			ScoreReasonError,
			title=_("Reason Needed"),
		)


# The part "score" of the page: only what people gave, so that a change of the roll does not contest it.


def values(doc: Document) -> list[dict[str, Any]]:
	return [
		{"item_key": row.item_key, "points": row.given_points or 0, "reason": row.reason or ""}
		for row in doc.score
		if row.is_given
	]


def apply(doc: Document, new: list) -> None:
	"""Put what the page sent in place of what people gave before; the rest of the rows is made at the save.

	Raises UnknownPartError, ScorePointsError, and ScoreReasonError here only: a later change of the record must not be
	refused for the sake of points somebody gave before it.
	"""
	scale = scale_of(doc)
	known = {item.item_key for item in scale.items} if scale else set()
	rows = {row["item_key"]: row for row in (_given_row(one, known) for one in new)}
	for row in doc.score:
		row.update(rows.pop(row.item_key, NOT_GIVEN))
	for row in rows.values():
		doc.append("score", row)
	if found := compute(doc):
		refuse_faults(found[1], "out_of_range", "reason_needed")


def _given_row(one: Any, known: set[str]) -> dict[str, Any]:
	key = one.get("item_key") if isinstance(one, dict) else None
	if key not in known:
		raise UnknownPartError(f"The score has no item {key!r}.")
	try:
		points = float(one.get("points"))
	except (TypeError, ValueError):
		raise UnknownPartError(f"Points of {key!r} are a number.") from None
	reason = str(one.get("reason") or "").strip()[:LONGEST_REASON]
	return {"item_key": key, "given_points": points, "reason": reason, "is_given": 1}


def shown(doc: Document) -> dict[str, Any] | None:
	"""Return the score as the page shows it: rows with their reason, total, grade; None where the meeting has no score."""
	found = compute(doc)
	if not found:
		scale = scale_of(doc)
		return _shown_grade(doc, scale) if scale else None
	scale, score = found
	groups = {group.group_key: group.group_name for group in scale.groups}
	return {
		"rows": [
			stored(row, groups) | {"scale": scale_words(scale, row.item), "suggested": row.suggested}
			for row in score.rows
		],
		"shortfall": shortfall_words(
			scales.shortfall(
				scale, score.grade, score.points, [row.item.item_name for row in score.rows if row.short]
			)
		),
		"points": score.points,
		"total": scale.total,
		"open": score.open,
		"grade": score.grade,
		"grade_words": grade_words(scale, score.grade),
		"scale": frappe.db.get_value(scale_register.DOCTYPE, scale.name, "title"),
		"grades": [],
	}


def _shown_grade(doc: Document, scale: Scale) -> dict[str, Any]:
	"""Return what `shown` does, on a scale without points: `grades` are those to choose from, [{value, label, hint}]."""
	grade = doc.quality_grade or ""
	rows = frappe.get_cached_doc(scale_register.DOCTYPE, scale.name).grades
	return {
		"rows": [],
		"shortfall": "",
		"points": 0,
		"total": 0,
		"open": 0,
		"grade": grade,
		"grade_words": grade_words(scale, grade),
		"scale": frappe.db.get_value(scale_register.DOCTYPE, scale.name, "title"),
		"grades": [
			{"value": row.grade_key, "label": row.grade_name, "hint": row.conditions or ""} for row in rows
		],
	}


def unfinished(organizations: Collection[str], since: date) -> list[frappe._dict]:
	"""Minuted meetings of these organisations whose score is not whole, the earliest first.

	[{name, organization, for_month, open}]: how many items have no points; 0 where the grade itself is to be chosen. The
	caller knows that whoever asks writes for them.
	"""
	where = {
		"organization": ("in", list(organizations)),
		"status": "Minuted",
		"meeting_date": (">=", since),
		"quality_scale": ("is", "set"),
		"quality_grade": ("is", "not set"),
	}
	fields = ["name", "organization", "for_month"]
	meetings = frappe.get_all("Meeting", where, fields, order_by="meeting_date, name")
	lacking = {"parent": ("in", [row.name for row in meetings] or [""]), "has_points": 0}
	counted = Counter(frappe.get_all("Meeting Score", lacking, pluck="parent"))
	return [frappe._dict(row, open=counted[row.name]) for row in meetings]
