from frappe.model.document import Document


class Resolution(Document):
	pass
