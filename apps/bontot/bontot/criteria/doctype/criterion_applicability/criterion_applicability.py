from frappe.model.document import Document


class CriterionApplicability(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		criterion_key: DF.Autocomplete
		organization_kind: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		sector: DF.Link | None
	# end: auto-generated types

	pass
