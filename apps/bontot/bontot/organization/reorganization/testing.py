"""Factories for tests of reorganisations."""

from typing import Any

import frappe

from bontot.organization import climbing
from bontot.organization.reorganization import proposals, service
from bontot.outbox.testing import run_now


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
	climbing.submit(proposal)
	return proposal
