"""Anchors of the step log: now and then the last hash of every file that has moved since is written down in one row, and
that row's hash holds the one of the anchor before it.

A file's own chain shows what was changed in it; who rewrites a whole chain, or takes a file away with all its steps,
meets what an anchor has pinned. Who rewrites the anchors, too, meets the last anchor's hash, which the day's run leaves
in the log and `bench --site SITE execute bontot.approval.core.anchors.run` prints: it is to be kept outside the machine.

Hook `passing_trees` = [f() -> path or None]: a tree that is made to be taken away again, with all its steps, is not pinned.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import frappe
from frappe.utils import now_datetime

from bontot.approval.core import kinds
from bontot.organization import tree

DOCTYPE = "Approval Anchor"
BATCH = 500
Pins = dict[str, list[Any]]  # {file: [number of its last step, hash of that step]}


def run() -> None:
	"""Take an anchor and print what to keep of it."""
	anchor = take()
	frappe.db.commit()  # called from the command line, where nobody else ends the transaction
	if anchor:
		print(f"anchor {anchor.number}: {anchor.taken_at}, {anchor.files} files, {anchor.hash}")
	else:
		print("nothing has moved since the last anchor")


def take() -> Any:
	"""Write the next anchor in the caller's transaction; None when no file has moved since the last one."""
	last = last_anchor()
	pins = moved_since(pinned())
	if not pins:
		return None
	anchor = frappe.new_doc(DOCTYPE)
	anchor.update(
		{
			"number": (last.number if last else 0) + 1,
			"taken_at": now_datetime(),
			"files": len(pins),
			"pins": json.dumps(pins, sort_keys=True, separators=(",", ":")),
			"previous_hash": last.hash if last else "",
		}
	)
	anchor.hash = anchor_hash(anchor.as_dict())
	anchor.name = f"anchor-{anchor.number:06d}"
	anchor.set_user_and_timestamp()
	anchor.db_insert()  # the controller refuses every other way in
	frappe.logger("approval").info(f"anchor {anchor.number} of {anchor.taken_at}: {anchor.hash}")
	return anchor


def last_anchor() -> Any:
	rows = frappe.get_all(DOCTYPE, fields=["number", "hash"], order_by="number desc", limit=1)
	return rows[0] if rows else None


def anchor_hash(anchor: Mapping[str, Any]) -> str:
	"""SHA-256 (hex) of an anchor's number, moment, pins and the hash of the anchor before it."""
	content = [anchor["previous_hash"] or "", int(anchor["number"]), str(anchor["taken_at"]), anchor["pins"]]
	text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
	return hashlib.sha256(text.encode()).hexdigest()


def pinned() -> dict[str, int]:
	"""{file: number of the last step any anchor has pinned}."""
	found: dict[str, int] = {}
	for anchor in each():
		found.update({name: pin[0] for name, pin in json.loads(anchor.pins).items()})
	return found


def moved_since(known: Mapping[str, int]) -> Pins:
	"""The pins of files with steps after those that are known."""
	pins: Pins = {}
	passing = [path for find in frappe.get_hooks("passing_trees") if (path := frappe.get_attr(find)())]
	for doctype in sorted(kinds.known()):
		files = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(files).select(files.name, files.step_sequence, files.head_hash)
		for low, high in map(tree.path_range, passing):
			query = query.where((files.organization_path < low) | (files.organization_path >= high))
		rows = query.where(files.step_sequence > 0).orderby(files.name).run()
		pins |= {name: [sequence, head] for name, sequence, head in rows if sequence > known.get(name, 0)}
	return pins


def each() -> Iterator[Any]:
	"""Anchors from the first to the last, one at a time: together they may be large."""
	for name in frappe.get_all(DOCTYPE, order_by="number", pluck="name"):
		fields = ["name", "number", "taken_at", "pins", "previous_hash", "hash"]
		yield from frappe.get_all(DOCTYPE, {"name": name}, fields)


def faults_of_anchors(anchors: Iterable[Mapping[str, Any]]) -> Iterator[str]:
	"""Faults of the chain of anchors itself, as sentences; `anchors` by number."""
	previous, expected = "", 1
	for anchor in anchors:
		number = int(anchor["number"])
		for missing in range(expected, number):
			yield f"anchor {missing} is missing"
		if number == expected and (anchor["previous_hash"] or "") != previous:
			yield f"anchor {number} does not follow the one before it"
		if anchor_hash(anchor) != anchor["hash"]:
			yield f"anchor {number} was altered after it was taken"
		previous, expected = anchor["hash"] or "", number + 1


def faults_of_steps() -> Iterator[tuple[str, int, int]]:
	"""(file, step, anchor) for every step that an anchor has pinned and that is not there any more as it was."""
	for anchor in each():
		try:
			pins = list(json.loads(anchor.pins).items())
		except ValueError:
			continue  # altered: the chain of anchors says so
		for start in range(0, len(pins), BATCH):
			yield from _faults(pins[start : start + BATCH], anchor.number)


def _faults(pins: list[tuple[str, list[Any]]], anchor: int) -> Iterator[tuple[str, int, int]]:
	step = frappe.qb.DocType("Approval Step")
	query = frappe.qb.from_(step).select(step.file_name, step.sequence, step.hash)
	rows = query.where(step.file_name.isin([name for name, _pin in pins])).run()
	there = {(name, sequence): digest for name, sequence, digest in rows}
	for name, (sequence, digest) in pins:
		if there.get((name, sequence)) != digest:
			yield name, sequence, anchor
