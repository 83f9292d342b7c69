import frappe
from frappe import _

from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.errors import OnlyServicesWriteError
from bontot.rating.rules import OFFICIAL

TITLE_LENGTH = 250


class AnnualRating(ScopedDocument):
	"""Yearly rating of an organisation or a member. Moved on by `rating.service` only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		comparison_group: DF.Data | None
		decided_by: DF.Link | None
		decided_elsewhere: DF.Check
		decided_on: DF.Date | None
		decided_on_behalf_of: DF.Link | None
		deciding_organization: DF.Link | None
		decision_number: DF.Data | None
		grade: DF.Literal["", "Excellently Completed", "Well Completed", "Duly Completed", "Not Completed"]
		member: DF.Link | None
		members_total: DF.Int
		organization: DF.Link
		organization_path: DF.Data | None
		proposed_at: DF.Datetime | None
		proposed_by: DF.Link | None
		proposed_grade: DF.Literal[
			"", "Excellently Completed", "Well Completed", "Duly Completed", "Not Completed"
		]
		proposed_on_behalf_of: DF.Link | None
		proposed_points: DF.Float
		remark: DF.SmallText | None
		resolution: DF.Link | None
		return_reason: DF.SmallText | None
		reviewed_at: DF.Datetime | None
		reviewed_by: DF.Link | None
		reviewed_grade: DF.Literal[
			"", "Excellently Completed", "Well Completed", "Duly Completed", "Not Completed"
		]
		reviewed_on_behalf_of: DF.Link | None
		scale: DF.Link | None
		state: DF.Literal["Proposed", "Reviewed", "Returned", "Decided"]
		subject: DF.Literal["Organization", "Member", "Official"]
		title: DF.Data | None
		votes_against: DF.Int
		votes_for: DF.Int
		votes_other: DF.Int
		year: DF.Int
	# end: auto-generated types

	organization_may_change = True  # with the next act on it, to where its member is by then

	def autoname(self) -> None:
		self.name = rating_name(self.member or self.organization, self.year, self.subject)

	def validate(self) -> None:
		self.require_service()
		super().validate()
		self.set_title()

	def on_trash(self) -> None:
		self.require_service()

	def require_service(self) -> None:
		if not self.flags.by_service:
			message = _("Ratings are given on the page “Yearly rating”, not by editing.")
			frappe.throw(message, OnlyServicesWriteError)

	def set_title(self) -> None:
		doctype, field = (
			("Party Member", "full_name") if self.member else ("Party Organization", "organization_name")
		)
		who = frappe.db.get_value(doctype, self.member or self.organization, field)
		words = _("{0}: {1}, the State's rating") if self.subject == OFFICIAL else "{0}: {1}"
		self.title = words.format(who, self.year)[:TITLE_LENGTH]


def rating_name(rated: str, year: int, subject: str = "") -> str:
	"""One rating of a member or organisation a year, and one of a member as official: a second one meets the name."""
	return f"{rated}-{year}-official" if subject == OFFICIAL else f"{rated}-{year}"


def on_doctype_update() -> None:
	frappe.db.add_index("Annual Rating", ["organization", "year"])
	frappe.db.add_index("Annual Rating", ["deciding_organization", "year"])
