"""Status of the four "tốt" of an organisation in a year, for its own people."""

import json
from datetime import date
from typing import Any, TypedDict

import frappe
from frappe.utils import getdate

from bontot.approval.core.transitions import DECIDED, RETURNED
from bontot.criteria import period_kinds
from bontot.evaluation.answers import service
from bontot.evaluation.computing import computed, outcome
from bontot.organization.access.approvable import OPEN_STATES


class Group(TypedDict):
	group_key: str
	group_name: str
	state: outcome.GroupState
	met: int
	waiting: int
	total: int
	returned: int  # of those that came back to be mended
	missing: list[dict[str, Any]]  # {label, due_on, action: {doctype, defaults}}: what the records still lack


class FourGoods(TypedDict):
	organization: str
	evaluation: str
	period_kind: str
	state: str
	awaiting_organization_name: str
	met: int
	waiting: int
	total: int
	groups: list[Group]


def collect(organizations: list[str], year: int, today: date) -> list[FourGoods]:
	"""Return one entry per organisation that has a file in `year`: the year's own where it is open, else of the interim
	review that ends last."""
	if not organizations:
		return []
	filters = {"organization": ("in", organizations), "year": year, "state": ("!=", "Outside")}
	# Own organisations by living seats: the caller asks for no others.
	rows = frappe.get_all("Evaluation", filters, ["name", "organization", "period", "period_kind"])
	chosen = {row.organization: row.name for row in sorted(rows, key=telling)}
	return [describe(chosen[name], today) for name in organizations if name in chosen]


def telling(row: Any) -> tuple[bool, date]:
	"""The file that says most of a year comes last."""
	ends_on = getdate(frappe.get_cached_value("Review Period", row.period, "ends_on"))
	return period_kinds.earns_title(row.period_kind), ends_on


def describe(evaluation: str, today: date) -> FourGoods:
	doc = frappe.get_doc("Evaluation", evaluation)
	if doc.state in OPEN_STATES and doc_period_state(doc) != "Closed":
		computed.fill(doc, today)  # in memory: what the records say now, as the page of the file shows it
	answers = service.answers(doc)
	weighed = service.weigh(doc)
	names = {row["group_key"]: row["group_name"] for row in doc.frozen_framework()["groups"]}
	awaited = doc.awaiting_organization
	return {
		"organization": doc.organization,
		"evaluation": doc.name,
		"period_kind": doc.period_kind,
		"state": doc.state,
		"awaiting_organization_name": frappe.db.get_value("Party Organization", awaited, "organization_name")
		or ""
		if awaited
		else "",
		"met": weighed.met,
		"waiting": weighed.waiting,
		"total": weighed.total,
		"groups": [
			group(doc, key, names.get(key, key), answers, state) for key, state in weighed.groups.items()
		],
	}


def doc_period_state(doc) -> str:
	return frappe.get_cached_value("Review Period", doc.period, "state")


def group(doc, key: str, name: str, answers: list[outcome.Answer], state: outcome.GroupState) -> Group:
	of_group = [answer for answer in answers if answer.group_key == key]
	return {
		"group_key": key,
		"group_name": name,
		"state": state,
		"met": sum(answer.result == outcome.MET for answer in of_group),
		"waiting": sum(answer.result in outcome.WAITING for answer in of_group),
		"total": len(of_group),
		"returned": sum(is_returned(doc, item) for item in doc.items if item.group_key == key),
		"missing": [] if doc.state in DECIDED else lacking(doc, key),
	}


def is_returned(doc, item) -> bool:
	"""Whether a criterion waits for its author; once it is sent again it waits for the level above."""
	return doc.state == RETURNED and item.review_state == "Returned"


def lacking(doc, key: str) -> list[dict[str, Any]]:
	return [missing for item in doc.items if item.group_key == key for missing in missing_of(item)]


def missing_of(item) -> list[dict[str, Any]]:
	if item.computed_result != outcome.NOT_MET:
		return []
	return json.loads(item.computed_detail or "{}").get("missing", [])
