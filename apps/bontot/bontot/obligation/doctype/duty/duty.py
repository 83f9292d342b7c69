from frappe.model.document import Document


class Duty(Document):
	pass
