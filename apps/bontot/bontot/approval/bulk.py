"""One act on many files: each is judged by itself, a refused one harms no other, and all are written together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from bontot.approval import bars, once, routes, service, steps
from bontot.evaluation import service as evaluations

MAX_FILES = 200
REFUSALS = (frappe.ValidationError, frappe.PermissionError)


def agree(files: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
	"""[{evaluation, ok, message}] in the order given; files are locked by name, so two bulks never cross.

	An agreement refuses before it writes: so all files are judged first, and then one statement writes what is alike.
	"""
	if len(files) > MAX_FILES:
		frappe.throw(_("At most {0} files at once. Select fewer.").format(MAX_FILES), title=_("Too Many"))
	with once.asking():
		docs = evaluations.lock_many(named(row) for row in files)
		bars.ask_for_all(docs.values())
		agreed: list[Document] = []
		made: list[Document] = []
		results: dict[int, dict[str, Any]] = {}
		at = now_datetime()
		for place in sorted(range(len(files)), key=lambda number: named(files[number])):
			row = files[place]
			try:
				doc = wanted(docs, row)
				entry = service.agree_to(doc, at)
			except REFUSALS as error:
				frappe.clear_last_message()
				results[place] = result(row, str(error), ok=False)
				if docs.get(named(row)) not in agreed:  # named twice: what was agreed to is not written yet
					docs.update(evaluations.lock_many([named(row)]))  # whatever a refusal left half done
				continue
			made.append(steps.made(doc, entry, routes.steps_of(doc)))
			agreed.append(doc)
			results[place] = result(row)
		service.write(agreed, made)
	return [results[place] for place in range(len(files))]


def named(row: dict[str, Any]) -> str:
	return str(row.get("evaluation") or "")


def result(row: dict[str, Any], message: str = "", ok: bool = True) -> dict[str, Any]:
	return {"evaluation": named(row), "ok": ok, "message": message}


def wanted(docs: dict[str, Document], row: dict[str, Any]) -> Document:
	"""The file a row means, when it stands as it was shown. Raises what `service.open_file` raises."""
	expected = row.get("expected_sequence")
	if not isinstance(expected, int):
		frappe.throw(_("Select the file again."), title=_("Incomplete"))
	doc = docs.get(named(row))
	if not doc:
		frappe.throw(_("This file does not exist (any more)."), frappe.DoesNotExistError)
	period = doc.period
	evaluations.require_open_period(*once.ask(("period", period), lambda: evaluations.period_state(period)))
	service.require_sequence(doc, expected)
	return doc
