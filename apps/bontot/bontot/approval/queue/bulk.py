"""One act on many files: each is judged by itself, a refused one harms no other, and all are written together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from bontot.approval.acts import sampling, service
from bontot.approval.core import cases, kinds, moves, request_cache, steps, visibility
from bontot.approval.people import conflicts
from bontot.approval.queue import doubts, waiting
from bontot.evaluation.answers import service as evaluations

MAX_FILES = 200
REFUSALS = (frappe.ValidationError, frappe.PermissionError)


def agree(files: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
	"""[{evaluation, ok, message}] in the order given; files are locked by name, so two bulks never cross.

	None that is to be agreed to by itself (`doubts.barring`). An agreement refuses before it writes: so all files are judged first, and then one statement writes what is alike.
	Raises SampleNotOpenedError, and nothing is written, unless of those that would pass the ones drawn by lot were opened.
	"""
	refuse_too_many(files)
	with request_cache.remembering():
		docs = evaluations.lock_many(visibility.of(kinds.EVALUATION, (named(row) for row in files)))
		conflicts.ask_for_all(docs.values())
		stood = {name: sampling.candidate(doc) for name, doc in docs.items()}
		agreed: dict[str, cases.Case] = {}
		made: list[Document] = []
		results: dict[int, dict[str, Any]] = {}
		at = now_datetime()
		for place in sorted(range(len(files)), key=lambda number: named(files[number])):
			row = files[place]
			try:
				doc = wanted(docs, row)
				doubts.refuse(doc)
				case = cases.of(doc)
				entry = service.agree_to(case, at)
			except REFUSALS as error:
				frappe.clear_last_message()
				results[place] = result(row, str(error), ok=False)
				# Named twice: what was agreed to is not written yet. What is beyond reach stays so.
				if named(row) in docs and named(row) not in agreed:
					docs.update(evaluations.lock_many([named(row)]))  # whatever a refusal left half done
				continue
			made.append(steps.made(case, entry))
			agreed[doc.name] = case
			results[place] = result(row)
		sampling.refuse_unopened([stood[name] for name in agreed], frappe.session.user)
		moves.write(list(agreed.values()), made)
	return [results[place] for place in range(len(files))]


def refuse_too_many(files: Sequence[dict[str, Any]]) -> None:
	if len(files) > MAX_FILES:
		frappe.throw(_("At most {0} files at once. Select fewer.").format(MAX_FILES), title=_("Too Many"))


def sample(files: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
	"""[{evaluation, organization_name, opened}]: what `agree` asks the signed-in user to open first, of those that wait
	for him or her as they were shown."""
	refuse_too_many(files)
	user, shown = frappe.session.user, {named(row): row["expected_sequence"] for row in files}
	table = frappe.qb.DocType("Evaluation")
	# Where the body decides instead, no seat agrees: so no such file is asked for.
	waits = waiting.waiting_for(table, user, by_body=set()) & (table.awaiting_act == "Appraise")
	columns = (*waiting.COLUMNS, "period_framework")
	query = frappe.qb.from_(table).select(*(table[column] for column in columns))
	rows = query.where(table.name.isin(list(shown) or [waiting.NOTHING]) & waits).run(as_dict=True)
	waiting.add_flags(rows)
	rows = [row for row in rows if not row.singly and row.step_sequence == shown[row.name]]
	with request_cache.remembering():
		standing = [sampling.candidate(row) for row in rows]
	drawn = sampling.drawn(standing, user)
	seen = sampling.opened(drawn, user)
	return [sampling.described(file, seen) for file in drawn]


def named(row: dict[str, Any]) -> str:
	return row["evaluation"]


def result(row: dict[str, Any], message: str = "", ok: bool = True) -> dict[str, Any]:
	return {"evaluation": named(row), "ok": ok, "message": message}


def wanted(docs: dict[str, Document], row: dict[str, Any]) -> Document:
	"""The file a row means, when it stands as it was shown. Raises what `moves.open_file` raises."""
	doc = docs.get(named(row))
	if not doc:
		visibility.refuse()
	period = doc.period
	evaluations.require_open_period(
		*request_cache.ask(("period", period), lambda: evaluations.period_state(period))
	)
	moves.require_sequence(doc, row["expected_sequence"])
	return doc
