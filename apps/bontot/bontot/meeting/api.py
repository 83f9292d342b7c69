"""Endpoints of the page "Buổi sinh hoạt". Who acts is the signed-in user; permission is the document's own."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, nowdate

from bontot.argument_types import Names, Part
from bontot.meanwhile import who_saved
from bontot.meeting import attachments, kinds, pages, parts, starting, view
from bontot.meeting.errors import (
	NothingToMinuteError,
	NotPlannedError,
	NotRecordedError,
	PartChangedError,
	UnknownPartError,
)
from bontot.organization import access, tree
from bontot.organization.access import hide_existence
from bontot.outbox.conflicts import run_again_on_conflict
from bontot.outbox.rules import RECORD_CHANGED

LAST_TASKS = "last_tasks"


@frappe.whitelist(methods=["GET"])
def start(organization: str | None = None) -> dict[str, Any]:
	"""Organisations the signed-in person records meetings for, the kinds they hold, and their latest meetings."""
	own = list(
		dict.fromkeys(seat.organization for seat in access.seats(frappe.session.user, ability="author"))
	)
	if organization and access.is_administrator(frappe.session.user):
		own = [organization]
	return {
		"today": nowdate(),
		"organizations": [
			view.organization(name) for name in own if not organization or name == organization
		],
	}


@frappe.whitelist(methods=["GET"])
def get_meeting(name: str) -> dict[str, Any]:
	"""Everything the page shows of one meeting."""
	doc = frappe.get_doc("Meeting", name)
	doc.check_permission("read")
	return view.meeting(doc)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def new_meeting(organization: str, meeting_kind: str, meeting_date: date) -> dict[str, Any]:
	"""Begin a record, filled from what is known; one that stands already for the month or day is returned instead."""
	return view.meeting(begin(organization, meeting_kind, meeting_date))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def plan_meeting(
	organization: str,
	meeting_kind: str,
	meeting_date: date,
	planned_time: str | None = None,
	place: str | None = None,
	topic: str | None = None,
) -> dict[str, Any]:
	"""Put a meeting into the calendar; the record can be written when its day has come."""
	doc = begin(organization, meeting_kind, meeting_date)
	given = {"planned_time": planned_time, "place": place, "topic": topic}
	if changes := {field: value for field, value in given.items() if value}:
		doc.check_permission("write")
		doc.update(changes)
		store(doc)
	return view.meeting(doc)


@frappe.whitelist(methods=["POST"])
def save_part(
	name: str,
	part: str,
	values: Part,
	revision: str,
	save_key: str,
	keyed: Names | None = None,
) -> dict[str, Any]:
	"""Save one part of the record. `revision` is the one the person was shown, `save_key` names this very save.

	Raises PartChangedError when somebody else changed the part meanwhile; nothing is overwritten.
	"""
	doc = lock(name)
	if part == LAST_TASKS:
		return save_last_tasks(doc, values, revision)
	parts.known(part)
	if parts.state(doc)["keys"].get(part) == save_key:
		return view.saved(doc, part)
	if parts.revision(doc, part) != revision:
		refuse_changed(doc, part, view.saved(doc, part))
	files = {row.file for row in doc.papers}
	parts.apply(doc, part, values)
	parts.note(doc, part, save_key, keyed or [])
	for row in doc.papers:
		if row.file and row.file not in files:
			attachments.claim(row.file, _("Papers"), doc, "file")
	store(doc)
	return view.saved(doc, part)


@frappe.whitelist(methods=["POST"])
def add_minutes_file(name: str, file_url: str, replace: bool = False) -> dict[str, Any]:
	"""Attach minutes (signed or scanned) that the signed-in person has just uploaded.

	Raises MinutesStandError when there are some and `replace` does not say that these take their place.
	"""
	doc = lock(name)
	if not replace and file_url != doc.minutes_file:
		pages.require_none(doc)
	attachments.claim(file_url, _("Minutes File"), doc, "minutes_file")
	doc.minutes_file = file_url
	store(doc)
	return view.meeting(doc)


@frappe.whitelist(methods=["POST"])
def remove_minutes_file(name: str) -> dict[str, Any]:
	"""Take the minutes file off the record; the file itself stays among the attachments."""
	doc = lock(name)
	doc.minutes_file = None
	store(doc)
	return view.meeting(doc)


@frappe.whitelist(methods=["POST"])
def finish(name: str) -> dict[str, Any]:
	"""Say that the meeting took place, and make its minutes unless there are some: of their photographs, else the record.

	Raises NotRecordedError without a roll, AbsenceReasonError, VotesError, NothingToMinuteError without proceedings or file.
	"""
	doc = lock(name)
	if not doc.has_roll:
		frappe.throw(_("Call the roll first: nobody stands on it."), NotRecordedError, title=_("Attendance"))
	doc.require_reasons_of_absence()
	doc.require_votes_that_fit()
	gone: list[Document] = []
	if not doc.has_minutes and pages.kept(doc):
		gone = pages.use(doc)
	elif not doc.has_minutes:
		if not doc.proceedings:
			frappe.throw(
				_("Type or paste what was discussed and concluded, or attach the minutes as a file."),
				NothingToMinuteError,
				title=_("Proceedings"),
			)
		doc.minutes_composed = 1
	doc.is_held = 1
	store(doc)
	pages.let_go(gone)
	return view.meeting(doc)


@frappe.whitelist(methods=["POST"])
def remove_planned(name: str) -> None:
	"""Delete a meeting that was put into the calendar by mistake. Raises NotPlannedError once it was held."""
	doc = lock(name)
	doc.check_permission("delete")
	if doc.status != "Planned":
		frappe.throw(
			_("This meeting was held: its record stays. Correct what is wrong in it."),
			NotPlannedError,
			title=_("Record Kept"),
		)
	doc.delete()


@frappe.whitelist(methods=["GET"])
def find_members(name: str, text: str = "") -> list[dict[str, str]]:
	"""Members who may stand on the roll of this meeting, by part of a name."""
	doc = frappe.get_doc("Meeting", name)
	doc.check_permission("read")
	return view.find_members(doc, text)


def begin(organization: str, meeting_kind: str, meeting_date: date) -> Document:
	"""The meeting of that kind and day (a regular one: of that month), made when there is none."""
	user = frappe.session.user
	if not access.is_administrator(user):
		access.require_seat(organization, "author")
	# Locked: two taps at once make one record.
	if not frappe.db.get_value(tree.DOCTYPE, organization, "name", for_update=True):
		frappe.throw(_("Choose the organization whose meeting it is."), frappe.DoesNotExistError)
	if existing := find_existing(organization, meeting_kind, meeting_date):
		if not frappe.db.exists(
			"Meeting", existing
		):  # made meanwhile: our snapshot is older, look again as a whole
			raise frappe.QueryDeadlockError(RECORD_CHANGED)
		doc = frappe.get_doc("Meeting", existing)
		doc.check_permission("read")
		return doc
	doc = starting.draft(organization, meeting_kind, meeting_date).insert()
	doc.reload()
	return doc


def find_existing(organization: str, meeting_kind: str, meeting_date: date) -> str | None:
	"""Name of the record as committed, also by someone who was faster while we waited for the lock."""
	if meeting_kind == kinds.REGULAR:
		key = {"month_key": f"{organization}-{meeting_date:%Y-%m}"}
		return frappe.db.get_value("Meeting", key, "name", for_update=True)
	same = {"organization": organization, "meeting_kind": meeting_kind, "meeting_date": meeting_date}
	return frappe.db.get_value("Meeting", same, "name", for_update=True)


def lock(name: str) -> Document:
	"""The meeting with its row locked, for a person who may write it."""
	hide_existence.require("Meeting", name)
	doc = frappe.get_doc("Meeting", name, for_update=True)
	doc.check_permission("write")
	return doc


def store(doc: Document) -> None:
	"""Save, and read back: dates and times then look as they will at the next visit, revisions with them."""
	doc.flags.by_page = True
	doc.save()
	doc.reload()


def save_last_tasks(doc: Document, values: Part, revision: str) -> dict[str, Any]:
	"""Tick off tasks of earlier meetings: `values` is a list of {name, done}. They are saved on their own records."""
	tasks = view.last_tasks(doc)
	wanted = {row["name"]: bool(row.get("done")) for row in parts.expect(LAST_TASKS, values, list)}
	if unknown := set(wanted) - {task["name"] for task in tasks}:
		raise UnknownPartError(f"Not tasks of an earlier meeting: {sorted(unknown)}")
	changed = {
		task["name"]: task["meeting"]
		for task in tasks
		if wanted.get(task["name"], task["done"]) != task["done"]
	}
	if changed and parts.digest(tasks) != revision:
		refuse_changed(doc, LAST_TASKS, {"values": tasks, "revision": parts.digest(tasks)})
	done_on = min(doc.day, getdate(nowdate()))
	for meeting in sorted(set(changed.values())):
		earlier = lock(meeting)
		for row in earlier.tasks:
			if changed.get(row.name) == meeting:
				row.done_on = done_on if wanted[row.name] else None
		earlier.save()
	if changed:
		store(doc)  # what was done since last time is part of its score
	now = view.last_tasks(doc)
	return {
		"revision": parts.digest(now),
		"values": now,
		"saved_at": str(now_datetime()),
		**view.figures(doc),
	}


def refuse_changed(doc: Document, part: str, standing: dict[str, Any]) -> None:
	"""Refuse, and send along what stands now and who saved it, so that the person can choose."""
	who = who_saved(*parts.saver(doc, part))
	standing = {key: standing[key] for key in ("values", "revision")}
	frappe.local.response["standing"] = standing | {"who_saved": who}
	frappe.throw(
		_("This part was changed meanwhile. {0} Choose which text to keep.").format(who),
		PartChangedError,
		title=_("Changed Elsewhere"),
	)
