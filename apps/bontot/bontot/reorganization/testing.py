"""Factories for tests of reorganisations."""

import json
from typing import Any

import frappe

from bontot.organization import tree
from bontot.organization.access import approvable
from bontot.organization.tree import kinds
from bontot.outbox.testing import run_now
from bontot.reorganization import applying, proposals, service

TABLES = (
	"Member Transfer",
	"Party Organization",
	"Party Member",
	"Seat",
	"Organization Placement",
	"Organization Succession",
)


def create_test_reorganization(
	organization: str, effective_date: str, acts: list[dict], shares: list[dict] | None = None, **values: Any
):
	"""An entered-to-be decision of the branch `organization`; rows as the form holds them."""
	return frappe.get_doc(
		{
			"doctype": "Reorganization",
			"title": "Sắp xếp thử",
			"organization": organization,
			"effective_date": effective_date,
			"decision_number": "12-QĐ/TU",
			"decision_date": effective_date,
			"decision_issuer": "Ban Thường vụ Tỉnh ủy",
			"acts": acts,
			"shares": shares or [],
			**values,
		}
	).insert()


def reorganize(organization: str, effective_date: str, acts: list[dict], shares: list[dict] | None = None):
	"""Enter a decision and carry it out inside the test's transaction; returns it as it stands afterwards."""
	doc = create_test_reorganization(organization, effective_date, acts, shares)
	run_now(service.enter(doc.name)["task"])
	doc.reload()
	if doc.state != "Applied":
		raise AssertionError(doc.problems)
	return doc


def create_test_proposal(
	organization: str,
	acts: list[dict],
	shares: list[dict] | None = None,
	effective_date: str = "2023-07-01",
	**values: Any,
):
	"""A draft proposal of an organisation for its own branch."""
	content = {
		"title": "Đề nghị sắp xếp thử",
		"organization": organization,
		"effective_date": effective_date,
		"reason": "Ít đảng viên, khó sinh hoạt",
		"acts": acts,
		"shares": shares or [],
	}
	return frappe.get_doc(doctype=proposals.DOCTYPE, **(content | values)).insert()


def agree_to(proposal):
	"""The proposal as its approval leaves it; which acts lead there is approval's own matter."""
	proposal.state, proposal.decided_on = "Approved", frappe.utils.getdate()
	approvable.submit(proposal)
	return proposal


def create_test_seat_without_account(organization: str, member: str):
	values = {"position": "bi_thu_chi_bo", "organization": organization, "member": member}
	return frappe.get_doc({"doctype": "Seat", "from_date": "2020-01-01", **values}).insert()


def faults() -> list[str]:
	"""Organisations whose path, level or columns above do not follow from their parents, and documents elsewhere."""
	rows = {row.name: row for row in frappe.get_all(tree.DOCTYPE, fields=["*"])}
	found = []
	grassroots, upper = (
		frappe.get_all("Organization Kind", {mark: 1}, pluck="name") for mark in ("is_grassroots", "is_upper")
	)
	for row in rows.values():
		parent = rows.get(row.parent_organization)
		path = (parent.path if parent else "") + tree.segment(row.serial)
		if row.path != path:
			found.append(f"{row.name}: path {row.path}, wanted {path}")
		line = [row, *tree.ancestors(row.name)]
		for field, marked in (("grassroots_organization", grassroots), ("upper_organization", upper)):
			wanted = next((r.name for r in line if r.kind in marked), None)
			if field == kinds.UPPER and not wanted and len(line) > 1:
				wanted = line[-2].name  # directly below the province
			if row[field] != wanted:
				found.append(f"{row.name}: {field} {row[field]}, wanted {wanted}")
	for doctype, column in applying.path_columns():
		if column == "organization_path" and frappe.get_meta(doctype).has_field("organization"):
			for doc in frappe.get_all(doctype, fields=["name", "organization", "organization_path"]):
				if doc.organization in rows and doc.organization_path != rows[doc.organization].path:
					found.append(f"{doctype} {doc.name}")
	return found


def digest(keep_modified: bool = False) -> str:
	"""Every row of the tables that a reorganisation of these tests touches."""
	out = {"modified", "modified_by"} if not keep_modified else set()
	tables = {}
	for table in TABLES:
		rows = frappe.db.sql(f"select * from `tab{table}` order by name", as_dict=True)  # names of ours
		tables[table] = [{key: value for key, value in row.items() if key not in out} for row in rows]
	return json.dumps(tables, default=str)
