"""Standing of a file in its chain, level by level, as the small strip on every file shows it."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from bontot.approval.core import kinds, routing, transitions
from bontot.approval.core.errors import RouteMissingError
from bontot.approval.core.routes import level_name

State = Literal["done", "current", "todo"]


class Link(TypedDict):
	level_name: str
	organization: str
	organization_name: str
	state: State
	act: str
	since: Any  # datetime | None
	again: bool  # the level above has returned the file to this one


def of_file(file: Any, ahead: routing.FrozenRoute | None = None) -> list[Link]:
	"""Links of a file, its own organisation first; `ahead` stands in for a file that was not sent yet."""
	levels = (ahead or routing.thaw(file.route)).steps
	kind = kinds.of(file.get("doctype") or kinds.EVALUATION)  # rows of evaluations say no kind
	own = _link(
		kind.author_words(), file.organization, file.organization_name, "Self-assess", at_author(file)
	)
	place = place_of(file, len(levels))
	if own["state"] == "current":
		own["since"] = file.awaiting_since
	links = [own]
	for position, step in enumerate(levels):
		state: State = "done" if position < place else "current" if position == place else "todo"
		link = _link(level_name(step.level), step.organization, step.organization_name, step.act, state)
		link["since"] = file.awaiting_since if state == "current" else None
		link["again"] = state == "current" and bool(file.returned_by)
		links.append(link)
	return links


def route_ahead(doc: Document) -> tuple[routing.FrozenRoute | None, str]:
	"""The way an unsent document would take today, or what an administrator has to mend before it can be sent."""
	if doc.route or doc.state != transitions.DRAFT:
		return None, ""
	try:
		return kinds.of(doc.doctype).work_out(doc, getdate()), ""
	except RouteMissingError as error:
		frappe.clear_last_message()
		return None, str(error)


def _link(level: str, organization: str, name: str, act: str, state: State) -> Link:
	return {
		"level_name": level,
		"organization": organization,
		"organization_name": name,
		"state": state,
		"act": act,
		"since": None,
		"again": False,
	}


def at_author(file: Any) -> State:
	return "current" if file.state in (transitions.DRAFT, transitions.RETURNED) else "done"


def place_of(file: Any, levels: int) -> int:
	"""Position of the level that has the file; -1 when none has it yet, `levels` when all are through."""
	if file.state == transitions.UNDER_APPRAISAL:
		return file.route_position
	if file.state == transitions.WITHDRAWN and not file.get("decided_on"):
		return -1  # it has ended on its way, with its organisation
	ended = (*transitions.DECIDED, transitions.APPROVED)
	return levels if file.state in ended else -1


def waits_for(file: Any) -> str:
	"""Vietnamese: for whom the file waits; "" when for nobody."""
	if file.state == transitions.UNDER_APPRAISAL:
		name = frappe.db.get_value("Party Organization", file.awaiting_organization, "organization_name")
		text = _("Waits for the decision of {0}") if file.awaiting_act == "Decide" else _("Waits for {0}")
		return text.format(name)
	return _("Waits for {0}").format(file.organization_name) if at_author(file) == "current" else ""
