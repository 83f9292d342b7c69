"""Routes of this site, and what becomes of one on a given file. The rule itself: `routing`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from bontot.approval.core import request_cache, routing
from bontot.approval.core.errors import RouteMissingError
from bontot.organization import tree


def load_routes(document_kind: str) -> list[routing.Route]:
	"""Every route that is not disabled, as plain values."""
	return _load({"disabled": 0, "document_kind": document_kind})


def load_route(name: str) -> routing.Route:
	"""One route as it was saved, whether or not it is disabled."""
	return _load({"name": name})[0]


def _load(filters: dict[str, Any]) -> list[routing.Route]:
	# A route is a master that anyone may come under; who acts has been checked by the act.
	rows = frappe.get_all("Approval Route", filters, ["*"])
	steps: dict[str, list[routing.RouteStep]] = {row.name: [] for row in rows}
	where = {"parenttype": "Approval Route", "parent": ("in", list(steps) or [""])}
	fields = ["parent", "level", "act", "days_allowed", "may_skip_if_absent", "may_lock"]
	for step in frappe.get_all("Approval Route Step", where, fields, order_by="parent, idx"):
		values = (step.level, step.act, step.days_allowed, bool(step.may_skip_if_absent), bool(step.may_lock))
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
		vacant_days=row.vacant_days or 0,
		straight_back=bool(row.straight_back),
	)


def work_out(doc: Document, on: date) -> routing.FrozenRoute:
	"""The route of a file sent on a day. Raises RouteMissingError with what an administrator has to mend."""
	own_level, above = branch_of(doc, on)
	try:
		chosen = choose(doc, load_routes(doc.doctype), on)
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
		_refuse(needs_level(error))
	title = frappe.get_cached_value("Approval Route", chosen.name, "title")
	receivers = routing.receivers(chosen, steps, above)
	return routing.FrozenRoute(chosen.name, title, steps, receivers, chosen.vacant_days, chosen.straight_back)


def needs_level(error: routing.RequiredLevelMissingError) -> str:
	message = _("The approval route needs the level {0}, which does not exist above this organization.")
	return message.format(level_name(error.args[0]))


def choose(doc: Document, found: Sequence[routing.Route], on: date) -> routing.Route:
	"""The one of these routes that a document takes when it is sent on a day. Raises routing.NoRouteError."""
	return routing.choose(found, doc.doctype, doc.get("period_kind") or "", title_kind_of(doc, found), on)


def title_kind_of(doc: Document, found: Sequence[routing.Route]) -> str:
	"""The title that a document is about; of a kind that says none, the one its organisation is assessed for. Asked only
	where a route makes a difference of it."""
	if doc.meta.has_field("title_kind") or not any(route.title_kind for route in found):
		return doc.get("title_kind") or ""
	kind = frappe.db.get_value(tree.DOCTYPE, doc.organization, "kind")
	return frappe.get_cached_value("Organization Kind", kind, "title_kind") or ""


def _refuse(message: str) -> None:
	frappe.throw(message, RouteMissingError, title=_("No Route"))


def branch_of(doc: Document, on: date) -> tuple[str, list[routing.Ancestor]]:
	"""Level of the file's organisation and who stands above it, nearest first.

	As the tree was when the period opened; where somebody of then no longer exists, as it is today, since nobody
	could act there.
	"""
	path = doc.get("period_path") or doc.organization_path
	then = [tree.name_of(int(place[-tree.SEGMENT :], 36)) for place in tree.above(path)]
	rows = _living_rows(then, on)
	if len(rows) < len(then):
		rows = _living_rows([row.name for row in tree.ancestors(doc.organization)], on)
	ancestors = [routing.Ancestor(row.name, row.path, row.level, row.organization_name) for row in rows]
	return frappe.db.get_value(tree.DOCTYPE, doc.organization, "level"), ancestors


def _living_rows(names: list[str], on: date) -> list[Any]:
	"""Those of these organisations that live on the day, in this order."""
	organization = frappe.qb.DocType(tree.DOCTYPE)
	query = (
		frappe.qb.from_(organization)
		.select(organization.name, organization.path, organization.level, organization.organization_name)
		.where(organization.name.isin(names or [""]) & tree.living(on, organization))
	)
	found = {row.name: row for row in query.run(as_dict=True)}
	return [found[name] for name in names if name in found]


def renewed(doc: Document, old: routing.FrozenRoute, position: int, on: date) -> routing.FrozenRoute:
	"""The way of a file under way from `position` on its `old` one, on the tree and the routes of a day.

	Where no route leads on, what still lives of its own route does, and at the very least the nearest organisation above: a
	file never stands still for want of a route.
	"""
	try:
		fresh = work_out(doc, on)
	except RouteMissingError:
		frappe.clear_last_message()
		fresh = _without_route(doc, old, on)
	return replace(fresh, steps=routing.resume(old.steps[:position], fresh.steps, ranks()))


def _without_route(doc: Document, old: routing.FrozenRoute, on: date) -> routing.FrozenRoute:
	living = [step for step in old.steps if lives(step.organization, on)]
	if not living:
		_level, above = branch_of(doc, on)
		if not above:
			_refuse(_("No organization above this one lives any more. Ask the Organization Commission."))
		nearest = above[0]
		place = {"level": nearest.level, "organization": nearest.name, "path": nearest.path}
		living = [replace(old.steps[-1], **place, organization_name=nearest.organization_name)]
	return replace(old, steps=(*living[:-1], replace(living[-1], act=old.steps[-1].act)))


def ranks() -> dict[str, int]:
	"""{level: rank}, 1 is the top of the tree."""
	return dict(frappe.get_all("Organization Level", fields=["name", "rank"], as_list=True))


def lives(organization: str, on: date) -> bool:
	return bool(living_path(organization, on))


def living_path(organization: str, on: date) -> str | None:
	"""Path of an organisation in today's tree; None when it does not live on the day."""
	fields = ("path", "valid_from", "valid_to")
	row = request_cache.ask(
		("lives", organization), lambda: frappe.db.get_value(tree.DOCTYPE, organization, fields, as_dict=True)
	)
	if not row or row.valid_from > on or (row.valid_to and row.valid_to < on):
		return None
	return row.path


def level_name(code: str) -> str:
	return frappe.get_cached_value("Organization Level", code, "level_name") or code
