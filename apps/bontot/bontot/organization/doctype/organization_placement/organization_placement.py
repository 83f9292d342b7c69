"""Past place and state of an organisation, until the day before a reorganisation; written by it alone.

Today's place is on the organisation itself, so an organisation that nothing ever happened to has no row here.
"""

import frappe
from frappe import _, throw

from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.errors import OnlyReorganizationWritesError


class OrganizationPlacement(ScopedDocument):
	def validate(self) -> None:
		super().validate()
		refuse_by_hand()

	def on_trash(self) -> None:
		refuse_by_hand()


def refuse_by_hand() -> None:
	throw(
		_("The history of organizations is written by reorganizations only."),
		OnlyReorganizationWritesError,
		title=_("Not Changed Here"),
	)


def on_doctype_update() -> None:
	"""Add the indices for asking who stood where on a day, by the place of that day (organization/tree/dated.py)."""
	frappe.db.add_index("Organization Placement", ["path"])
	frappe.db.add_index("Organization Placement", ["parent_organization"])
