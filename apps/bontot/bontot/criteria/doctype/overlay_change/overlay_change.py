from frappe.model.document import Document


class OverlayChange(Document):
	pass
