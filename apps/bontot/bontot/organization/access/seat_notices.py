"""Seats about to end are told of in time: each to its holder, and all of a day in one line to the Commission above."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from bontot import outbox
from bontot.mail import mail_only_where_configured
from bontot.organization.access import seats_in_force
from bontot.outbox.task import DOCTYPE as TASK
from bontot.setup.roles import ORGANIZATION_COMMISSION

HANDLER = "organization.seat_notices"
STAGES = (30, 7)  # days before the last one
SHOWN = 20
# Seats that came within a stage since the day of the last run, unless the same person goes on in the same seat.
REACHED = """
	select seat.name, seat.title, seat.user, seat.to_date, organization.path
	from `tabSeat` seat join `tabParty Organization` organization on organization.name = seat.organization
	where seat.to_date > %(since)s + interval %(days)s day and seat.to_date <= %(today)s + interval %(days)s day
		and seat.to_date >= %(today)s and coalesce(seat.user, '') <> ''
		and not exists (
			select 1 from `tabSeat` next
			where next.user = seat.user and next.organization = seat.organization and next.position = seat.position
				and next.from_date > seat.to_date and next.from_date <= seat.to_date + interval 1 day
		)
	order by seat.to_date, seat.name
"""
HOLDERS_AND_COMMISSION = f"""
	select distinct seat.user, if({seats_in_force.IS_COMMISSION}, organization.path, null) as path
	from `tabSeat` seat {seats_in_force.SEAT_JOINS} where {seats_in_force.SEAT_LIVES}
"""


@dataclass(frozen=True, slots=True)
class Ending:
	name: str
	title: str
	user: str
	to_date: date
	path: str


def run_daily() -> None:
	"""Ask for today's notices. A day on which nothing ran is caught up by the next one."""
	today = getdate()
	outbox.enqueue(HANDLER, f"{HANDLER}-{today}", {"today": str(today)}, acting_user="Administrator")


def run(task: outbox.Task) -> None:
	"""Outbox handler: all of a day is one transaction with the task's own end, which is what the next run starts from."""
	today = getdate(task.payload["today"])
	since = last_run() or today - timedelta(days=1)
	for user, endings in told_to(reached(since, today), today).items():
		tell(user, endings, today)


def last_run() -> date | None:
	"""The latest day that was told of."""
	done = {"handler": HANDLER, "state": "Done"}
	key = frappe.db.get_value(TASK, done, "task_key", order_by="task_key desc")
	return getdate(key.removeprefix(f"{HANDLER}-")) if key else None


def reached(since: date, today: date) -> list[Ending]:
	"""Seats that came within a stage after `since`, each once."""
	found: dict[str, Ending] = {}
	for days in STAGES:
		rows = frappe.db.sql(REACHED, {"since": since, "today": today, "days": days}, as_dict=True)
		found |= {row.name: Ending(**row) for row in rows}
	return sorted(found.values(), key=lambda ending: (ending.to_date, ending.name))


def told_to(endings: list[Ending], today: date) -> dict[str, list[Ending]]:
	"""{account: endings it is told of}: the holder's own, and those at and below a seat of the Commission."""
	told: dict[str, dict[str, Ending]] = {}
	if not endings:
		return {}
	values = {"on": today, "commission": ORGANIZATION_COMMISSION}
	for user, path in frappe.db.sql(HOLDERS_AND_COMMISSION, values):
		mine = [one for one in endings if one.user == user or (path and one.path.startswith(path))]
		told.setdefault(user, {}).update({one.name: one for one in mine})
	return {user: list(own.values()) for user, own in told.items() if own}


def tell(user: str, endings: list[Ending], today: date) -> None:
	lines = [line(ending, today) for ending in endings]
	subject = lines[0] if len(lines) == 1 else _("{0}, and {1} more seats").format(lines[0], len(lines) - 1)
	items = "".join(f"<li>{frappe.utils.escape_html(one)}</li>" for one in lines[:SHOWN])
	notice = frappe.get_doc(
		doctype="Notification Log",
		type="Alert",
		for_user=user,
		subject=frappe.utils.escape_html(subject),
		email_content=f"<ul>{items}</ul>",
		document_type="Seat",
		document_name=endings[0].name,
	)
	with mail_only_where_configured():
		notice.insert(ignore_permissions=True)  # a job writes to the person; nobody is signed in


def line(ending: Ending, today: date) -> str:
	days: Any = (ending.to_date - today).days
	day = formatdate(ending.to_date, "dd/MM/yyyy")
	if not days:
		return _("{0}: ends today").format(ending.title)
	return _("{0}: ends on {1}, in {2} days").format(ending.title, day, days)
