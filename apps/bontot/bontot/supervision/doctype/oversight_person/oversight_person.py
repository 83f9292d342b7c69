from frappe.model.document import Document


class OversightPerson(Document):
	pass
