"""Endpoints of the form of a reorganisation."""

from typing import Any

import frappe

from bontot.organization.access import hide_existence
from bontot.outbox.conflicts import run_again_on_conflict
from bontot.reorganization import preview, service


@frappe.whitelist(methods=["GET", "POST"])
def get_preview(name: str) -> dict[str, Any]:
	"""Return what becomes of everything; see `preview.of_plan`."""
	return preview.describe(permitted(name))


@frappe.whitelist(methods=["GET", "POST"])
def get_share_rows(name: str) -> list[dict[str, str]]:
	"""List what belongs to the organisations that are split and is not in the grid yet; see `preview.share_rows`."""
	return preview.share_rows(permitted(name))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def enter(name: str) -> dict[str, Any]:
	"""Enter the decision: carried out at once, or on its day when that lies ahead. {state, task, runs_on}."""
	permitted(name)
	return service.enter(name)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def take_back(name: str) -> None:
	"""Take a waiting decision back."""
	permitted(name)
	service.take_back(name)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def undo(name: str) -> dict[str, Any]:
	"""Undo a reorganisation while nothing was built upon it. {state, task}."""
	permitted(name)
	return service.start_undo(name)


def permitted(name: str) -> Any:
	"""The document, when the signed-in user may write it: a preview, too, counts what only those may know."""
	hide_existence.require(service.DOCTYPE, name)
	doc = frappe.get_doc(service.DOCTYPE, name)
	doc.check_permission("write")
	return doc
