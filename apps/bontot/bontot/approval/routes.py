"""Routes of this site, and what becomes of one on a given file. The rule itself: `routing`."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from bontot.approval import routing
from bontot.approval.errors import RouteMissingError
from bontot.organization import tree


def load_routes(document_kind: str) -> list[routing.Route]:
	"""Every route that is not disabled, as plain values."""
	# A route is a master that anyone may come under; who acts has been checked by the act.
	rows = frappe.get_all("Approval Route", {"disabled": 0, "document_kind": document_kind}, ["*"])
	steps: dict[str, list[routing.RouteStep]] = {row.name: [] for row in rows}
	where = {"parenttype": "Approval Route", "parent": ("in", list(steps) or [""])}
	fields = ["parent", "level", "act", "days_allowed", "may_skip_if_absent"]
	for step in frappe.get_all("Approval Route Step", where, fields, order_by="parent, idx"):
		values = (step.level, step.act, step.days_allowed, bool(step.may_skip_if_absent))
		steps[step.parent].append(routing.RouteStep(*values))
	return [as_route(row, steps[row.name]) for row in rows]


def as_route(row: Any, steps: list[routing.RouteStep]) -> routing.Route:
	return routing.Route(
		name=row.name,
		steps=tuple(steps),
		document_kind=row.document_kind,
		period_kind=row.period_kind or "",
		title_kind=row.title_kind or "",
		valid_from=getdate(row.valid_from),
		valid_to=getdate(row.valid_to) if row.valid_to else None,
		priority=row.priority or 0,
		stop_after=row.stop_after or 0,
	)


def work_out(doc: Document, on: date) -> dict[str, Any]:
	"""The route of a file sent on a day: {"route", "title", "steps": [FrozenStep as dict, …]}.

	Raises RouteMissingError with what an administrator has to mend.
	"""
	own_level, above = branch_of(doc, on)
	try:
		chosen = routing.choose(load_routes(doc.doctype), doc.doctype, doc.period_kind, doc.title_kind, on)
		steps = routing.freeze(chosen, own_level, above)
	except routing.NoRouteError:
		_refuse(
			_("No approval route applies to this kind of file. Ask the Organization Commission to add one.")
		)
	except routing.NoLevelLeftError:
		_refuse(
			_("The approval route has no level above this organization. Ask the Organization Commission.")
		)
	except routing.RequiredLevelMissingError as error:
		level = frappe.get_cached_value("Organization Level", error.args[0], "level_name")
		message = _("The approval route needs the level {0}, which does not exist above this organization.")
		_refuse(message.format(level))
	title = frappe.get_cached_value("Approval Route", chosen.name, "title")
	return {"route": chosen.name, "title": title, "steps": [step.as_dict() for step in steps]}


def _refuse(message: str) -> None:
	frappe.throw(message, RouteMissingError, title=_("No Route"))


def branch_of(doc: Document, on: date) -> tuple[str, list[routing.Ancestor]]:
	"""Level of the file's organisation and who stands above it, nearest first.

	As the tree was when the period opened; where somebody of then no longer exists, as it is today, since nobody
	could act there.
	"""
	path = doc.get("period_path") or doc.organization_path
	now = tree.ancestors(doc.organization)
	then = [tree.name_of(int(place[-tree.SEGMENT :], 36)) for place in tree.above(path)]
	if [row.name for row in now] != then:
		now = _living_rows(then, on) or now
	ancestors = [routing.Ancestor(row.name, row.path, row.level, row.organization_name) for row in now]
	return frappe.db.get_value(tree.DOCTYPE, doc.organization, "level"), ancestors


def _living_rows(names: list[str], on: date) -> list[Any]:
	"""These organisations in this order, or nothing when one of them no longer lives."""
	organization = frappe.qb.DocType(tree.DOCTYPE)
	query = (
		frappe.qb.from_(organization)
		.select(organization.name, organization.path, organization.level, organization.organization_name)
		.where(organization.name.isin(names or [""]) & tree.living(on, organization))
	)
	found = {row.name: row for row in query.run(as_dict=True)}
	return [found[name] for name in names] if len(found) == len(names) else []


def steps_of(doc: Document) -> tuple[routing.FrozenStep, ...]:
	"""The frozen steps of a sent file; none before it was sent."""
	return routing.thaw(json.loads(doc.route)["steps"]) if doc.route else ()


def level_name(code: str) -> str:
	return frappe.get_cached_value("Organization Level", code, "level_name") or code


def plan_of(doc: Document) -> dict[str, Any]:
	"""The frozen route of a sent file, or the one an unsent file would take today."""
	return json.loads(doc.route) if doc.route else work_out(doc, getdate())
