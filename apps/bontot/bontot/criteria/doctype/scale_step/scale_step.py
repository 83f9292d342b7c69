from frappe.model.document import Document


class ScaleStep(Document):
	pass
