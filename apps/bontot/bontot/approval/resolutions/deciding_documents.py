"""A body decides on documents that are no evaluations: what their rows on a resolution may say, and what a submitted
resolution makes of them. Each is judged and written by itself, under its row's lock: they are few."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from bontot import outbox
from bontot.approval.acts import service
from bontot.approval.core import cases, deciding_state, kinds, moves, returned, transitions, visibility
from bontot.approval.core.errors import PendingResolutionError, ResolutionRowError, UnknownKindError
from bontot.approval.people import conflicts

ROW = "Resolution Document"
ACTS = {"Approve": transitions.APPROVE, "Return": transitions.RETURN}
REFUSALS = (frappe.ValidationError, frappe.PermissionError)
COLUMNS = (
	"name",
	"title",
	"organization",
	"organization_name",
	"state",
	"awaiting_organization",
	"awaiting_act",
	"route",
	"route_position",
)


MOST_ROWS = 500  # that a page offers


def waiting(organization: str) -> list[dict[str, Any]]:
	"""Documents that wait for a decision of this body, the longest first: [{doctype, kind (in words), name, title,
	organization_name}]. The caller has asked for the seat."""
	rows = []
	for kind in kinds.documents():
		where = {"awaiting_organization": organization, "awaiting_act": "Decide"}
		columns = ["name", "title", "organization_name", "awaiting_since"]
		# The seat has been asked for: what waits for a body is its to decide.
		found = frappe.get_all(kind.doctype, where, columns, order_by="awaiting_since, name", limit=MOST_ROWS)
		rows += [row | {"doctype": kind.doctype, "kind": _(kind.doctype)} for row in found]
	return sorted(rows, key=lambda row: (row["awaiting_since"], row["name"]))[:MOST_ROWS]


# While it is written


def validate_rows(resolution: Document) -> None:
	"""Set what the server says on the rows. Raises ResolutionRowError, PendingResolutionError, UnknownKindError."""
	by_kind, submitted = names_by_kind(resolution.documents), resolution.docstatus == 1
	for doctype, names in sorted(by_kind.items()):
		require_other_kind(doctype)
		visibility.require_all(doctype, names)
		refuse_twice(names, resolution.documents)
		if submitted:
			deciding_state.hold(doctype, names)
		if pending := deciding_state.pending_documents(
			doctype, names, besides=resolution.name, locked=submitted
		):
			message = _("Resolution {0} is deciding one of these files already.")
			frappe.throw(
				message.format(next(iter(pending.values()))), PendingResolutionError, title=_("Being Decided")
			)
	found = {doctype: columns_of(doctype, names) for doctype, names in by_kind.items()}
	barred = {
		doctype: conflicts.own_members(resolution.organization, names, doctype)
		for doctype, names in by_kind.items()
	}
	for row in resolution.documents:
		file = found[row.file_doctype].get(row.file_name)
		row.document_title = file.title if file else row.file_name
		row.organization_name = file.organization_name if file else ""
		row.not_voting = ", ".join(barred[row.file_doctype].get(row.file_name, []))
		refuse_undecidable(file, row, resolution.organization)


def require_other_kind(doctype: str) -> None:
	"""Raise UnknownKindError for an evaluation, which has rows of its own on a resolution, and for what does not climb."""
	if kinds.of(doctype).has_criteria:
		message = _("{0} is not acted on here. Open it on its own page.").format(_(doctype))
		frappe.throw(message, UnknownKindError, title=_("Not Possible Now"))


def names_by_kind(rows: Iterable[Any]) -> dict[str, list[str]]:
	found: dict[str, list[str]] = {}
	for row in rows:
		found.setdefault(row.file_doctype, []).append(row.file_name)
	return found


def refuse_twice(names: Sequence[str], rows: Iterable[Any]) -> None:
	if twice := next((row for row in rows if names.count(row.file_name) > 1), None):
		message = _("{0} stands on the resolution twice.").format(twice.document_title or twice.file_name)
		frappe.throw(message, ResolutionRowError, title=_("Check the Files"))


def columns_of(doctype: str, names: Sequence[str]) -> dict[str, Any]:
	# Whether each waits for this very organisation is checked by the caller; the framework checks the links.
	rows = frappe.get_all(doctype, {"name": ("in", list(names))}, list(COLUMNS), limit_page_length=0)
	return {row.name: row for row in rows}


def refuse_undecidable(file: Any, row: Any, organization: str) -> None:
	"""Raise ResolutionRowError when a document (its columns, or None) cannot be decided so by that organisation."""
	if message := why_undecidable(file, row, organization):
		words = message.format(row.document_title or row.file_name)
		frappe.throw(words, ResolutionRowError, title=_("Check the Files"))


def why_undecidable(file: Any, row: Any, organization: str) -> str | None:
	"""Obstacle to the decision, with {0} for the document's title; None: nothing."""
	if not file or file.state != transitions.UNDER_APPRAISAL:
		return _("{0} is not waiting for a decision. Take it off the resolution.")
	if file.awaiting_organization != organization:
		return _("{0} waits for the decision of another organization. Take it off the resolution.")
	if file.awaiting_act != "Decide":
		return _("{0}: here a seat appraises it, the body does not decide. Take it off the resolution.")
	if row.decision == "Return" and not (row.reason or "").strip():
		return _("{0}: write the reason for not recognizing or returning.")
	if row.decision == "Return":
		return returned.why_not_returned(file, row)
	return None


