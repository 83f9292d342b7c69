from frappe.model.document import Document


class AgendaItem(Document):
	pass
