from frappe.model.document import Document


class Meeting(Document):
	pass
