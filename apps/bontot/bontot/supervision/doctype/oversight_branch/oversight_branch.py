from frappe.model.document import Document


class OversightBranch(Document):
	pass
