from frappe.model.document import Document


class ScaleItem(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		certainty: DF.SmallText | None
		group_key: DF.Data
		guidance: DF.SmallText | None
		item_key: DF.Data
		item_name: DF.Data
		measure: DF.Data | None
		must_be_full: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		points: DF.Float
	# end: auto-generated types

	pass
