from frappe.model.document import Document


class OutboxTask(Document):
	pass
