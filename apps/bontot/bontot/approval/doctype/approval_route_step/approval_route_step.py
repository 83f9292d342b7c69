from frappe.model.document import Document


class ApprovalRouteStep(Document):
	"""One level of a route: which, what it does, how many working days it has."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		act: DF.Literal["Appraise", "Decide", "Receive"]
		days_allowed: DF.Int
		level: DF.Link
		may_lock: DF.Check
		may_skip_if_absent: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
