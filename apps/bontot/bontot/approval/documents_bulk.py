"""One agreement on many documents: each is judged by itself, a refused one harms no other, and all are written together.

Only of kinds that allow it (`Kind.in_bulk`): theirs is refused before anything is written. And only clean ones (`Kind.doubts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from bontot.approval import bulk, doubts, kinds, moves, once, reach, routes, sampling, service, steps
from bontot.approval.errors import UnknownKindError


def agree(files: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
	"""[{kind, name, expected_sequence}] -> [{name, ok, message}] in the order given.

	Raises SampleNotOpenedError, and nothing is written, unless of those that would pass the ones drawn by lot were opened.
	"""
	bulk.refuse_too_many(files)
	at, results, seen = now_datetime(), {}, set()
	standing: list[sampling.Standing] = []
	written: dict[str, tuple[list[Document], list[Document]]] = {}
	with once.asking():
		reach.ask_for_all(file for file in map(named, files) if file[0] in kinds.known())
		# Locked in one order, so that two of these never cross.
		for place in sorted(range(len(files)), key=lambda number: named(files[number])):
			row = files[place]
			if named(row) in seen:
				results[place] = result(row, _("It stands in the list twice; it was counted once."))
				continue
			seen.add(named(row))
			try:
				doc = wanted(row)
				stood = sampling.standing(doc)
				entry = service.agree_to(doc, at)
			except bulk.REFUSALS as error:
				frappe.clear_last_message()
				results[place] = result(row, str(error))
				continue
			docs, made = written.setdefault(doc.doctype, ([], []))
			docs.append(doc)
			made.append(steps.made(doc, entry, routes.steps_of(doc)))
			standing.append(stood)
			results[place] = result(row)
		sampling.refuse_unopened(standing, frappe.session.user)
		for docs, made in written.values():
			moves.write(docs, made)
	return [results[place] for place in range(len(files))]


def wanted(row: dict[str, Any]) -> Document:
	"""The document a row means, its own row locked. Raises UnknownKindError, DoubtfulFileError and what
	`moves.open_document` raises."""
	doctype, name = named(row)
	if not kinds.of(doctype).in_bulk:
		message = _("{0}: open it and agree to it there, one at a time.").format(kinds.of(doctype).words())
		frappe.throw(message, UnknownKindError, title=_("Not Possible Now"))
	doc = moves.open_document(doctype, name, row["expected_sequence"])
	columns = ("round", "returned_by", *kinds.of(doctype).doubt_columns())
	doubts.refuse_for(kinds.of(doctype).doubts({column: doc.get(column) for column in columns}))
	return doc


def named(row: dict[str, Any]) -> tuple[str, str]:
	return row["kind"], row["name"]


def result(row: dict[str, Any], message: str = "") -> dict[str, Any]:
	return {"name": named(row)[1], "ok": not message, "message": message}
