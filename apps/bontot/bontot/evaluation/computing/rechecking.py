"""Files that wait for a decision, and recognised ones, looked at again: where records say otherwise now than the file, whoever
decides is told before, and whoever decided is asked to look at the title again.

Nothing else of a file changes: what was sent stays as it was sent, and what was decided was decided on the records of its day.
The suggestion follows the records both ways, so one that rested on a mistake goes away when the mistake is mended.

What people judged falls only with the figures beside it (`reference_figures`): they leaned to met and now lean against, or ask for a
reason on grounds that were not there when the file was sent. A reason gives numbers and names nobody, as the figures do.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, create_batch, formatdate, getdate, nowdate

from bontot import outbox
from bontot.criteria.registry import Finding
from bontot.evaluation.computing import computed, outcome, reference_figures
from bontot.organization import tree

HANDLER = "evaluation.recheck_period"
BATCH = 200
# Of records that name no year: by which days they belong to one.
DAYS = {
	"Meeting": ("meeting_date", "for_month"),
	"Leadership Document": ("issued_on",),
	"Disciplinary Conclusion": ("concluded_on",),
}
SUGGESTION = ("review_suggested", "review_suggested_on", "review_reason")
NOTHING = {"review_suggested": 0, "review_suggested_on": None, "review_reason": None}
# Nobody decides, or has decided, anything on any other.
LOOKED_AT = ("Under Appraisal", "Recognized")
DAYS_AFTER = (
	31  # of a closed period: what was due at its end (the minutes of its last meeting) is due by then
)


@dataclass(frozen=True, slots=True)
class Fall:
	"""A criterion that counted as met when the file was sent, or waited then, and is not met today."""

	criterion_key: str
	short_text: str
	summary: str


def has_fallen(self_result: str, computed_then: str, computed_now: str) -> bool:
	"""Whether a criterion counted as met, or waited and stood in nobody's way, and would not count as met by what the records
	say now: a title given while the rating was missing rests on that rating."""
	then = outcome.Answer("", "", self_result, computed_then).result
	now = outcome.carried(self_result, computed_then, computed_now)
	return (then == outcome.MET or then in outcome.WAITING) and now == outcome.NOT_MET


def figures_turned(self_result: str, then: Mapping[str, Any], now: Finding) -> bool:
	"""Whether the figures beside a criterion that people judged as met have turned against it since it was sent.

	:param then: what was kept of them (`reference_figures.stored`, computed_detail): rows, leaning, asks_reason; {} of nothing
	"""
	if self_result != outcome.MET:
		return False
	if now.asks_reason:
		known = _leaning_against(then.get("rows", []), then.get("against", []))
		against = _leaning_against(now.rows, now.against)
		# What stood against it then was answered with a reason, or known to those who decided.
		return not then.get("asks_reason") or not against <= known
	return then.get("leaning") == outcome.MET and now.result == outcome.NOT_MET


def _leaning_against(rows: Iterable[Mapping[str, Any]], marks: Iterable[str]) -> set[Any]:
	return {*marks, *((row["doctype"], row["name"]) for row in rows if not row["ok"])}


def falls(doc: Document) -> list[Fall]:
	"""Return the criteria of a file that records no longer bear out, in the plan's order. Reads only."""
	found, figures = computed.findings(doc), reference_figures.information(doc)
	fallen = []
	for item in doc.items:
		own, key = item.self_result or "", item.criterion_key
		if finding := found.get(key):
			turned = has_fallen(own, item.computed_result or "", finding.result)
		elif finding := figures.get(key):
			judged = item.appraised_result or own
			turned = figures_turned(judged, json.loads(item.computed_detail or "{}"), finding)
		else:
			continue
		if turned:
			fallen.append(Fall(key, item.short_text, finding.summary))
	return fallen


def take_figures(doc: Document) -> None:
	"""Let a locked file that is decided carry the figures of the day where they have turned since it was sent, in memory:
	whoever decides has seen them, and nothing is left to suggest."""
	if doc.review_suggested:
		found, day = reference_figures.information(doc), getdate(nowdate())
		for item in doc.items:
			if finding := found.get(item.criterion_key):
				item.update(reference_figures.stored(finding, day))
	doc.update(NOTHING)


