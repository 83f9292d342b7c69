from frappe.model.document import Document


class ApprovalRouteStep(Document):
	"""One level of a route: which, what it does, how many working days it has."""
