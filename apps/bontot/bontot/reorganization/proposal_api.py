"""Endpoints of the form of a proposal."""

from datetime import date
from typing import Any

import frappe

from bontot.organization import access
from bontot.outbox.conflicts import run_again_on_conflict
from bontot.reorganization import preview, proposals


@frappe.whitelist(methods=["GET", "POST"])
def propose() -> dict[str, str]:
	"""Propose the values of a new proposal of the signed-in user: {organization}, or {} of who writes for several."""
	places = {seat.organization for seat in access.seats(frappe.session.user, ability="author")}
	return {"organization": places.pop()} if len(places) == 1 else {}


@frappe.whitelist(methods=["GET", "POST"])
def get_preview(name: str) -> dict[str, Any]:
	"""Return what would become of everything; see `preview.of_plan`. All of it lies where the reader reads anyway."""
	return preview.describe(permitted(name, "read"))


@frappe.whitelist(methods=["GET", "POST"])
def get_share_rows(name: str) -> list[dict[str, str]]:
	"""List what belongs to the organisations that are split and is not in the grid yet; see `preview.share_rows`."""
	return preview.share_rows(permitted(name, "write"))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def make_decision(name: str, decision_number: str, decision_date: date, decision_issuer: str) -> str:
	"""Make the draft of a decision of a proposal that was agreed to; returns its name. Raises what `proposals.make` does."""
	return proposals.make(name, decision_number, decision_date, decision_issuer).name


def permitted(name: str, ptype: str) -> Any:
	doc = frappe.get_doc(proposals.DOCTYPE, name)
	doc.check_permission(ptype)
	return doc
