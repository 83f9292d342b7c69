from frappe.model.document import Document


class ResolutionItem(Document):
	"""One file a resolution decides, and what came of it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		before_rating: DF.Check
		criteria: DF.SmallText | None
		decision: DF.Literal["Recognize", "Refuse", "Return", "Conclude Interim", "Agree"]
		despite_unmet: DF.Check
		evaluation: DF.Link
		not_voting: DF.SmallText | None
		organization_name: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.SmallText | None
		result: DF.Literal["", "Applied", "Failed"]
		result_message: DF.SmallText | None
		return_to: DF.Literal["Unit That Made It", "Level Directly Below"]
		unmet_criteria: DF.SmallText | None
		votes_against: DF.Int
		votes_for: DF.Int
		votes_other: DF.Int
		waiting_criteria: DF.SmallText | None
	# end: auto-generated types
