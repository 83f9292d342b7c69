from frappe import _, throw

from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.errors import OnlyServicesWriteError


class PeriodFramework(ScopedDocument):
	"""A body's framework as a period froze it when it opened (`evaluation.computing.local_frameworks`). Written once, by the opening."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		body_path: DF.Data | None
		content: DF.Code | None
		digest: DF.Data
		organization: DF.Link
		organization_kind: DF.Link | None
		organization_path: DF.Data | None
		overlay: DF.Link
		period: DF.Link
		sector: DF.Link | None
		title: DF.Data | None
		title_kind: DF.Literal["Cell", "Grassroots Organization"]
	# end: auto-generated types

	def validate(self) -> None:
		super().validate()
		self.refuse()

	def on_trash(self) -> None:
		self.refuse()

	def refuse(self) -> None:
		message = _("What a period froze when it opened is not changed any more.")
		throw(message, OnlyServicesWriteError, title=_("Not Changed Here"))
