"""Course of a reorganisation from the entered decision to the changed tree: checked and entered by a person, carried out by the
outbox on its day.
"""

import json
from datetime import datetime, time
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_to_date, create_batch, getdate, now_datetime

from bontot import outbox
from bontot.organization import tree
from bontot.organization.errors import (
	BuiltUponError,
	ReorganizationProblemError,
	ReorganizationStateError,
	TreeMovedError,
)
from bontot.reorganization import applying, loading, preview, proposals, undo_checks, undoing, words
from bontot.reorganization.change import Change, decision_of, module_of, participants

DOCTYPE = "Reorganization"
CARRY, UNDO, HEAL = "organization.reorganize", "organization.undo_reorganization", "organization.heal_paths"
EDITABLE = ("Draft", "Failed")
# Longer than any request, and any batch of a job, that had read an old place before it changed.
HEAL_AFTER_MINUTES = 3


def enter(name: str) -> dict[str, Any]:
	"""Enter a decision as the signed-in user, who has been checked: it is carried out on its day, today at the latest.

	Returns {state, task, runs_on}. Raises ReorganizationStateError, DepartureUnexplainedError, ReorganizationProblemError.
	"""
	doc = locked(name)
	if doc.state not in EDITABLE:
		refuse_state(_("{0} has been entered already.").format(doc.title))
	proposals.require_explained(doc)
	made, _rows = loading.work_out(doc)
	if made.problems:
		raise_problems(made.problems)
	doc.attempt = (doc.attempt or 0) + 1
	doc.update({"state": "Entered", "submitted_by": frappe.session.user, "submitted_at": now_datetime()})
	doc.problems = None
	save(doc)
	first_moment = datetime.combine(getdate(doc.effective_date), time.min)
	task = outbox.enqueue(
		CARRY,
		f"{CARRY}:{doc.name}:{doc.attempt}",
		{"reorganization": doc.name, "attempt": doc.attempt},
		reference=(DOCTYPE, doc.name),
		run_after=max(first_moment, now_datetime()),
	)
	return {"state": doc.state, "task": task, "runs_on": str(doc.effective_date)}


def take_back(name: str) -> None:
	"""Take an entered decision back before its day: it can be edited again. Raises ReorganizationStateError."""
	doc = locked(name)
	if doc.state != "Entered":
		refuse_state(_("Only a decision that waits for its day can be taken back."))
	doc.state = "Draft"  # the waiting task sees it and leaves
	save(doc)


def carry_out(task: outbox.Task) -> None:
	"""Outbox handler. All of the change stands in the transaction that `driver.finish` commits, or none of it.

	Who entered the decision had the right to; that he holds his seat no longer on its day undoes no decision.
	"""
	doc = locked(task.payload["reorganization"])
	if doc.state != "Entered" or doc.attempt != task.payload["attempt"]:
		return
	made, rows = loading.work_out(doc, lock=True)
	if made.problems:
		doc.state = "Failed"
		doc.problems = "\n".join(words.with_row(problem) for problem in made.problems)
		save(doc)
		return
	summary = preview.of_plan(doc, made)
	traces = applying.carry_out(doc, made, rows, task.beat)
	doc.state, doc.done_at = "Applied", now_datetime()
	doc.summary = json.dumps(summary, ensure_ascii=False)
	doc.traces = json.dumps(traces, ensure_ascii=False, default=str)
	save(doc)
	heal_later(doc, "done")


def heal_later(doc: Any, mark: str, organizations: list[str] | None = None) -> None:
	"""`organizations`: those whose place changed, where the decision's history no longer tells."""
	key = f"{HEAL}:{doc.name}:{doc.attempt}:{mark}"
	later = add_to_date(now_datetime(), minutes=HEAL_AFTER_MINUTES)
	payload = {"reorganization": doc.name, "organizations": organizations}
	outbox.enqueue(HEAL, key, payload, run_after=later)


