from frappe.model.document import Document


class ApprovalStep(Document):
	pass
