from frappe.model.document import Document


class ReorganizationAct(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		act: DF.Literal[
			"", "Found", "Rename", "Move", "Merge", "Split", "Dissolve", "End Level", "Change Kind"
		]
		level: DF.Link | None
		new_code: DF.Data | None
		new_kind: DF.Link | None
		new_name: DF.Data | None
		new_sector: DF.Link | None
		new_short_name: DF.Data | None
		organization: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		source_continues: DF.Check
		target: DF.Link | None
		target_new: DF.Autocomplete | None
	# end: auto-generated types

	pass
