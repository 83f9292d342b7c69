from frappe.model.document import Document


class Obligation(Document):
	pass
