"""Who is told what today. A reminder is written once a stage and person; one notification a person a day carries them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import formatdate

from bontot.mail import mail_only_where_configured
from bontot.obligation import stages
from bontot.organization import access, tree

# The earliest stage lies at most this many days before a due date (calendar days; data may say up to 20 working days).
LOOK_AHEAD_DAYS = 45
LOOK_BACK_DAYS = 60
PEOPLE_A_COMMIT = 50

IN_HANDS = f"""
	select seat.organization, seat.user as account, position.may_author, position.may_appraise
	from `tabSeat` seat {access.SEAT_JOINS}
	where {access.SEAT_LIVES} and seat.organization in %(organizations)s
	union
	select seat.organization, lent.borrower as account, position.may_author, position.may_appraise
	from `tabDelegation` lent join `tabSeat` seat on seat.name = lent.seat {access.SEAT_JOINS}
	join `tabUser` borrower on borrower.name = lent.borrower
	where {access.SEAT_LIVES} and {access.LENT_LIVES} and seat.organization in %(organizations)s
	order by account
"""


@dataclass(frozen=True, slots=True)
class Due:
	"""A reminder to be given now."""

	key: str
	obligation: str
	organization: str
	organization_path: str
	title: str
	due_on: date
	stage: stages.Stage
	recipient: str


def remind(today: date, after_some: Callable[[], None] | None = None) -> int:
	"""Give every reminder that is due on `today` and was not given; return how many. Running it again gives none.

	after_some: called after every few people; a job commits there, so that thousands of them are no one transaction
	and a killed run goes on with those who were told nothing yet.
	"""
	given = 0
	for number, (recipient, reminders) in enumerate(
		sorted(by_recipient(due_reminders(today)).items()), start=1
	):
		given += give(recipient, reminders, today)
		if after_some and number % PEOPLE_A_COMMIT == 0:
			after_some()
	return given


def due_reminders(today: date) -> list[Due]:
	wanted = []
	obligations = open_obligations(today)
	plans = stage_plans(obligations)
	people = Recipients(today, {row.organization for row in obligations})
	for row in obligations:
		for stage in stages.reached(plans[row.duty, row.due_on], today):
			escalated = stage.name == "Escalation"
			for user in people.above(row.organization) if escalated else people.of(row.organization):
				key = f"{row.name}:{stage.name}{stage.offset}:{user}"
				wanted.append(
					Due(
						key,
						row.name,
						row.organization,
						row.organization_path,
						row.title,
						row.due_on,
						stage,
						user,
					)
				)
	return without_given(wanted)


def open_obligations(today: date) -> list[frappe._dict]:
	"""Rows still owed whose due date is near enough for any stage."""
	near = (today - timedelta(days=LOOK_BACK_DAYS), today + timedelta(days=LOOK_AHEAD_DAYS))
	return frappe.get_all(  # a job for everyone: nobody's scope applies
		"Obligation",
		{"state": "Due", "due_on": ("between", near)},
		["name", "organization", "organization_path", "duty", "title", "due_on"],
		order_by="name",
	)


def stage_plans(obligations: Iterable[frappe._dict]) -> dict[tuple[str, date], list[stages.Stage]]:
	fields = ["name", "remind_before_days", "remind_after_days", "escalate_after_days"]
	duties = {duty.name: duty for duty in frappe.get_all("Duty", fields=fields)}
	plans = {}
	for duty_name, due in {(row.duty, row.due_on) for row in obligations}:
		duty = duties[duty_name]
		before, after = (
			stages.parse_offsets(duty.remind_before_days),
			stages.parse_offsets(duty.remind_after_days),
		)
		plans[duty_name, due] = stages.stages(due, before, after, duty.escalate_after_days)
	return plans


class Recipients:
	"""Living seats on a day: who does the work of an organisation, and who appraises in the one above. Two queries."""

	def __init__(self, today: date, organizations: set[str]) -> None:
		parents = dict(
			frappe.get_all(
				tree.DOCTYPE, {"name": ("in", organizations)}, ["name", "parent_organization"], as_list=True
			)
		)
		self._parents = parents
		self._authors, self._appraisers = self._seats(today, organizations | set(parents.values()))

	@staticmethod
	def _seats(today: date, organizations: set[str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
		"""Who authors and who appraises where: holders of living seats, and whoever such a seat is lent to."""
		rows = frappe.db.sql(IN_HANDS, {"on": today, "organizations": tuple(organizations) or ("",)})
		authors, appraisers = defaultdict(list), defaultdict(list)
		for organization, account, may_author, may_appraise in rows:
			if may_author and account not in authors[organization]:
				authors[organization].append(account)
			if may_appraise and account not in appraisers[organization]:
				appraisers[organization].append(account)
		return authors, appraisers

	def of(self, organization: str) -> list[str]:
		return self._authors.get(organization, [])

	def above(self, organization: str) -> list[str]:
		return self._appraisers.get(self._parents.get(organization) or "", [])


def without_given(wanted: list[Due]) -> list[Due]:
	given: set[str] = set()
	keys = [due.key for due in wanted]
	for start in range(0, len(keys), 1000):
		chunk = keys[start : start + 1000]
		given.update(
			frappe.get_all("Obligation Reminder", {"reminder_key": ("in", chunk)}, pluck="reminder_key")
		)
	return [due for due in wanted if due.key not in given]


def by_recipient(wanted: Iterable[Due]) -> dict[str, list[Due]]:
	grouped = defaultdict(list)
	for due in wanted:
		grouped[due.recipient].append(due)
	return grouped


def give(recipient: str, reminders: list[Due], today: date, heading: str = "") -> int:
	"""Write one notification and its reminders, all or none. Raises what the database raises: the task runs again.

	heading: who says so, where it is not the calendar.
	"""
	reminders = sorted(reminders, key=lambda due: (due.due_on, due.title, due.organization))
	first = reminders[0]
	notification = frappe.get_doc(
		doctype="Notification Log",
		type="Alert",
		for_user=recipient,
		subject=f"{heading}: {subject(reminders, today)}" if heading else subject(reminders, today),
		email_content=digest(reminders, today),
		document_type="Obligation",
		document_name=first.obligation,
	)
	notification.flags.ignore_permissions = True  # a job writes to the person; nobody is signed in
	with mail_only_where_configured() as mailed:
		notification.insert()
	for due in reminders:
		frappe.get_doc(
			doctype="Obligation Reminder",
			obligation=due.obligation,
			organization=due.organization,
			organization_path=due.organization_path,
			recipient=recipient,
			stage=due.stage.name,
			offset_days=due.stage.offset,
			reminded_on=today,
			reminder_key=due.key,
			notification=notification.name,
			mailed=mailed,
		).insert(ignore_permissions=True)  # as above
	return len(reminders)


def subject(reminders: list[Due], today: date) -> str:
	first = line(reminders[0], today)
	if len(reminders) == 1:
		return first
	return _("{0}, and {1} more duties").format(first, len(reminders) - 1)


def digest(reminders: list[Due], today: date) -> str:
	items = "".join(f"<li>{frappe.utils.escape_html(line(due, today))}</li>" for due in reminders)
	return f"<ul>{items}</ul>"


def line(due: Due, today: date) -> str:
	name = frappe.get_cached_value(tree.DOCTYPE, due.organization, "organization_name")
	days = (due.due_on - today).days
	if days > 0:
		distance = _("{0} days left").format(days)
	elif days == 0:
		distance = _("due today")
	else:
		distance = _("{0} days overdue").format(-days)
	return _("{0}: {1}, due on {2} ({3})").format(
		name, due.title, formatdate(due.due_on, "dd/mm/yyyy"), distance
	)
