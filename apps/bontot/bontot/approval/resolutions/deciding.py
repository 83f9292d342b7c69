"""A body decides: what a submitted resolution does to each file it names. Runs in the outbox, batch by batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import create_batch, getdate

from bontot import outbox
from bontot.approval.acts import recognitions, service, unmet
from bontot.approval.core import cases, moves, request_cache, returned, steps, transitions
from bontot.approval.core.errors import ResolutionRowError
from bontot.approval.people import no_eligible_approver
from bontot.approval.resolutions import deciding_documents, deciding_ratings
from bontot.criteria import period_kinds
from bontot.evaluation.answers import service as evaluations
from bontot.evaluation.computing import rechecking

HANDLER = "approval.apply_resolution"
BATCH = 50  # rows between two commits
ACTS = {
	"Recognize": transitions.RECOGNIZE,
	"Refuse": transitions.REFUSE,
	"Return": transitions.RETURN,  # or what `returned.act_of` says
	"Conclude Interim": transitions.CONCLUDE_INTERIM,
	"Agree": transitions.AGREE,
}
# Decisions that rest on the records of the day, and on ratings that the same resolution has decided perhaps.
ENDS_WITH_TITLE = ("Recognize", "Refuse")
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
	total = len(all_rows(resolution))
	done = sum(row.result == "Applied" for row in all_rows(resolution))
	seat = {"name": task.payload["seat"], "on_behalf_of": task.payload.get("on_behalf_of")}
	done = deciding_ratings.run(task, resolution, done, total)  # first: titles rest on them
	for batch in create_batch(sorted(rows, key=lambda row: row.evaluation), BATCH):
		for row in decide_batch(resolution, batch, seat):
			task.fail_row(row.evaluation, row.result_message)
		done += len(batch)
		task.progress(done, total)
	deciding_documents.run(task, resolution, seat, done, total)
	finish(resolution)
	task.progress(total, total)


def decide_batch(resolution: Document, rows: Sequence[Document], seat: dict) -> list[Document]:
	"""Judge each row under its file's lock, then write all that can be decided together; returns the rows that failed."""
	frappe.db.savepoint("resolution_batch")
	try:
		messages = decide_together(resolution, rows, seat)
	except frappe.ValidationError as error:  # in writing, which knows no single row: find out which
		frappe.db.rollback(save_point="resolution_batch")
		frappe.clear_last_message()
		if len(rows) > 1:
			return [failed for row in rows for failed in decide_batch(resolution, [row], seat)]
		messages = {rows[0].name: str(error)}
	write_results(rows, messages)
	return [row for row in rows if row.name in messages]


def decide_together(resolution: Document, rows: Sequence[Document], seat: dict) -> dict[str, str]:
	"""Write what the rows decide; {row: why not} of those that cannot be decided so."""
	messages: dict[str, str] = {}
	decided, made, recognized = [], [], []
	with request_cache.remembering():
		docs = evaluations.lock_many(row.evaluation for row in rows)
		ends = [row.evaluation for row in rows if row.decision in ENDS_WITH_TITLE]
		evaluations.take_day(docs[name] for name in ends if name in docs)
		for row in rows:
			try:
				case = cases.of(require_file(docs, row.evaluation))
				entry = decide(case, resolution, row, seat)
			except frappe.ValidationError as error:
				frappe.clear_last_message()
				messages[row.name] = str(error)
				continue
			made.append(steps.made(case, entry))
			decided.append(case)
			if row.decision == "Recognize":
				recognized.append(case.doc)
		moves.write(decided, made)
		recognitions.write(recognized, resolution)
	return messages


def require_file(docs: Mapping[str, Document], name: str) -> Document:
	if name not in docs:
		frappe.throw(_("This file does not exist (any more)."), frappe.DoesNotExistError)
	period = docs[name].period
	evaluations.require_open_period(
		*request_cache.ask(("period", period), lambda: evaluations.period_state(period))
	)
	return docs[name]


def decide(case: cases.Case, resolution: Document, row: Document, seat: dict) -> steps.Entry:
	"""Do to a locked file, in memory, what its row decides. Raises what `refuse_undecidable` and the acts raise."""
	doc = case.doc
	refuse_undecidable(doc, row, resolution.organization)
	refuse_unsaid(doc, row)
	act = returned.act_of(row) if row.decision == "Return" else ACTS[row.decision]
	entry = moves.entry_for(case, act, resolution.organization, seat)
	entry.resolution, entry.reason = resolution.name, row.reason or ""
	doc.resolution = resolution.name
	if row.decision == "Return":
		entry.criteria = service.required_criteria(doc, keys_to_mend(row))
		doc.resolution = None
		service.give_back(case, entry)
		return entry
	moves.move(case, entry)
	if doc.state in transitions.DECIDED:
		doc.decided_on = getdate(resolution.resolution_date)
	if row.decision == "Agree":
		doc.resolution = None if doc.state == transitions.UNDER_APPRAISAL else resolution.name
		evaluations.mark_items_accepted(doc, entry.organization, at=entry.at)
	return entry


