from frappe.model.document import Document


class FrameworkSetting(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		question: DF.SmallText | None
		setting_key: DF.Data
		setting_name: DF.Data
		setting_value: DF.Data | None
	# end: auto-generated types

	pass
