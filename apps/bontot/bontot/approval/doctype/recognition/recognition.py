from frappe.model.document import Document


class Recognition(Document):
	pass
