"""A framework as a period keeps it: plain data with a digest, so that later versions change nothing that was opened."""

import hashlib
import json
from typing import Any, NotRequired, TypedDict

import frappe

from bontot.criteria import period_kinds


class FrozenCriterion(TypedDict):
	criterion_key: str
	group_key: str
	section: str
	short_text: str
	full_text: str
	kind: str
	calculator: str
	for_cell: bool
	for_grassroots: bool
	for_six_month: bool
	for_year: bool
	required: bool
	evidence_wanted: str
	guidance: str
	# Of a framework with a local overlay (`criteria/overlay.py`):
	core_key: NotRequired[str]
	"""The core's criterion it answers: its own key, the whole's of a part, "" of one that only the overlay asks."""
	part_of: NotRequired[str]
	local: NotRequired[str]
	""""Added", "Part" or "Tightened"."""
	whole: NotRequired[str]
	"""Of a part: the short text of the whole."""
	not_applicable: NotRequired[str]
	"""Why nobody answers it here."""


class FrozenFramework(TypedDict):
	framework: str
	title: str
	version: int
	groups: list[dict[str, str]]
	criteria: list[FrozenCriterion]
	settings: dict[str, str]
	legal_basis: list[dict[str, str]]
	digest: str
	overlay: NotRequired[dict[str, Any]]
	"""Whose overlay it is (`overlay.Source`); absent from the core."""
	core_digest: NotRequired[str]


TEXTS = (
	"criterion_key",
	"group_key",
	"section",
	"short_text",
	"full_text",
	"kind",
	"calculator",
	"evidence_wanted",
	"guidance",
)
CHECKS = ("for_cell", "for_grassroots", "for_six_month", "for_year", "required")


def resolve(framework: str) -> FrozenFramework:
	"""Return what a period keeps of a framework. Raises DoesNotExistError."""
	return freeze(frappe.get_doc("Criteria Framework", framework))


def freeze(doc) -> FrozenFramework:
	"""Return a framework document (saved or not) as plain data with its digest."""
	content: dict[str, Any] = {
		"framework": doc.name,
		"title": doc.title,
		"version": int(doc.version),
		"groups": [{"group_key": row.group_key, "group_name": row.group_name} for row in doc.groups],
		"criteria": [_criterion(row) for row in doc.criteria],
		"settings": {row.setting_key: row.setting_value or "" for row in doc.settings},
		"legal_basis": [_legal_document(row.legal_document) for row in doc.legal_basis],
	}
	return content | {"digest": digest(content)}


def digest(content: dict[str, Any]) -> str:
	"""Return the SHA-256 (64 hex digits) of the content; its own `digest` key does not count."""
	plain = {key: value for key, value in content.items() if key != "digest"}
	text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
	return hashlib.sha256(text.encode()).hexdigest()


def applicable(frozen: FrozenFramework, title_kind: str, period_kind: str) -> list[FrozenCriterion]:
	"""Return the criteria an organisation of that kind answers in a period of that kind, in the plan's order."""
	for_kind = {"Cell": "for_cell", "Grassroots Organization": "for_grassroots"}[title_kind]
	return [
		row
		for row in frozen["criteria"]
		if row[for_kind]
		and period_kinds.asks(row, period_kind, frozen.get("settings", {}))
		and not row.get("not_applicable")
	]


def core_key(criterion: FrozenCriterion) -> str:
	"""Return the key of the core's criterion that this one answers; "" for one that only an overlay asks."""
	return criterion.get("core_key", criterion["criterion_key"])


def _criterion(row) -> dict[str, Any]:
	texts = {name: row.get(name) or "" for name in TEXTS}
	return texts | {name: bool(row.get(name)) for name in CHECKS}


def _legal_document(name: str) -> dict[str, str]:
	row = frappe.db.get_value("Legal Document", name, ["document_number", "title", "issued_on"], as_dict=True)
	return {
		"document_number": row.document_number,
		"title": row.title,
		"issued_on": str(row.issued_on) if row.issued_on else "",
	}
