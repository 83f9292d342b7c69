"""The ledger: what each organisation owes in each span, rebuilt from records with the same result every time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import frappe
from frappe.query_builder import Criterion
from frappe.query_builder.functions import Coalesce, Min
from frappe.utils import getdate, now
from pypika import Case

from bontot.obligation.owing import day_of, ended_reasons, other_kinds
from bontot.obligation.spans import Span, due_on, spans
from bontot.organization import dated, tree

CHUNK = 2000
ROWS_A_COMMIT = 1000
COLUMNS = (
	"name",
	"creation",
	"modified",
	"owner",
	"modified_by",
	"docstatus",
	"idx",
	"title",
	"organization",
	"organization_path",
	"duty",
	"span_label",
	"span_start",
	"span_end",
	"due_on",
	"state",
)


@dataclass(frozen=True, slots=True)
class Fulfilment:
	"""What fulfils an obligation: the record, and the day from which it did."""

	doctype: str
	name: str
	day: date


def rebuild(
	today: date,
	organizations: Iterable[str] | None = None,
	source: str | None = None,
	settled: Callable[[], None] | None = None,
) -> int:
	"""Bring the ledger of the year of `today` up to date, for all organisations or some; return the rows it changed.

	source: only the duties that records of this doctype fulfil.
	settled: called after each duty and span, and after each thousand rows written; a job commits there, and a
	rerun leaves what stands.

	Rows are added for every span that has begun, and for the next one, so that a reminder can come before it. States
	follow the records, in both directions: a meeting that is deleted leaves its duty owed again.
	"""
	chosen = list(organizations) if organizations is not None else None
	changed = 0
	for duty in living_duties(today):
		if source and duty.fulfilled_by != source:
			continue
		for span in spans_to_show(duty.frequency, today):
			changed += settle(duty, span, chosen, settled)
			if settled:
				settled()
	return changed


def spans_to_show(frequency: str, today: date) -> list[Span]:
	"""Return the spans of this year up to the one after today's, and last year's last, whose due date may be near."""
	this_year = spans(frequency, today.year)
	begun = [span for span in this_year if span.start <= today]
	return [spans(frequency, today.year - 1)[-1], *begun, *this_year[len(begun) : len(begun) + 1]]


def living_duties(today: date) -> list[frappe._dict]:
	duty = frappe.qb.DocType("Duty")
	query = frappe.qb.from_(duty).select("*").where(duty.disabled == 0)
	query = query.where((duty.valid_from <= today) & (Coalesce(duty.valid_to, tree.FAR) >= today))
	duties = query.orderby(duty.name).run(as_dict=True)
	kind = frappe.qb.DocType("Duty Kind")
	for row in duties:
		row.kinds = frappe.qb.from_(kind).select(kind.kind).where(kind.parent == row.name).run(pluck=True)
	return duties


def settle(
	duty: frappe._dict,
	span: Span,
	organizations: list[str] | None = None,
	settled: Callable[[], None] | None = None,
) -> int:
	"""Add the missing rows of one duty and span, then write the states that the records say. Returns rows changed."""
	if span.end < getdate(duty.valid_from):
		return 0
	due = period_due_on(duty, span) or due_on(span, duty.due_month, duty.due_day)
	own = files_due_on(duty, span, organizations)
	found = SOURCES[duty.fulfilled_by](duty, span, organizations)
	outside = ended_reasons(duty, span, due, own, organizations) | outside_reasons(duty, span, organizations)
	outside |= other_kinds(duty, span, due, organizations)
	return _add_missing(duty, span, due, own, organizations) + _write_states(
		duty, span, due, own, found, outside, organizations, settled
	)


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


def meetings_held(duty: frappe._dict, span: Span, organizations: list[str] | None) -> dict[str, Fulfilment]:
	"""The first minuted meeting of the kind in the span; a regular one counts for the month it is of."""
	meeting = frappe.qb.DocType("Meeting")
	counts_on = Coalesce(meeting.for_month, meeting.meeting_date)
	where = (meeting.meeting_kind == duty.meeting_kind) & (meeting.status == "Minuted")
	where &= (counts_on >= span.start) & (counts_on <= span.end)
	return _first_by_organization("Meeting", meeting, where, meeting.meeting_date, organizations)


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


SOURCES: dict[str, Callable[[frappe._dict, Span, list[str] | None], dict[str, Fulfilment]]] = {
	"Meeting": meetings_held,
	"Evaluation": evaluations_sent,
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
	"""Organisations that the body above took out of the review, with its reason: exempt from sending a file."""
	if duty.fulfilled_by != "Evaluation":
		return {}
	periods = frappe.get_all("Review Period", periods_of(duty, span), pluck="name")
	filters: dict = {"period": ("in", periods or [""]), "state": "Outside"}
	if organizations is not None:
		filters["organization"] = ("in", organizations)
	# The ledger is written for everyone alike, by a job; who may read a row is decided when it is read.
	rows = frappe.get_all("Evaluation", filters, ["organization", "outside_reason"])
	return {row.organization: row.outside_reason or "" for row in rows}


# Writing


def _add_missing(duty, span: Span, due: date, own: dict[str, date], organizations: list[str] | None) -> int:
	"""Insert a row for each organisation that owes the duty and has none; the name is the key, so a rerun adds none."""
	obligation = frappe.qb.DocType("Obligation")
	exists = (
		frappe.qb.from_(obligation)
		.select(obligation.organization)
		.where((obligation.duty == duty.name) & (obligation.span_label == span.label))
	)
	place = dated.as_of(
		day_of(span, due)
	)  # of the kind it was on that day: a cell since July owes no cell's meeting of May
	query = frappe.qb.from_(place).select(place.name, place.path_today)
	query = query.where(place.kind.isin(duty.kinds or [""]) & place.name.notin(exists))
	if organizations is not None:
		query = query.where(place.name.isin(organizations or [""]))
	if duty.only_under_province:
		parent = frappe.qb.DocType(tree.DOCTYPE).as_("parent")
		query = query.join(parent).on(parent.name == place.parent_organization)
		query = query.where(Coalesce(parent.parent_organization, "") == "")
	rows = query.run()
	moment, title = now(), f"{duty.duty_name} {span_words(span.label)}"
	values = [
		(
			*(f"{name}-{duty.name}-{span.label}", moment, moment, "Administrator", "Administrator", 0, 0),
			*(title, name, path, duty.name, span.label, span.start, span.end, own.get(name, due), "Due"),
		)
		for name, path in rows
	]
	for start in range(0, len(values), CHUNK):
		frappe.db.bulk_insert("Obligation", COLUMNS, values[start : start + CHUNK], ignore_duplicates=True)
	return len(values)


def _write_states(
	duty,
	span: Span,
	due: date,
	own: dict[str, date],
	found,
	outside,
	organizations: list[str] | None,
	settled: Callable[[], None] | None,
) -> int:
	obligation = frappe.qb.DocType("Obligation")
	where: Criterion = (obligation.duty == duty.name) & (obligation.span_label == span.label)
	if organizations is not None:
		where &= obligation.organization.isin(organizations or [""])
	columns = (
		obligation.name,
		obligation.organization,
		obligation.due_on,
		obligation.state,
		obligation.done_on,
	)
	rows = (
		frappe.qb.from_(obligation)
		.select(*columns, obligation.record_name, obligation.exempt_reason)
		.where(where)
		.run()
	)
	changed = 0
	for name, organization, stood_due, *stood in rows:
		day = own.get(organization, due)
		wanted = state_of(day, found.get(organization), outside.get(organization))
		if (wanted["state"], wanted["done_on"], wanted["record_name"], wanted["exempt_reason"]) == tuple(
			stood
		) and (stood_due == day):
			continue
		frappe.db.set_value("Obligation", name, {"due_on": day, **wanted}, update_modified=False)
		changed += 1
		if settled and changed % ROWS_A_COMMIT == 0:
			settled()
	return changed


def state_of(due: date, fulfilment: Fulfilment | None, outside_reason: str | None) -> dict:
	"""Return the fields of a row that follow from records. Pure."""
	blank = {
		"state": "Due",
		"done_on": None,
		"record_doctype": None,
		"record_name": None,
		"exempt_reason": None,
	}
	if fulfilment:
		state = "Done" if fulfilment.day <= due else "Done Late"
		record = {"record_doctype": fulfilment.doctype, "record_name": fulfilment.name}
		return blank | {"state": state, "done_on": fulfilment.day} | record
	if outside_reason is not None:
		return blank | {"state": "Exempt", "exempt_reason": outside_reason}
	return blank


def span_words(label: str) -> str:
	"""Write a span as people say it: "tháng 11/2026", "quý IV/2026", "6 tháng cuối năm 2026", "năm 2026"."""
	year, _dash, part = label.partition("-")
	if not part:
		return f"năm {year}"
	if part.startswith("Q"):
		return f"quý {('I', 'II', 'III', 'IV')[int(part[1:]) - 1]}/{year}"
	if part.startswith("H"):
		return f"6 tháng {('đầu', 'cuối')[int(part[1:]) - 1]} năm {year}"
	return f"tháng {int(part)}/{year}"


def settle_document(doc, method: str | None = None) -> None:
	"""A record that can fulfil a duty was written or deleted: settle what its organisation owes, at once.

	A page saves itself many times an evening, so only the duties and spans it can touch are asked, and none while the
	record neither fulfilled anything before nor does now.
	"""
	if frappe.flags.in_install or frappe.flags.in_migrate:
		return
	before = doc.get_doc_before_save()
	stood, stands = before and fulfilling(before), method != "after_delete" and fulfilling(doc)
	if method == "after_delete":
		stood = fulfilling(doc)
	if stood == stands:
		return
	days = {day for state in (stood, stands) if state for day in state}
	today = getdate()
	for duty in living_duties(today):
		if duty.fulfilled_by != doc.doctype or not fits(duty, doc):
			continue
		for span in spans_to_show(duty.frequency, today):
			if any(span.start <= day <= span.end for day in days):
				settle(duty, span, [doc.organization])


def fulfilling(doc) -> tuple[date, ...] | None:
	"""The days that say for which spans a record counts, with everything else its obligation shows; None: for none."""
	if doc.doctype == "Meeting":
		return (
			(getdate(doc.for_month or doc.meeting_date), getdate(doc.meeting_date))
			if doc.status == "Minuted"
			else None
		)
	if doc.doctype == "Evaluation":
		ends_on = last_day(doc.period)
		if doc.state == "Outside":
			return ends_on, ends_on - timedelta(days=1)
		day = doc.decided_on if doc.state == DECLARED else doc.sent_at
		return (ends_on, getdate(day)) if day and doc.state not in NOT_HANDED_IN else None
	return (last_day(doc.period), getdate(doc.sent_on)) if doc.state in REPORT_SENT else None


def last_day(period: str) -> date:
	return getdate(frappe.get_cached_value("Review Period", period, "ends_on"))


def fits(duty: frappe._dict, doc) -> bool:
	"""Whether a record of this kind fulfils this duty."""
	if doc.doctype == "Meeting":
		return duty.meeting_kind == doc.meeting_kind
	if doc.doctype == "Evaluation":
		return duty.period_kind == doc.period_kind
	return True
