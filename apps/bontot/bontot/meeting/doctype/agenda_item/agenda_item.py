from frappe.model.document import Document


class AgendaItem(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		conclusion: DF.SmallText | None
		is_done: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		presenter: DF.Data | None
		topic: DF.Data
	# end: auto-generated types

	pass
