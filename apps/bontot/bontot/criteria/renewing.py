"""An overlay goes on one framework; the next version of that needs it made anew: a draft with the lines that still say something.

The linter judges the draft as any other, and the body decides again.
"""

from typing import Any, TypedDict

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from bontot.criteria import overlay_rules, overlays
from bontot.criteria.errors import FrameworkNotUsableError
from bontot.organization.access import hide_existence

FRAMEWORK = "Criteria Framework"


class LeftOut(TypedDict):
	"""A line that says nothing on the new framework: what it did, and to which criterion or threshold."""

	action: str
	label: str


def on_newer(doc: Document) -> dict[str, Any] | None:
	"""{framework, title, version, draft: name of the one begun there, if any} for an overlay in force whose province has issued a newer
	framework on which nothing stands in its place; None for others."""
	if doc.docstatus != 1 or (doc.valid_to and getdate(doc.valid_to) < getdate(nowdate())):
		return None
	province = frappe.db.get_value(FRAMEWORK, doc.framework, "organization")
	newest = overlays.newest_framework(province)
	if not newest or newest == doc.framework:
		return None
	# What the same body has there; whoever reads this overlay reads that one.
	there = {row.docstatus: row.name for row in _same_scope(doc, newest)}
	if 1 in there:
		return None
	title, version = frappe.db.get_value(FRAMEWORK, newest, ["title", "version"])
	return {"framework": newest, "title": title, "version": version, "draft": there.get(0)}


def start(name: str) -> dict[str, Any]:
	"""Return {name, left_out: [LeftOut]} of the draft, a new one or the one begun before.

	As the signed-in user. Raises PermissionError, FrameworkNotUsableError where there is nothing to make anew.
	"""
	hide_existence.require(overlays.DOCTYPE, name)
	old = frappe.get_doc(overlays.DOCTYPE, name)
	old.check_permission("write")
	newer = on_newer(old)
	if not newer:
		message = _("{0} is not in force, or there is no newer framework on which it is still to be made.")
		frappe.throw(message.format(old.title), FrameworkNotUsableError, title=_("Nothing to Make Anew"))
	if newer["draft"]:
		return {"name": newer["draft"], "left_out": []}
	return make(old, frappe.get_doc(FRAMEWORK, newer["framework"]))


def make(old: Document, framework: Document) -> dict[str, Any]:
	new = frappe.copy_doc(old)
	for row in (new, *new.get_all_children()):
		row.docstatus = 0
	core = overlays.core_of(framework)
	stays = [overlay_rules.still_says_something(core, change) for change in overlays.changes_of(old)]
	names = words_of(old)
	left_out: list[LeftOut] = [
		{"action": row.action, "label": names.get(key := row.setting_key or row.criterion_key, key)}
		for row, kept in zip(old.changes, stays, strict=True)
		if not kept
	]
	if not any(stays):
		message = _("Nothing that {0} is about is in {1} any more. Make a new overlay instead.")
		frappe.throw(message.format(old.title, framework.title), FrameworkNotUsableError)
	new.set("changes", [row for row, kept in zip(new.changes, stays, strict=True) if kept])
	new.framework = framework.name
	new.valid_from = max(getdate(old.valid_from), getdate(framework.valid_from or old.valid_from))
	if new.valid_to and getdate(new.valid_to) < new.valid_from:
		new.valid_to = None
	new.decision_number = new.decision_date = None  # the body decides anew
	return {"name": new.insert().name, "left_out": left_out}


def words_of(doc: Document) -> dict[str, str]:
	"""Map the criteria and thresholds that an overlay's lines are about to the names people call them by."""
	framework = frappe.get_doc(FRAMEWORK, doc.framework)
	names = {row.setting_key: row.setting_name for row in framework.settings}
	return names | {row.criterion_key: row.short_text for row in framework.criteria}


def _same_scope(doc: Document, framework: str) -> list[Any]:
	same = {field: doc.get(field) or ("is", "not set") for field in overlays.APPLIES_TO}
	where = same | {"framework": framework, "docstatus": ("<", 2)}
	return frappe.get_all(overlays.DOCTYPE, where, ["name", "docstatus"], order_by="creation desc")
