"""Rule of who owes a duty in a span: whoever lives, and is of a kind that has it, on the day that decides."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.query_builder import Table
from frappe.query_builder.functions import Function

from bontot.obligation.spans import Span
from bontot.organization import tree
from bontot.organization.tree import dated


def ended_reasons(
	duty: frappe._dict, span: Span, due: date, own: dict[str, date], organizations: list[str] | None
) -> dict[str, str]:
	"""Organisations that have a row but no longer existed on the day that decides who owes it."""
	organization, obligation = frappe.qb.DocType(tree.DOCTYPE), frappe.qb.DocType("Obligation")
	query = (
		frappe.qb.from_(obligation)
		.join(organization)
		.on(organization.name == obligation.organization)
		.select(organization.name, organization.valid_to)
		.where((obligation.duty == duty.name) & (obligation.span_label == span.label))
		.where(organization.valid_to < span.end)
	)
	if organizations is not None:
		query = query.where(organization.name.isin(organizations or [""]))
	return {
		name: f"Kết thúc hoạt động sau ngày {last:%d/%m/%Y}"
		for name, last in query.run()
		if last < day_of(span, own.get(name, due))
	}


def other_kinds(duty: frappe._dict, span: Span, due: date, organizations: list[str] | None) -> dict[str, str]:
	"""Organisations that have a row but were of a kind without this duty on the day that decides who owes it."""
	obligation, place = frappe.qb.DocType("Obligation"), dated.as_of(day_of(span, due))
	query = frappe.qb.from_(obligation).join(place).on(place.name == obligation.organization)
	query = query.where((obligation.duty == duty.name) & (obligation.span_label == span.label))
	query = query.select(place.name).where(place.kind.notin(duty.kinds or [""]))
	if organizations is not None:
		query = query.where(place.name.isin(organizations or [""]))
	return dict.fromkeys(query.run(pluck=True), "Loại tổ chức không có nhiệm vụ này")


def day_of(span: Span, due: date) -> date:
	"""The day on which an organisation must exist to owe a row: the span's last, or the due date if that comes first."""
	return min(span.end, max(due, span.start))


def owing_day(owed: Table):
	"""Expression: `day_of` of a row."""
	return Function("LEAST", owed.span_end, Function("GREATEST", owed.due_on, owed.span_start))
