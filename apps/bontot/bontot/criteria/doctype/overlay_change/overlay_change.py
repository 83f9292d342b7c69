from frappe.model.document import Document


class OverlayChange(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Literal["Add", "Tighten", "Explain", "Split", "Waive"]
		calculator: DF.Autocomplete | None
		criterion_key: DF.Autocomplete | None
		evidence_wanted: DF.SmallText | None
		for_six_month: DF.Check
		for_year: DF.Check
		full_text: DF.LongText | None
		group_key: DF.Autocomplete | None
		guidance: DF.SmallText | None
		kind: DF.Literal["", "Computed", "Record", "Judged"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		part_key: DF.Data | None
		reason: DF.SmallText | None
		required: DF.Check
		setting_key: DF.Autocomplete | None
		setting_value: DF.Data | None
		short_text: DF.Data | None
	# end: auto-generated types

	pass
