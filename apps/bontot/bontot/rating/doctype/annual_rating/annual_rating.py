import frappe
from frappe import _

from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.errors import OnlyServicesWriteError
from bontot.rating.rules import OFFICIAL

TITLE_LENGTH = 250


class AnnualRating(ScopedDocument):
	"""Yearly rating of an organisation or a member. Moved on by `rating.service` only."""

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