def acted_at_next_level(resolution: Document, people: Sequence[str]) -> list[str]:
	"""Names of organisations among the documents on which one of `people` acted at the level next to the body."""
	return [
		name
		for doctype, names in names_by_kind(resolution.documents).items()
		for name in conflicts.acted_at_next_level_any(names, resolution.organization, people, (), doctype)
	]


# When it is applied


def open_rows(resolution: Document) -> list[Document]:
	rows = [row for row in resolution.documents if row.result != "Applied"]
	return sorted(rows, key=lambda row: (row.file_doctype, row.file_name))


def run(task: outbox.Task, resolution: Document, seat: dict, done: int, total: int) -> int:
	"""Decide what is not decided yet, a document a commit; returns how far the task is. One that is done is never done
	twice: its row's result is written with it."""
	for row in open_rows(resolution):
		if message := apply(resolution, row, seat):
			task.fail_row(row.file_name, message)
		done += 1
		task.progress(done, total)
	return done


def apply(resolution: Document, row: Document, seat: dict) -> str:
	"""Decide one row and write its result; why not, or ""."""
	frappe.db.savepoint("resolution_document")
	message = ""
	try:
		decide(resolution, row, seat)
	except REFUSALS as error:
		frappe.db.rollback(save_point="resolution_document")
		frappe.clear_last_message()
		message = str(error)
	row.result, row.result_message = ("Failed" if message else "Applied"), message
	values = {"result": row.result, "result_message": message}
	frappe.db.set_value(ROW, row.name, values, update_modified=False)
	return message


def decide(resolution: Document, row: Document, seat: dict) -> None:
	"""Do to a document what its row decides. Raises what `refuse_undecidable` and the acts raise."""
	require_other_kind(row.file_doctype)
	case = cases.locked(row.file_doctype, row.file_name)
	refuse_undecidable(case.doc, row, resolution.organization)
	act = returned.act_of(row) if row.decision == "Return" else ACTS[row.decision]
	entry = moves.entry_for(case, act, resolution.organization, seat)
	entry.resolution = resolution.name
	if row.decision == "Return":
		entry.reason = moves.required_reason(row.reason)
		service.give_back(case, entry)
	else:
		entry.reason = service.decision_words(resolution.number, getdate(resolution.resolution_date))
		service.pass_on(case, entry)
	moves.finish(case, entry)
