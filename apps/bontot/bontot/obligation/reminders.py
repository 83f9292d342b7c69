"""Daily reminders to people. A reminder is written once a stage and person; one notification a person a day carries them, and
what the person has not heard of the approval.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.query_builder.functions import Max
from frappe.utils import formatdate

from bontot.approval.queue.news import News
from bontot.mail import mail_only_where_configured
from bontot.obligation import meetings, stages
from bontot.organization import tree
from bontot.organization.access import seats_in_force
from bontot.setup import roles

# The earliest stage lies at most this many days before a due date (calendar days; data may say up to 20 working days).
LOOK_AHEAD_DAYS = 45
LOOK_BACK_DAYS = 60
PEOPLE_A_COMMIT = 50
DOCTYPE = "Obligation Reminder"
DIGEST = "digest:"  # begins the key of a day's notification
Line = str | News

IN_HANDS = f"""
	select seat.organization, seat.user as account, position.may_author, position.may_appraise,
	{seats_in_force.IS_COMMISSION} as is_commission
	from `tabSeat` seat {seats_in_force.SEAT_JOINS}
	where {seats_in_force.SEAT_LIVES} and seat.organization in %(organizations)s
	union
	select seat.organization, lent.borrower as account, position.may_author, position.may_appraise,
	{seats_in_force.IS_COMMISSION} as is_commission
	from `tabDelegation` lent join `tabSeat` seat on seat.name = lent.seat {seats_in_force.SEAT_JOINS}
	join `tabUser` borrower on borrower.name = lent.borrower
	where {seats_in_force.SEAT_LIVES} and {seats_in_force.LENT_LIVES} and seat.organization in %(organizations)s
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


def remind(
	today: date,
	after_some: Callable[[], None] | None = None,
	heard: Mapping[str, Sequence[News]] | None = None,
) -> int:
	"""Give every reminder that is due on `today` and was not given; return how many. Running it again gives none.

	heard: what of the approval each person is to hear as well, in the same notification; left out of one who has had
	today's already.
	after_some: called after every few people; a job commits there, so that thousands of them are no one transaction
	and a killed run goes on with those who were told nothing yet.
	"""
	given, waiting, heard = 0, by_recipient(due_reminders(today)), heard or {}
	for number, recipient in enumerate(sorted({*waiting, *heard}), start=1):
		given += give_digest(recipient, waiting.get(recipient, []), heard.get(recipient, ()), today)
		if after_some and number % PEOPLE_A_COMMIT == 0:
			after_some()
	return given


def due_reminders(today: date) -> list[Due]:
	wanted = []
	obligations = open_obligations(today)
	plans = stage_plans(obligations)
	people = Recipients(today, {row.organization for row in obligations})
	opening = set(frappe.get_all("Duty", {"fulfilled_by": "Review Period"}, pluck="name"))
	for row in obligations:
		for stage in stages.reached(plans[row.duty, row.due_on], today):
			escalated = stage.name == "Escalation"
			if row.duty in opening:
				users = people.opening(row.organization)
			else:
				users = people.above(row.organization) if escalated else people.of(row.organization)
			for user in users:
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
	return without_given([*wanted, *suggestions(today)])


def suggestions(today: date) -> list[Due]:
	"""About mid-year, to whom owes meetings within the year and has held none: that one is best held now. Late for nobody."""
	day = date(today.year, *meetings.MID_YEAR)
	stage = stages.Stage("Suggestion", 0, day)
	if not stages.reached([stage], today):
		return []
	where = {"state": "Due", "span_label": str(today.year)}
	fields = ["name", "organization", "organization_path", "title", "due_on"]
	rows = {row.name: row for row in frappe.get_all("Obligation", where, fields)}  # as below
	organizations = {row.organization for row in rows.values()}
	people = Recipients(today, organizations)
	return [
		Due(
			f"{row.name}:{stage.name}{stage.offset}:{user}",
			row.name,
			row.organization,
			rows[row.name].organization_path,
			_("Best held about mid-year: {0}").format(rows[row.name].title),
			rows[row.name].due_on,
			stage,
			user,
		)
		for row, _short in meetings.of_year_still_short(sorted(organizations), today)
		for user in people.of(row.organization)
	]


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
	"""Living seats on a day: who does the work of an organisation, who opens its reviews, and who appraises in the one above.
	Two queries."""

	def __init__(self, today: date, organizations: set[str]) -> None:
		parents = dict(
			frappe.get_all(
				tree.DOCTYPE, {"name": ("in", organizations)}, ["name", "parent_organization"], as_list=True
			)
		)
		self._parents = parents
		everywhere = organizations | set(parents.values())
		self._authors, self._appraisers, self._commissions = self._seats(today, everywhere)

	@staticmethod
	def _seats(today: date, organizations: set[str]) -> tuple[dict[str, list[str]], ...]:
		"""Return who authors, who appraises, and who is of the Organization Commission where: holders of living seats, and
		whoever such a seat is lent to.
		"""
		values = {
			"on": today,
			"organizations": tuple(organizations) or ("",),
			"commission": roles.ORGANIZATION_COMMISSION,
		}
		rows = frappe.db.sql(IN_HANDS, values)
		found: tuple[dict[str, list[str]], ...] = tuple(defaultdict(list) for _ability in range(3))
		for organization, account, *may in rows:
			for people, does in zip(found, may, strict=True):
				if does and account not in people[organization]:
					people[organization].append(account)
		return found

	def of(self, organization: str) -> list[str]:
		return self._authors.get(organization, [])

	def opening(self, organization: str) -> list[str]:
		return self._commissions.get(organization, [])

	def above(self, organization: str) -> list[str]:
		return self._appraisers.get(self._parents.get(organization) or "", [])


