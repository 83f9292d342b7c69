from frappe.model.document import Document


class Seat(Document):
	pass