def heal(task: outbox.Task) -> None:
	"""Outbox handler: documents written while the tree changed, by somebody who had read the old place."""
	doc = locked(task.payload["reorganization"])
	mended = applying.heal_paths(task.payload.get("organizations") or applying.displaced(doc.name))
	late = heal_modules(doc) if doc.state == "Applied" else 0
	if mended or late:
		frappe.logger("reorganization").info(f"{doc.name}: {mended} paths and {late} documents mended")


def heal_modules(doc: Any) -> int:
	"""Let modules look once more for what they would have changed, and keep it for `undo`; how many."""
	traces, late = json.loads(doc.traces), 0
	ended = {name: tuple(heirs) for name, heirs in (traces.get("ended") or {}).items()}
	change = Change(doc.name, getdate(doc.effective_date), decision_of(doc), ended=ended, done_at=doc.done_at)
	for path, look in participants("heal"):
		found = look(change)
		traces["modules"][module_of(path)] = [*(traces["modules"].get(module_of(path)) or []), *found]
		late += len(found)
	if late:
		doc.traces = json.dumps(traces, ensure_ascii=False, default=str)
		save(doc)
	return late


def start_undo(name: str) -> dict[str, Any]:
	"""Undo a reorganisation as the signed-in user, who has been checked. Raises ReorganizationStateError,
	BuiltUponError."""
	doc = locked(name)
	if doc.state != "Applied":
		refuse_state(_("Only a reorganization that was carried out can be undone."))
	require_nothing_built(doc)
	doc.state = "Undoing"
	save(doc)
	# The state lets nobody ask twice; after an undo that found an obstacle a new one is a task of its own.
	key = f"{UNDO}:{doc.name}:{frappe.generate_hash(length=10)}"
	task = outbox.enqueue(UNDO, key, {"reorganization": doc.name}, reference=(DOCTYPE, doc.name))
	return {"state": doc.state, "task": task}


def undo(task: outbox.Task) -> None:
	"""Outbox handler, one transaction as `carry_out`."""
	doc = locked(task.payload["reorganization"])
	if doc.state != "Undoing":
		return
	lock_placed(doc)
	if found := undo_checks.of(doc):
		doc.state, doc.problems = "Applied", "\n".join(found)
		save(doc)
		return
	moved = applying.displaced(doc.name)  # from now on nothing else remembers them
	undoing.undo(doc, json.loads(doc.traces), task.beat)
	doc.state, doc.undone_at, doc.traces, doc.problems = "Undone", now_datetime(), None, None
	save(doc)
	heal_later(doc, "undone", moved)


def lock_placed(doc: Any) -> None:
	"""Let the organisations of the decision, and those that take them back, stand still until it is undone.

	Raises TreeMovedError when somebody changed one of them after this transaction had begun to read.
	"""
	for batch in create_batch(undo_checks.concerned(doc), applying.BATCH):
		seen, stand = versions_of(batch), versions_of(batch, lock=True)
		if seen != stand:
			raise TreeMovedError(str(set(stand) ^ set(seen)))


def versions_of(names: list[str], lock: bool = False) -> tuple:
	"""(name, modified) of organisations: as this transaction sees them, or with `lock` as they are."""
	table = frappe.qb.DocType(tree.DOCTYPE)
	query = frappe.qb.from_(table).select(table.name, table.modified).where(table.name.isin(names))
	return (query.orderby(table.name).for_update() if lock else query.orderby(table.name)).run()


def require_nothing_built(doc: Any) -> None:
	if found := undo_checks.of(doc):
		message = _("This reorganization can no longer be undone: {0} Enter a new decision instead.")
		frappe.throw(message.format(" ".join(found)), BuiltUponError, title=_("Later Records Rest on It"))


def raise_problems(problems: list[Any]) -> None:
	message = "<br>".join(words.with_row(problem) for problem in problems)
	frappe.throw(message, ReorganizationProblemError, title=_("This Cannot Be Carried Out Yet"))


def refuse_state(message: str) -> None:
	frappe.throw(message, ReorganizationStateError, title=_("Not Possible Now"))


def locked(name: str) -> Any:
	return frappe.get_doc(DOCTYPE, name, for_update=True)


def save(doc: Any) -> None:
	doc.flags.by_service = True
	doc.save(ignore_permissions=True)  # the endpoint has checked who enters it
