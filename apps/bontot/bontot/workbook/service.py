"""The acts: check a workbook, import it, export a branch. Each is a row in the outbox and runs as who asked for it."""

import hashlib
import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from bontot import outbox
from bontot.organization import tree
from bontot.organization.access import hide_existence
from bontot.workbook import applying, checking, checks, export, reader, result, rights, snapshot
from bontot.workbook.applying import StalePlanError
from bontot.workbook.errors import ImportNotReadyError
from bontot.workbook.layout import SHEETS
from bontot.workbook.reader import Book
from bontot.workbook.state import Plan, State

CHECK, IMPORT, EXPORT = (
	"organization.check_workbook",
	"organization.import_workbook",
	"organization.export_workbook",
)
RUNNING = ("Checking", "Importing")
SHOWN_PROBLEMS, SHOWN_CHANGES = 1000, 300
PLANS = 3  # how often a plan is worked out anew because somebody else was faster
STEPS = 100
LOCK_WAIT = 20  # seconds between two heartbeats of an import that waits for another


def start_check(name: str) -> dict[str, str]:
	"""Have the workbook of an import checked; nothing of it is written. Raises ImportNotReadyError."""
	doc = _take(name)
	if not doc.workbook:
		frappe.throw(
			_("Upload the workbook first, then check it."), ImportNotReadyError, title=_("No Workbook")
		)
	return _start(doc, CHECK, "Checking")


def start_import(name: str) -> dict[str, str]:
	"""Write what the last check found; only a clean check of this very file is imported. Raises ImportNotReadyError."""
	doc = _take(name)
	if doc.state != "Ready" or doc.digest != digest(_path(doc)):
		message = _("Check the workbook first. It is imported only when the check finds no mistake.")
		frappe.throw(message, ImportNotReadyError, title=_("Not Checked"))
	return _start(doc, IMPORT, "Importing")


def start_export(name: str) -> dict[str, str]:
	"""Have the branch of an import written into a workbook that hangs on it."""
	doc = _take(name)
	export.require_reading(_branch(doc))
	task = outbox.enqueue(
		EXPORT,
		f"{EXPORT}:{name}:{frappe.generate_hash(length=8)}",
		{"name": name},
		reference=(rights.DOCTYPE, name),
	)
	return {"task": task, "state": doc.state}


def _take(name: str) -> Any:
	hide_existence.require(rights.DOCTYPE, name)
	doc = frappe.get_doc(rights.DOCTYPE, name, for_update=True)
	doc.check_permission("write")
	rights.require_branch(doc.organization)
	if doc.state in RUNNING and not doc.has_stopped():
		frappe.throw(_("This workbook is being worked on. Wait until it is through."), ImportNotReadyError)
	return doc


def _start(doc: Any, handler: str, state: str) -> dict[str, str]:
	key = f"{handler}:{doc.name}:{frappe.generate_hash(length=8)}"
	task = outbox.enqueue(handler, key, {"name": doc.name}, reference=(rights.DOCTYPE, doc.name))
	_keep(doc, state=state, task=task)
	return {"task": task, "state": state}


def _keep(doc: Any, **values: Any) -> None:
	doc.update(values)
	doc.flags.by_service = True
	doc.save()


def _branch(doc: Any) -> str:
	return tree.path_of(doc.organization) if doc.organization else ""


def _path(doc: Any) -> Path:
	"""Return the path of the uploaded file. Raises ImportNotReadyError when it is gone."""
	filters = {"file_url": doc.workbook, "attached_to_doctype": rights.DOCTYPE, "attached_to_name": doc.name}
	name = frappe.db.get_value("File", filters) or frappe.db.get_value("File", {"file_url": doc.workbook})
	path = Path(frappe.get_doc("File", name).get_full_path()) if name else None
	if not path or not path.is_file():
		frappe.throw(_("The workbook is not there any more. Upload it again."), ImportNotReadyError)
	return path


def digest(path: Path) -> str:
	with open(path, "rb") as file:
		return hashlib.file_digest(file, "sha256").hexdigest()


# In the background


def look(path: Path, branch: str, beat: Callable[[int], None]) -> tuple[Book, Plan, State]:
	"""Read and check a workbook for the signed-in user; `beat` hears parts of 50."""
	kinds, lists = snapshot.masters()
	# How many rows there are is known at the end only: the bar approaches its part without reaching it.
	book = reader.read(path, lists, lambda rows: beat(round(35 * (1 - math.exp(-rows / 40_000)))))
	beat(36)
	state = snapshot.load(book, kinds, lists, branch, getdate())
	beat(42)
	plan = checking.check(book, state, lambda _sheet: beat(45))
	beat(50)
	return book, plan, state


def run_check(task: outbox.Task) -> None:
	"""Outbox handler: say what is wrong and what would change."""
	doc = frappe.get_doc(rights.DOCTYPE, task.payload["name"])
	if doc.state != "Checking":
		return
	path = _path(doc)
	book, plan, state = look(path, _branch(doc), lambda part: task.progress(part, STEPS))
	_tell(doc.name, path, book, plan, state)


