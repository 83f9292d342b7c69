"""Duties that meetings fulfil, as the criteria read them: which spans are owed, which meeting fulfils which, and until when.

How often is the framework's to say: of the file that a body answers in that year, else of its province's own. A duty of the
whole organisation is one of the year, or of each half where the framework binds them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache

import frappe
from frappe.utils import getdate
from pypika import Order

from bontot.criteria import frozen
from bontot.criteria.registry import Context
from bontot.evaluation.computing import stored_answers
from bontot.meeting import criteria, findings, kinds
from bontot.meeting.findings import Owed
from bontot.obligation.spans import Span
from bontot.organization import tree
from bontot.organization.tree import dated

Settings = Mapping[str, str]


def frequencies(duty: frappe._dict) -> tuple[str, ...]:
	"""Return the frequencies at which a duty may be owed: one body's framework may ask for another than the next one's."""
	if duty.meeting_kind == kinds.WHOLE_ORGANIZATION and duty.fulfilled_by == "Meeting":
		return ("Six-Month", "Yearly")
	return (duty.frequency,)


def owed(duty: frappe._dict, year: int, organizations: Iterable[str], today: date) -> dict[str, list[Owed]]:
	"""{organisation: what it owes of a duty in a year}, as its criteria count it on a day."""
	organizations = list(organizations)
	settings, title_kind = settings_of(year, organizations), title_kind_of(duty)
	first, last = date(year, 1, 1), date(year, 12, 31)
	contexts = [
		Context(name, title_kind, "Year", first, last, today, settings(name)) for name in organizations
	]
	return criteria.owed_of(duty.meeting_kind, contexts) if contexts else {}


def is_of(one: Owed, span: Span) -> bool:
	"""Whether something is owed in this very span. One that lived through half a year alone owes its part in the year's."""
	if one.series.length == findings.YEAR:
		return (span.start, span.end) == (date(span.end.year, 1, 1), one.span.ends_on)
	return (span.start, span.end) == (one.span.starts_on, one.span.ends_on)


def whose(duty: frappe._dict) -> list[str]:
	"""Organisations of the kinds that have a duty, or that were of one."""
	organization, placement = frappe.qb.DocType(tree.DOCTYPE), frappe.qb.DocType(dated.PLACEMENT)
	kinds_of = duty.kinds or [""]
	today = frappe.qb.from_(organization).select(organization.name).where(organization.kind.isin(kinds_of))
	before = frappe.qb.from_(placement).select(placement.organization).where(placement.kind.isin(kinds_of))
	return sorted({*today.run(pluck=True), *before.run(pluck=True)})


def title_kind_of(duty: frappe._dict) -> str:
	"""Return the title kind of those who have the duty; "" of kinds that earn no title."""
	found = frappe.get_all("Organization Kind", {"name": ("in", duty.kinds or [""])}, pluck="title_kind")
	return next(filter(None, found), "")


def settings_of(year: int, organizations: list[str]) -> Callable[[str], Settings]:
	"""Returns what gives the settings of these organisations' frameworks in a year."""
	where = {"year": year, "period_kind": "Year", "organization": ("in", organizations or [""])}
	fields = ["organization", "period", "period_framework"]
	# The ledger is written for everyone alike, by a job.
	files = {
		row.organization: row for row in frappe.get_all("Evaluation", where, fields, limit_page_length=0)
	}
	named = {"name": ("in", organizations or [""])}
	paths = dict(frappe.get_all(tree.DOCTYPE, named, ["name", "path"], limit_page_length=0, as_list=True))

	@cache
	def of_framework(period: str, period_framework: str | None) -> Settings:
		return stored_answers.framework_of(period, period_framework)["settings"]

	@cache
	def of_province(name: str) -> Settings:
		return issued(name, year)

	def settings(organization: str) -> Settings:
		if file := files.get(organization):
			return of_framework(file.period, file.period_framework)
		return of_province(paths.get(organization, "")[: tree.SEGMENT])

	return settings


def issued(province_path: str, year: int) -> Settings:
	"""Settings of the framework that a province opens, or would open, the year's review on; none: as shipped."""
	province = frappe.db.get_value(tree.DOCTYPE, {"path": province_path})
	where = {"organization": province, "year": year, "period_kind": "Year", "state": ("!=", "Draft")}
	if text := frappe.db.get_value("Review Period", where, "frozen_framework"):
		return json.loads(text)["settings"]
	table = frappe.qb.DocType("Criteria Framework")
	begun = table.valid_from.isnull() | (table.valid_from <= date(year, 12, 31))  # no day: since ever
	query = frappe.qb.from_(table).select(table.name).where((table.organization == province) & begun)
	query = query.where(table.docstatus == 1).orderby(table.valid_from, table.version, order=Order.desc)
	names = query.limit(1).run(pluck=True)
	return frozen.settings_of(names[0]) if names else {}


def days_of(doc) -> tuple[date, ...] | None:
	"""Return the days of a meeting that say for which spans it counts; None: for none."""
	if doc.status not in ("Held", "Minuted"):
		return None
	return getdate(doc.for_month or doc.meeting_date), getdate(doc.meeting_date)


# About when the first of the year's meetings is best held. No deadline: it reminds, and nobody is late by it.
MID_YEAR = (6, 15)


def is_mid_year(today: date) -> bool:
	return today.month == MID_YEAR[0] or (today.month, today.day) <= (MID_YEAR[0] + 1, MID_YEAR[1])


def of_year_still_short(organizations: list[str], today: date) -> list[tuple[frappe._dict, int]]:
	"""(row of the ledger, how many are still owed) of meetings owed within the year of which none was held by mid-year."""
	if today.month < MID_YEAR[0]:
		return []
	obligation, duty = frappe.qb.DocType("Obligation"), frappe.qb.DocType("Duty")
	query = frappe.qb.from_(obligation).join(duty).on(duty.name == obligation.duty)
	query = query.select(obligation.name, obligation.organization, obligation.duty)
	query = query.where((duty.meeting_kind == kinds.WHOLE_ORGANIZATION) & (obligation.state == "Due"))
	query = query.where(
		(obligation.span_label == str(today.year)) & obligation.organization.isin(organizations or [""])
	)
	rows = query.run(as_dict=True)
	found = []
	for name in sorted({row.duty for row in rows}):
		own = [row for row in rows if row.duty == name]
		asked = frappe._dict(meeting_kind=kinds.WHOLE_ORGANIZATION, kinds=kinds_of(name))
		still = owed(asked, today.year, [row.organization for row in own], today)
		for row in own:
			for one in still[row.organization]:
				if one.short and not one.minuted:
					found.append((row, one.short))
	return found


def kinds_of(duty: str) -> list[str]:
	kind = frappe.qb.DocType("Duty Kind")
	return frappe.qb.from_(kind).select(kind.kind).where(kind.parent == duty).run(pluck=True)
