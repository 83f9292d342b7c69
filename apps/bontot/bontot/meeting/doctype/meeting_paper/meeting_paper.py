from frappe.model.document import Document


class MeetingPaper(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		file: DF.Attach | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		sent_at: DF.Datetime | None
		title: DF.Data
	# end: auto-generated types

	pass
