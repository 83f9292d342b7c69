from frappe.model.document import Document


class OrganizationLevel(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		code: DF.Data
		level_name: DF.Data
		rank: DF.Int
	# end: auto-generated types

	pass
