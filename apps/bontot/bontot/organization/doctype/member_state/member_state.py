from frappe.model.document import Document


class MemberState(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		decision_number: DF.Data | None
		from_date: DF.Date
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		state: DF.Literal["Full", "Probationary", "Exempt", "Temporarily In", "Temporarily Away", "Left"]
	# end: auto-generated types

	pass
