from frappe.model.document import Document


class Criterion(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		calculator: DF.Autocomplete | None
		criterion_key: DF.Data
		evidence_wanted: DF.SmallText | None
		for_cell: DF.Check
		for_grassroots: DF.Check
		for_six_month: DF.Check
		for_year: DF.Check
		full_text: DF.LongText
		group_key: DF.Autocomplete
		guidance: DF.SmallText | None
		kind: DF.Literal["Computed", "Record", "Judged"]
		may_be_waived: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		required: DF.Check
		section: DF.Data | None
		short_text: DF.Data
	# end: auto-generated types

	pass