def _tell(name: str, path: Path, book: Book, plan: Plan, state: State) -> None:
	found = BytesIO()
	result.write(found, book, plan, state)
	doc = frappe.get_doc(rights.DOCTYPE, name, for_update=True)
	attached = _attach(doc, "result_file", f"{name}-ket-qua.xlsx", found.getvalue())
	problems = book.problems
	_keep(
		doc,
		state="Has Problems" if problems.errors else "Ready",
		digest=digest(path),
		checked_at=now_datetime(),
		errors_found=problems.errors,
		notes_found=problems.notes,
		outcome=json.dumps(outcome(book, plan, state), ensure_ascii=False, default=str),
		result_file=attached,
	)


def outcome(book: Book, plan: Plan, state: State) -> dict[str, Any]:
	"""Return what the form shows: counts of each sheet, the first problems, the first changes with before and after."""
	problems = book.problems.in_order()
	changes = []
	for key, one in plan.sheets.items():
		by_field = SHEETS[key].by_field
		for change in one.changed[: SHOWN_CHANGES - len(changes)]:
			fields = [
				[
					by_field[field].header,
					*(checks.in_words(by_field[field], value, state) for value in both),
				]
				for field, both in change.fields.items()
			]
			changes.append(
				{
					"sheet": SHEETS[key].title,
					"row": change.row,
					"label": change.label,
					"fields": fields,
				}
			)
	return {
		"counts": {SHEETS[key].title: one.counts for key, one in plan.sheets.items() if key in book.sheets},
		"problems": [one.as_dict() for one in problems[:SHOWN_PROBLEMS]],
		"problems_in_all": len(problems),
		"changes": changes,
		"changes_in_all": sum(len(one.changed) for one in plan.sheets.values()),
	}


def run_import(task: outbox.Task) -> None:
	"""Outbox handler: write what is not written yet. Run again after a kill it goes on, run once more it does nothing."""
	doc = frappe.get_doc(rights.DOCTYPE, task.payload["name"])
	if doc.state != "Importing":
		return
	doc.check_permission("write")  # the seat may have ended since the button was pressed
	rights.require_branch(doc.organization)
	with one_at_a_time(lambda: task.progress(0, STEPS)):
		_write(doc, task)


def _write(doc: Any, task: outbox.Task) -> None:
	path = _path(doc)
	for attempt in range(1, PLANS + 1):
		book, plan, state = look(path, _branch(doc), lambda part: task.progress(part, STEPS))
		if book.problems.errors:  # what was right when it was checked no longer is
			_tell(doc.name, path, book, plan, state)
			return
		try:
			applying.apply(
				plan, state, doc.name, lambda done, total: task.progress(50 + 50 * done // total, STEPS)
			)
			break
		except StalePlanError:
			frappe.db.rollback()
			if attempt == PLANS:
				raise
	doc = frappe.get_doc(rights.DOCTYPE, doc.name, for_update=True)
	_keep(doc, state="Imported", imported_at=now_datetime(), imported_by=frappe.session.user)


@contextmanager
def one_at_a_time(beat: Callable[[], None]) -> Iterator[None]:
	"""Nothing in the tables keeps a person from being entered twice, so a second import waits for the first.

	The lock is the connection's: it outlives commits, and dies with its worker. `beat` keeps the claim of who waits.
	"""
	name = lock_name()
	while not frappe.db.sql("select get_lock(%s, %s)", (name, LOCK_WAIT))[0][0]:
		beat()
	try:
		yield
	finally:
		frappe.db.sql("select release_lock(%s)", (name,))


def lock_name() -> str:
	"""Locks are the server's, so the site's database stands in the name."""
	return f"{frappe.conf.db_name}:import"[:64]


def run_export(task: outbox.Task) -> None:
	"""Outbox handler: the branch as a workbook, hung on the import."""
	doc = frappe.get_doc(rights.DOCTYPE, task.payload["name"])
	branch = _branch(doc)
	export.require_reading(branch)
	total, done = max(export.count_rows(branch), 1), 0
	written = BytesIO()

	def tick() -> None:
		nonlocal done
		done = min(done + 5000, total)
		task.progress(done, total)

	export.fill(written, branch, tick)
	doc = frappe.get_doc(rights.DOCTYPE, doc.name, for_update=True)
	stamp = now_datetime().strftime("%Y%m%d-%H%M")
	_keep(doc, export_file=_attach(doc, "export_file", f"{doc.name}-xuat-{stamp}.xlsx", written.getvalue()))


def _attach(doc: Any, field: str, file_name: str, content: bytes) -> str:
	"""Hang a made file on the import in the place of the one before; returns its address.

	It belongs to the system, not to who asked: the framework lets an owner read his file even when he has lost the
	seat that opened the import.
	"""
	for old in frappe.get_all(
		"File",
		{"attached_to_doctype": rights.DOCTYPE, "attached_to_name": doc.name, "attached_to_field": field},
		pluck="name",
	):
		frappe.delete_doc("File", old, ignore_permissions=True)  # made by us, replaced by us
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": file_name,
			"attached_to_doctype": rights.DOCTYPE,
			"attached_to_name": doc.name,
			"attached_to_field": field,
			"is_private": 1,
			"content": content,
		}
	)
	file.insert(ignore_permissions=True)  # whoever may write the import was asked before
	frappe.db.set_value("File", file.name, "owner", "Administrator", update_modified=False)
	return file.file_url
