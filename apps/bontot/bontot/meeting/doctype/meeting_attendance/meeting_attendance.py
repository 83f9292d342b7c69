from frappe.model.document import Document


class MeetingAttendance(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attendance: DF.Literal["Present", "Excused", "Unexcused"]
		is_counted: DF.Check
		member: DF.Link
		member_name: DF.Data | None
		member_state: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.Data | None
	# end: auto-generated types

	pass
