from frappe.model.document import Document


class FrameworkLegalBasis(Document):
	pass