def recheck(files: Iterable[str]) -> int:
	"""Set or take back the suggestion on these files; return how many changed."""
	changed = 0
	for name in files:
		doc = frappe.get_doc("Evaluation", name)
		reasons = [f"{fall.short_text}: {fall.summary}" for fall in falls(doc)]
		values = dict(NOTHING)
		if reasons:
			values = dict(zip(SUGGESTION, (1, getdate(nowdate()), "\n".join(reasons)), strict=True))
		if (doc.review_suggested or 0, doc.review_reason or "") == (
			values["review_suggested"],
			values["review_reason"] or "",
		):
			continue
		# Beside what was decided, also in a closed period: of the file itself nothing changes.
		frappe.db.set_value("Evaluation", name, values, update_modified=False)
		changed += 1
	return changed


def files(
	organizations: Iterable[str] | None = None, years: Iterable[int] | None = None, **filters: Any
) -> list[str]:
	"""Files that are looked at; of these organisations and years alone where they are named."""
	file = frappe.qb.DocType("Evaluation")
	query = frappe.qb.from_(file).select(file.name).where(file.state.isin(LOOKED_AT)).orderby(file.name)
	if organizations is not None:
		query = query.where(file.organization.isin(list(organizations)))
	if years is not None:
		query = query.where(file.year.isin(sorted(years) or [0]))
	for field, value in filters.items():
		query = query.where(file[field] == value)
	return query.run(pluck=True)


def on_record_change(doc: Document, method: str | None = None) -> None:
	"""A record of an organisation was saved or deleted: look at its files again. Hook."""
	recheck(files([doc.organization], years_of(doc)))


def on_ratings_change(organizations: Collection[str]) -> None:
	"""Yearly ratings there changed: look again at files there and of the grassroots organisations above. Hook."""
	rows = frappe.get_all(
		"Party Organization", {"name": ("in", list(organizations))}, pluck="grassroots_organization"
	)
	names = sorted({*organizations, *filter(None, rows)})
	computed.refresh([row for name in names for row in computed.unsent_files(name)], getdate(nowdate()))
	for name in names:
		recheck(files(organization=name))


def on_branch_record_change(doc: Document, method: str | None = None) -> None:
	"""Do as `on_record_change`, for a record that stands beside the criteria of every organisation above as well. Hook."""
	branch = [doc.organization, *(row["name"] for row in tree.ancestors(doc.organization))]
	recheck(files(branch, years_of(doc)))


def years_of(doc: Document) -> set[int]:
	"""The years whose files a record can say something of, as it stands and as it stood; no period reaches beyond one.

	A meeting speaks of its own day and month, of the tasks it gave, and of the meetings that it prepared.
	"""
	years: set[int] = set()
	for state in filter(None, (doc, doc.get_doc_before_save())):
		years |= {int(state.year)} if state.get("year") else set()
		days = [state.get(field) for field in DAYS.get(doc.doctype, ())]
		days += [task.get(field) for task in state.get("tasks") or () for field in ("due_on", "done_on")]
		years |= {getdate(day).year for day in days if day}
	if doc.doctype == "Meeting":
		# For the criteria of its own organisation, whoever saves it.
		prepared = frappe.get_all("Meeting", {"prepared_by_meeting": doc.name}, pluck="meeting_date")
		years |= {day.year for day in prepared}
	return years


def enqueue(period: str, mark: str, acting_user: str | None = None) -> str:
	"""Have every file of a period looked at in the background; `mark` tells one such task from the next."""
	key = f"{HANDLER}:{period}:{mark}"
	return outbox.enqueue(HANDLER, key, {"period": period}, acting_user, ("Review Period", period))


def recheck_periods() -> None:
	"""Enqueue a new check once a day: time alone turns a criterion, as when December ends without its meeting after the title was
	given.
	"""
	period, today = frappe.qb.DocType("Review Period"), getdate(nowdate())
	ended = (period.state == "Closed") & (period.ends_on >= add_days(today, -DAYS_AFTER))
	for name in (
		frappe.qb.from_(period).select(period.name).where((period.state == "Open") | ended).run(pluck=True)
	):
		enqueue(name, nowdate(), "Administrator")


def run(task: outbox.Task) -> None:
	"""Outbox handler: a batch a commit; a second run writes nothing."""
	names = files(period=task.payload["period"])
	for number, batch in enumerate(create_batch(names, BATCH)):
		recheck(batch)
		task.progress(min((number + 1) * BATCH, len(names)), len(names))


def suggestion(doc: Document) -> str:
	"""Describe why an evaluation should be looked at again; "" of any other."""
	if not doc.review_suggested:
		return ""
	reasons = "; ".join((doc.review_reason or "").splitlines())
	if doc.state == "Under Appraisal":
		return _("Records have changed since it was sent: {0}").format(reasons)
	day = formatdate(doc.review_suggested_on, "dd/MM/yyyy")
	return _("Withdrawal is proposed: records have changed since the decision ({0}). {1}").format(
		day, reasons
	)
