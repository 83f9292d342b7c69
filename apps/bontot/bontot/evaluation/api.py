"""Endpoints of evaluations. Who acts is the signed-in user."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate
from pydantic import FiniteFloat

from bontot.criteria import period_kinds
from bontot.evaluation.answers import editing, evidence, reading
from bontot.evaluation.computing import computed
from bontot.evaluation.errors import UnknownPeriodKindError
from bontot.evaluation.period import closing, opening, proposing
from bontot.outbox.conflicts import run_again_on_conflict


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def open_period(period: str) -> dict[str, str | None]:
	"""Open a period for every organisation in the background; {task, state}. Asking twice starts one task."""
	return opening.start(period)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def close_period(period: str) -> None:
	"""Close an open period: nothing of it changes any more."""
	closing.close(period)


@frappe.whitelist(methods=["GET", "POST"])
def get_evaluation(name: str) -> dict[str, Any]:
	"""Return the file as the page "Tự đánh giá" shows it, computed criteria as of today while it is unsent."""
	return reading.read(name)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def save_item(
	evaluation: str,
	criterion_key: str,
	result: str = "",
	remark: str = "",
	revision: int = 0,
	save_key: str = "",
	points: FiniteFloat | None = None,
) -> dict[str, Any]:
	"""Save one criterion of the signed-in author's own file.

	result: "Met", "Not Met" or "" (as computed, or no answer yet); remark: at most 5,000 characters.
	points: of a scored criterion, instead of the result, which follows from them; None: no answer yet.
	revision: the one the page was shown; another one standing raises ItemChangedError (HTTP 409), with what
	stands now as `standing` in the response. save_key: the browser's own, a repeated one changes nothing.
	Returns {criterion_key, revision, self_result, evidence_count, saved_at, met_count, item_count, pending_count,
	changed_count, groups, may_be_proposed, points, most_points, missing}.
	"""
	return editing.save_item(evaluation, criterion_key, result, remark, revision, save_key, points)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def add_evidence(
	evaluation: str,
	criterion_key: str,
	title: str = "",
	file_url: str = "",
	record_doctype: str = "",
	record_name: str = "",
) -> dict[str, Any]:
	"""Put an uploaded private file, or a record of the organisation, behind a criterion."""
	return evidence.add(evaluation, criterion_key, title, file_url, record_doctype, record_name)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def remove_evidence(name: str) -> dict[str, Any]:
	"""Take a piece of evidence away again."""
	return evidence.remove(name)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def refresh_computed(evaluation: str) -> dict[str, Any]:
	"""Store what the records say today and return the file."""
	doc = editing.lock_as_author(evaluation)
	computed.refresh([doc], getdate(nowdate()))
	return reading.read(evaluation)


@frappe.whitelist(methods=["GET", "POST"])
def propose_period(period_kind: str = "Year", year: int = 0) -> dict[str, Any]:
	"""Propose the values of a new period of this kind and year (0: this one). Raises UnknownPeriodKindError."""
	if period_kind not in period_kinds.ALL or not 0 <= year <= 9999:
		frappe.throw(_("Choose a year and the kind of review."), UnknownPeriodKindError)
	today = getdate(nowdate())
	return proposing.values(frappe.session.user, period_kind, year or today.year, today)
