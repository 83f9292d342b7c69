"""Numbers on the workspaces that a list filter cannot say. Each is about the signed-in person."""

from typing import Any

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import getdate
from pydantic import JsonValue

from bontot.approval.queue import waiting
from bontot.organization import access
from bontot.synthesis import own_tasks, rows

Card = dict[str, Any]


def card(value: int, route: list[str]) -> Card:
	return {"value": value, "fieldtype": "Int", "route": route, "route_options": {}}


@frappe.whitelist(methods=["GET", "POST"])
def tasks_owed(filters: JsonValue = None) -> Card:
	"""Count what the person's own organisations owe now, as "My Work" lists it. `filters` comes from the card, unused."""
	held = access.seats(frappe.session.user, ability="author")
	return card(len(own_tasks.collect({seat.organization for seat in held}, getdate())), ["my-work"])


@frappe.whitelist(methods=["GET", "POST"])
def files_waiting(filters: JsonValue = None) -> Card:
	"""Files that wait for an act of the person, as the queue lists them."""
	return card(waiting.page(frappe.session.user, waiting.Filters(), limit=1)["total"], ["appraisal-queue"])


@frappe.whitelist(methods=["GET", "POST"])
def files_waiting_overdue(filters: JsonValue = None) -> Card:
	"""Those of them whose deadline is past."""
	return card(waiting.page(frappe.session.user, waiting.Filters(), limit=1)["overdue"], ["appraisal-queue"])


@frappe.whitelist(methods=["GET", "POST"])
def tasks_overdue(filters: JsonValue = None) -> Card:
	"""Tasks overdue in the person's whole scope."""
	owed = frappe.qb.DocType("Obligation")
	late = (owed.state == "Due") & (owed.due_on < getdate())
	query = frappe.qb.from_(owed).select(Count(owed.name)).where(late)
	where = rows.in_scope(owed.organization_path, frappe.session.user)
	return card(query.where(where).run()[0][0], ["province-overview"])
