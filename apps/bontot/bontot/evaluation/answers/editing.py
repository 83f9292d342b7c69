"""The author's hand: one criterion at a time, as long as the file is with its own organisation."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, nowdate

from bontot.evaluation.answers import points_given, service
from bontot.evaluation.computing import computed, outcome, reference_figures
from bontot.evaluation.errors import (
	ItemChangedError,
	ItemLockedError,
	NotEditableError,
	ReasonNeededError,
	RemarkTooLongError,
	ResultError,
)
from bontot.meanwhile import who_saved
from bontot.organization import access
from bontot.organization.access.approvable import OPEN_STATES
from bontot.text import nfc

LONGEST_REMARK = 5000
RESULTS = ("", outcome.MET, outcome.NOT_MET)


def lock_as_author(evaluation: str):
	"""Return the locked file for someone with an author's seat at that very organisation, in an editable state.

	Raises DoesNotExistError where it is not there or out of reach, NoSeatError, PeriodClosedError, NotEditableError.
	"""
	organization = frappe.db.get_value("Evaluation", evaluation, "organization")
	if not organization or not access.may_access(frappe._dict(doctype="Evaluation", name=evaluation)):
		frappe.throw(_("This file does not exist (any more)."), frappe.DoesNotExistError)
	access.require_seat(organization, "author")
	doc = service.lock(evaluation)
	if doc.state not in OPEN_STATES:
		message = _("The file has been sent ({0}). Recall it, or wait until it is returned, to change it.")
		frappe.throw(message.format(_(doc.state)), NotEditableError, title=_("File Already Sent"))
	return doc


def require_unlocked(doc, item) -> None:
	"""Raise ItemLockedError for a criterion that is accepted or was not returned."""
	if locked(doc, item):
		message = _(
			"{0}: this criterion was accepted and stays as it is. Only returned criteria can be changed."
		)
		frappe.throw(message.format(item.short_text), ItemLockedError, title=_("Criterion Accepted"))


def locked(doc, item) -> bool:
	"""After a return only what was returned is open; before, everything that nobody has accepted."""
	if doc.state == "Returned":
		return item.review_state != "Returned"
	return item.review_state == "Accepted"


def save_item(
	evaluation: str,
	criterion_key: str,
	result: str,
	remark: str,
	revision: int,
	save_key: str,
	points: float | None = None,
) -> dict[str, Any]:
	"""Save one criterion; the same save_key again changes nothing. See `api.save_item` for what it returns."""
	remark = nfc(remark)
	check_values(result, remark)
	doc = lock_as_author(evaluation)
	item = service.item_of(doc, criterion_key)
	if save_key and item.last_save_key == save_key:
		return answer(doc, item)
	require_unlocked(doc, item)
	if item.revision != revision:
		refuse_stale(item)
	refresh_finding(doc, item)
	result = points_given.by_author(doc, item, points, result)
	check_against_records(item, result, remark)
	item.update({"self_result": result or None, "remark": remark or None, "last_save_key": save_key})
	check_against_figures(item)
	item.revision += 1
	write(doc, item)
	return answer(doc, item)


def check_values(result: str, remark: str) -> None:
	if result not in RESULTS:
		frappe.throw(_("A result is met, not met or empty, not {0}.").format(result[:50]), ResultError)
	if len(remark) > LONGEST_REMARK:
		message = _(
			"The field “Remark” has {0} characters; it takes {1} at most. Shorten it or attach a file."
		)
		message = message.format(frappe.format(len(remark), "Int"), frappe.format(LONGEST_REMARK, "Int"))
		frappe.throw(message, RemarkTooLongError, title=_("Remark Too Long"))


def refuse_stale(item) -> None:
	"""Someone else, or another of the person's own windows, saved first: tell what stands now."""
	frappe.local.response["standing"] = as_stored(item)
	message = _("{0} was changed meanwhile. {1} Look at what stands now, then save yours if it still holds.")
	who = who_saved(item.modified_by, item.modified)
	frappe.throw(message.format(item.short_text, who), ItemChangedError, title=_("Changed Meanwhile"))


def as_stored(item) -> dict[str, Any]:
	return {
		"criterion_key": item.criterion_key,
		"self_result": item.self_result or "",
		"points": points_given.own(item),
		"remark": item.remark or "",
		"revision": item.revision,
		"who_saved": who_saved(item.modified_by, item.modified),
	}


def refresh_finding(doc, item) -> None:
	"""Judge the person's result against the records of this moment, not of the last time a page was opened."""
	criterion = next(row for row in doc.frozen_criteria() if row["criterion_key"] == item.criterion_key)
	if criterion["calculator"]:
		item.update(computed.work_out(doc, criterion["calculator"], getdate(nowdate())))
	else:
		reference_figures.fill_item(doc, item)


def check_against_records(item, result: str, remark: str) -> None:
	if result and item.computed_result in outcome.WAITING:
		message = _("{0} rests on a rating that is not there yet; it cannot be declared by hand.")
		frappe.throw(message.format(item.short_text), ResultError, title=_("Waiting for the Rating"))
	given = outcome.Answer(item.criterion_key, item.group_key, result, item.computed_result or "")
	if given.differs and not remark:
		message = _("{0}: the records say “{1}”. Write the reason in the remark to answer otherwise.")
		message = message.format(item.short_text, _(item.computed_result))
		frappe.throw(message, ReasonNeededError, title=_("Reason Needed"))


def check_against_figures(item) -> None:
	"""Refuse what is declared met against figures that ask for a reason, without one."""
	if reference_figures.lacks_reason(item):
		message = _("{0}: a disciplinary conclusion stands against it. Write in the remark why it is met.")
		frappe.throw(message.format(item.short_text), ReasonNeededError, title=_("Reason Needed"))


SAVED = (
	"self_result",
	"self_points",
	"remark",
	"revision",
	"last_save_key",
	*computed.STORED,
	"evidence_count",
)


COUNTED = ("met_count", "pending_count", "overridden_count", "changed_count", "outcome", "core_outcome")


def write(doc, item) -> None:
	"""Write one row and the file's counts; the file itself is not saved as a whole, so 18 rows stay untouched."""
	frappe.db.set_value("Evaluation Item", item.name, {field: item.get(field) for field in SAVED})
	service.set_counts(doc)
	doc.db_set({field: doc.get(field) for field in COUNTED})


def answer(doc, item) -> dict[str, Any]:
	result = service.set_counts(doc)
	return {
		"criterion_key": item.criterion_key,
		"revision": item.revision,
		"self_result": item.self_result or "",
		"evidence_count": item.evidence_count or 0,
		"saved_at": str(now_datetime()),
		"met_count": result.met,
		"item_count": result.total,
		"pending_count": result.waiting,
		"changed_count": doc.changed_count,
		"groups": result.groups,
		"may_be_proposed": result.may_be_proposed,
		"points": result.points,
		"most_points": result.most_points,
		"missing": service.missing_before_sending(doc),
	}
