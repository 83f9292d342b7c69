"""Search of the desk's search bar: bodies and members, their meetings and evaluations, decisions; with or without marks."""

from dataclasses import dataclass
from typing import Any

import frappe

from bontot.approval.core import steps
from bontot.organization import access, tree
from bontot.synthesis.own_tasks import EVALUATION_ADDRESS, MEETING_ADDRESS
from bontot.text import fold

MOST = 5  # of each kind
LOOKED_AT = 50  # rows whose letters fit but for marks
MOST_WORDS = 8
READ_FILE = "/app/explain-result/{0}"


@dataclass(frozen=True, slots=True)
class Sought:
	"""A kind of document that is looked for by the words of one column; `order` says which come first."""

	doctype: str
	column: str
	title: str
	within: str  # the body beside the title; "" where the title says it
	order: str
	address: str


BODY = "/app/party-organization/{0}"
KINDS = (
	Sought(tree.DOCTYPE, "search_text", "organization_name", "parent_organization", "path", BODY),
	Sought("Party Member", "search_text", "full_name", "organization", "full_name", "/app/party-member/{0}"),
	Sought("Evaluation", "organization_name", "title", "organization", "year desc, creation desc", READ_FILE),
	Sought("Meeting", "title", "title", "", "meeting_date desc", MEETING_ADDRESS),
	Sought("Resolution", "title", "title", "organization", "resolution_date desc", "/app/resolution/{0}"),
)


def find(text: str, user: str) -> list[dict[str, Any]]:
	"""Return documents in reach that have every word: [{doctype, name, title, within, address}], at most MOST of each kind.

	`within` is the name of the body, of a body that of the one above it.
	"""
	words = fold(text).replace("%", "").replace("_", "").split()[:MOST_WORDS]
	if not words:
		return []
	found = [(kind, row) for kind in KINDS for row in _rows(kind, words)]
	names = steps.organization_names(
		{row.get(kind.within) for kind, row in found}
	)  # of what one reads, its body may be named
	own = {seat.organization for seat in access.seats(user)}
	return [
		{
			"doctype": kind.doctype,
			"name": row.name,
			"title": row[kind.title],
			"within": names.get(row.get(kind.within), ""),
			"address": _address(kind, row, own),
		}
		for kind, row in found
	]


def _rows(kind: Sought, words: list[str]) -> list[frappe._dict]:
	"""Rows in reach, the first MOST; none of a kind that the person does not read."""
	if not frappe.has_permission(kind.doctype, "read"):
		return []
	patterns = words if kind.column == "search_text" else [_without_marks(word) for word in words]
	rows = frappe.get_list(
		kind.doctype,
		filters=[[kind.column, "like", f"%{pattern}%"] for pattern in patterns],
		fields=list({"name", kind.column, kind.title, kind.within or "name"}),
		order_by=kind.order,
		limit_page_length=LOOKED_AT,
	)
	return [row for row in rows if all(word in fold(row[kind.column]) for word in words)][:MOST]


def _without_marks(word: str) -> str:
	"""The database takes letters with marks for those without, all but "đ"."""
	return word.replace("d", "_")


def _address(kind: Sought, row: frappe._dict, own: set[str]) -> str:
	"""A file of one's own body opens where it is written, any other where it is read."""
	is_own_file = kind.doctype == "Evaluation" and row.organization in own
	return (EVALUATION_ADDRESS if is_own_file else kind.address).format(row.name)
