"""Checks the hash chain of every file and the anchors: `bench --site SITE execute bontot.approval.core.verify.run`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import frappe

from bontot.approval.core import anchors, chain, kinds, transitions

BATCH = 500  # files at a time
SAYS = {
	"altered": "step {0} was altered after it was written",
	"missing": "step {0} is missing",
	"swapped": "step {0} does not follow the one before it",
	"head": "the file names another last step than its log ({0})",
	"anchored": "step {0} is not the one that an anchor has pinned",
}


def run() -> None:
	"""Print what is wrong and how much was checked; exit code 1 when anything is."""
	files = steps = faults = 0
	for name, count, found in check_all():
		files, steps, faults = files + 1, steps + count, faults + len(found)
		for fault in found:
			print(f"{name}: {SAYS[fault.kind].format(fault.sequence)}")
	for sentence in check_anchors():
		faults += 1
		print(sentence)
	for sentence in check_contents():
		faults += 1
		print(sentence)
	print(f"{files} files, {steps} steps, {faults} faults; last anchor: {last_anchor()}")
	if faults:
		raise SystemExit(1)


def check_all() -> Iterator[tuple[str, int, list[chain.Fault]]]:
	"""Yield (file, number of its steps, faults) for every file that was ever acted on, or that has steps left."""
	for doctype in sorted(kinds.known()):
		last = ""
		while heads := _heads_after(doctype, last):
			last = heads[-1].name
			yield from _check(heads)
	yield from _check_orphans()


def check_anchors() -> Iterator[str]:
	"""Sentences: what is wrong with the anchors, and which steps are no longer those that they have pinned."""
	yield from anchors.faults_of_anchors(anchors.each())
	for name, sequence, number in anchors.faults_of_steps():
		fault = SAYS["anchored"].format(sequence)
		yield f"{name}: {fault} (anchor {number})"


def check_contents() -> Iterator[str]:
	"""Sentences: documents in force that no longer say what was agreed to."""
	for kind in kinds.documents():
		where = {"state": transitions.APPROVED, "step_sequence": (">", 0)}
		for name in frappe.get_all(kind.doctype, where, pluck="name", order_by="name"):
			doc = frappe.get_doc(kind.doctype, name)
			if kind.content_digest(doc) != kind.content_agreed_to(name):
				yield f"{name}: {kind.doctype} was altered after it was agreed to"


def last_anchor() -> str:
	"""Number and hash of the last anchor, to be compared with what was kept outside the machine."""
	last = anchors.last_anchor()
	return f"{last.number}, {last.hash}" if last else "none"


def check_file(name: str, doctype: str = kinds.EVALUATION) -> list[chain.Fault]:
	"""Faults of one file; none when it was never acted on. Raises DoesNotExistError."""
	head = frappe.db.get_value(doctype, name, ("name", "head_hash", "step_sequence"), as_dict=True)
	if not head:
		raise frappe.DoesNotExistError(name)
	return next(_check([head]), (name, 0, []))[2]


def _heads_after(doctype: str, last: str) -> list[Any]:
	files = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(files).select(files.name, files.head_hash, files.step_sequence)
	return query.where(files.name > last).orderby(files.name).limit(BATCH).run(as_dict=True)


def _check(heads: list[Any]) -> Iterator[tuple[str, int, list[chain.Fault]]]:
	steps = _steps_of([head.name for head in heads])
	for head in heads:
		own = steps.get(head.name, [])
		if own or head.step_sequence:
			yield head.name, len(own), chain.verify(own, head.head_hash or "", head.step_sequence or 0)


def _check_orphans() -> Iterator[tuple[str, int, list[chain.Fault]]]:
	"""Steps whose file is gone or was renamed: the file is what is missing."""
	step = frappe.qb.DocType("Approval Step")
	query = frappe.qb.from_(step).select(step.file_name)
	for doctype in sorted(kinds.known()):
		files = frappe.qb.DocType(doctype)
		there = (files.name == step.file_name) & (step.file_doctype == doctype)
		query = query.left_join(files).on(there).where(files.name.isnull())
	for (name,) in query.groupby(step.file_name).run():
		own = _steps_of([name])[name]
		yield name, len(own), [*chain.verify(own, "", 0)]


def _steps_of(names: list[str]) -> dict[str, list[Any]]:
	step = frappe.qb.DocType("Approval Step")
	columns = [step[field] for field in (*chain.FIELDS, "previous_hash", "hash")]
	query = frappe.qb.from_(step).select(*columns).where(step.file_name.isin(names))
	rows = query.orderby(step.file_name).orderby(step.sequence).run(as_dict=True)
	return {name: list(group) for name, group in groupby(rows, key=lambda row: row.file_name)}
