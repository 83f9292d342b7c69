"""Endpoints of this module. Reads only: each answers for the signed-in person's own scope."""

from typing import Any

import frappe
from frappe.utils import getdate

from bontot.argument_types import Year
from bontot.synthesis import finding, unit_records
from bontot.synthesis import my_work as work


@frappe.whitelist(methods=["GET"])
def my_work(year: int | None = None) -> dict[str, Any]:
	"""Return what the page "My Work" shows to the signed-in person (shape: synthesis.my_work.collect)."""
	return work.collect(frappe.session.user, year)


@frappe.whitelist(methods=["GET"])
def unit_meetings(year: Year | None = None) -> dict[str, Any]:
	"""Return meetings and tasks of the signed-in person's own organisations (shape: synthesis.unit_records.meetings)."""
	return unit_records.meetings(frappe.session.user, year, getdate())


@frappe.whitelist(methods=["GET"])
def unit_members() -> dict[str, Any]:
	"""Return members of the signed-in person's own organisations (shape: synthesis.unit_records.members)."""
	return unit_records.members(frappe.session.user, getdate())


@frappe.whitelist(methods=["GET"])
def unit_assessments() -> dict[str, Any]:
	"""Return files and ratings of the signed-in person's own organisations (shape: synthesis.unit_records.assessments)."""
	return unit_records.assessments(frappe.session.user, getdate())


@frappe.whitelist(methods=["GET"])
def find(text: str) -> list[dict[str, Any]]:
	"""Return what the search bar offers the signed-in person of documents in reach (shape: synthesis.finding.find)."""
	return finding.find(text, frappe.session.user)
