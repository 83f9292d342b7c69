from frappe.model.document import Document


class ScaleGroup(Document):
	pass
