"""A body decides: what a submitted resolution does to each file it names. Runs in the outbox, file by file."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from bontot import outbox
from bontot.approval import recognitions, service, transitions, unattended
from bontot.approval.errors import ResolutionRowError
from bontot.evaluation import service as evaluations

HANDLER = "approval.apply_resolution"
HEARTBEAT = 10  # rows between two commits
ACTS = {
	"Recognize": transitions.RECOGNIZE,
	"Refuse": transitions.REFUSE,
	"Return": transitions.RETURN,
	"Conclude Interim": transitions.CONCLUDE_INTERIM,
	"Agree": transitions.AGREE,
}
# What a body does at a level that appraises, when none of its seats may (docs/decisions/approval.md).
BY_BODY = frozenset(("Agree", "Return"))


def enqueue(resolution: Document, seat: dict, again: int = 0) -> str:
	"""Have the outbox apply a resolution; `again` counts up when failed rows are to be tried once more."""
	key = f"{HANDLER}:{resolution.name}:{again}"
	payload = {"resolution": resolution.name, "seat": seat.name, "on_behalf_of": seat.on_behalf_of}
	return outbox.enqueue(HANDLER, key, payload, reference=("Resolution", resolution.name))


def run(task: outbox.Task) -> None:
	"""Decide what is not decided yet. A row that is done is never done twice, whoever was killed in between."""
	resolution = frappe.get_doc("Resolution", task.payload["resolution"])
	rows = [row for row in resolution.items if row.result != "Applied"]
	done = len(resolution.items) - len(rows)
	seat = {"name": task.payload["seat"], "on_behalf_of": task.payload.get("on_behalf_of")}
	for number, row in enumerate(rows, start=1):
		message = decide_row(resolution, row, seat)
		write_result(row, message)
		if message:
			task.fail_row(row.evaluation, message)
		if number % HEARTBEAT == 0:
			task.progress(done + number, len(resolution.items))
	finish(resolution)
	task.progress(len(resolution.items), len(resolution.items))


def decide_row(resolution: Document, row: Document, seat: dict) -> str:
	"""Decide one file in a savepoint of its own; return why not, or ""."""
	frappe.db.savepoint("resolution_row")
	try:
		decide(resolution, row, seat)
	except frappe.ValidationError as error:
		frappe.db.rollback(save_point="resolution_row")
		frappe.clear_last_message()
		return str(error)
	return ""


def decide(resolution: Document, row: Document, seat: dict) -> None:
	"""Apply one row under the file's lock. Raises what `refuse_undecidable` and the acts raise."""
	doc = evaluations.lock(row.evaluation)
	refuse_undecidable(doc.as_dict(), row, resolution.organization)
	entry = service.entry_for(doc, ACTS[row.decision], resolution.organization, seat)
	entry.resolution, entry.reason = resolution.name, row.reason or ""
	doc.resolution = resolution.name
	if row.decision == "Return":
		entry.criteria = service.required_criteria(doc, keys_to_mend(row, doc))
		doc.resolution = None
		service.give_back(doc, entry)
	else:
		here = doc.awaiting_organization
		service.move(doc, service.situation_of(doc), entry)
		if doc.state in transitions.DECIDED:
			doc.decided_on = getdate(resolution.resolution_date)
		if row.decision == "Agree":
			doc.resolution = None if doc.state == transitions.UNDER_APPRAISAL else resolution.name
			evaluations.mark_items_accepted(doc, here, at=entry.at)
	service.finish(doc, entry)
	if row.decision == "Recognize":
		recognitions.write(doc, resolution)


def keys_to_mend(row: Document, doc: Document) -> list[str]:
	"""Criteria a returning row names; all of them when it names none."""
	named = [key.strip() for key in (row.criteria or "").replace("\n", ",").split(",") if key.strip()]
	return named or [item.criterion_key for item in doc.items]


def refuse_undecidable(file: Any, row: Document, organization: str) -> None:
	"""Raise ResolutionRowError when a file (its columns) cannot be decided so by that organisation."""
	if message := why_undecidable(file, row, organization):
		frappe.throw(message.format(file.organization_name), ResolutionRowError, title=_("Check the Files"))


def why_undecidable(file: Any, row: Document, organization: str) -> str | None:
	"""What stands in the way, with {0} for the organisation's name; None: nothing."""
	if file.state != transitions.UNDER_APPRAISAL:
		return _("{0} is not waiting for a decision. Take it off the resolution.")
	if file.awaiting_organization != organization:
		return _("{0} waits for the decision of another organization. Take it off the resolution.")
	if file.awaiting_act != "Decide":
		return why_not_by_body(file, row)
	if row.decision == "Agree":
		return _("{0}: this level decides. Choose to recognize, to refuse or to return.")
	if file.period_kind == "Six-Month" and row.decision in ("Recognize", "Refuse"):
		return _("{0}: a six-month file earns no title. Choose to conclude the interim review.")
	if file.period_kind == "Year" and row.decision == "Conclude Interim":
		return _("{0}: a year's file is recognized, refused or returned.")
	return why_without_reason(row)


def why_not_by_body(file: Any, row: Document) -> str | None:
	"""A body stands in for its appraisers only where the rules let none of them act."""
	if row.decision not in BY_BODY:
		return _("{0} is not waiting for a decision. Take it off the resolution.")
	if not unattended.is_unattended(file):
		return _("{0}: a seat of this level may appraise this file. The body acts only where none may.")
	return why_without_reason(row)


def why_without_reason(row: Document) -> str | None:
	if row.decision in ("Refuse", "Return") and not (row.reason or "").strip():
		return _("{0}: write the reason for not recognizing or returning.")
	return None


def write_result(row: Document, message: str) -> None:
	values = {"result": "Failed" if message else "Applied", "result_message": message}
	frappe.db.set_value("Resolution Item", row.name, values, update_modified=False)
	row.update(values)


def finish(resolution: Document) -> None:
	"""The resolution is applied, or in part: then its rows say what stands in the way."""
	failed = any(row.result == "Failed" for row in resolution.items)
	resolution.db_set("state", "Partly Applied" if failed else "Applied")


def runs_of(resolution: str) -> int:
	"""How often the outbox was asked to apply this resolution."""
	return frappe.db.count("Outbox Task", {"handler": HANDLER, "reference_name": resolution})
