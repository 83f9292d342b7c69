from frappe.model.document import Document


class ScaleItem(Document):
	pass
