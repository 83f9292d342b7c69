from frappe.model.document import Document


class ReorganizationShare(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		goes_to_new: DF.Autocomplete | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		record: DF.DynamicLink
		record_title: DF.Data | None
		share_of: DF.Literal["Party Member", "Seat", "Party Organization", "Resolution Task", "Yearly Target"]
		source: DF.Link
	# end: auto-generated types

	pass
