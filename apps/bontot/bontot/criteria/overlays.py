"""Overlays as documents: what the pure rules are fed with, which are in force, what they come to."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document

from bontot.criteria import (
	criterion_words,
	difference,
	difference_words,
	frozen,
	overlay,
	overlay_rules,
	overlay_words,
	registry,
	setting_words,
)
from bontot.criteria.frozen import FrozenFramework
from bontot.criteria.overlay_rules import Change, Core, Finding, Item
from bontot.organization import access, tree

DOCTYPE = "Framework Overlay"
ITEM_TEXTS = ("criterion_key", "group_key", "short_text", "full_text", "kind", "calculator")
ITEM_CHECKS = ("for_cell", "for_grassroots", "for_six_month", "for_year", "required", "may_be_waived")
CHANGE_CHECKS = ("required", "for_six_month", "for_year")
CHANGE_TEXTS = (
	"action",
	"criterion_key",
	"part_key",
	"group_key",
	"short_text",
	"full_text",
	"kind",
	"calculator",
	"evidence_wanted",
	"guidance",
	"setting_key",
	"setting_value",
	"reason",
)
APPLIES_TO = ("organization", "title_kind", "organization_kind", "sector")


def core_of(framework: Document) -> Core:
	"""Return a Criteria Framework document as the linter reads it."""
	for_some = {row.criterion_key for row in framework.applicability}
	return Core(
		tuple(row.group_key for row in framework.groups),
		tuple(
			Item(
				**{name: row.get(name) or "" for name in ITEM_TEXTS},
				**{name: bool(row.get(name)) for name in ITEM_CHECKS},
				only_some=row.criterion_key in for_some,
			)
			for row in framework.criteria
		),
		{row.setting_key: row.setting_value or "" for row in framework.settings},
		stricter_settings(),
		frozenset(registry.known()),
		{key: kind.most for key, kind in setting_words.of_frameworks().items()},
	)


def stricter_settings() -> dict[str, str]:
	"""Return by setting the direction that asks more, "Higher" or "Lower" (hook `stricter_settings`)."""
	return {key: directions[-1] for key, directions in frappe.get_hooks("stricter_settings").items()}


def changes_of(doc: Document) -> list[Change]:
	return [
		Change(
			**{name: row.get(name) or "" for name in CHANGE_TEXTS},
			**{name: bool(row.get(name)) for name in CHANGE_CHECKS},
		)
		for row in doc.changes
	]


def findings(doc: Document) -> list[Finding]:
	"""Return what the linter finds wrong with an overlay document; raises DoesNotExistError without its framework."""
	core = core_of(frappe.get_doc("Criteria Framework", doc.framework))
	return overlay_rules.lint(core, doc.title_kind, changes_of(doc))


def described(doc: Document, found: Iterable[Finding]) -> list[overlay_words.Described]:
	framework = frappe.get_doc("Criteria Framework", doc.framework)
	return overlay_words.describe(core_of(framework), names_of(framework), found)


def names_of(framework: Document) -> dict[str, str]:
	"""Return what people call the settings and groups of a framework, and kinds and sectors of organisations, by key."""
	names = criterion_words.names_of_kinds() | criterion_words.names_of_sectors()
	names |= {row.setting_key: row.setting_name for row in framework.settings}
	return names | {row.group_key: row.group_name for row in framework.groups}


def resolve(doc: Document, core: FrozenFramework | None = None) -> FrozenFramework:
	"""Return the framework an overlay document (saved or not) makes of its core, or of the frozen one given."""
	core = core or frozen.resolve(doc.framework)
	return overlay.resolve(core, source_of(doc), changes_of(doc))


def source_of(doc: Document) -> overlay.Source:
	name = frappe.db.get_value("Party Organization", doc.organization, "organization_name")
	return {
		"overlay": doc.name or "",
		"title": doc.title,
		"organization": doc.organization,
		"organization_name": name or "",
		"title_kind": doc.title_kind,
		"version": int(doc.version or 1),
		"decision_number": doc.decision_number or "",
		"decision_date": str(doc.decision_date or ""),
	}


def differences(doc: Document) -> list[difference_words.Line]:
	"""Return in words what an overlay changes of the core."""
	framework = frappe.get_doc("Criteria Framework", doc.framework)
	core = frozen.freeze(framework)
	return difference_words.describe(difference.between(core, resolve(doc, core)), names_of(framework))


def in_force(framework: str, on: date) -> list[Any]:
	"""Return the submitted overlays of a framework that apply on a day, the newest for each body and kind.

	Rows of {name, title, organization_name, organization, title_kind, organization_kind, sector, valid_from, version}. A newer
	version takes the place of the one before from the day it applies.
	"""
	return _newest(frappe.qb.DocType(DOCTYPE).framework == framework, on)


def left_behind(framework: str, on: date) -> list[Any]:
	"""Return the overlays (as `in_force`) that apply on a day on other frameworks of the same province, and stand on this one
	neither themselves nor by another in their place: what opens on it goes without them."""
	province = frappe.db.get_value("Criteria Framework", framework, "organization")
	# Whose overlays they are is told to who opens a period of the whole province.
	others = frappe.get_all(
		"Criteria Framework", {"organization": province, "name": ("!=", framework)}, pluck="name"
	)
	made = {scope_of(row) for row in in_force(framework, on)}
	rows = _newest(frappe.qb.DocType(DOCTYPE).framework.isin(others or [""]), on)
	return [row for row in rows if scope_of(row) not in made]


def scope_of(row: Any) -> tuple[str, ...]:
	"""Return the scope of an overlay: of two with the same scope, the newer one counts."""
	return tuple(row.get(field) or "" for field in APPLIES_TO)


def _newest(where: Any, on: date) -> list[Any]:
	table = frappe.qb.DocType(DOCTYPE)
	fields = ["name", "title", "organization_name", *APPLIES_TO, "valid_from", "version"]
	query = (
		frappe.qb.from_(table)
		.select(*(table[field] for field in fields))
		.where(where & (table.docstatus == 1) & (table.valid_from <= on))
		.where(table.valid_to.isnull() | (table.valid_to >= on))
		.orderby(table.valid_from)
		.orderby(table.version)
		.orderby(table.creation)
	)
	return list({scope_of(row): row for row in query.run(as_dict=True)}.values())


def newest_framework(province: str | None) -> str | None:
	"""Return the framework that a province has issued last."""
	issued = {"organization": province or "", "docstatus": 1}
	# Whoever holds a seat reads frameworks (access/rules.py).
	found = frappe.get_all(
		"Criteria Framework", issued, pluck="name", order_by="valid_from desc, version desc", limit=1
	)
	return found[0] if found else None


def branch_of(doc: Document) -> tuple[str, str]:
	"""Return the range of paths that an overlay's body and everything below it take today."""
	return tree.path_range(tree.path_of(doc.organization))


def propose(user: str) -> dict[str, str]:
	"""Return the body where `user` decides and the newest framework of the province above it; {} where there is none."""
	for seat in access.seats(user, ability="decide"):
		province = frappe.db.get_value("Party Organization", seat.organization, "parent_organization")
		if framework := newest_framework(province):
			return {"organization": seat.organization, "framework": framework}
	return {}
