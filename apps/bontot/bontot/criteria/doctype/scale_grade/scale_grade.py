from frappe.model.document import Document


class ScaleGrade(Document):
	pass
