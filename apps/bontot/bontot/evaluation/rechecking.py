"""Recognised files looked at again once their period is over: where records say otherwise now, a review is suggested.

Nothing else of a file changes: what was decided was decided on what it was sent with. The suggestion follows the records
both ways, so one that rested on a mistake goes away when the mistake is mended.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import create_batch, getdate, nowdate

from bontot import outbox
from bontot.evaluation import computed, outcome

HANDLER = "evaluation.recheck_period"
BATCH = 200
SUGGESTION = ("review_suggested", "review_suggested_on", "review_reason")


@dataclass(frozen=True, slots=True)
class Fall:
	"""A criterion that counted as met when the file was sent and would not today."""

	criterion_key: str
	short_text: str
	summary: str


def has_fallen(self_result: str, computed_then: str, computed_now: str) -> bool:
	"""Whether a criterion counted as met and would not count so by what the records say now."""
	then = outcome.Answer("", "", self_result, computed_then).result
	return (
		then == outcome.MET and outcome.carried(self_result, computed_then, computed_now) == outcome.NOT_MET
	)


def falls(doc: Document) -> list[Fall]:
	"""Return the criteria of a file that records no longer bear out, in the plan's order. Reads only."""
	found = computed.findings(doc)
	return [
		Fall(item.criterion_key, item.short_text, found[item.criterion_key].summary)
		for item in doc.items
		if item.criterion_key in found
		and has_fallen(item.self_result or "", item.computed_result or "", found[item.criterion_key].result)
	]


def recheck(files: Iterable[str]) -> int:
	"""Set or take back the suggestion on these recognised files; return how many changed."""
	changed = 0
	for name in files:
		doc = frappe.get_doc("Evaluation", name)
		reasons = [f"{fall.short_text}: {fall.summary}" for fall in falls(doc)]
		values = {
			"review_suggested": int(bool(reasons)),
			"review_suggested_on": getdate(nowdate()) if reasons else None,
			"review_reason": "\n".join(reasons) or None,
		}
		if (doc.review_suggested or 0, doc.review_reason or "") == (
			values["review_suggested"],
			values["review_reason"] or "",
		):
			continue
		# Beside what was decided, also in a closed period: of the file itself nothing changes.
		frappe.db.set_value("Evaluation", name, values, update_modified=False)
		changed += 1
	return changed


def recognized_files(**filters: Any) -> list[str]:
	"""Recognised files of periods that are over."""
	file, period = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Review Period")
	query = (
		frappe.qb.from_(file)
		.join(period)
		.on(period.name == file.period)
		.select(file.name)
		.where((file.state == "Recognized") & (period.ends_on < getdate(nowdate())))
		.orderby(file.name)
	)
	for field, value in filters.items():
		query = query.where(file[field] == value)
	return query.run(pluck=True)


def on_record_change(doc: Document, method: str | None = None) -> None:
	"""A record of an organisation was saved or deleted after the year: look at its recognised files again. Hook."""
	recheck(recognized_files(organization=doc.organization))


def enqueue(period: str, mark: str, acting_user: str | None = None) -> str:
	"""Have every recognised file of a period looked at in the background; `mark` tells one such task from the next."""
	key = f"{HANDLER}:{period}:{mark}"
	return outbox.enqueue(HANDLER, key, {"period": period}, acting_user, ("Review Period", period))


def run(task: outbox.Task) -> None:
	"""Outbox handler: a batch a commit; a second run writes nothing."""
	names = recognized_files(period=task.payload["period"])
	for number, batch in enumerate(create_batch(names, BATCH)):
		recheck(batch)
		task.progress(min((number + 1) * BATCH, len(names)), len(names))


def suggestion(doc: Document) -> str:
	"""What to tell of a file that should be looked at again; "" of any other."""
	if not doc.review_suggested:
		return ""
	return _("Look at it again: records have changed since it was recognized. {0}").format(
		"; ".join((doc.review_reason or "").splitlines())
	)
