from frappe.model.document import Document


class Evidence(Document):
	pass
