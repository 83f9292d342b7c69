from frappe.model.document import Document


class MeetingScore(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		by_record: DF.Check
		given_points: DF.Float
		group_name: DF.Data | None
		has_points: DF.Check
		is_given: DF.Check
		item_key: DF.Data
		item_name: DF.Data | None
		most_points: DF.Float
		must_be_full: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		points: DF.Float
		reason: DF.SmallText | None
		record_points: DF.Float
		why: DF.SmallText | None
	# end: auto-generated types

	pass
