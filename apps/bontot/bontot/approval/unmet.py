"""What of a file counts as not met: what a resolution that recognises it must not pass over in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Criterion, Table
from frappe.utils import getdate

from bontot.evaluation import answers, computed
from bontot.evaluation import service as evaluations
from bontot.evaluation.outcome import NOT_MET, Answer

# What `answer_of` asks of a stored criterion, and what it is called.
FIELDS = (
	"parent",
	"criterion_key",
	"group_key",
	"short_text",
	"self_result",
	"computed_result",
	"appraised_result",
)


def of_file(doc: Document) -> list[str]:
	"""Short texts of the criteria of a file that count as not met, in its order; then that its points are too few."""
	found = [item.short_text for item in doc.items if counts_as_unmet(item)]
	return [*found, too_few_points()] if evaluations.weigh(doc).points_state == NOT_MET else found


def of_files(names: Sequence[str]) -> dict[str, list[str]]:
	"""{file: what `of_file` names} of those of these files that have any. The caller has checked that they may be read."""
	found: dict[str, list[str]] = {}
	rows = rows_of(names, lambda item: item.computed_result == "Awaiting Rating")
	with_ratings_decided_since(rows)
	for row in rows:
		if counts_as_unmet(row):
			found.setdefault(row.parent, []).append(row.short_text)
	for name in short_of_points(names):
		found.setdefault(name, []).append(too_few_points())
	return found


def too_few_points() -> str:
	return _("too few points in all")


def short_of_points(names: Sequence[str]) -> Iterator[str]:
	"""Of these files those whose points in all can no longer reach what the framework asks for; of the plan's none."""
	where = {"name": ("in", list(names) or [""]), "outcome": NOT_MET}
	# The caller has checked that they may be read.
	for row in frappe.get_all(
		"Evaluation", where, ["name", "period", "period_framework"], limit_page_length=0
	):
		if least_points(row.period, row.period_framework):
			if evaluations.weigh(frappe.get_doc("Evaluation", row.name)).points_state == NOT_MET:
				yield row.name


def least_points(period: str, period_framework: str | None) -> float:
	framework = answers.framework_of(period, period_framework)
	return answers.least_points(framework, answers.core_framework(period))


def rows_of(names: Sequence[str], also: Callable[[Table], Criterion], more: Sequence[str] = ()) -> list[Any]:
	"""Stored criteria of these files of which somebody, or the records, say that they are not met, or for which `also` holds, in
	their order: FIELDS and `more`. The caller has checked that the files may be read."""
	item = frappe.qb.DocType("Evaluation Item")
	said = (
		(item.self_result == NOT_MET) | (item.appraised_result == NOT_MET) | (item.computed_result == NOT_MET)
	)
	query = frappe.qb.from_(item).select(*(item[field] for field in (*FIELDS, *more)))
	query = query.where((item.parenttype == "Evaluation") & item.parent.isin(list(names) or [""]))
	return query.where(said | also(item)).orderby(item.parent).orderby(item.idx).run(as_dict=True)


def with_ratings_decided_since(rows: Sequence[Any]) -> None:
	"""Let criteria that wait for a rating say what the decision will take: the rating as it is now."""
	waiting = {(row.parent, row.criterion_key): row for row in rows if computed.waits(row)}
	if not waiting:
		return
	where = {"name": ("in", sorted({name for name, _key in waiting}))}
	# As above: the caller has checked.
	files = frappe.get_all("Evaluation", where, list(computed.FILE_FIELDS), limit_page_length=0)
	for key, values in computed.waiting_findings(files, set(waiting), getdate()).items():
		waiting[key].update(values)


def counts_as_unmet(item: Any) -> bool:
	"""Of a stored criterion: by what counts of it, which is one rule for the whole app (`Answer.result`)."""
	return answer_of(item).result == NOT_MET


def answer_of(item: Any) -> Answer:
	"""A stored criterion as far as its result goes."""
	own, computed_then = item.self_result or "", item.computed_result or ""
	appraised = item.appraised_result or ""
	return Answer(item.criterion_key, item.group_key, own, computed_then, appraised_result=appraised)


def is_confirmed(row: Any) -> bool:
	"""Whether a row of a resolution says that its file is recognised although criteria are not met, and why."""
	return bool(row.despite_unmet and (row.reason or "").strip())


def unconfirmed(rows: Iterable[Any]) -> list[Any]:
	"""Rows of a resolution that would recognise a file with unmet criteria unsaid."""
	return [row for row in rows if row.unmet_criteria and not is_confirmed(row)]
