"""Past place and state of an organisation, until the day before a reorganisation; written by it alone.

Today's place is on the organisation itself, so an organisation that nothing ever happened to has no row here.
"""

import frappe
from frappe import _, throw

from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.errors import OnlyReorganizationWritesError


class OrganizationPlacement(ScopedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from_date: DF.Date | None
		grassroots_after: DF.Data | None
		grassroots_organization: DF.Link | None
		is_direct: DF.Check
		kind: DF.Link | None
		level: DF.Link | None
		life_end: DF.Date | None
		organization: DF.Link
		organization_name: DF.Data | None
		organization_path: DF.Data | None
		parent_organization: DF.Link | None
		path: DF.Data | None
		path_after: DF.Data | None
		placed_from: DF.Date | None
		reorganization: DF.Link | None
		short_name: DF.Data | None
		to_date: DF.Date | None
		upper_after: DF.Data | None
		upper_organization: DF.Link | None

	# end: auto-generated types

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
