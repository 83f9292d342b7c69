"""Resolution of a core framework and a local overlay into one framework, frozen and read like the core. Pure.

The result keeps, on every criterion, which criterion of the core it answers (`core_key`), so that an organisation's result
can be told both ways: by all its criteria, and by the province's alone.
"""

from collections.abc import Iterable
from typing import Any, TypedDict

from bontot.criteria.frozen import FrozenCriterion, FrozenFramework, digest
from bontot.criteria.overlay_rules import (
	ADD,
	APPLIES,
	EXPLAIN,
	TIGHTEN,
	WAIVE,
	Change,
	parts_by_item,
)


class Source(TypedDict):
	"""Origin of an overlay, as a period keeps it."""

	overlay: str
	title: str
	organization: str
	organization_name: str
	title_kind: str
	version: int
	decision_number: str
	decision_date: str


def resolve(core: FrozenFramework, source: Source, changes: Iterable[Change]) -> FrozenFramework:
	"""Return the framework that the overlay makes of the core, with a digest of its own.

	Takes changes that `overlay_rules.lint` finds nothing wrong with; others give a framework nobody should use.
	"""
	changes = list(changes)
	parts = parts_by_item(changes)
	criteria: list[dict[str, Any]] = []
	for row in core["criteria"]:
		if own := parts.get(row["criterion_key"]):
			criteria += [_part(row, part) for part in own]
		else:
			criteria.append(_changed(row, [c for c in changes if c.criterion_key == row["criterion_key"]]))
	for change in changes:
		if change.action == ADD:
			_insert_at_end_of_group(criteria, _added(change, source["title_kind"]), core["groups"])
	content = {
		**core,
		"criteria": criteria,
		"settings": core["settings"]
		| {c.setting_key: c.setting_value.strip() for c in changes if c.setting_key},
		"overlay": source,
		"core_digest": core["digest"],
	}
	return content | {"digest": digest(content)}


def _changed(row: FrozenCriterion, changes: list[Change]) -> dict[str, Any]:
	"""A criterion of the core with what the overlay adds to it; its own words stay."""
	result: dict[str, Any] = {**row, "core_key": row["criterion_key"]}
	for change in changes:
		if change.action == TIGHTEN:
			result["required"] = result["required"] or change.required
			result["evidence_wanted"] = _joined(result["evidence_wanted"], change.evidence_wanted)
			result["local"] = "Tightened"
		elif change.action == EXPLAIN:
			result["guidance"] = _joined(result["guidance"], change.guidance)
		elif change.action == WAIVE:
			result["not_applicable"] = change.reason.strip()
	return result


def _part(row: FrozenCriterion, part: Change) -> dict[str, Any]:
	"""A part stands where its whole stood, asks what the whole asks of evidence, and counts whenever the whole counts.

	Of a computed whole the part that keeps the calculator is the province's criterion, and the others are local ones
	beside it; of a judged one all parts together are.
	"""
	is_core = not row["calculator"] or part.calculator == row["calculator"]
	return {
		**row,
		"criterion_key": part.part_key,
		"core_key": row["criterion_key"] if is_core else "",
		"part_of": row["criterion_key"],
		"short_text": part.short_text.strip(),
		"full_text": part.full_text.strip(),
		"kind": part.kind,
		"calculator": part.calculator,
		"for_six_month": part.for_six_month,
		"for_year": part.for_year,
		"required": part.required,
		"evidence_wanted": _joined(row["evidence_wanted"], part.evidence_wanted),
		"guidance": _joined(row["guidance"], part.guidance),
		"local": "Part",
		"whole": row["short_text"],
	}


def _added(change: Change, title_kind: str) -> dict[str, Any]:
	return {
		"criterion_key": change.criterion_key,
		"core_key": "",
		"group_key": change.group_key,
		"section": "",
		"short_text": change.short_text.strip(),
		"full_text": change.full_text.strip(),
		"kind": change.kind,
		"calculator": change.calculator,
		**{applies: applies == APPLIES[title_kind] for applies in APPLIES.values()},
		"for_six_month": change.for_six_month,
		"for_year": change.for_year,
		"required": change.required,
		"evidence_wanted": change.evidence_wanted.strip(),
		"guidance": change.guidance.strip(),
		"local": "Added",
	}


def _insert_at_end_of_group(
	criteria: list[dict[str, Any]], row: dict[str, Any], groups: list[dict[str, str]]
) -> None:
	order = [group["group_key"] for group in groups]
	later = set(order[order.index(row["group_key"]) + 1 :])
	place = next((i for i, other in enumerate(criteria) if other["group_key"] in later), len(criteria))
	criteria.insert(place, row)


def _joined(core: str, local: str) -> str:
	return "\n".join(text for text in (core, local.strip()) if text)
