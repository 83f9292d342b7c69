"""Tasks that a person's own organisations owe, as rows of "My Work": one line, one deadline, one button each."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, TypedDict
from urllib.parse import quote, urlencode

import frappe
from frappe import _
from frappe.query_builder.functions import Count

from bontot.criteria import period_kinds
from bontot.obligation import meetings, spans
from bontot.organization import access
from bontot.organization.access.approvable import OPEN_STATES
from bontot.rating import owed as rating_owed
from bontot.rating.rules import MEMBER, ORGANIZATION

DAYS_AHEAD = 45  # what is due later does not belong on a list of things to do now
EVALUATION_ADDRESS = "/app/self-assessment/{0}"
MEETING_ADDRESS = "/app/meeting-record/{0}"

Sign = Literal["late", "returned", "open"]


class Task(TypedDict):
	"""`due_on` is an ISO date or None; `address` a desk address or None when nothing can be done yet."""

	key: str
	sign: Sign
	title: str
	note: str
	organization: str
	due_on: str | None
	button: str
	address: str | None


def collect(organizations: Iterable[str], today: date) -> list[Task]:
	"""Return what these organisations owe, the most pressing first: overdue, returned, then by deadline."""
	organizations = list(organizations)
	if not organizations:
		return []
	tasks = [file_task(row, today) for row in open_files(organizations)] + rating_tasks(organizations, today)
	still = {row.name: short for row, short in meetings.of_year_still_short(organizations, today)}
	for row in due_obligations(organizations, today, still):
		if row.fulfilled_by == "Evaluation":
			continue  # the open file says the same and more
		task = obligation_task(row, today)
		if row.name in still:
			task["note"] = year_words(still[row.name], today)
		tasks.append(task)
	return sorted(tasks, key=pressing)


def year_words(short: int, today: date) -> str:
	"""Describe how many meetings owed within the year are left; about mid-year that one is best held then, which is late for
	nobody.
	"""
	if meetings.is_mid_year(today):
		return _("Best held about mid-year; {0} meetings are owed by the end of the year").format(short)
	return _("{0} meetings are still owed this year").format(short)


def opening_tasks(user: str, today: date) -> list[Task]:
	"""Reviews that the Organization Commission is to open, of which nobody below can do anything before."""
	places = [seat.organization for seat in access.seats(user, today) if seat.is_commission]
	rows = due_obligations(places, today) if places else []
	found = []
	for row in rows:
		if row.fulfilled_by != "Review Period":
			continue
		where = {"period_kind": row.period_kind, "organization": row.organization}
		where["ends_on"] = ("between", (row.span_start, row.span_end))
		# In the person's own office.
		period = frappe.db.get_value("Review Period", where, ["name", "state"], as_dict=True)
		if period and period.state != "Draft":
			continue  # the ledger hears of it at night
		address = f"/app/review-period/{quote(period.name)}" if period else "/app/review-period/new"
		found.append(obligation_task(row, today) | {"button": _("Open the period"), "address": address})
	return found


def pressing(task: Task) -> tuple[int, str, str]:
	return ({"late": 0, "returned": 1, "open": 2}[task["sign"]], task["due_on"] or "9999", task["key"])


def sign_of(due_on: date | None, today: date) -> Sign:
	return "late" if due_on and due_on < today else "open"


def open_files(organizations: list[str]) -> list[frappe._dict]:
	"""Files that lie with these organisations, of periods that are open, with how many criteria came back."""
	file, period = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Review Period")
	rows = (
		frappe.qb.from_(file)
		.join(period)
		.on(period.name == file.period)
		.select(
			file.name,
			file.organization,
			file.state,
			file.year,
			file.period_kind,
			period.title.as_("period_title"),
			period.ends_on,
			file.self_assessment_due_on,
			file.awaiting_due_on,
			file.met_count,
			file.item_count,
		)
		.where(file.organization.isin(organizations) & file.state.isin(OPEN_STATES))
		.where(period.state == "Open")
	).run(as_dict=True)
	returned = count_returned([row.name for row in rows if row.state == "Returned"])
	for row in rows:
		row.returned = returned.get(row.name, 0)
	return rows


def count_returned(files: list[str]) -> dict[str, int]:
	if not files:
		return {}
	item = frappe.qb.DocType("Evaluation Item")
	count = Count(item.name)
	where = item.parent.isin(files) & (item.review_state == "Returned")
	return dict(frappe.qb.from_(item).select(item.parent, count).where(where).groupby(item.parent).run())


def file_task(row: frappe._dict, today: date) -> Task:
	due_on = row.self_assessment_due_on
	if row.state == "Returned":
		title = _("Returned: {0} criteria of the {1}").format(row.returned, period_words(row))
		sign, button = "returned", _("See and correct")
		due_on = row.awaiting_due_on or due_on
	else:
		title = task_words(row)
		sign, button = sign_of(due_on, today), _("Assess")
	return {
		"key": row.name,
		"sign": sign,
		"title": title,
		"note": _("{0} of {1} criteria met").format(row.met_count or 0, row.item_count or 0),
		"organization": row.organization,
		"due_on": iso(due_on),
		"button": button,
		"address": EVALUATION_ADDRESS.format(quote(row.name)),
	}


def rating_tasks(organizations: list[str], today: date) -> list[Task]:
	"""Yearly ratings that nobody has proposed yet, of organisations whose file of the year rests on them: due with its
	self-assessment, and not named long before."""
	files: dict[int, dict[str, frappe._dict]] = {}
	for row in yearly_files(organizations, today):
		files.setdefault(row.year, {})[row.organization] = row
	found = []
	for year, of_year in files.items():
		owing = rating_owed.of_places(of_year, year)
		found += [rating_task(of_year[place], owed, today) for place, owed in owing.items()]
	return found


def yearly_files(organizations: list[str], today: date) -> list[frappe._dict]:
	file, period = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Review Period")
	earning = [kind for kind in period_kinds.ALL if period_kinds.earns_title(kind)]
	return (
		frappe.qb.from_(file)
		.join(period)
		.on(period.name == file.period)
		.select(file.organization, file.year, file.title_kind, file.self_assessment_due_on)
		.where(file.organization.isin(organizations) & (file.state != "Outside"))
		.where(file.period_kind.isin(earning) & (period.state == "Open"))
		.where(file.self_assessment_due_on <= today + timedelta(days=DAYS_AHEAD))
		.orderby(file.year, file.organization)
	).run(as_dict=True)


def rating_task(row: frappe._dict, owed: rating_owed.Owed, today: date) -> Task:
	due_on = row.self_assessment_due_on
	note = _("Criteria of the four goods wait for it.")
	if owed.returned:
		note = _("{0} returned: the reason stands under the name").format(owed.returned)
	return {
		"key": f"rating-{row.organization}-{row.year}",
		"sign": "returned" if owed.returned else sign_of(due_on, today),
		"title": rating_owed.words(owed, row.year, row.title_kind),
		"note": note,
		"organization": row.organization,
		"due_on": iso(due_on),
		"button": _("Propose ratings"),
		"address": rating_owed.address(row.organization, row.year, MEMBER if owed.members else ORGANIZATION),
	}


def period_words(row: frappe._dict) -> str:
	"""The period within a sentence; a quarter or an own period by the name that its officer gave it."""
	words = {"Year": _("yearly assessment of {0}"), "Six-Month": _("six-month review of {0}")}
	return words[row.period_kind].format(row.year) if row.period_kind in words else row.period_title


def task_words(row: frappe._dict) -> str:
	words = {"Year": _("Four-goods self-assessment {0}"), "Six-Month": _("Six-month review {0}")}
	return words[row.period_kind].format(row.year) if row.period_kind in words else row.period_title


def due_obligations(organizations: list[str], today: date, besides: Iterable[str] = ()) -> list[frappe._dict]:
	"""Ledger rows still owed whose span has begun and whose deadline is past or near, and those named `besides`."""
	owed, duty = frappe.qb.DocType("Obligation"), frappe.qb.DocType("Duty")
	rows = (
		frappe.qb.from_(owed)
		.join(duty)
		.on(duty.name == owed.duty)
		.select(
			owed.name,
			owed.title,
			owed.organization,
			owed.span_label,
			owed.span_start,
			owed.span_end,
			owed.due_on,
			duty.duty_name,
			duty.fulfilled_by,
			duty.meeting_kind,
			duty.period_kind,
		)
		.where(owed.organization.isin(organizations) & (owed.state == "Due"))
		.where(owed.span_start <= today)
		.where((owed.due_on <= today + timedelta(days=DAYS_AHEAD)) | owed.name.isin(list(besides) or [""]))
		.orderby(owed.due_on, owed.name)
	).run(as_dict=True)
	for (
		row
	) in rows:  # a duty of the whole organisation is of the year by one framework, of each half by another
		row.frequency = spans.frequency_of(row.span_label)
	return rows


def obligation_task(row: frappe._dict, today: date) -> Task:
	if row.fulfilled_by == "Meeting":
		button, address = meeting_action(row, today)
	else:
		query = urlencode({"organization": row.organization, "year": row.span_start.year})
		button, address = _("Write the report"), f"/app/summary-report/new?{query}"
	return {
		"key": row.name,
		"sign": sign_of(row.due_on, today),
		"title": f"{row.duty_name} {span_words(row)}".strip(),
		"note": "",
		"organization": row.organization,
		"due_on": iso(row.due_on),
		"button": button,
		"address": address,
	}


def meeting_action(row: frappe._dict, today: date) -> tuple[str, str]:
	"""Lead to the meeting that was begun in this span, else to a new one with its kind and place filled in."""
	filters = {
		"organization": row.organization,
		"meeting_kind": row.meeting_kind,
		"meeting_date": ("between", (row.span_start, row.span_end)),
		"status": ("!=", "Minuted"),
	}
	# Own organisations by living seats: `collect` is asked for no others.
	begun = frappe.get_all("Meeting", filters, pluck="name", order_by="meeting_date desc", limit=1)
	if begun:
		return _("Go on with the record"), MEETING_ADDRESS.format(quote(begun[0]))
	day = min(max(today, row.span_start), row.span_end)
	query = {
		"organization": row.organization,
		"meeting_kind": row.meeting_kind,
		"meeting_date": day.isoformat(),
	}
	return _("Record the meeting"), MEETING_ADDRESS.format("new") + "?" + urlencode(query)


def span_words(row: frappe._dict) -> str:
	"""The span as people say it: "tháng 11", "quý IV", "6 tháng đầu năm", "năm 2026"."""
	start: date = row.span_start
	if row.frequency == "Monthly":
		return _("of month {0}").format(start.month)
	if row.frequency == "Quarterly":
		return _("of quarter {0}").format(("I", "II", "III", "IV")[(start.month - 1) // 3])
	if row.frequency == "Six-Month":
		return _("of the first half of the year") if start.month == 1 else _("of the second half of the year")
	return _("of year {0}").format(start.year)


def iso(day: date | None) -> str | None:
	return day.isoformat() if day else None
