from frappe.model.document import Document


class PositionKind(Document):
	pass
