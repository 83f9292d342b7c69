"""Sources of what is asked of whom, and of what fulfilled it: evaluations, periods and reports.

For meetings see `meetings`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import frappe
from frappe.query_builder.functions import Min
from frappe.utils import getdate
from pypika import Case

from bontot.obligation.spans import Span

CLOSED = "Kỳ đã đóng"


@dataclass(frozen=True, slots=True)
class Fulfilment:
	"""Fulfilment of an obligation: the record, and the day from which it did."""

	doctype: str
	name: str
	day: date


def period_due_on(duty: frappe._dict, span: Span) -> date | None:
	"""An opened review period says its own date, which beats the duty's."""
	if duty.fulfilled_by != "Evaluation":
		return None
	filters = periods_of(duty, span) | {"state": ("in", ("Opening", "Open", "Closed"))}
	due = frappe.db.get_value("Review Period", filters, "self_assessment_due_on")
	return getdate(due) if due else None


def files_due_on(duty: frappe._dict, span: Span, organizations: list[str] | None) -> dict[str, date]:
	"""{organisation: the day its own file is due}: that of its level, and of a sent one the day it was sent by."""
	if duty.fulfilled_by != "Evaluation":
		return {}
	evaluation = frappe.qb.DocType("Evaluation")
	periods = frappe.get_all("Review Period", periods_of(duty, span), pluck="name")
	query = frappe.qb.from_(evaluation).select(
		evaluation.organization, Min(evaluation.self_assessment_due_on)
	)
	query = query.where(
		evaluation.period.isin(periods or [""]) & evaluation.self_assessment_due_on.isnotnull()
	)
	if organizations is not None:
		query = query.where(evaluation.organization.isin(organizations or [""]))
	return dict(query.groupby(evaluation.organization).run())


def periods_of(duty: frappe._dict, span: Span) -> dict[str, Any]:
	"""Filters: review periods of the duty's kind that end in the span."""
	return {"period_kind": duty.period_kind, "ends_on": ("between", (span.start, span.end))}


# Where fulfilment is read from


# Of a file with its author: one that was recalled is owed again, while one that came back was sent, and its mending has a
# day of its own (`awaiting_due_on`).
NOT_HANDED_IN = ("Draft", "Outside")
# It ends with its organisation's own word: nothing is sent, and nothing is owed any more.
DECLARED = "Declared Not Reached"


def evaluations_sent(
	duty: frappe._dict, span: Span, organizations: list[str] | None
) -> dict[str, Fulfilment]:
	evaluation = frappe.qb.DocType("Evaluation")
	periods = frappe.get_all("Review Period", periods_of(duty, span), pluck="name")
	day = Case().when(evaluation.state == DECLARED, evaluation.decided_on).else_(evaluation.sent_at)
	where = evaluation.period.isin(periods or [""]) & evaluation.state.notin(NOT_HANDED_IN) & day.isnotnull()
	return _first_by_organization("Evaluation", evaluation, where, day, organizations)


# While one is back at its author to be mended, it is owed again.
REPORT_SENT = ("Under Appraisal", "Approved")


def reports_sent(duty: frappe._dict, span: Span, organizations: list[str] | None) -> dict[str, Fulfilment]:
	report, period = frappe.qb.DocType("Summary Report"), frappe.qb.DocType("Review Period")
	wanted = frappe.qb.from_(period).select(period.name).where(period.ends_on[span.start : span.end])
	if duty.period_kind:
		wanted = wanted.where(period.period_kind == duty.period_kind)
	where = report.state.isin(REPORT_SENT) & report.period.isin(wanted)
	return _first_by_organization("Summary Report", report, where, report.sent_on, organizations)


def periods_opened(duty: frappe._dict, span: Span, organizations: list[str] | None) -> dict[str, Fulfilment]:
	period = frappe.qb.DocType("Review Period")
	where = (period.period_kind == duty.period_kind) & period.ends_on[span.start : span.end]
	where &= period.opened_on.isnotnull()
	return _first_by_organization("Review Period", period, where, period.opened_on, organizations)


SOURCES: dict[str, Callable[[frappe._dict, Span, list[str] | None], dict[str, Fulfilment]]] = {
	"Evaluation": evaluations_sent,
	"Review Period": periods_opened,
	"Summary Report": reports_sent,
}


def _first_by_organization(doctype, table, where, day, organizations) -> dict[str, Fulfilment]:
	if organizations is not None:
		where &= table.organization.isin(organizations or [""])
	first = (
		frappe.qb.from_(table)
		.select(table.organization, Min(day).as_("day"))
		.where(where)
		.groupby(table.organization)
	)
	query = (
		frappe.qb.from_(table).join(first).on((first.organization == table.organization) & (first.day == day))
	)
	rows = (
		query.select(table.organization, Min(table.name), first.day)
		.where(where)
		.groupby(table.organization, first.day)
	)
	return {
		organization: Fulfilment(doctype, name, _day(moment)) for organization, name, moment in rows.run()
	}


def _day(moment: date | datetime) -> date:
	return moment.date() if isinstance(moment, datetime) else moment


def outside_reasons(duty: frappe._dict, span: Span, organizations: list[str] | None) -> dict[str, str]:
	"""Organisations that the body above took out of the review, with its reason, and those whose period was closed before they
	sent anything: nobody can send it any more."""
	if duty.fulfilled_by != "Evaluation":
		return {}
	periods = dict(frappe.get_all("Review Period", periods_of(duty, span), ["name", "state"], as_list=True))
	filters: dict = {"period": ("in", [*periods] or [""]), "state": ("in", NOT_HANDED_IN)}
	if organizations is not None:
		filters["organization"] = ("in", organizations)
	# The ledger is written for everyone alike, by a job; who may read a row is decided when it is read.
	rows = frappe.get_all("Evaluation", filters, ["organization", "state", "outside_reason", "period"])
	return {
		row.organization: (row.outside_reason or "") if row.state == "Outside" else CLOSED
		for row in rows
		if row.state == "Outside" or periods[row.period] == "Closed"
	}


def files_of(duty: frappe._dict, span: Span, organizations: list[str] | None) -> list[str]:
	"""Organisations that have a file in a period of the duty's kind that ends in the span: before its period is opened nobody
	is asked for one."""
	periods = frappe.get_all("Review Period", periods_of(duty, span), pluck="name")
	where: dict[str, Any] = {"period": ("in", periods or [""])}
	if organizations is not None:
		where["organization"] = ("in", organizations or [""])
	return frappe.get_all("Evaluation", where, pluck="organization", limit_page_length=0)  # as above
