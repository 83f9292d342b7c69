"""The ledger: what each organisation owes in each span, rebuilt from records with the same result every time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.query_builder import Criterion
from frappe.query_builder.functions import Coalesce
from frappe.utils import getdate, now

from bontot.meeting.findings import Owed
from bontot.obligation import meetings
from bontot.obligation.owing import day_of, ended_reasons, other_kinds
from bontot.obligation.sources import (
	DECLARED,
	NOT_HANDED_IN,
	REPORT_SENT,
	SOURCES,
	Fulfilment,
	files_due_on,
	files_of,
	outside_reasons,
	period_due_on,
)
from bontot.obligation.spans import Span, due_on, spans
from bontot.organization import tree
from bontot.organization.tree import dated

CHUNK = 2000
# How long after a span a meeting that serves it is looked for at once; the night looks at all.
REACH = timedelta(days=62)
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
		asked = Asked(duty, today, chosen)
		for span in spans_of(duty, today):
			changed += settle(duty, span, asked, chosen, settled)
			if settled:
				settled()
	return changed


class Asked:
	"""Demands of a duty on organisations, read once a year and not once a span."""

	def __init__(self, duty: frappe._dict, today: date, organizations: list[str] | None = None) -> None:
		self.duty, self.today, self.organizations = duty, today, organizations
		self._owed: dict[int, dict[str, list[Owed]]] = {}

	def owed(self, span: Span) -> dict[str, Owed]:
		"""{organisation: what meetings it owes in a span}; who is not there owes none in it."""
		year = span.start.year
		if year not in self._owed:
			names = meetings.whose(self.duty) if self.organizations is None else self.organizations
			self._owed[year] = meetings.owed(self.duty, year, names, self.today)
		return {
			name: one for name, some in self._owed[year].items() for one in some if meetings.is_of(one, span)
		}


def spans_of(duty: frappe._dict, today: date) -> list[Span]:
	return [span for one in meetings.frequencies(duty) for span in spans_to_show(one, today)]


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
	for row in duties:
		row.kinds = meetings.kinds_of(row.name)
	return duties


NOT_ASKED = "Không đặt ra trong kỳ này"


def settle(
	duty: frappe._dict,
	span: Span,
	asked: Asked,
	organizations: list[str] | None = None,
	settled: Callable[[], None] | None = None,
) -> int:
	"""Add the missing rows of one duty and span, then write the states that the records say. Returns rows changed."""
	if span.end < getdate(duty.valid_from):
		return 0
	due = period_due_on(duty, span) or due_on(span, duty.due_month, duty.due_day)
	if duty.fulfilled_by == "Meeting":
		owed = asked.owed(span)
		due, own = span.end, {name: one.due_on for name, one in owed.items()}
		found = {name: held for name, one in owed.items() if (held := meeting_held(one))}
		wanted: set[str] | None = set(owed)
	else:
		own = files_due_on(duty, span, organizations)
		found = SOURCES[duty.fulfilled_by](duty, span, organizations)
		wanted = set(files_of(duty, span, organizations)) if duty.fulfilled_by == "Evaluation" else None
	outside = {} if wanted is None else not_asked(duty, span, wanted, organizations)
	outside |= ended_reasons(duty, span, due, own, organizations) | outside_reasons(duty, span, organizations)
	outside |= other_kinds(duty, span, due, organizations)
	return _add_missing(duty, span, due, own, organizations, wanted) + _write_states(
		duty, span, due, own, found, outside, organizations, settled
	)


def meeting_held(one: Owed) -> Fulfilment | None:
	"""Return what fulfils a duty that meetings fulfil, as the criterion counts it (`findings.Owed`)."""
	fact = one.done_by
	return Fulfilment("Meeting", fact.name, fact.meeting_date) if fact else None


def not_asked(
	duty: frappe._dict, span: Span, wanted: set[str], organizations: list[str] | None
) -> dict[str, str]:
	"""{organisation: why not} of those that have a row and of which nothing is asked (any more): nobody is late with what nobody
	could do."""
	where: dict[str, Any] = {"duty": duty.name, "span_label": span.label}
	if organizations is not None:
		where["organization"] = ("in", organizations or [""])
	# By a job, for everyone alike.
	rows = frappe.get_all("Obligation", where, pluck="organization", limit_page_length=0)
	return dict.fromkeys((name for name in rows if name not in wanted), NOT_ASKED)


# Writing


def _add_missing(
	duty,
	span: Span,
	due: date,
	own: dict[str, date],
	organizations: list[str] | None,
	wanted: set[str] | None,
) -> int:
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
	rows = [row for row in query.run() if wanted is None or row[0] in wanted]
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
	days = {day for state in (stood, stands) if state for day in state if isinstance(day, date)}
	today = getdate()
	for duty in living_duties(today):
		if duty.fulfilled_by != doc.doctype or not fits(duty, doc):
			continue
		asked = Asked(duty, today, [doc.organization])
		for span in spans_of(duty, today):
			# A meeting may serve the span before the one in which it was held.
			if any(span.start <= day <= span.end + REACH for day in days):
				settle(duty, span, asked, [doc.organization])


def fulfilling(doc) -> tuple[Any, ...] | None:
	"""The days that say for which spans a record counts, with everything else its obligation shows; None: for none."""
	if doc.doctype == "Meeting":
		days = meetings.days_of(doc)
		return days and (*days, doc.status)
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
