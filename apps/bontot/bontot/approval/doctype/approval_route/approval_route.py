from frappe.model.document import Document


class ApprovalRoute(Document):
	pass
