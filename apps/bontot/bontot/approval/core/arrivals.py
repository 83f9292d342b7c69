"""Arrivals: places where files and documents came to wait within a time, found by the acts that sent them there."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.query_builder import Criterion, Table
from pypika.terms import ExistsCriterion

from bontot.approval.core import steps


def places(doctype: str, start: datetime, end: datetime) -> dict[str, set[str]]:
	"""{act: organisations where a document of this kind came to wait for it after `start` and up to `end`, and still does}."""
	files, step = frappe.qb.DocType(doctype), frappe.qb.DocType(steps.DOCTYPE)
	query = (
		frappe.qb.from_(step)
		.join(files)
		.on(files.name == step.file_name)
		.select(files.awaiting_organization, files.awaiting_act)
		.distinct()
		.where((step.file_doctype == doctype) & (step.acted_at > start) & (step.acted_at <= end))
		.where(files.awaiting_organization.isnotnull() & within(files, start, end))
	)
	found: dict[str, set[str]] = {}
	for place, act in query.run():
		found.setdefault(act, set()).add(place)
	return found


def within(files: Table, start: datetime, end: datetime) -> Criterion:
	return (files.awaiting_since > start) & (files.awaiting_since <= end)


def by_others(files: Table, user: str, start: datetime, end: datetime) -> Criterion:
	"""Condition: it came within that time, and the last act on it was not this person's own."""
	last = frappe.qb.DocType(steps.DOCTYPE).as_("last_act")
	own = (last.file_name == files.name) & (last.sequence == files.step_sequence) & (last.acting_user == user)
	return (
		within(files, start, end)
		& ExistsCriterion(frappe.qb.from_(last).select(last.name).where(own)).negate()
	)