def keys_to_mend(row: Document) -> list[str]:
	"""Keys of the criteria that a returning row names, separated by commas or lines."""
	return [key.strip() for key in (row.criteria or "").replace("\n", ",").split(",") if key.strip()]


def refuse_undecidable(file: Any, row: Document, organization: str) -> None:
	"""Raise ResolutionRowError when a file (its columns) cannot be decided so by that organisation."""
	if message := why_undecidable(file, row, organization):
		frappe.throw(message.format(file.organization_name), ResolutionRowError, title=_("Check the Files"))


def refuse_unsaid(doc: Document, row: Document) -> None:
	"""Raise ResolutionRowError when a locked file cannot be recognised by the records of the day, or its row does not say why
	it is all the same: whatever happened since the resolution was written."""
	if row.decision != "Recognize":
		return
	found = unmet.pass_status(doc)
	if found.bar or not unmet.is_confirmed(row, found):
		message = f"{doc.organization_name}: {unmet.why_not(found)}"
		frappe.throw(message, ResolutionRowError, title=_("Check the Files"))
	rechecking.take_figures(doc)


def why_undecidable(file: Any, row: Document, organization: str) -> str | None:
	"""Obstacle to the decision, with {0} for the organisation's name; None: nothing."""
	if file.state != transitions.UNDER_APPRAISAL:
		return _("{0} is not waiting for a decision. Take it off the resolution.")
	if file.awaiting_organization != organization:
		return _("{0} waits for the decision of another organization. Take it off the resolution.")
	if row.decision == "Return" and (why := returned.why_not_returned(file, row)):
		return why
	if row.decision == "Return" and not keys_to_mend(row):
		return _("{0}: choose the criteria that must be mended. Only they are opened again.")
	if file.awaiting_act != "Decide":
		return why_not_by_body(file, row)
	if row.decision == "Agree":
		return _("{0}: this level decides. Choose to recognize, to refuse or to return.")
	title = period_kinds.earns_title(file.period_kind)
	if not title and row.decision in ("Recognize", "Refuse"):
		return _("{0}: an interim file earns no title. Choose to conclude the interim review.")
	if title and row.decision == "Conclude Interim":
		return _("{0}: a year's file is recognized, refused or returned.")
	return why_without_reason(row)


def why_not_by_body(file: Any, row: Document) -> str | None:
	"""A body stands in for its appraisers only where the rules let none of them act."""
	if row.decision not in BY_BODY:
		return _("{0} is not waiting for a decision. Take it off the resolution.")
	if not no_eligible_approver.lacks_approver(file):
		return _("{0}: a seat of this level may appraise this file. The body acts only where none may.")
	return why_without_reason(row)


def why_without_reason(row: Document) -> str | None:
	if row.decision in ("Refuse", "Return") and not (row.reason or "").strip():
		return _("{0}: write the reason for not recognizing or returning.")
	return None


def write_results(rows: Sequence[Document], messages: Mapping[str, str]) -> None:
	"""Say on the rows what became of them: those that were applied in one statement."""
	applied = [row for row in rows if row.name not in messages]
	for row in rows:
		row.result = "Failed" if row.name in messages else "Applied"
		row.result_message = messages.get(row.name, "")
	if applied:
		where = {"name": ("in", [row.name for row in applied])}
		values = {"result": "Applied", "result_message": ""}
		frappe.db.set_value("Resolution Item", where, values, update_modified=False)
	for name, message in messages.items():
		values = {"result": "Failed", "result_message": message}
		frappe.db.set_value("Resolution Item", name, values, update_modified=False)


def finish(resolution: Document) -> None:
	"""The resolution is applied, or in part: then its rows say what stands in the way."""
	failed = any(row.result == "Failed" for row in all_rows(resolution))
	resolution.db_set("state", "Partly Applied" if failed else "Applied")


def all_rows(resolution: Document) -> list[Document]:
	"""Everything that a resolution decides: ratings, files, documents, in the order in which they are decided."""
	return [*resolution.ratings, *resolution.items, *resolution.documents]


def runs_of(resolution: str) -> int:
	"""Number of times the outbox was asked to apply this resolution."""
	return frappe.db.count("Outbox Task", {"handler": HANDLER, "reference_name": resolution})
