import frappe

from bontot.organization.access.scoped import ScopedDocument


class Obligation(ScopedDocument):
	"""One row an organisation, duty and span. Written by `obligation.ledger` alone, from records."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		done_on: DF.Date | None
		due_on: DF.Date | None
		duty: DF.Link | None
		exempt_reason: DF.SmallText | None
		organization: DF.Link
		organization_path: DF.Data | None
		record_doctype: DF.Link | None
		record_name: DF.DynamicLink | None
		span_end: DF.Date | None
		span_label: DF.Data | None
		span_start: DF.Date | None
		state: DF.Literal["Due", "Done", "Done Late", "Exempt"]
		title: DF.Data | None
	# end: auto-generated types


def on_doctype_update() -> None:
	frappe.db.add_index("Obligation", ["duty", "span_label"])
	frappe.db.add_index("Obligation", ["organization", "state", "due_on"])
	frappe.db.add_index("Obligation", ["state", "due_on"])
