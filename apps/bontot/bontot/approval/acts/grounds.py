"""Grounds of a decision on a title, in words: for pages and papers that are about a file which was decided."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate

from bontot.approval.acts import recognitions
from bontot.approval.core import transitions

HAD_TITLE = (transitions.RECOGNIZED, transitions.WITHDRAWN)
BY_TITLE = (*HAD_TITLE, transitions.NOT_RECOGNIZED)


def rested_on(doc: Document) -> str:
	"""One sentence of a file that was decided with or without a title; "" of any other."""
	if doc.state not in BY_TITLE:
		return ""
	days = [getdate(item.computed_as_of) for item in doc.items if item.computed_as_of]
	words = _("The decision rested on data as of {0}: {1} of {2} criteria met.").format(
		formatdate(max(days) if days else doc.decided_on, "dd/MM/yyyy"), doc.met_count, doc.item_count
	)
	return f"{words} {early}." if (early := before_rating(doc)) else words


def before_rating(file: Any) -> str:
	"""Of a file (its columns) whose title was given while yearly ratings were not decided: that it was."""
	given = file.state == transitions.RECOGNIZED and file.pending_count
	return _("Recognized before the rating") if given else ""


def stated_reasons(doc: Document) -> str:
	"""Of a file that was recognised though something stood against it: by which decision, what it was, and why; else ""."""
	if not doc.resolution or doc.state not in HAD_TITLE:
		return ""
	where = {"parent": doc.resolution, "parenttype": "Resolution", "evaluation": doc.name}
	fields = ("despite_unmet", "unmet_criteria", "before_rating", "waiting_criteria", "reason")
	# What the decision says of this very file belongs to whoever may read the file.
	row = frappe.db.get_value("Resolution Item", where, fields, as_dict=True)
	if not row or not (row.despite_unmet or row.before_rating):
		return ""
	decision = frappe.db.get_value("Resolution", doc.resolution, ("number", "resolution_date"), as_dict=True)
	words = _("Recognized by {0} of {1}. {2}")
	return words.format(decision.number, formatdate(decision.resolution_date, "dd/MM/yyyy"), of_row(row))


def of_row(row: Any) -> str:
	"""Words of a row of a resolution on what stood against its decision, and its reason."""
	unmet = _("These criteria were not met: {0}.").format(row.unmet_criteria) if row.despite_unmet else ""
	waiting = (
		_("Recognized before the rating: {0}.").format(row.waiting_criteria) if row.before_rating else ""
	)
	reason = _("Reason: {0}").format(row.reason) if unmet or waiting else row.reason or ""
	return " ".join(filter(None, (unmet, waiting, reason)))


def withdrawn(doc: Document) -> str:
	"""Decision by which the title of a file was taken back, and its reason; "" of any other."""
	title = recognitions.status_of(doc.name) if doc.state == transitions.WITHDRAWN else None
	if not title:
		return ""
	return _("Title withdrawn by decision {0} of {1}: {2}").format(
		title.withdrawal_number or "",
		formatdate(title.withdrawn_on, "dd/MM/yyyy"),
		title.withdrawal_reason or "",
	)
