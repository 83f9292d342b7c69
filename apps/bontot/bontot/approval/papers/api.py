"""Explanations and papers of results: why a file came to its own, an organisation's titles, minutes of its appraisal and its
request about a period."""

from typing import Any

import frappe
from frappe import _

from bontot import paper, printing
from bontot.approval.acts import api
from bontot.approval.papers import (
	appraisal_minutes,
	appraised,
	explaining,
	recognition_request,
	title_register,
)
from bontot.approval.people import conflicts
from bontot.organization import access, tree
from bontot.organization.errors import NoSeatError


@frappe.whitelist(methods=["GET", "POST"])
def get_explanation(name: str) -> dict[str, Any]:
	"""Explanation of a file's result (see `explaining.of_file`). Raises DoesNotExistError, PermissionError."""
	return explaining.of_file(api.readable("Evaluation", name))


@frappe.whitelist(methods=["GET", "POST"])
def rounds(organization: str = "") -> list[dict[str, Any]]:
	"""Periods of which an organisation, by default any of the signed-in user's own, has judged files (see
	`appraised.rounds_of`). Raises NoSeatError."""
	user = frappe.session.user
	if organization:
		require_in_scope(organization)
	return appraised.rounds_of([organization] if organization else conflicts.own_organizations(user), user)


@frappe.whitelist(methods=["GET", "POST"])
def download_minutes(organization: str, period: str) -> None:
	"""Minutes of the organisation's appraisal of a period, as PDF. Raises NoSeatError, DoesNotExistError."""
	require_reading(organization, period)
	with paper.in_vietnamese():
		html = appraisal_minutes.as_html(organization, period, frappe.session.user)
		title = _("Minutes of the Appraisal")
	printing.answer(title, printing.as_pdf(html))


@frappe.whitelist(methods=["GET", "POST"])
def download_request(organization: str, period: str) -> None:
	"""The organisation's request that titles of a period be recognised, as PDF. Raises NoSeatError, DoesNotExistError,
	ActNotOpenError."""
	require_reading(organization, period)
	with paper.in_vietnamese():
		html = recognition_request.as_html(organization, period, frappe.session.user)
		title = _("Request for Recognition")
	printing.answer(title, printing.as_pdf(html))


@frappe.whitelist(methods=["GET", "POST"])
def get_titles(organization: str) -> list[dict[str, Any]]:
	"""The titles of an organisation, the latest year first (`title_register.of_organization`); none of one beyond reach, and of
	one that does not exist."""
	return title_register.of_organization(organization)


@frappe.whitelist(methods=["GET", "POST"])
def download_titles(organization: str) -> None:
	"""The titles of an organisation, year by year, as PDF. Raises NoSeatError."""
	require_in_scope(organization)
	frappe.has_permission("Recognition", "print", throw=True)
	with paper.in_vietnamese():
		html, title = title_register.as_html(organization), _("Register of Titles")
	printing.answer(title, printing.as_pdf(html))


def require_reading(organization: str, period: str) -> None:
	"""Papers hold what whoever reads the organisation's branch reads file by file. Unknown and foreign look the same."""
	require_in_scope(organization)
	frappe.has_permission("Evaluation", "print", throw=True)
	if not frappe.db.exists("Review Period", period):
		frappe.throw(_("There is no such period."), frappe.DoesNotExistError)


def require_in_scope(organization: str) -> None:
	path = tree.path_of(organization)
	if not path or not access.scope(frappe.session.user).covers(path):
		frappe.throw(_("You may not see this document, or it does not exist."), NoSeatError)
