from frappe.model.document import Document


class OrganizationKindParent(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parent_kind: DF.Link
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types

	pass
