"""Factories for tests of this and later modules."""

from typing import Any

import frappe


def set_states(period: str, states: dict[str, dict[str, Any] | str]) -> None:
	"""Put files into states straight in the database: {organisation: state or {field: value}}.

	A file under appraisal waits where `awaiting_organization` says.
	"""
	for organization, values in states.items():
		fields = {"state": values} if isinstance(values, str) else values
		frappe.db.set_value("Evaluation", f"{organization}-{period}", fields)


def create_test_report(organization: str, period: str, **values: Any):
	"""A draft summary report of an organisation, written by the signed-in person."""
	content = {"good_practice": "Giao ban hằng tuần", "difficulties": "", "proposals": ""}
	return frappe.get_doc(
		doctype="Summary Report", organization=organization, period=period, **(content | values)
	).insert()
