import frappe
from frappe import _

from bontot.approval.core.errors import AppendOnlyError
from bontot.organization.access.scoped import ScopedDocument


class Recognition(ScopedDocument):
	"""A title an organisation holds for a year. Written when a resolution is applied."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		decided_on: DF.Date | None
		evaluation: DF.Link | None
		organization: DF.Link
		organization_name: DF.Data | None
		organization_path: DF.Data | None
		reopened_on: DF.Date | None
		reopening_reason: DF.SmallText | None
		resolution: DF.Link | None
		state: DF.Literal["Valid", "Reopened", "Withdrawn"]
		streak_years: DF.Int
		title_kind: DF.Literal["Cell", "Grassroots Organization"]
		withdrawal_number: DF.Data | None
		withdrawal_reason: DF.SmallText | None
		withdrawn_by: DF.Link | None
		withdrawn_on: DF.Date | None
		year: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		self.require_service()
		super().validate()

	def on_trash(self) -> None:
		self.require_service()

	def require_service(self) -> None:
		if not self.flags.by_service:
			message = _("Recognitions are written by resolutions only.")
			frappe.throw(message, AppendOnlyError, title=_("Not Changed Here"))
