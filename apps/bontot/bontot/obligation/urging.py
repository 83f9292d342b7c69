"""Urging: a body above reminds those below of what is overdue, besides what the calendar says by itself.

Once a day for each obligation and person, whoever urges: two officers who press the button make one message.
"""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from bontot import outbox
from bontot.obligation import reminders, stages
from bontot.obligation.errors import NothingOverdueError, UrgingNoteError
from bontot.organization import access, tree
from bontot.organization.errors import NoSeatError

HANDLER = "obligation.urge"
LONGEST_NOTE = 300


def start(organization: str, note: str = "") -> dict[str, int]:
	"""Ask, as the signed-in user, that everyone late at or below `organization` be told today; `note`: own words to them, one
	line of plain text.

	Returns {organizations: late ones, untold: of them those whose work nobody holds a seat for}. Raises as `foresee`, and
	UrgingNoteError.
	"""
	today = getdate()
	seat, rows = late_rows(organization, today)
	payload = {"organization": organization, "seat_organization": seat.organization, "today": str(today)}
	payload["note"] = one_line(note)
	outbox.enqueue(
		HANDLER,
		f"{HANDLER}:{organization}:{seat.organization}:{today}",
		payload,
		reference=(tree.DOCTYPE, organization),
	)
	return counts(rows, today)


def one_line(note: str) -> str:
	"""Own words as the reminder carries them. Raises UrgingNoteError."""
	words = " ".join(note.split())
	if len(words) > LONGEST_NOTE:
		message = _("Own words hold at most {0} characters, these are {1}. Shorten them.")
		frappe.throw(message.format(LONGEST_NOTE, len(words)), UrgingNoteError)
	return words


def foresee(organization: str) -> dict[str, Any]:
	"""Return whom `start` would tell of how much, and in whose name, for the question before it: what `start` returns, with
	{tasks: overdue ones, by: name of the body that urges}. Raises NoSeatError, NothingOverdueError.
	"""
	today = getdate()
	seat, rows = late_rows(organization, today)
	by = frappe.db.get_value(tree.DOCTYPE, seat.organization, "organization_name")
	return counts(rows, today) | {"tasks": len(rows), "by": by}


def late_rows(organization: str, today: date) -> tuple[dict, list[frappe._dict]]:
	"""(the seat that urges, what is overdue below it in the branch). Raises NoSeatError, NothingOverdueError."""
	seat = urging_seat(frappe.session.user, tree.path_of(organization))
	if not seat:
		message = _("Only someone who holds a seat at a body above may urge this branch.")
		frappe.throw(message, NoSeatError, title=_("No Seat"))
	rows = overdue_below(seat.path, tree.path_of(organization), today)
	if not rows:
		frappe.throw(_("Nothing in this branch is overdue today."), NothingOverdueError)
	return seat, rows


def counts(rows: list[frappe._dict], today: date) -> dict[str, int]:
	late = {row.organization for row in rows}
	people = reminders.Recipients(today, late)
	return {"organizations": len(late), "untold": sum(not people.of(one) for one in late)}


def run(task: outbox.Task) -> None:
	"""Outbox handler: one message a person; whoever was urged today already hears nothing again."""
	today = getdate(task.payload["today"])
	by = task.payload["seat_organization"]
	late = overdue_below(tree.path_of(by), tree.path_of(task.payload["organization"]), today)
	people = reminders.Recipients(today, {row.organization for row in late})
	wanted = [
		reminders.Due(
			f"{row.name}:Urging{today}:{user}",
			row.name,
			row.organization,
			row.organization_path,
			row.title,
			row.due_on,
			stages.Stage("Urging", 0, today),
			user,
		)
		for row in late
		for user in people.of(row.organization)
	]
	waiting = sorted(reminders.by_recipient(reminders.without_given(wanted)).items())
	body = frappe.db.get_value(tree.DOCTYPE, by, "organization_name")
	for number, (recipient, dues) in enumerate(waiting, start=1):
		reminders.give(recipient, dues, today, _("{0} urges").format(body), task.payload.get("note", ""))
		if number % reminders.PEOPLE_A_COMMIT == 0:
			task.progress(number, len(waiting))


def may_urge(user: str, organization: str) -> bool:
	"""Whether to offer it: the person works at that body or above it."""
	return bool(urging_seat(user, tree.path_of(organization)))


def urging_seat(user: str, path: str | None) -> dict | None:
	"""The person's highest living seat at or above `path` that does the work of its body; None without one."""
	able = [
		seat
		for seat in access.seats(user)
		if path
		and path.startswith(seat.path)
		and (seat.may_author or seat.may_appraise or seat.may_decide or seat.is_commission)
	]
	return min(able, key=lambda seat: len(seat.path)) if able else None


def overdue_below(above: str, path: str, today: date) -> list[frappe._dict]:
	"""Overdue obligations at or below `path`, without those of the body at `above` itself: nobody urges themselves."""
	low, high = tree.path_range(path)
	owed = frappe.qb.DocType("Obligation")
	return (
		frappe.qb.from_(owed)
		.select(owed.name, owed.organization, owed.organization_path, owed.title, owed.due_on)
		.where((owed.organization_path >= low) & (owed.organization_path < high))
		.where((owed.organization_path != above) & (owed.state == "Due") & (owed.due_on < today))
		.orderby(owed.name)
	).run(as_dict=True)
