"""Succession of organisations, n to n: which came out of which; written by reorganisations."""

from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.doctype.organization_placement.organization_placement import refuse_by_hand


class OrganizationSuccession(ScopedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		decision_number: DF.Data | None
		on_date: DF.Date | None
		organization: DF.Link
		organization_path: DF.Data | None
		predecessor: DF.Link
		relation: DF.Literal["Merged", "Split", "Separated"]
		reorganization: DF.Link | None

	# end: auto-generated types

	def validate(self) -> None:
		super().validate()
		refuse_by_hand()

	def on_trash(self) -> None:
		refuse_by_hand()
