"""A framework as a period keeps it: plain data with a digest, so that later versions change nothing that was opened."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, NotRequired, TypedDict

import frappe

from bontot.criteria import citing, period_kinds


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
	# Where the framework says so of this criterion; absent otherwise:
	legal_basis: NotRequired[list[dict[str, str]]]
	"""[{legal_document, article (where one is named)} and `citing.FACTS`]"""
	organization_kinds: NotRequired[list[str]]
	"""Codes of the kinds of organisation that it is for."""
	sectors: NotRequired[list[str]]
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


def settings_of(framework: str) -> dict[str, str]:
	"""Return the settings of a framework as they stand, by key."""
	# Rules are the same for everybody, whoever may see what of the document.
	rows = frappe.get_all(
		"Framework Setting",
		{"parent": framework, "parenttype": "Criteria Framework"},
		["setting_key", "setting_value"],
	)
	return {row.setting_key: row.setting_value or "" for row in rows}


def freeze(doc) -> FrozenFramework:
	"""Return a framework document (saved or not) as plain data with its digest."""
	own = _own_of_criteria(doc)
	content: dict[str, Any] = {
		"framework": doc.name,
		"title": doc.title,
		"version": int(doc.version),
		"groups": [{"group_key": row.group_key, "group_name": row.group_name} for row in doc.groups],
		"criteria": [_criterion(row) | own.get(row.criterion_key, {}) for row in doc.criteria],
		"settings": {row.setting_key: row.setting_value or "" for row in doc.settings},
		"legal_basis": [_legal_document(row) for row in doc.legal_basis if not row.criterion_key],
	}
	return content | {"digest": digest(content)}


def digest(content: dict[str, Any]) -> str:
	"""Return the SHA-256 (64 hex digits) of the content; its own `digest` key does not count."""
	plain = {key: value for key, value in content.items() if key != "digest"}
	text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
	return hashlib.sha256(text.encode()).hexdigest()


def applicable(
	frozen: FrozenFramework,
	title_kind: str,
	period_kind: str,
	organization_kind: str | None = None,
	sector: str | None = None,
) -> list[FrozenCriterion]:
	"""Return the criteria an organisation of that kind and sector answers in a period of that kind, in the plan's order.

	A criterion for some kinds or sectors only is not asked of an organisation that is none of them.
	"""
	return [
		row
		for row in asked_of_title_kind(frozen, title_kind, period_kind)
		if is_for(row, organization_kind, sector) and not row.get("not_applicable")
	]


def asked_of_title_kind(
	frozen: FrozenFramework, title_kind: str, period_kind: str
) -> Iterator[FrozenCriterion]:
	"""Yield the criteria for cells, or for grassroots organisations, in a period of that kind, whatever else they say."""
	for_kind = {"Cell": "for_cell", "Grassroots Organization": "for_grassroots"}[title_kind]
	for row in frozen["criteria"]:
		if row[for_kind] and period_kinds.asks(row, period_kind, frozen.get("settings", {})):
			yield row


def is_for(row: FrozenCriterion, organization_kind: str | None, sector: str | None) -> bool:
	"""Whether a criterion is for that kind of organisation and that sector; it is for all where it names none."""
	kinds, sectors = row.get("organization_kinds"), row.get("sectors")
	return (not kinds or organization_kind in kinds) and (not sectors or sector in sectors)


def core_key(criterion: FrozenCriterion) -> str:
	"""Return the key of the core's criterion that this one answers; "" for one that only an overlay asks."""
	return criterion.get("core_key", criterion["criterion_key"])


def _criterion(row) -> dict[str, Any]:
	texts = {name: row.get(name) or "" for name in TEXTS}
	return texts | {name: bool(row.get(name)) for name in CHECKS}


def _legal_document(basis: Any) -> dict[str, str]:
	row = frappe.db.get_value(citing.DOCTYPE, basis.legal_document, citing.FACTS, as_dict=True)
	found = {"legal_document": basis.legal_document} | {fact: str(row[fact] or "") for fact in citing.FACTS}
	return found | ({"article": basis.article} if basis.article else {})


def _own_of_criteria(doc) -> dict[str, dict[str, list[Any]]]:
	"""{criterion: what the framework's tables say of it alone}, without keys for what they do not say."""
	own: dict[str, dict[str, list[Any]]] = {}
	for row in doc.legal_basis:
		if row.criterion_key:
			own.setdefault(row.criterion_key, {}).setdefault("legal_basis", []).append(_legal_document(row))
	for row in doc.applicability:
		for field, name in (("organization_kind", "organization_kinds"), ("sector", "sectors")):
			if row.get(field):
				listed = own.setdefault(row.criterion_key, {}).setdefault(name, [])
				listed[:] = sorted({*listed, row.get(field)})
	return own
