"""Succession of organisations, n to n: which came out of which; written by reorganisations."""

from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.doctype.organization_placement.organization_placement import refuse_by_hand


class OrganizationSuccession(ScopedDocument):
	def validate(self) -> None:
		super().validate()
		refuse_by_hand()

	def on_trash(self) -> None:
		refuse_by_hand()
