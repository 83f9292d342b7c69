"""Endpoints of the criteria module. Who acts is the signed-in user."""

from typing import Any

import frappe

from bontot.criteria import overlays, points, registry, renewing, versions
from bontot.outbox.conflicts import run_again_on_conflict


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def start_new_version(framework: str) -> str:
	"""Make a draft of the next version from an issued framework; returns its name."""
	return versions.start(framework).name


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def renew_overlay(overlay: str) -> dict[str, Any]:
	"""Make a draft of an overlay in force on the province's newest framework; {name, left_out: [{action, label}]}: lines whose
	criterion or threshold is no longer there."""
	return renewing.start(overlay)


@frappe.whitelist(methods=["GET", "POST"])
def propose_overlay() -> dict[str, str]:
	"""Return what a new overlay of the signed-in user would most likely be: {organization, framework}, or {}."""
	return overlays.propose(frappe.session.user)


@frappe.whitelist(methods=["GET", "POST"])
def calculator_choices() -> list[dict[str, str]]:
	"""Return what a computed criterion of a framework may be answered by: [{value, label}]; whoever reads frameworks."""
	if not frappe.has_permission("Criteria Framework", "read"):
		raise frappe.PermissionError
	return registry.choices({})


@frappe.whitelist(methods=["GET", "POST"])
def overlay_choices(framework: str) -> dict[str, Any]:
	"""Return what lines of an overlay may choose from: criteria, groups, settings, calculators as [{value, label}].

	Settings are those an overlay may tighten; `label` of each also says what the core asks for.
	"""
	doc = frappe.get_doc("Criteria Framework", framework)
	doc.check_permission("read")
	settings = {row.setting_key: row.setting_value or "" for row in doc.settings}
	stricter = {*overlays.stricter_settings(), *([points.SETTING] if points.of(settings) else [])}
	return {
		"criteria": [
			{
				"value": row.criterion_key,
				"label": row.short_text,
				"for_cell": row.for_cell,
				"for_grassroots": row.for_grassroots,
				"may_be_waived": row.may_be_waived,
			}
			for row in doc.criteria
		],
		"groups": [{"value": row.group_key, "label": row.group_name} for row in doc.groups],
		"settings": [
			{"value": row.setting_key, "label": row.setting_name, "core": row.setting_value or ""}
			for row in doc.settings
			if row.setting_key in stricter
		],
		"calculators": registry.choices(settings),
	}
