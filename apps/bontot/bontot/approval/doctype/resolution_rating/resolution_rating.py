from frappe.model.document import Document


class ResolutionRating(Document):
	"""One yearly rating that a resolution decides before its titles, and what came of it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		grade: DF.Literal["", "Excellently Completed", "Well Completed", "Duly Completed", "Not Completed"]
		not_voting: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rated: DF.Data | None
		rating: DF.Link
		reason: DF.SmallText | None
		result: DF.Literal["", "Applied", "Failed"]
		result_message: DF.SmallText | None
		votes_against: DF.Int
		votes_for: DF.Int
		votes_other: DF.Int
	# end: auto-generated types
