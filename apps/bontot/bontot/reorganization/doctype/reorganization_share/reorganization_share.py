from frappe.model.document import Document


class ReorganizationShare(Document):
	pass
