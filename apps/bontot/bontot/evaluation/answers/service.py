"""Service for other modules: questions about an evaluation and acts on its criteria; approval moves its state.

Each function works on a document that the caller has locked, changes it in memory, and leaves saving to `save`.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypedDict

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, nowdate

from bontot import file_kinds
from bontot.evaluation.answers import changes, evidence_file, points_given, writing
from bontot.evaluation.computing import computed, outcome, reference_figures, stored_answers
from bontot.evaluation.doctype.evaluation.evaluation import Evaluation
from bontot.evaluation.errors import PeriodClosedError, UnknownCriterionError


class MissingItem(TypedDict):
	criterion_key: str
	short_text: str
	message: str


def lock(name: str, closed_too: bool = False) -> Evaluation:
	"""Return the file with its row locked until the transaction ends, its criteria as they are now.

	Raises DoesNotExistError, and PeriodClosedError when its period is closed and `closed_too` does not allow that.
	"""
	doc = writing.remember(frappe.get_doc("Evaluation", name, for_update=True))
	if not closed_too:
		require_open_period(*period_state(doc.period))
	return doc


def lock_many(names: Iterable[str]) -> dict[str, Evaluation]:
	"""Return {name: file} of those that exist, locked as `lock` does; whether their periods are open is the caller's
	question (`period_state`, `require_open_period`)."""
	return writing.read_locked(names)


def period_state(period: str) -> tuple[str, str]:
	"""Return (state, title) of a period, read under a shared lock.

	A closing at this moment waits for us or we for it; a plain read could miss one that has just committed.
	"""
	table = frappe.qb.DocType("Review Period")
	query = frappe.qb.from_(table).select(table.state, table.title).where(table.name == period)
	return frappe.db.sql(query.get_sql() + " LOCK IN SHARE MODE")[0]


def require_open_period(state: str, title: str) -> None:
	"""Raise PeriodClosedError when a period's state says that its files can no longer be changed."""
	if state == "Closed":
		frappe.throw(closed_words(title), PeriodClosedError, title=_("Period Closed"))


def closed_words(title: str) -> str:
	return _("Period {0} is closed; its files can no longer be changed.").format(title)


def answers(doc: Evaluation) -> list[outcome.Answer]:
	"""Return the file's results as plain values; whether a criterion is required comes from the frozen framework."""
	return stored_answers.of_items(doc.items, doc.frozen_framework(), doc.core_framework())


def weigh(doc: Evaluation) -> outcome.Outcome:
	"""Return what the file's results come to, by its own criteria and by the province's, under the pass rule it froze."""
	return stored_answers.weigher(doc.period, doc.period_framework)(doc.items)


def missing_before_sending(doc: Evaluation) -> list[MissingItem]:
	"""Return what keeps the file from being sent, in the plan's order; empty: it may go."""
	missing: list[MissingItem] = []
	for item, answer in zip(doc.items, answers(doc), strict=True):
		if item.review_state == "Accepted":
			continue  # locked: its author could mend nothing of it
		if not answer.result:
			message = _("Give it points.") if answer.most_points else _("Choose met or not met.")
		elif answer.differs and not (item.remark or "").strip():
			message = _("Your result differs from the records: write the reason in the remark.")
		elif reference_figures.lacks_reason(item):
			message = _("A disciplinary conclusion stands against it: write in the remark why it is met.")
		else:
			continue
		missing.append(
			{"criterion_key": item.criterion_key, "short_text": item.short_text, "message": message}
		)
	return missing


def item_of(doc: Evaluation, criterion_key: str):
	"""Return the row of one criterion; raises UnknownCriterionError."""
	for item in doc.items:
		if item.criterion_key == criterion_key:
			return item
	message = _("The file has no criterion {0}. Reload the page.").format(criterion_key)
	frappe.throw(message, UnknownCriterionError)


def mark_items_accepted(
	doc: Evaluation, organization: str, keys: Iterable[str] | None = None, at: datetime | None = None
) -> None:
	"""Lock criteria as accepted by an organisation; all that are not yet accepted when `keys` is None."""
	wanted = None if keys is None else set(keys)
	for item in doc.items:
		if item.review_state == "Accepted" or (wanted is not None and item.criterion_key not in wanted):
			continue
		item.review_state = "Accepted"
		item.accepted_by_organization = organization
		item.accepted_at = at or now_datetime()
		item.return_reason = None