def without_given(wanted: list[Due]) -> list[Due]:
	given: set[str] = set()
	keys = [due.key for due in wanted]
	for start in range(0, len(keys), 1000):
		chunk = keys[start : start + 1000]
		given.update(frappe.get_all(DOCTYPE, {"reminder_key": ("in", chunk)}, pluck="reminder_key"))
	return [due for due in wanted if due.key not in given]


def by_recipient(wanted: Iterable[Due]) -> dict[str, list[Due]]:
	grouped = defaultdict(list)
	for due in wanted:
		grouped[due.recipient].append(due)
	return grouped


def give(recipient: str, reminders: list[Due], today: date, heading: str, note: str = "") -> int:
	"""Write what somebody says of these duties at once, with own words before them: one notification and its reminders, all or
	none. Raises what the database raises: the task runs again."""
	reminders = in_order(reminders)
	lines = [line(due, today) for due in reminders]
	about = ("Obligation", reminders[0].obligation)
	words = [f"{heading}: “{note}”"] if note else []
	notification, mailed = notify(recipient, f"{heading}: {subject(lines)}", [*words, *lines], about)
	return keep(recipient, reminders, today, notification, mailed)


def give_digest(recipient: str, reminders: list[Due], heard: Sequence[News], today: date) -> int:
	"""Write the day's one notification to a person, or add to it what has become due since; raises as `give`."""
	had = frappe.db.get_value(DOCTYPE, {"reminder_key": digest_key(recipient, today)}, "notification")
	reminders, heard = in_order(reminders), () if had else heard
	lines = [*heard, *(line(due, today) for due in reminders)]
	if not lines:
		return 0
	if had:
		return keep(recipient, reminders, today, add_to(had, lines), mailed=False)
	about = (heard[0].doctype, heard[0].file) if heard else ("Obligation", reminders[0].obligation)
	notification, mailed = notify(recipient, subject(lines), lines, about)
	keep_digest(recipient, today, frappe.db.get_value(*about, "organization"), notification, mailed)
	return keep(recipient, reminders, today, notification, mailed)


def in_order(reminders: Iterable[Due]) -> list[Due]:
	return sorted(reminders, key=lambda due: (due.due_on, due.title, due.organization))


def digest_key(recipient: str, today: date) -> str:
	"""Make a key of day and person: a second one of the same day meets the first."""
	return f"{DIGEST}{today}:{recipient}"


def digest_days(since: date, before: date) -> dict[str, date]:
	"""{user: the latest day from `since` on, before `before`, on which he or she had a digest}."""
	given = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(given).select(given.recipient, Max(given.reminded_on)).groupby(given.recipient)
	within = (given.reminder_key >= f"{DIGEST}{since}") & (given.reminder_key < f"{DIGEST}{before}")
	return dict(query.where(within & (given.stage == "Daily Digest")).run())


def keep_digest(recipient: str, today: date, organization: str, notification: str, mailed: bool) -> None:
	"""Keep that the person has had the day's notification; about the organisation of its first line."""
	frappe.get_doc(
		doctype=DOCTYPE,
		organization=organization,
		recipient=recipient,
		stage="Daily Digest",
		reminded_on=today,
		reminder_key=digest_key(recipient, today),
		notification=notification,
		mailed=mailed,
	).insert(ignore_permissions=True)  # a job writes to the person; nobody is signed in


def notify(recipient: str, subject: str, lines: Sequence[Line], about: tuple[str, str]) -> tuple[str, bool]:
	"""(name of the notification, whether it was mailed)."""
	notification = frappe.get_doc(
		doctype="Notification Log",
		type="Alert",
		for_user=recipient,
		subject=frappe.utils.escape_html(subject),
		email_content=as_list(lines),
		document_type=about[0],
		document_name=about[1],
	)
	notification.flags.ignore_permissions = True  # a job writes to the person; nobody is signed in
	with mail_only_where_configured() as mailed:
		notification.insert()
	return notification.name, mailed


def add_to(name: str, lines: Sequence[Line]) -> str:
	"""Add lines to a notification of today, which is unread again. It is not mailed a second time."""
	notification = frappe.get_doc("Notification Log", name, for_update=True)
	notification.update({"email_content": notification.email_content + as_list(lines), "read": 0})
	notification.save(ignore_permissions=True)  # as above
	return name


def keep(recipient: str, reminders: Sequence[Due], today: date, notification: str, mailed: bool) -> int:
	"""Keep that these reminders were given, each once for ever."""
	for due in reminders:
		frappe.get_doc(
			doctype=DOCTYPE,
			obligation=due.obligation,
			organization=due.organization,
			organization_path=due.organization_path,
			recipient=recipient,
			stage=due.stage.name,
			offset_days=due.stage.offset,
			reminded_on=today,
			reminder_key=due.key,
			notification=notification,
			mailed=mailed,
		).insert(ignore_permissions=True)  # as above
	return len(reminders)


def subject(lines: Sequence[Line]) -> str:
	first = lines[0].words if isinstance(lines[0], News) else lines[0]
	return first if len(lines) == 1 else _("{0}, and {1} more lines").format(first, len(lines) - 1)


def as_list(lines: Iterable[Line]) -> str:
	items = (one.html() if isinstance(one, News) else frappe.utils.escape_html(one) for one in lines)
	return "<ul>" + "".join(f"<li>{one}</li>" for one in items) + "</ul>"


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
