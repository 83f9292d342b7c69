from frappe.model.document import Document


class ResolutionDocument(Document):
	"""One document that a resolution decides, and what came of it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		decision: DF.Literal["Approve", "Return"]
		document_title: DF.Data | None
		file_doctype: DF.Link
		file_name: DF.DynamicLink
		not_voting: DF.SmallText | None
		organization_name: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.SmallText | None
		result: DF.Literal["", "Applied", "Failed"]
		result_message: DF.SmallText | None
		return_to: DF.Literal["Unit That Made It", "Level Directly Below"]
		votes_against: DF.Int
		votes_for: DF.Int
		votes_other: DF.Int
	# end: auto-generated types