def mark_items_returned(doc: Evaluation, reasons: Mapping[str, str]) -> None:
	"""Reopen exactly these criteria ({key: reason}); raises UnknownCriterionError for one the file lacks."""
	for key, reason in reasons.items():
		item = item_of(doc, key)
		item.review_state = "Returned"
		item.accepted_by_organization = None
		item.accepted_at = None
		item.return_reason = reason
		points_given.forget(item)


def snapshot_reviewed(doc: Evaluation) -> None:
	"""Keep result, records, remark and evidence of every criterion as the reviewer saw them, to show changes next time."""
	evidence = evidence_by_criterion(doc.name)
	for item in doc.items:
		item.reviewed_result = item.self_result
		item.reviewed_remark = item.remark
		item.reviewed_points = item.self_points
		item.reviewed_evidence = json.dumps(evidence.get(item.criterion_key, []), ensure_ascii=False)
		item.reviewed_computed, item.reviewed_summary = changes.records_of(item)
	doc.changed_count = 0


def changed_items(doc: Evaluation) -> list[str]:
	"""Return the keys of criteria that differ from the last reviewed snapshot; none when nothing was reviewed."""
	if not doc.round:
		return []
	found = changes.of_file(doc, evidence_by_criterion(doc.name))
	return [key for key, differences in found.items() if differences]


def unanswered(doc: Evaluation) -> list:
	"""Return the returned criteria of which nothing is otherwise than when they were returned: neither what the author says and
	shows, nor what records say."""
	returned = [item for item in doc.items if item.review_state == "Returned"]
	found = changes.of_file(doc, evidence_by_criterion(doc.name)) if returned else {}
	return [item for item in returned if not found.get(item.criterion_key, True)]


def evidence_by_criterion(evaluation: str) -> dict[str, list[dict]]:
	"""Return {criterion_key: [{name, title, file, record_doctype, record_name, pictured}, …]}, oldest first."""
	found: dict[str, list[dict]] = {}
	fields = ["criterion_key", "name", "title", "file", "record_doctype", "record_name"]
	# Whoever may read the file may read its evidence, and the caller has checked the file.
	rows = frappe.get_all("Evidence", {"evaluation": evaluation}, fields, order_by="creation, name")
	pictured = pictures_among(row.file for row in rows if row.file)
	for row in rows:
		row.pictured = row.file in pictured
		found.setdefault(row.pop("criterion_key"), []).append(dict(row))
	return found


def pictures_among(addresses: Iterable[str]) -> set[str]:
	"""Addresses of photographs that are small enough to be shown beside their names on a slow line."""
	photos = [url for url in addresses if file_kinds.extension(url) in file_kinds.PICTURES]
	if not photos:
		return set()
	where = {"file_url": ("in", photos), "file_size": ("<=", evidence_file.LARGEST_SHOWN)}
	return set(frappe.get_all("File", where, pluck="file_url"))


def set_counts(doc: Evaluation) -> outcome.Outcome:
	"""Set the counted columns of the file from its criteria and return what they come to."""
	result = set_results(doc)
	doc.changed_count = len(changed_items(doc))
	return result


def set_results(doc: Evaluation) -> outcome.Outcome:
	"""Set the results like `set_counts`, where no author has changed anything since the last review."""
	result = weigh(doc)
	doc.met_count = result.met
	doc.item_count = result.total
	doc.pending_count = result.waiting
	doc.overridden_count = result.overridden
	doc.outcome = result.state
	doc.core_outcome = result.core_state
	return result


def take_day(docs: Iterable[Evaluation]) -> None:
	"""Let locked files count, in memory, what records say on this day: a title is decided on nothing older."""
	docs, today = list(docs), getdate(nowdate())
	asked = {(doc.name, item.criterion_key) for doc in docs for item in doc.items}
	found = computed.on_day(docs, asked, today)
	for doc in docs:
		for item in doc.items:
			if values := found.get((doc.name, item.criterion_key)):
				computed.take(item, values)
		set_results(doc)


def save(*docs: Evaluation) -> None:
	"""Write locked files after an act. The act has checked who may do it; no role has write permission."""
	writing.write(docs)
