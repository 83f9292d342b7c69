import frappe
from frappe import _, throw

from bontot.organization.access.scoped import ScopedDocument
from bontot.synthesis.errors import FiguresFrozenError


class FrozenFigure(ScopedDocument):
	"""Figures of an organisation as they counted when its period closed. Written once, by `synthesis.freezing`; named as
	its evaluation."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		awaiting_organization: DF.Link | None
		awaiting_since: DF.Datetime | None
		decided_on: DF.Date | None
		evaluation: DF.Link | None
		grassroots_organization: DF.Link | None
		item_count: DF.Int
		met_count: DF.Int
		not_met: DF.SmallText | None
		organization: DF.Link
		organization_kind: DF.Link | None
		organization_name: DF.Data | None
		organization_path: DF.Data | None
		outside_reason: DF.SmallText | None
		path_names: DF.Text | None
		period: DF.Link
		period_path: DF.Data | None
		rating: DF.Literal["", "Excellently Completed", "Well Completed", "Duly Completed", "Not Completed"]
		sector: DF.Link | None
		sent_at: DF.Datetime | None
		state: DF.Literal[
			"Draft",
			"Under Appraisal",
			"Returned",
			"Recognized",
			"Not Recognized",
			"Declared Not Reached",
			"Interim Reviewed",
			"Outside",
		]
		title_kind: DF.Literal["Cell", "Grassroots Organization"]
		upper_organization: DF.Link | None
		waiting_level: DF.Link | None
		withdrawn: DF.Check
	# end: auto-generated types

	def validate(self) -> None:
		self.refuse()

	def on_trash(self) -> None:
		self.refuse()

	def refuse(self) -> None:
		message = _("What a period froze when it closed is not changed any more.")
		throw(message, FiguresFrozenError, title=_("Not Changed Here"))


def on_doctype_update() -> None:
	frappe.db.add_index("Frozen Figure", ["period", "period_path"])
