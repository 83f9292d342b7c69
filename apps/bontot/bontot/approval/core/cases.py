"""A document with what an act on it rests on, found once when it is opened and handed on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import frappe
from frappe.model.document import Document

from bontot.approval.core import kinds, routing, transitions


@dataclass(frozen=True, slots=True)
class Case:
	"""A document, what is particular to its kind, its frozen route, and where it stood when the act began: an act changes
	`doc`, and nothing else of its case."""

	doc: Document
	kind: kinds.Kind
	route: routing.FrozenRoute
	situation: transitions.Situation

	def along(self, route: routing.FrozenRoute) -> Case:
		"""The case with another way, which the document keeps from now on."""
		self.doc.route = route.as_json()
		return replace(self, route=route, situation=replace(self.situation, acts=route.acts))

	def neighbours(self, place: str) -> tuple[str | None, str | None]:
		"""(below, above) of a place in the chain, which starts with the document's own organisation.

		A place that is not on it lies above its end: from there a file is reopened or locked.
		"""
		line = [self.doc.organization, *(step.organization for step in self.route.steps)]
		if place not in line:
			return (line[-1] if self.route.steps else None), None
		at = line.index(place)
		return (line[at - 1] if at else None), (line[at + 1] if at + 1 < len(line) else None)


def of(doc: Document) -> Case:
	kind, route = kinds.of(doc.doctype), routing.thaw(doc.route)
	situation = transitions.Situation(
		doc.state,
		doc.route_position if doc.state == transitions.UNDER_APPRAISAL else transitions.AUTHORS_DESK,
		route.acts,
		doc.round or 0,
		doc.get("period_kind") or "Year",
		kind.table,
		came_straight=_came_straight(doc, route),
	)
	return Case(doc, kind, route, situation)


def locked(doctype: str, name: str, closed_too: bool = False) -> Case:
	"""The case of a document whose row is locked until the transaction ends. Raises what `Kind.lock` raises."""
	return of(kinds.of(doctype).lock(name, closed_too))


def _came_straight(doc: Document, route: routing.FrozenRoute) -> bool:
	"""Whether a waiting file was sent straight to where it waits, and nobody has acted on it since."""
	if doc.state != transitions.UNDER_APPRAISAL or not doc.route_position or not route.straight_back:
		return False
	where = {"file_name": doc.name, "act": ("not in", transitions.UNJUDGED)}
	return frappe.db.get_value("Approval Step", where, "act", order_by="sequence desc") == transitions.SEND
