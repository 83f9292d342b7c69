from frappe.model.document import Document


class Criterion(Document):
	pass
