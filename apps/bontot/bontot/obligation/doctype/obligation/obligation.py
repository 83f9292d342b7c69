import frappe

from bontot.organization.access.scoped import ScopedDocument


class Obligation(ScopedDocument):
	"""One row an organisation, duty and span. Written by `obligation.ledger` alone, from records."""


def on_doctype_update() -> None:
	frappe.db.add_index("Obligation", ["duty", "span_label"])
	frappe.db.add_index("Obligation", ["organization", "state", "due_on"])
	frappe.db.add_index("Obligation", ["state", "due_on"])
